import { h, icon } from '../common/html.js'
import { t } from '../common/i18n.js'
import { CLOSE } from '../common/icons.js'

/**
 * Keys by their place on the keyboard, so that they work under an Arabic layout as well.
 * @typedef {Record<string, () => void>} Keys By `event.code`; `Shift+` before those that need it.
 */

/** What the sheet shows: the key and what it does. */
const SHEET = [
  ['J  ↓', 'next'], ['K  ↑', 'previous'], ['Enter', 'open'], ['R', 'reply'], ['N', 'note'], ['A', 'assign'],
  ['E', 'close'],
  ['/', 'filter'], ['Esc', 'leave'], ['Enter', 'send'], ['Shift Enter', 'line'], ['?', 'sheet'],
]

/**
 * @param {Keys} keys
 * @param {AbortSignal} signal
 */
export function listenForKeys(keys, signal) {
  document.addEventListener('keydown', event => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || isTyping(event.target)) return
    if (document.querySelector('dialog[open], [popover]:popover-open')) return
    const act = keys[(event.shiftKey ? 'Shift+' : '') + event.code]
    if (!act) return
    event.preventDefault()
    act()
  }, { signal })
}

/** @param {EventTarget|null} target */
function isTyping(target) {
  return target instanceof HTMLElement && target.matches('input, textarea, select, [contenteditable]')
}

/** Shows every key there is. */
export function showSheet() {
  /** @type {HTMLDialogElement} */
  const sheet = h('dialog', { class: 'sheet', 'aria-label': t('keys.title') },
    h('header', {}, h('h2', {}, t('keys.title')),
      h('button', {
        type: 'button', class: 'icon-button', 'aria-label': t('common.close'), on: { click: () => sheet.close() },
      }, icon(CLOSE))),
    h('dl', { class: 'keys' }, SHEET.map(([key, name]) => h('div', {},
      h('dt', {}, t(`keys.${name}`)), h('dd', {}, key.split(/\s+/).map(part => h('kbd', {}, part)))))))
  sheet.addEventListener('close', () => sheet.remove())
  sheet.addEventListener('click', event => { if (event.target === sheet) sheet.close() })
  document.body.append(sheet)
  sheet.showModal()
}
