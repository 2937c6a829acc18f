import { call } from '../common/api.js'
import { field } from '../common/field.js'
import { h } from '../common/html.js'
import { language, t } from '../common/i18n.js'
import { passwordField } from '../common/password-field.js'
import { speak } from '../common/team.js'
import { explain } from '../common/wait.js'
import { checkAccount, gateForm, show, showGate } from './gate.js'
import { isOver, takeSecret } from './link.js'
import { throughSecondStep } from './second-step.js'

const token = takeSecret()

/**
 * @param {import('../common/wire.js').InvitationPreview} invitation
 * @param {boolean} known Whether the reader has an account already.
 */
function invite(invitation, known) {
  const { workspaceName } = invitation
  const turn = () => show(() => invite(invitation, !known))
  showGate(t('account.join', { name: workspaceName }),
    h('p', { class: 'lead' }, lead(invitation)),
    gateForm({
      fields: [
        // A name belongs to a workspace: somebody with an account says it here as well.
        field({
          name: 'name', label: t('account.name'), hint: t('account.nameHint'), autocomplete: 'name', maxlength: 80,
        }),
        address(invitation.email),
        passwordField({
          autocomplete: known ? 'current-password' : 'new-password', known: () => [invitation.email ?? ''],
        }),
        ...known ? [h('p', { class: 'beside' }, h('a', { href: '/forgot' }, t('account.forgot')))] : [],
      ],
      label: t(known ? 'account.joinKnown' : 'account.joinButton'),
      check: values => checkAccount(values, { newPassword: !known }),
      send: values => accept(values, () => show(() => invite(invitation, known)))
        .catch(problem => { throw taken(problem, known) }),
    }),
    h('p', { class: 'other' }, t(known ? 'account.noAccount' : 'account.haveAccount'), ' ',
      h('button', { type: 'button', class: 'link', on: { click: turn } },
        t(known ? 'account.signUp' : 'account.signIn'))))
}

/** @param {import('../common/wire.js').InvitationPreview} invitation */
function lead({ invitedBy, role }) {
  // A role of the workspace's own has a name that only its members may know.
  return role.startsWith('rol_') ? t('account.joinLeadPlain', { name: invitedBy })
    : t('account.joinLead', { name: invitedBy, role: t(`role.${role}`) })
}

/** @param {string} [email] The only one that the invitation is for. */
function address(email) {
  const box = field({
    name: 'email', type: 'email', label: t('account.email'), autocomplete: 'username', maxlength: 254, value: email,
  })
  if (email) box.querySelector('input')?.setAttribute('readonly', '')
  return box
}

/**
 * @param {Record<string, string>} values
 * @param {() => void} back
 */
function accept({ name, email, password }, back) {
  const person = { token, name, email, password, language: language() }
  return throughSecondStep(code => call('POST', '/invitations/acceptance', { ...person, code }), back)
}

/**
 * A new account under an address that has one: whoever writes has forgotten, and is told at the field.
 * @param {any} problem
 * @param {boolean} known
 */
function taken(problem, known) {
  if (!known && problem.code === 'session.wrong') problem.code = 'email.taken'
  return problem
}

/** @param {any} problem */
function refuse(problem) {
  const over = isOver(problem)
  showGate(t(!token ? 'account.linkMissing' : over ? 'account.linkClosed' : 'account.linkFailed'),
    h('p', { class: 'lead' }, over ? t('account.linkClosedHint') : explain(problem)),
    over ? h('a', { class: 'button wide', href: '/sign-in' }, t('account.signIn'))
      : h('button', { type: 'button', class: 'button wide', on: { click: begin } }, t('common.retry')))
}

async function begin() {
  try {
    if (!token) throw { status: 404 }
    const invitation = await call('POST', '/invitations/preview', { token })
    show(() => invite(invitation, false))
  } catch (problem) {
    show(() => refuse(problem))
  }
}

await speak()
await begin()
