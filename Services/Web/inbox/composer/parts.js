import { fill, h, icon } from '../../common/html.js'
import { t } from '../../common/i18n.js'
import { CLOSE, NOTE, PENCIL, REPLY } from '../../common/icons.js'
import { quoteBlock } from '../thread/body.js'

/**
 * The bar above the field that says what is quoted or edited, with the way out of it.
 * @param {HTMLElement} bar
 * @param {{quote?: import('../../common/wire.js').Quote, editing?: import('../../common/wire.js').Message}} what
 * @param {import('../desk.js').Desk} desk
 * @param {() => void} leave
 */
export function drawBar(bar, { quote, editing }, desk, leave) {
  bar.hidden = !quote && !editing
  if (bar.hidden) return fill(bar)
  const about = editing
    ? h('span', { class: 'bar-editing' }, icon(PENCIL), t('composer.editing'))
    : quote && quoteBlock(quote, { desk }, h('div', { class: 'quote' }))
  fill(bar, about,
    h('button', {
      type: 'button', class: 'icon-button', on: { click: leave },
      'aria-label': t(editing ? 'composer.stopEditing' : 'composer.unquote'),
    }, icon(CLOSE)))
}

/**
 * Reply or note: which of them, and the choice between them.
 * @param {(kind: 'reply'|'note') => void} choose
 */
export function modeSwitch(choose) {
  const button = (/** @type {'reply'|'note'} */ kind, /** @type {string} */ path) => h('button', {
    type: 'button', role: 'radio', data: { kind }, on: { click: () => choose(kind) },
  }, icon(path, kind === 'reply' ? 'mirrored' : ''), t(`composer.${kind}`))
  return h('div', { class: 'modes', role: 'radiogroup', 'aria-label': t('composer.kind') },
    button('reply', REPLY), button('note', NOTE))
}

/**
 * @param {string} label
 * @param {string} path
 * @param {(event: MouseEvent) => void} click
 */
export function tool(label, path, click) {
  return h('button', {
    type: 'button', class: 'icon-button tool', 'aria-label': t(label), title: t(label), on: { click },
  }, icon(path))
}

/**
 * @param {import('../../common/wire.js').Message} message
 * @returns {import('../../common/wire.js').Quote}
 */
export function quoteFrom({ id, sequence, author, body, attachments }) {
  const text = body || (attachments ?? []).map(({ name }) => name).join(' · ')
  return { message: id, sequence, author, body: [...text].slice(0, 200).join('') }
}

/**
 * What stands in the place of the field where nothing can be written: the conversation is closed, or only read.
 * @param {() => void} reopen
 */
export function closedBars(reopen) {
  const button = h('button', { type: 'button', class: 'button small', on: { click: reopen } }, t('composer.reopen'))
  const closed = h('div', { class: 'closed-bar', hidden: true }, h('span', {}, t('composer.closed')), button)
  const readOnly = h('p', { class: 'closed-bar', hidden: true }, t('composer.readOnly'))
  return { button, closed, readOnly }
}
