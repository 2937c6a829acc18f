import { call } from '../common/api.js'
import { field } from '../common/field.js'
import { h } from '../common/html.js'
import { t } from '../common/i18n.js'
import { passwordField } from '../common/password-field.js'
import { speak } from '../common/team.js'
import { checkAccount, gateForm, show, showGate } from './gate.js'
import { throughSecondStep } from './second-step.js'

function signIn() {
  showGate(t('account.signIn'),
    h('p', { class: 'lead' }, t('account.signInLead')),
    gateForm({
      fields: [
        field({ name: 'email', type: 'email', label: t('account.email'), autocomplete: 'username', maxlength: 254 }),
        passwordField({ autocomplete: 'current-password' }),
        h('p', { class: 'beside' }, h('a', { href: '/forgot' }, t('account.forgot'))),
      ],
      label: t('account.signIn'),
      check: values => checkAccount(values, { newPassword: false }),
      send: ({ email, password }) =>
        throughSecondStep(code => call('POST', '/session', { email, password, code }), () => show(signIn)),
    }),
    h('p', { class: 'other' }, t('account.noAccount'), ' ', h('a', { href: '/sign-up' }, t('account.signUp'))))
}

await speak()
show(signIn)
