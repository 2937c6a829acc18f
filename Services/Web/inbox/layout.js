import { mergeMessages } from '../common/thread-items.js'

const GROUP_MILLISECONDS = 5 * 60_000
/** A message itself says that it was edited or deleted. */
const TOLD_BY_MESSAGES = new Set(['messageEdited', 'messageDeleted'])

/**
 * Lays a thread out: what stands in it from top to bottom. Pure.
 *
 * @typedef {import('../common/wire.js').Message} Message
 * @typedef {import('../common/wire.js').Change} Change
 * @typedef {import('../common/shapes.js').Outgoing} Outgoing
 *
 * @typedef {{type: 'day', key: string, at: string}
 *   | {type: 'unread', key: string}
 *   | {type: 'changes', key: string, changes: Change[]}
 *   | {type: 'message', key: string, message: Message, own: boolean, first: boolean, last: boolean}
 *   | {type: 'outgoing', key: string, entry: Outgoing, first: boolean, last: boolean}
 *   | {type: 'earlier', key: string, conversation: string, face: 'offer'|'loading'|'problem'|'shown'}
 *   | {type: 'more'|'begin'|'typing', key: string}} Part
 *
 * @typedef {object} Stretch
 * @property {readonly Message[]} messages Ascending by sequence, without a gap.
 * @property {readonly Change[]} [changes] In the order in which they happened.
 * @property {readonly Outgoing[]} [outgoing] In the order written.
 * @property {boolean} [hasOlder] Whether there are messages before these.
 * @property {boolean} [hasNewer] Whether there are messages after these.
 * @property {(message: Message) => boolean} isOwn
 * @property {number} [unreadAfter] Everything of others past this sequence is new.
 * @property {string} [prefix] Goes before every key, where several conversations stand in one thread.
 */

/**
 * Days, the line above what is new, runs of one author within five minutes (told by `first` and `last`), and between
 * them what was changed.
 * @param {Stretch} stretch
 * @returns {Part[]}
 */
export function layOut({
  messages, changes = [], outgoing = [], hasOlder = false, hasNewer = false, isOwn, unreadAfter, prefix = '',
}) {
  /** @type {Part[]} */
  const parts = []
  const told = within(changes, messages, hasOlder, hasNewer)
  let next = 0
  let marked = unreadAfter === undefined
  let day = NaN
  const changesBefore = (/** @type {number} */ sequence) => {
    const from = next
    while (next < told.length && told[next].sequence < sequence) next += 1
    if (next > from) parts.push({
      type: 'changes', key: `${prefix}c:${told[from].sequence}`, changes: told.slice(from, next),
    })
  }
  for (const message of messages) {
    changesBefore(message.sequence)
    const own = isOwn(message)
    const today = dayOf(message.sentAt)
    if (today !== day) parts.push({ type: 'day', key: `${prefix}day:${message.sequence}`, at: message.sentAt })
    day = today
    if (!marked && message.sequence > (unreadAfter ?? 0) && !own) {
      parts.push({ type: 'unread', key: 'unread' })
      marked = true
    }
    addMessage(parts, message, own, prefix)
  }
  changesBefore(Infinity)
  if (!hasNewer) for (const entry of outgoing) day = addOutgoing(parts, entry, day)
  return parts
}

/**
 * The changes that stand between these messages and that no message tells by itself.
 * @param {readonly Change[]} changes
 * @param {readonly Message[]} messages
 * @param {boolean} hasOlder
 * @param {boolean} hasNewer
 */
function within(changes, messages, hasOlder, hasNewer) {
  const from = hasOlder ? messages[0]?.sequence ?? Infinity : 0
  const to = hasNewer ? messages.at(-1)?.sequence ?? 0 : Infinity
  return changes.filter(({ sequence, action, by }) => sequence >= from && sequence <= to
    && !TOLD_BY_MESSAGES.has(action) && !(action === 'created' && by.kind === 'visitor'))
}

/**
 * @param {Part[]} parts
 * @param {Message} message
 * @param {boolean} own
 * @param {string} prefix
 */
function addMessage(parts, message, own, prefix) {
  const before = parts.at(-1)
  const joined = before?.type === 'message' && sameRun(before.message, message)
  if (joined) before.last = false
  // The key is the sender's own name for it, so that a sent message takes the place of the one on its way.
  const key = own && !message.copied ? `own:${message.clientId}` : `m:${message.sequence}`
  parts.push({ type: 'message', key: prefix + key, message, own, first: !joined, last: true })
}

/**
 * @param {Part[]} parts
 * @param {Outgoing} entry
 * @param {number} day Of what stands before it.
 * @returns {number} Its own.
 */
function addOutgoing(parts, entry, day) {
  const today = dayOf(entry.writtenAt)
  if (today !== day) parts.push({ type: 'day', key: `day:out:${entry.clientId}`, at: entry.writtenAt })
  const before = parts.at(-1)
  const joined = (before?.type === 'outgoing' && before.entry.kind === entry.kind)
    || (before?.type === 'message' && before.own && before.message.kind === entry.kind)
  if (joined) before.last = false
  parts.push({ type: 'outgoing', key: `own:${entry.clientId}`, entry, first: !joined, last: true })
  return today
}

/**
 * @param {Message} one
 * @param {Message} other
 */
function sameRun(one, other) {
  return one.author.kind === other.author.kind && one.author.id === other.author.id && one.kind === other.kind
    && one.copied?.from === other.copied?.from && Date.parse(other.sentAt) - Date.parse(one.sentAt) < GROUP_MILLISECONDS
}

/** @type {Map<string, number>} */
const days = new Map()

/**
 * A number for the reader's own day. Thousands of messages ask, most of them within the same hour: remembered by it.
 * @param {string} moment
 */
function dayOf(moment) {
  const hour = moment.slice(0, 13)
  let day = days.get(hour)
  if (day === undefined) {
    const date = new Date(moment)
    day = date.getFullYear() * 400 + date.getMonth() * 32 + date.getDate()
    // Zones at half an hour from the others have midnights within an hour of UTC.
    if (date.getTimezoneOffset() % 60 === 0) days.set(hour, day)
  }
  return day
}

/**
 * Puts changes into a log, each once, in the order in which they happened.
 * @param {readonly Change[]} log
 * @param {readonly Change[]} arrivals
 * @returns {Change[]}
 */
export function mergeChanges(log, arrivals) {
  const known = new Map([...log, ...arrivals].map(change => [change.id, change]))
  return [...known.values()].sort((one, other) => one.sequence - other.sequence || (one.id < other.id ? -1 : 1))
}

/**
 * Adds a page to a stretch; what does not adjoin it takes its place.
 * @param {readonly Message[]} messages
 * @param {readonly Message[]} page
 * @returns {Message[]} Without a gap.
 */
export function joinPage(messages, page) {
  if (!messages.length || !page.length) return [...messages, ...page]
  const apart = page[0].sequence > messages[messages.length - 1].sequence + 1
    || page[page.length - 1].sequence < messages[0].sequence - 1
  return apart ? [...page] : mergeMessages([...messages], [...page])
}

/**
 * Takes in messages that came or were changed. What a deleted one said is not said by those who quoted it either.
 * @param {readonly Message[]} messages
 * @param {readonly Message[]} arrivals
 * @returns {Message[]}
 */
export function takeMessages(messages, arrivals) {
  const deleted = new Set(arrivals.filter(({ deletedAt }) => deletedAt).map(({ id }) => id))
  const merged = mergeMessages([...messages], [...arrivals])
  if (!deleted.size) return merged
  return merged.map(message => (message.quote && deleted.has(message.quote.message)
    ? { ...message, quote: { ...message.quote, body: '' } }
    : message))
}

/**
 * Which conversation comes into sight next above a thread: the earliest that is shown, while there is more of it, else
 * the one before it.
 * @param {Pick<import('./threads.js').Thread, 'earlier'|'hasOlder'>} thread
 * @param {import('../common/wire.js').Conversation|undefined} conversation
 * @returns {import('./threads.js').Earlier|undefined}
 */
export function nextEarlier(thread, conversation) {
  if (thread.hasOlder) return undefined
  const top = thread.earlier.at(-1)
  if (top && (top.hasOlder || top.problem || !top.conversation)) return top
  const id = (top?.conversation ?? conversation)?.earlier
  return id
    ? { id, messages: [], hasOlder: true, loading: false, problem: null }
    : undefined
}
