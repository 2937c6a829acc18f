import { h } from '../common/html.js'
import { t } from '../common/i18n.js'
import { actions, isMac, keyNames } from './actions.js'
import { openSheet } from './sheet.js'

/** @type {import('./actions.js').ActionGroup[]} */
const GROUPS = ['go', 'list', 'conversation', 'many', 'write', 'page']

/** Shows every key there is. */
export function showSheet() {
  openSheet({
    title: t('keys.title'), classes: 'keys-sheet', body: h('div', { class: 'keys-groups' }, GROUPS.map(group)),
  })
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
