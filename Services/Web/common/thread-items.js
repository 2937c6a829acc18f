import { sameDay } from './i18n.js'

const GROUP_MILLISECONDS = 5 * 60_000

/**
 * Lays out a thread: days, the line above unread ones, and runs of one author within five minutes, told by `first` and
 * `last`.
 * @param {object} thread
 * @param {import('./wire.js').Message[]} thread.messages Ascending by sequence.
 * @param {readonly import('./shapes.js').Outgoing[]} thread.outgoing In the order written.
 * @param {(message: import('./wire.js').Message) => boolean} thread.isOwn
 * @param {number} [thread.unreadAfter] Everything of others past this sequence is new.
 * @returns {import('./shapes.js').ThreadItem[]}
 */
export function threadItems({ messages, outgoing, isOwn, unreadAfter }) {
  /** @type {import('./shapes.js').ThreadItem[]} */
  const items = []
  let marked = unreadAfter === undefined
  messages.forEach((message, place) => {
    const before = messages[place - 1]
    if (!before || !sameDay(before.sentAt, message.sentAt)) {
      items.push({ type: 'day', key: `day:${message.sequence}`, at: message.sentAt })
    }
    const own = isOwn(message)
    if (!marked && message.sequence > (unreadAfter ?? 0) && !own) {
      items.push({ type: 'unread', key: 'unread' })
      marked = true
    }
    const first = items.at(-1)?.type !== 'message' || !sameRun(before, message)
    // The key is the sender's own name for it, so that a sent message takes the place of the one on its way.
    const key = own ? `own:${message.clientId}` : `m:${message.sequence}`
    items.push({ type: 'message', key, message, own, first, last: true })
    if (!first) unlast(items, items.length - 2)
  })
  addOutgoing(items, outgoing, messages.at(-1))
  return items
}

/**
 * @param {import('./shapes.js').ThreadItem[]} items
 * @param {readonly import('./shapes.js').Outgoing[]} outgoing
 * @param {import('./wire.js').Message|undefined} lastMessage
 */
function addOutgoing(items, outgoing, lastMessage) {
  for (const entry of outgoing) {
    const day = items.length === 0
      || (lastMessage && !sameDay(lastMessage.sentAt, entry.writtenAt) && items.at(-1)?.type === 'message')
    if (day) items.push({ type: 'day', key: `day:out:${entry.clientId}`, at: entry.writtenAt })
    const before = items.at(-1)
    const joins = before?.type === 'outgoing' ? before.entry.kind === entry.kind
      : before?.type === 'message' && before.own && before.message.kind === entry.kind
    items.push({ type: 'outgoing', key: `own:${entry.clientId}`, entry, first: !joins, last: true })
    if (joins) unlast(items, items.length - 2)
  }
}

/**
 * @param {import('./shapes.js').ThreadItem[]} items
 * @param {number} place
 */
function unlast(items, place) {
  const item = items[place]
  if (item.type === 'message' || item.type === 'outgoing') item.last = false
}

/**
 * @param {import('./wire.js').Message} one
 * @param {import('./wire.js').Message} other
 */
function sameRun(one, other) {
  return one.author.kind === other.author.kind && one.author.id === other.author.id && one.kind === other.kind
    && Date.parse(other.sentAt) - Date.parse(one.sentAt) < GROUP_MILLISECONDS
}

/**
 * Puts messages into a list that is ascending by sequence; one that is there already is not put twice.
 * @param {import('./wire.js').Message[]} list
 * @param {import('./wire.js').Message[]} arrivals
 * @returns {import('./wire.js').Message[]} A new list.
 */
export function mergeMessages(list, arrivals) {
  const known = new Map(list.map(message => [message.sequence, message]))
  for (const message of arrivals) known.set(message.sequence, message)
  return [...known.values()].sort((one, other) => one.sequence - other.sequence)
}
