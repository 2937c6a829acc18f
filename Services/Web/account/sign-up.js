import { call, Problem } from '../common/api.js'
import { field } from '../common/field.js'
import { h } from '../common/html.js'
import { language, t } from '../common/i18n.js'
import { passwordField } from '../common/password-field.js'
import { speak } from '../common/team.js'
import { checkAccount, enter, gateForm, show, showGate } from './gate.js'
import { throughSecondStep } from './second-step.js'

/** @typedef {{workspaceName: string, name: string, email: string, password: string}} Account */

function signUp() {
  const mail = field({
    name: 'email', type: 'email', label: t('account.email'), autocomplete: 'username', maxlength: 254,
  })
  showGate(t('account.signUp'),
    h('p', { class: 'lead' }, t('account.signUpLead')),
    gateForm({
      fields: [
        field({
          name: 'workspaceName', label: t('account.workspaceName'), hint: t('account.workspaceHint'),
          autocomplete: 'organization', maxlength: 80,
        }),
        field({
          name: 'name', label: t('account.name'), hint: t('account.nameHint'), autocomplete: 'name', maxlength: 80,
        }),
        mail,
        passwordField({
          autocomplete: 'new-password', known: () => [mail.querySelector('input')?.value ?? ''],
        }),
      ],
      label: t('account.signUp'),
      check: values => checkAccount(values, { newPassword: true }),
      send: values => create(/** @type {Account} */ (values)),
    }),
    h('p', { class: 'other' }, t('account.haveAccount'), ' ', h('a', { href: '/sign-in' }, t('account.signIn'))))
}

/**
 * An address with an account and its password make another workspace of the same person.
 * @param {Account} account
 */
async function create(account) {
  try {
    return await throughSecondStep(code => call('POST', '/sign-up', {
      ...account, code, language: language(), timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    }), () => show(signUp))
  } catch (error) {
    if (!(error instanceof Problem) || !['email.taken', 'session.wrong'].includes(error.code)) throw error
    show(() => knownAlready(account))
    return new Promise(() => {})
  }
}

/**
 * The address has an account, and what was typed is not its password.
 * @param {Account} account
 */
function knownAlready(account) {
  const { email, workspaceName } = account
  const address = field({
    name: 'email', type: 'email', label: t('account.email'), autocomplete: 'username', value: email,
  })
  address.querySelector('input')?.setAttribute('readonly', '')
  showGate(t('known.title'),
    h('p', { class: 'lead' }, t('known.lead', { name: workspaceName })),
    gateForm({
      fields: [
        address,
        passwordField({ autocomplete: 'current-password' }),
        h('p', { class: 'beside' }, h('a', { href: '/forgot' }, t('account.forgot'))),
      ],
      label: t('known.button'),
      check: ({ password }) => checkAccount({ password }, { newPassword: false }),
      send: ({ password }) => throughSecondStep(code => call('POST', '/sign-up', {
        ...account, password, code, language: language(), timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
      }), () => show(() => knownAlready(account))),
      done: enter,
    }),
    h('p', { class: 'other' }, h('a', { href: '/sign-in' }, t('known.justSignIn'))),
    h('p', { class: 'other less' },
      h('button', { type: 'button', class: 'link', on: { click: () => show(signUp) } }, t('account.back'))))
}

await speak()
show(signUp)
