import { h } from '../../common/html.js'
import { AT } from '../list-icons.js'
import { CANNED, CLIP, SMILE } from '../thread-icons.js'
import { tool } from './parts.js'
import { typeText } from './text.js'

/**
 * The buttons below the field: files, emoji, canned replies, mentions.
 * @param {HTMLTextAreaElement} area
 * @param {(files: File[]) => void} addFiles
 */
export function toolbar(area, addFiles) {
  const files = h('input', { type: 'file', multiple: true, hidden: true, tabindex: -1 })
  files.addEventListener('change', () => {
    addFiles([...files.files ?? []])
    files.value = ''
  })
  const emoji = tool('composer.emoji', SMILE, async () => {
    const { openEmoji } = await import('./emoji.js')
    openEmoji(emoji, chosen => typeText(area, chosen))
  })
  const at = tool('composer.mention', AT, () => begin(area, '@'))
  const element = h('div', { class: 'tools' },
    tool('composer.attach', CLIP, () => files.click()), emoji,
    tool('composer.canned', CANNED, () => begin(area, '/')), at, files)
  return { element, at }
}

/**
 * Types what begins a choice, as its button says.
 * @param {HTMLTextAreaElement} area
 * @param {'/'|'@'} mark
 */
function begin(area, mark) {
  const before = area.value.slice(0, area.selectionStart)
  typeText(area, /(^|\s)$/.test(before) ? mark : ` ${mark}`)
}
