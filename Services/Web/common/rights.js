/**
 * What pages show and hide by. The services decide; this spares people what would be refused.
 *
 * @typedef {import('./wire.js').Permission} Permission
 * @typedef {Pick<import('./wire.js').Session, 'grants'|'inboxes'|'teams'|'member'>} Reader
 */

/**
 * Whether the reader may do it anywhere.
 * @param {Pick<Reader, 'grants'>} reader
 * @param {Permission} permission
 */
export function may({ grants }, permission) {
  return (grants[permission] ?? []).length > 0
}

/**
 * Whether the reader may do it with a conversation where it stands; who does not see it may do nothing with it.
 * @param {Reader} reader
 * @param {Permission} permission
 * @param {{inbox: string, assignee?: string, team?: string}} place
 */
export function mayOn(reader, permission, place) {
  return reaches(reader, permission, place) && reaches(reader, 'conversations.view', place)
}

/**
 * @param {Reader} reader
 * @param {Permission} permission
 * @param {{inbox: string, assignee?: string, team?: string}} place
 */
function reaches({ grants, inboxes, teams, member }, permission, { inbox, assignee, team }) {
  const scopes = grants[permission] ?? []
  if (scopes.includes('all')) return true
  if (inboxes !== 'all' && !inboxes.includes(inbox)) return false
  return scopes.includes('inbox')
    || (scopes.includes('own') && assignee === member.id)
    || (scopes.includes('unassigned') && !assignee && !team)
    || (scopes.includes('team') && team !== undefined && teams.includes(team))
}

/**
 * Whether this is one of the pieces that somebody without `contacts.unmask` sees of an address or a number.
 * @param {string} text
 */
export function isMasked(text) {
  return text.includes('•••')
}
