import { fold, matchRank } from '../../common/fold.js'

/**
 * Canned replies: which of them a query means, and what one says in this conversation. No I/O.
 *
 * @typedef {object} CannedReply
 * @property {string} id
 * @property {string} shortcut
 * @property {string} title
 * @property {{ar?: string, en?: string}} bodies
 * @property {'own'|'team'|'workspace'} scope
 * @property {string} [team]
 * @property {import('../../common/wire.js').Attachment[]} [attachments]
 */

const TRIGGER = /(?:^|\s)\/([^\s/]{0,40})$/u
const VARIABLE = /\{\{\s*([\w.]+)\s*\}\}/g

/**
 * The query of a slash at the start of a word, where the caret stands.
 * @param {string} text
 * @param {number} caret
 * @returns {{query: string, from: number}|undefined} `from`: the slash.
 */
export function cannedQuery(text, caret) {
  const match = TRIGGER.exec(text.slice(0, caret))
  return match ? { query: match[1], from: caret - match[1].length - 1 } : undefined
}

/**
 * The replies that a query means, best first.
 * @template {CannedReply} Reply
 * @param {readonly Reply[]} replies
 * @param {string} query
 * @param {number} [limit]
 * @returns {Reply[]}
 */
export function matchingReplies(replies, query, limit = 8) {
  const folded = fold(query)
  const ranked = replies.map(reply => ({ reply, rank: rankOf(reply, folded) })).filter(({ rank }) => rank > 0)
  ranked.sort((one, other) => other.rank - one.rank || one.reply.shortcut.localeCompare(other.reply.shortcut))
  return ranked.slice(0, limit).map(({ reply }) => reply)
}

/**
 * @param {CannedReply} reply
 * @param {string} query
 */
function rankOf({ shortcut, title, bodies }, query) {
  const words = Object.values(bodies).some(body => body && fold(body).includes(query)) ? 0.5 : 0
  return Math.max(2 * matchRank(fold(shortcut), query), matchRank(fold(title), query), words)
}

/**
 * A reply's text in the customer's language where it has one, else in its other.
 * @param {Pick<CannedReply, 'bodies'>} reply
 * @param {import('../../common/wire.js').Language} language
 */
export function bodyIn({ bodies }, language) {
  return bodies[language] || bodies.ar || bodies.en || ''
}

/**
 * Fills in the variables. One that nobody knows stays as it was written, to be seen before it is sent; one whose value
 * is empty leaves no gap.
 * @param {string} body
 * @param {Record<string, string|undefined>} values Such as `contact.name`.
 */
export function expand(body, values) {
  let emptied = false
  const text = body.replace(VARIABLE, (whole, name) => {
    if (!Object.hasOwn(values, name)) return whole
    emptied ||= !values[name]
    return values[name] ?? ''
  })
  return emptied ? text.replace(/(\S)[ \t]+(?=[ \t.,:;!?،؛؟])/g, '$1').replace(/^[ \t]+/gm, '') : text
}
