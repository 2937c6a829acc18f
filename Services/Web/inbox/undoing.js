/**
 * The way back from an action on many conversations: pure.
 *
 * @typedef {import('../common/wire.js').Conversation} Conversation
 * @typedef {{type: string} & Record<string, unknown>} BulkAction
 */

/**
 * What would bring the conversations back to where they were, by what it is: one action for all that were alike.
 * @param {BulkAction} action
 * @param {Conversation[]} before
 * @returns {{action: BulkAction, ids: string[]}[]}
 */
export function undoing(action, before) {
  /** @type {Map<string, {action: BulkAction, ids: string[]}>} */
  const groups = new Map()
  for (const item of before) {
    const back = reverse(action, item)
    if (!back) continue
    const key = JSON.stringify(back)
    const group = groups.get(key) ?? { action: back, ids: [] }
    group.ids.push(item.id)
    groups.set(key, group)
  }
  return [...groups.values()]
}

/**
 * @param {BulkAction} action
 * @param {Conversation} item Before it.
 * @returns {BulkAction|undefined} Undefined where nothing changed, or nothing leads back.
 */
function reverse(action, item) {
  switch (action.type) {
    case 'assign': return { type: 'assign', member: item.assignee ?? null }
    case 'hand': return { type: 'hand', team: item.team ?? null }
    case 'tag': return rest(action, 'untag', (/** @type {string} */ id) => !item.tags.includes(id))
    case 'untag': return rest(action, 'tag', (/** @type {string} */ id) => item.tags.includes(id))
    case 'status': return item.status === action.status ? undefined : { type: 'status', status: item.status }
    case 'move': return item.inbox === action.inbox ? undefined : { type: 'move', inbox: item.inbox }
    case 'snooze': return item.snooze ? { type: 'snooze', ...item.snooze } : { type: 'wake' }
    case 'wake': return item.snooze && { type: 'snooze', ...item.snooze }
    case 'spam': return item.spam ? undefined : { type: 'notSpam' }
    case 'notSpam': return item.spam ? { type: 'spam' } : undefined
    default: return undefined
  }
}

/**
 * @param {BulkAction} action
 * @param {string} type
 * @param {(id: string) => boolean} changed
 */
function rest(action, type, changed) {
  const tags = /** @type {string[]} */ (action.tags).filter(changed)
  return tags.length ? { type, tags } : undefined
}
