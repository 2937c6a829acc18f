import { h, icon } from '../common/html.js'
import { t } from '../common/i18n.js'
import { CLOSE } from '../common/icons.js'
import { actions, isMac, keyNames } from './actions.js'

/** @type {import('./actions.js').ActionGroup[]} */
const GROUPS = ['go', 'list', 'conversation', 'write', 'page']

/** Shows every key there is. */
export function showSheet() {
  /** @type {HTMLDialogElement} */
  const sheet = h('dialog', { class: 'sheet keys-sheet', 'aria-label': t('keys.title') },
    h('header', {}, h('h2', {}, t('keys.title')),
      h('button', {
        type: 'button', class: 'icon-button', 'aria-label': t('common.close'), on: { click: () => sheet.close() },
      }, icon(CLOSE))),
    h('div', { class: 'keys-groups' }, GROUPS.map(group)))
  sheet.addEventListener('close', () => sheet.remove())
  sheet.addEventListener('click', event => { if (event.target === sheet) sheet.close() })
  document.body.append(sheet)
  sheet.showModal()
}

/** @param {import('./actions.js').ActionGroup} name */
function group(name) {
  const entries = actions().filter(action => action.group === name && action.keys?.length)
  if (!entries.length) return null
  return h('section', {}, h('h3', {}, t(`keys.group.${name}`)),
    h('dl', { class: 'keys' }, entries.map(({ label, keys = [] }) => h('div', {},
      h('dt', {}, t(label)),
      h('dd', {}, keys.flatMap((chord, place) => [
        place ? h('span', { class: 'or' }, '/') : null,
        ...keyNames(chord, isMac()).map(name => h('kbd', {}, name)),
      ]))))))
}
