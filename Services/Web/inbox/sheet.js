import { h, icon } from '../common/html.js'
import { t } from '../common/i18n.js'
import { CLOSE } from '../common/icons.js'

/**
 * Opens a sheet over the page; from below on a phone. Escape, the cross and a press beside it close it.
 * @param {object} parts
 * @param {string} parts.title
 * @param {import('../common/shapes.js').Child} parts.body
 * @param {import('../common/shapes.js').Child} [parts.foot]
 * @param {string} [parts.classes]
 * @returns {HTMLDialogElement}
 */
export function openSheet({ title, body, foot, classes = '' }) {
  /** @type {HTMLDialogElement} */
  const sheet = h('dialog', {
    class: `sheet over-sheet ${classes}`, 'aria-label': title, tabindex: '-1',
  },
    h('header', {}, h('h2', {}, title),
      h('button', {
        type: 'button', class: 'icon-button', 'aria-label': t('common.close'), on: { click: () => sheet.close() },
      }, icon(CLOSE))),
    h('div', { class: 'over-body' }, body),
    foot ? h('div', { class: 'over-foot' }, foot) : null)
  sheet.addEventListener('close', () => sheet.remove())
  sheet.addEventListener('mousedown', event => { if (event.target === sheet) sheet.close() })
  document.body.append(sheet)
  sheet.showModal()
  // The first thing in it is the cross, which nobody wants first.
  sheet.focus()
  return sheet
}
