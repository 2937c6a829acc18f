import { copyButton } from '../common/elements/copy-button.js'
import { Problem } from '../common/api.js'
import { field } from '../common/field.js'
import { h, icon } from '../common/html.js'
import { problemText, t } from '../common/i18n.js'
import { CHECK, WARN } from '../common/icons.js'
import { may } from '../common/rights.js'
import { ask } from '../common/team.js'
import { openForm } from '../common/dialog.js'
import { choice, valuesOf } from '../common/forms.js'
import { covers, inboxesToGive } from './grants.js'
import { joinLink } from './invitations.js'
import { roleName } from './names.js'
import { parseEmails } from './people.js'
import { checkList, inboxPicker } from './pickers.js'

const AT_ONCE = 50

/**
 * @typedef {import('./elements/people-settings.js').PeopleSettings} Page
 * @typedef {import('./invitations.js').Made} Made
 */

/**
 * The roles that this reader may give to others.
 * @param {Page} page
 * @param {{owner?: boolean}} [with_]
 */
export function givenRoles({ roles, session }, with_) {
  return roles.filter(({ id, grants }) => covers(session.grants, grants)
    && (id !== 'owner' || (with_?.owner === true && session.member.role === 'owner')))
}

/**
 * Asks for whom, as what and where, and makes an invitation for each.
 * @param {Page} page
 * @returns {Promise<Made[]>}
 */
export async function invite(page) {
  const { session } = page
  const roles = givenRoles(page)
  const limit = inboxesToGive(session)
  const inboxes = inboxPicker({ inboxes: page.inboxes, value: limit, limit })
  const teams = checkList({
    name: 'team', label: t('people.teams'), hint: t('invite.teamsHint'), chosen: [], empty: t('teams.noneYet'),
    items: page.teams.map(({ id, name }) => ({ value: id, label: name })),
  })
  const emails = field({
    name: 'email', type: 'textarea', label: t('invite.emails'), hint: t('invite.emailsHint'),
    placeholder: 'sara@example.com', autocomplete: 'off',
  })
  const role = choice({
    name: 'role', label: t('members.role'), value: 'agent',
    options: roles.map(({ id }) => [id, roleName(id, roles)]), hint: t('invite.roleHint'),
  })
  /** @type {Made[]} */
  const made = []
  await openForm({
    title: t('invite.title'), lead: t('invite.lead'), submit: t('invite.create'),
    body: [
      wayChoice(way => { emails.hidden = way === 'link' }), emails, role, teams.element, inboxes.element,
    ],
    act: async (form, stay) => {
      const draft = { role: valuesOf(form).role, inboxes: inboxes.value(), teams: teams.values() }
      const { way, email } = valuesOf(form)
      const results = await inviteAll(way === 'link' ? [undefined] : checked(email), draft)
      for (const { grant } of results) if (grant) made.push(grant)
      stay(resultList(results))
    },
  })
  return made
}

/** @param {(way: 'email'|'link') => void} chosen */
function wayChoice(chosen) {
  return h('div', { class: 'segments', role: 'radiogroup', 'aria-label': t('invite.way') },
    /** @type {const} */ (['email', 'link']).map(way => h('label', {},
      h('input', {
        type: 'radio', name: 'way', value: way, checked: way === 'email', on: { change: () => chosen(way) },
      }),
      h('span', {}, t(`invite.way.${way}`)))))
}

/**
 * @param {string} text
 * @throws {Problem} At the field.
 */
function checked(text) {
  const { emails, wrong } = parseEmails(text)
  const refuse = (/** @type {string} */ code, /** @type {string} */ message) => new Problem({
    status: 422, code: 'input.invalid', errors: [{ field: 'email', code, message }],
  })
  if (wrong.length) throw refuse('list', t('invite.wrong', { text: wrong[0] }))
  if (!emails.length) throw refuse('missing', t('invite.missing'))
  if (emails.length > AT_ONCE) throw refuse('many', t('invite.tooMany', { count: AT_ONCE }))
  return emails
}

/**
 * One after the other; one that is refused does not stop the others. When all are refused alike, that is the form's
 * own problem.
 * @param {(string|undefined)[]} emails
 * @param {object} draft
 */
async function inviteAll(emails, draft) {
  /** @type {{email?: string, grant?: Made, problem?: any}[]} */
  const results = []
  for (const email of emails) {
    try {
      results.push({ email, grant: await ask('POST', '/invitations', { ...(email ? { email } : {}), ...draft }) })
    } catch (problem) {
      if (emails.length === 1) throw email ? atAddress(problem) : problem
      results.push({ email, problem })
    }
  }
  return results
}

/**
 * What stands in the way of this address, said beside it: what others are told of a taken e-mail is not meant here.
 * @param {unknown} problem
 */
function atAddress(problem) {
  if (!(problem instanceof Problem) || !problem.fields.some(({ field }) => field === 'email')) return problem
  const errors = [{ field: 'email', code: problem.code, message: problemText(problem) }]
  return new Problem({ status: problem.status, code: problem.code, errors })
}

/** @param {{email?: string, grant?: Made, problem?: any}[]} results */
function resultList(results) {
  const failed = results.filter(({ problem }) => problem).length
  return [
    h('p', { class: failed ? 'notice' : 'notice good', role: 'status' },
      failed ? t('invite.partly', { count: failed }) : t('invite.ready', { count: results.length })),
    h('ul', { class: 'results' }, results.map(({ email, grant, problem }) => h('li', {},
      icon(problem ? WARN : CHECK, problem ? 'bad' : 'good'),
      h('div', { class: 'person-text' },
        h('b', {}, email ? h('bdi', {}, email) : t('invite.anybody')),
        problem ? h('span', { class: 'bad' }, problemText(problem)) : null,
        grant ? h('code', { dir: 'ltr' }, joinLink(grant.token)) : null),
      grant ? copyButton(() => joinLink(grant.token)) : null))),
  ]
}

/** @param {Page} page */
export function managesTeams({ session }) {
  return may(session, 'teams.manage')
}
