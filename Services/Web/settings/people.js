import { fold } from '../common/fold.js'

/**
 * What the list of people shows and what an invitation is made of: pure.
 *
 * @typedef {import('../common/wire.js').Member} Member
 * @typedef {import('../common/wire.js').Team} Team
 * @typedef {{text: string, standing: 'active'|'ended'|'all', role: string, team: string}} PeopleFilter
 */

/** @type {PeopleFilter} */
export const EVERYBODY = { text: '', standing: 'active', role: '', team: '' }

/**
 * @param {Member[]} members
 * @param {Team[]} teams
 * @param {PeopleFilter} filter
 */
export function shownMembers(members, teams, { text, standing, role, team }) {
  const wanted = fold(text)
  const within = teams.find(({ id }) => id === team)?.members
  return members.filter(member => (standing === 'all' || member.active === (standing === 'active'))
    && (!role || member.role === role)
    && (!within || within.includes(member.id))
    && (!wanted || fold(`${member.name} ${member.email}`).includes(wanted)))
}

/**
 * The teams of a member.
 * @param {string} member
 * @param {Team[]} teams
 */
export function teamsOf(member, teams) {
  return teams.filter(({ members }) => members.includes(member))
}

/**
 * E-mail addresses as people paste them: one a line, with commas, with names before them.
 * @param {string} text
 * @returns {{emails: string[], wrong: string[]}} Each once.
 */
export function parseEmails(text) {
  const parts = text.split(/[\n,;،؛]+/).map(part => part.trim()).filter(Boolean)
    .flatMap(part => (/<[^>]*>/.test(part) ? [part.replace(/^.*<([^>]*)>.*$/, '$1').trim()] : part.split(/\s+/)))
  /** @type {Map<string, string>} */
  const emails = new Map()
  /** @type {string[]} */
  const wrong = []
  for (const part of parts) {
    if (/^[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+$/.test(part)) emails.set(part.toLowerCase(), part)
    else wrong.push(part)
  }
  return { emails: [...emails.values()], wrong }
}

/**
 * How the members of teams change when one member is to be in these and no others.
 * @param {string} member
 * @param {Team[]} teams
 * @param {string[]} wanted Ids of teams.
 * @returns {{team: string, members: string[]}[]}
 */
export function teamChanges(member, teams, wanted) {
  return teams.flatMap(({ id, members }) => {
    const is = members.includes(member)
    if (is === wanted.includes(id)) return []
    return [{ team: id, members: is ? members.filter(other => other !== member) : [...members, member] }]
  })
}
