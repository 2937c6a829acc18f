import { clock, dayName, t } from '../common/i18n.js'

/**
 * What a line of the change log says, in the reader's language: the same words in the thread and in the list. Pure but
 * for the page's language.
 *
 * @typedef {import('../common/wire.js').Change} Change
 * @typedef {import('../common/shapes.js').Values} Values
 * @typedef {(key: string, values?: Values) => string} Say
 *
 * Names of today, for what the log itself does not name; each may know nothing.
 * @typedef {object} Names
 * @property {(id: string) => string|undefined} [member]
 * @property {(id: string) => string|undefined} [team]
 * @property {(id: string) => string|undefined} [inbox]
 * @property {(id: string) => string|undefined} [tag]
 * @property {string} [contact] What the customer is called.
 */

/** Whose names stand in the details of an action. */
const KINDS = /** @type {const} */ ({ assigned: 'member', handed: 'team', moved: 'inbox' })
/** Lines that belong to the conversation's way, and not only to how it is filed. */
const MILESTONES = new Set([
  'created', 'status', 'assigned', 'handed', 'moved', 'merged', 'unmerged', 'split', 'reopened', 'rated', 'spam',
  'notSpam', 'blocked', 'unblocked',
])

/**
 * What was done, without who did it: “Assigned to Sara”. Neither language has to know whether they are a man or a
 * woman then.
 * @param {Change} change
 * @param {Names} [names]
 * @param {Say} [say]
 * @returns {string}
 */
export function changeText(change, names = {}, say = t) {
  const { action, details = {} } = change
  switch (action) {
    case 'status': return say('change.status', { to: word(say, 'status', details.to) })
    case 'prioritised': return say('change.prioritised', { to: word(say, 'priority', details.to) })
    case 'assigned':
    case 'handed':
    case 'moved': return given(change, names, say)
    case 'tagged':
    case 'untagged': return say(`change.${action}`, { name: details.name ?? named(names.tag, details.tag, say) })
    case 'followed':
    case 'unfollowed': return followed(change, names, say)
    case 'titled': return details.to ? say('change.titled', { to: details.to }) : say('change.untitled')
    case 'snoozed': return details.until
      ? say('change.snoozedUntil', { until: moment(details.until) })
      : say('change.snoozed')
    case 'created': return say(change.by.kind === 'visitor' ? 'change.created' : 'change.createdByTeam')
    case 'woken': return say(details.reason === 'customer' ? 'change.wokenByCustomer' : 'change.woken')
    case 'rated': return say('change.rated', rating(details.score))
    case 'merged':
    case 'unmerged':
    case 'split': return joined(change, say)
    default: return plain(action, say)
  }
}

/**
 * Who did it.
 * @param {Change} change
 * @param {Names} [names]
 * @param {Say} [say]
 */
export function changeActor({ by }, names = {}, say = t) {
  if (by.kind === 'system') return say('change.bySystem')
  if (by.kind === 'visitor') return by.name || names.contact || say('change.byCustomer')
  return by.name || (by.id && names.member?.(by.id)) || say('change.bySomebody')
}

/**
 * The whole line: “Assigned to Sara · Khalid”.
 * @param {Change} change
 * @param {Names} [names]
 * @param {Say} [say]
 */
export function changeLine(change, names, say) {
  return `${changeText(change, names, say)} · ${changeActor(change, names, say)}`
}

/**
 * Why an automatic choice fell as it did; empty where somebody chose.
 * @param {Change} change
 * @param {Say} [say]
 */
export function changeReason({ action, details = {} }, say = t) {
  if (!details.reason || action === 'woken') return ''
  const text = say(`change.reason.${details.reason}`)
  return text.startsWith('change.reason.') ? '' : text
}

/**
 * Whether a reader of the conversation wants to know at once; the others may stay fold.
 * @param {Change} change
 */
export function isMilestone({ action }) {
  return MILESTONES.has(action)
}

/**
 * @param {Change} change
 * @param {Names} names
 * @param {Say} say
 */
function given({ action, by, details = {} }, names, say) {
  const kind = KINDS[/** @type {keyof typeof KINDS} */ (action)]
  if (!details.to) return say(`change.${action}.none`)
  if (action === 'assigned' && by.kind === 'member' && by.id === details.to) return say('change.assigned.self')
  return say(`change.${action}`, { to: details.toName || named(names[kind], details.to, say) })
}

/**
 * @param {Change} change
 * @param {Names} names
 * @param {Say} say
 */
function followed({ action, by, details = {} }, names, say) {
  const member = details.member ?? details.to
  if (!member || by.id === member) return say(`change.${action}.self`)
  return say(`change.${action}`, { name: details.name ?? details.toName ?? named(names.member, member, say) })
}

/**
 * @param {Change} change
 * @param {Say} say
 */
function joined({ action, details = {} }, say) {
  const title = details.title ?? details.fromName ?? details.toName
  if (action === 'merged' && details.into) return say('change.mergedInto')
  if (action === 'split' && details.from) return say('change.splitFrom')
  return title ? say(`change.${action}.of`, { title }) : say(`change.${action}`)
}

/**
 * An action that a newer server knows and this page does not is still shown.
 * @param {string} action
 * @param {Say} say
 */
function plain(action, say) {
  const text = say(`change.${action}`)
  return text === `change.${action}` ? say('change.other') : text
}

/**
 * @param {Say} say
 * @param {'status'|'priority'} kind
 * @param {string|undefined} value
 */
function word(say, kind, value) {
  return value ? say(`${kind}.${value}`) : say('change.gone')
}

/**
 * @param {((id: string) => string|undefined)|undefined} look
 * @param {string|undefined} id
 * @param {Say} say
 */
function named(look, id, say) {
  return (id && look?.(id)) || say('change.gone')
}

/** @param {string|undefined} score */
function rating(score) {
  return { score: Number(score ?? 0), count: Number(score ?? 0) }
}

/** @param {string} at */
function moment(at) {
  return Number.isNaN(Date.parse(at)) ? at : `${dayName(at)} ${clock(at)}`
}
