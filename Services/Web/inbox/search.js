import { query } from '../common/team.js'

/**
 * What the server finds, and how it is asked.
 *
 * @typedef {import('../common/wire.js').Conversation} Conversation
 * @typedef {import('../common/wire.js').Message} Message
 * @typedef {object} Hit
 * @property {Conversation} conversation
 * @property {number} sequence Of the message; 0 for a title.
 * @property {Message} [message]
 * @property {boolean} [title]
 * @property {{text: string, marks: [number, number][]}} snippet Marks: start and length.
 * @property {Message} [before]
 * @property {Message} [after]
 *
 * @typedef {{items: Hit[], nextCursor?: string, rescued?: string}} Found
 * @typedef {{inbox?: string, status?: string, assignee?: string, kind?: string, tag?: string, within?: string}} Narrow
 */

const PAGE_HITS = 30
const DAYS = /** @type {Record<string, number>} */ ({ week: 7, month: 30, year: 365 })

/**
 * @param {string} text
 * @param {Narrow} narrow
 * @param {number} now
 * @param {string} [cursor]
 */
export function searchPath(text, { within, ...narrow }, now, cursor) {
  const days = within && DAYS[within]
  const after = days ? new Date(now - days * 86_400_000).toISOString() : undefined
  return `/search${query({ q: text, ...narrow, after, cursor, limit: PAGE_HITS })}`
}

/**
 * A text in pieces, those that were found apart from the others.
 * @param {string} text
 * @param {readonly (readonly [number, number])[]} marks Start and length, counted as a string counts.
 * @returns {{text: string, marked: boolean}[]}
 */
export function piecesOf(text, marks) {
  const pieces = []
  let at = 0
  for (const [from, length] of [...marks].sort((one, other) => one[0] - other[0])) {
    const begin = Math.max(at, from)
    const end = Math.min(text.length, from + length)
    if (end <= begin) continue
    if (begin > at) pieces.push({ text: text.slice(at, begin), marked: false })
    pieces.push({ text: text.slice(begin, end), marked: true })
    at = end
  }
  if (at < text.length) pieces.push({ text: text.slice(at), marked: false })
  return pieces
}

/**
 * Hits of messages by their conversation, in the order of the first of each.
 * @param {Hit[]} hits
 * @returns {Hit[][]}
 */
export function byConversation(hits) {
  /** @type {Map<string, Hit[]>} */
  const groups = new Map()
  for (const hit of hits) {
    const group = groups.get(hit.conversation.id)
    if (group) group.push(hit)
    else groups.set(hit.conversation.id, [hit])
  }
  return [...groups.values()]
}
