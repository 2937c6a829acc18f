/**
 * The piles that conversations lie in, and their orders: pure, and the same as the server's.
 *
 * @typedef {import('../common/wire.js').Conversation} Conversation
 * @typedef {import('./filters.js').Filter} Filter
 * @typedef {'mine'|'unassigned'|'following'|'mentioned'|'active'|'snoozed'|'closed'|'spam'} BuiltIn
 * @typedef {'activity'|'waiting'|'newest'|'priority'} Sort
 *
 * A saved view.
 * @typedef {object} View
 * @property {string} id
 * @property {string} name
 * @property {boolean} shared
 * @property {Filter} filter
 * @property {Sort} sort
 * @property {string} [member] Whose it is.
 *
 * What a list shows: a pile, which the address names, and what is chosen besides.
 * @typedef {object} Pile
 * @property {string} view Of `BUILT_IN`, of `STATUSES`, or the id of an inbox or of a saved view.
 * @property {Filter} [filter]
 * @property {Sort} [sort] Without one the saved view's own, else last activity.
 */

/** @type {BuiltIn[]} */
export const BUILT_IN = ['mine', 'unassigned', 'following', 'mentioned', 'active', 'snoozed', 'closed', 'spam']
/** @type {import('../common/wire.js').Status[]} */
export const STATUSES = ['open', 'inProgress', 'waiting']
/** @type {Sort[]} */
export const SORTS = ['activity', 'waiting', 'newest', 'priority']
/** @type {Record<string, number>} */
const RANKS = { low: 0, normal: 1, high: 2, urgent: 3 }

/** @param {string|undefined} name */
export function isView(name) {
  return name !== undefined && (/** @type {string[]} */ ([...BUILT_IN, ...STATUSES]).includes(name)
    || /^(inb|viw)_/.test(name))
}

/**
 * Whether a conversation lies in a pile.
 * @param {Conversation} item
 * @param {Pile} pile
 * @param {string} me
 * @returns {boolean|undefined} Undefined where only the server knows.
 */
export function belongs(item, { view, filter }, me) {
  if (item.mergedInto) return false
  const laid = lies(item, view, me)
  return laid && filter ? undefined : laid
}

/**
 * @param {Conversation} item
 * @param {string} view
 * @param {string} me
 * @returns {boolean|undefined}
 */
function lies(item, view, me) {
  if (view.startsWith('viw_')) return undefined
  const { status, spam = false, snooze } = item
  if (view === 'spam') return spam
  if (spam) return false
  if (view === 'closed') return status === 'closed'
  if (status === 'closed') return false
  if (view === 'snoozed') return snooze !== undefined
  if (snooze) return false
  switch (view) {
    case 'active': return true
    case 'mine': return item.assignee === me
    case 'unassigned': return !item.assignee
    case 'following': return item.followers?.includes(me) ?? false
    // Who was mentioned is not told with the conversation.
    case 'mentioned': return undefined
    default: return view.startsWith('inb_') ? item.inbox === view : status === view
  }
}

/**
 * How to ask the server for a pile.
 * @param {Pile} pile
 * @returns {{view?: string, inbox?: string, status?: string, filter?: string, sort?: string}}
 */
export function pileQuery({ view, filter, sort }) {
  const rest = { filter: filter && JSON.stringify(filter), sort: sort === 'activity' && !view.startsWith('viw_') ? undefined : sort }
  if (view.startsWith('inb_')) return { view: 'active', inbox: view, ...rest }
  if (/** @type {string[]} */ (STATUSES).includes(view)) return { view: 'active', status: view, ...rest }
  return { view, ...rest }
}

/**
 * Whose turn it is in a list: the server's order.
 * @param {Sort} [sort]
 * @returns {(one: Conversation, other: Conversation) => number}
 */
export function orderOf(sort) {
  switch (sort) {
    case 'newest': return (one, other) => later(one.createdAt, other.createdAt) || later(one.id, other.id)
    case 'waiting': return (one, other) => longest(one, other) || newestFirst(one, other)
    case 'priority': return (one, other) => rank(other) - rank(one) || newestFirst(one, other)
    default: return newestFirst
  }
}

/**
 * Newest change first; of those at the same moment, the highest id.
 * @param {Conversation} one
 * @param {Conversation} other
 */
export function newestFirst(one, other) {
  return later(one.updatedAt, other.updatedAt) || later(one.id, other.id)
}

/**
 * @param {string} one
 * @param {string} other
 */
function later(one, other) {
  return one === other ? 0 : one < other ? 1 : -1
}

/**
 * Who waits longest stands first; who does not wait, after all who do.
 * @param {Conversation} one
 * @param {Conversation} other
 */
function longest({ waitingSince: one }, { waitingSince: other }) {
  if (one && other) return later(other, one)
  return one ? -1 : other ? 1 : 0
}

/** @param {Conversation} item */
function rank({ priority = 'normal' }) {
  return RANKS[priority] ?? 1
}

/**
 * How many lie in a pile, of the counts that the server gave.
 * @param {Counts|undefined} counts
 * @param {string} view
 * @returns {number|undefined}
 *
 * @typedef {Partial<Record<BuiltIn, number>> & {inboxes?: Record<string, number>, statuses?: Record<string, number>,
 *   views?: Record<string, number>}} Counts
 */
export function countOf(counts, view) {
  if (!counts) return undefined
  if (view.startsWith('inb_')) return counts.inboxes ? counts.inboxes[view] ?? 0 : undefined
  if (view.startsWith('viw_')) return counts.views?.[view]
  if (/** @type {string[]} */ (STATUSES).includes(view)) return counts.statuses?.[view]
  return counts[/** @type {BuiltIn} */ (view)]
}
