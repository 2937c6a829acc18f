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
 * @property {string} [owner] Whose it is.
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
/** Filters longer than this are asked for with a body. */
const ADDRESS_CHARACTERS = 1_200
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
 * @param {string|undefined} cursor
 * @param {number} limit
 * @returns {['GET'|'POST', string, object?]} A request: what `ask` takes.
 */
export function pileRequest(pile, cursor, limit) {
  const { view, filter } = pile
  const sort = pile.sort === 'activity' && !view.startsWith('viw_') ? undefined : pile.sort
  const text = filter && JSON.stringify(filter)
  // An address holds only so much.
  if (text && text.length > ADDRESS_CHARACTERS) {
    return ['POST', '/conversations/query', { ...wholePile(pile), ...pruned({ sort, cursor, limit }) }]
  }
  const narrow = view.startsWith('inb_') ? { view: 'active', inbox: view }
    : isStatus(view) ? { view: 'active', status: view } : { view }
  const pairs = new URLSearchParams(pruned({ ...narrow, filter: text, sort, cursor, limit: String(limit) }))
  return ['GET', `/conversations?${pairs}`]
}

/**
 * A pile as a view and a filter, without an address of its own.
 * @param {Pile} pile
 * @returns {{view: string, filter?: Filter}}
 */
export function wholePile({ view, filter }) {
  const field = view.startsWith('inb_') ? 'inbox' : isStatus(view) ? 'status' : undefined
  if (!field) return filter ? { view, filter } : { view }
  const own = { field, op: 'in', values: [view] }
  return { view: 'active', filter: filter ? { all: [own, filter] } : own }
}

/** @param {string} view */
function isStatus(view) {
  return (/** @type {string[]} */ (STATUSES)).includes(view)
}

/**
 * @template Values
 * @param {Values} values
 * @returns {any} Without what is undefined.
 */
function pruned(values) {
  return JSON.parse(JSON.stringify(values))
}

/**
 * Whose turn it is in a list: the server's order.
 * @param {Sort} [sort]
 * @returns {(one: Conversation, other: Conversation) => number}
 */
export function orderOf(sort) {
  switch (sort) {
    case 'newest': return (one, other) => later(one.createdAt, other.createdAt) || later(one.id, other.id)
    case 'waiting': return (one, other) => longest(one, other) || later(one.id, other.id)
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
  if (isStatus(view)) return counts.statuses?.[view]
  return counts[/** @type {BuiltIn} */ (view)]
}
