import { CLOCK, DONE, MOVE, SEARCH, TAG, USER } from '../common/icons.js'
import { needStyles } from '../common/styles.js'
import { COLUMN, FILTER, SORT } from './list-icons.js'

/** The second key of `G …`, by view. */
const VIEW_KEYS = {
  mine: 'KeyI', unassigned: 'KeyU', following: 'KeyF', mentioned: 'KeyM', active: 'KeyA', snoozed: 'KeyZ',
  closed: 'KeyC', spam: 'KeyS',
}

/** @type {[import('./elements/bulk-bar.js').BulkName, string, string][]} */
const BULK = [
  ['assign', 'KeyA', USER], ['tag', 'KeyT', TAG], ['snooze', 'KeyZ', CLOCK], ['move', 'KeyM', MOVE],
  ['close', 'KeyE', DONE],
]

/**
 * What can be done with the list of conversations.
 * @param {import('./store.js').InboxStore} store
 * @param {import('./elements/conversation-list.js').ConversationList} list
 * @returns {import('./actions.js').Action[]}
 */
export function listActions(store, list) {
  const picking = () => list.selection.size > 0
  return [
    ...BULK.map(([name, key, path]) => (/** @type {import('./actions.js').Action} */ ({
      id: `bulk.${name}`, keys: [key], label: `bulk.key.${name}`, group: 'many', icon: path, when: picking,
      run: () => list.bulk(name),
    }))),
    {
      id: 'page.commands', keys: ['Mod+KeyK'], label: 'keys.commands', group: 'go', writing: true, hidden: true,
      run: () => openCommands(store),
    },
    { id: 'list.search', keys: ['Slash'], label: 'keys.search', group: 'go', icon: SEARCH,
      run: () => list.focusSearch() },
    { id: 'list.views', keys: ['KeyV'], label: 'keys.views', group: 'go', icon: COLUMN, run: () => list.openViews() },
    ...Object.entries(VIEW_KEYS).map(([view, key]) => (/** @type {import('./actions.js').Action} */ ({
      id: `go.${view}`, keys: [`KeyG ${key}`], label: `list.${view}`, group: 'go', hidden: true,
      run: () => { location.hash = view },
    }))),
    { id: 'list.next', keys: ['KeyJ', 'ArrowDown'], label: 'keys.next', group: 'list', hidden: true,
      run: () => list.move(1) },
    { id: 'list.previous', keys: ['KeyK', 'ArrowUp'], label: 'keys.previous', group: 'list', hidden: true,
      run: () => list.move(-1) },
    // A link opens by itself: this only says so on the sheet.
    { id: 'list.open', keys: ['Enter'], label: 'keys.open', group: 'list', hidden: true, when: () => false, run() {} },
    { id: 'list.pick', keys: ['KeyX'], label: 'keys.pick', group: 'list', hidden: true, run: () => list.pick() },
    { id: 'list.pickNext', keys: ['Shift+KeyJ', 'Shift+ArrowDown'], label: 'keys.pickNext', group: 'list', hidden: true,
      run: () => list.move(1, true) },
    { id: 'list.pickPrevious', keys: ['Shift+KeyK', 'Shift+ArrowUp'], label: 'keys.pickPrevious', group: 'list',
      hidden: true, run: () => list.move(-1, true) },
    { id: 'list.pickAll', keys: ['Mod+Shift+KeyA'], label: 'keys.pickAll', group: 'list', run: () => list.pickAll() },
    { id: 'list.endPicking', label: 'keys.endPicking', group: 'list', when: picking, run: () => list.endPicking() },
    { id: 'list.sort', keys: ['KeyS'], label: 'keys.sort', group: 'list', icon: SORT, run: () => list.openSorts() },
    { id: 'list.filter', keys: ['Shift+KeyF'], label: 'keys.filter', group: 'list', icon: FILTER,
      run: () => list.openFilter() },
  ]
}

/** @param {import('./store.js').InboxStore} store */
async function openCommands(store) {
  const [{ openCommandBar }] = await Promise.all([import('./command-bar.js'), needStyles('inbox/search.css')])
  openCommandBar(store)
}
