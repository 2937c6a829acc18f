import { fold, matchRank } from '../../common/fold.js'

/**
 * Mentions in notes: plain text on the page, ids beside it. No I/O.
 *
 * @typedef {{kind: 'member'|'team', id: string, name: string, hint?: string}} Mentionable
 * @typedef {import('../../common/wire.js').Mentions} Mentions
 */

const TRIGGER = /(?:^|[\s(«"،])@([^\s@]{0,30}(?: [^\s@]{1,30})?)$/u

/**
 * The query of an at sign where the caret stands. A name may have two words.
 * @param {string} text
 * @param {number} caret
 * @returns {{query: string, from: number}|undefined} `from`: the at sign.
 */
export function mentionQuery(text, caret) {
  const match = TRIGGER.exec(text.slice(0, caret))
  return match ? { query: match[1], from: caret - match[1].length - 1 } : undefined
}

/**
 * Whom a query means, best first.
 * @param {readonly Mentionable[]} people
 * @param {string} query
 * @param {number} [limit]
 */
export function matchingPeople(people, query, limit = 8) {
  const folded = fold(query)
  const ranked = people.map(person => ({ person, rank: matchRank(fold(person.name), folded) }))
    .filter(({ rank }) => rank > 1 || (rank && folded.length > 1))
  ranked.sort((one, other) => other.rank - one.rank || one.person.name.localeCompare(other.person.name))
  return ranked.slice(0, limit).map(({ person }) => person)
}

/**
 * Those of the chosen whose name still stands in the text.
 * @param {string} body
 * @param {readonly Mentionable[]} chosen
 * @returns {Mentions|undefined}
 */
export function mentionsIn(body, chosen) {
  const there = new Set(stretches(body, chosen).map(({ id }) => id).filter(Boolean))
  if (!there.size) return undefined
  const ids = (/** @type {'member'|'team'} */ kind) =>
    [...new Set(chosen.filter(person => person.kind === kind && there.has(person.id)).map(({ id }) => id))]
  return { members: ids('member'), teams: ids('team') }
}

/**
 * Cuts a text at the names of those who are mentioned in it.
 * @param {string} body
 * @param {readonly Pick<Mentionable, 'id'|'name'>[]} people
 * @returns {{text: string, id?: string}[]} The whole text; the pieces with `id` are mentions.
 */
export function stretches(body, people) {
  // The longest name first: “@Sara Ahmed” is not “@Sara” with something behind.
  const names = [...people].filter(({ name }) => name).sort((one, other) => other.name.length - one.name.length)
  /** @type {{text: string, id?: string}[]} */
  const pieces = []
  let end = 0
  for (let at = body.indexOf('@'); at >= 0; at = body.indexOf('@', Math.max(at + 1, end))) {
    const person = names.find(({ name }) => body.startsWith(name, at + 1)
      && !/[\p{L}\p{N}_]/u.test(body[at + 1 + name.length] ?? ''))
    if (!person) continue
    if (at > end) pieces.push({ text: body.slice(end, at) })
    end = at + 1 + person.name.length
    pieces.push({ text: body.slice(at, end), id: person.id })
  }
  if (end < body.length) pieces.push({ text: body.slice(end) })
  return pieces
}
