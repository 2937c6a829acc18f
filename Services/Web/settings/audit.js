/**
 * How the audit log is asked for and what its lines say: pure.
 *
 * @typedef {{actor: string, action: string, from: string, to: string}} AuditFilter Days as a date field gives them.
 */

/** The kinds of what is written down; each is the beginning of an action's name. */
export const AUDIT_KINDS = [
  'session', 'member', 'invitation', 'role', 'team', 'key', 'inbox', 'workspace', 'security', 'plan', 'password',
  'email', 'twoFactor', 'audit',
]

/**
 * What the server is asked: whole days in the reader's own zone, the last one included.
 * @param {AuditFilter} filter
 * @returns {Record<string, string|undefined>}
 */
export function auditQuery({ actor, action, from, to }) {
  return {
    actor: actor || undefined,
    action: action ? `${action}.` : undefined,
    from: from ? new Date(`${from}T00:00:00`).toISOString() : undefined,
    to: to ? dayAfter(to).toISOString() : undefined,
  }
}

/** @param {string} date */
function dayAfter(date) {
  const day = new Date(`${date}T00:00:00`)
  day.setDate(day.getDate() + 1)
  return day
}

/**
 * @typedef {object} Words What the log's own words are called.
 * @property {(name: string) => string|undefined} name Of what changed.
 * @property {(word: string) => string|undefined} value Of a value or a part of one.
 */

/**
 * One line of what changed, in the reader's words. The log writes `before → after`, with a dash for nothing.
 * @param {string} name
 * @param {string} value
 * @param {Words} words
 * @returns {{name: string, before?: string, after: string}} Without `before` where there was nothing.
 */
export function factOf(name, value, words) {
  const [before, after] = value.includes(' → ') ? value.split(' → ') : ['–', value]
  return {
    name: words.name(name) ?? name,
    ...(before === '–' ? {} : { before: inWords(before, words) }),
    after: after === '–' ? '—' : inWords(after, words),
  }
}

/**
 * A value as a whole, or each of its words where every one of them is known: scopes and inboxes stand side by side.
 * @param {string} value
 * @param {Words} words
 */
function inWords(value, words) {
  const whole = words.value(value)
  if (whole !== undefined) return whole
  const parts = value.split(' ').map(words.value)
  return parts.every(part => part !== undefined) ? parts.join(' · ') : value
}
