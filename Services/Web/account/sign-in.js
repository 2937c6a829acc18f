import { call } from '../common/api.js'
import { field } from '../common/field.js'
import { h } from '../common/html.js'
import { t } from '../common/i18n.js'
import { speak } from '../common/team.js'
import { checkAccount, gateForm, passwordField, showGate } from './gate.js'

await speak()
showGate(t('account.signIn'),
  h('p', { class: 'lead' }, t('account.signInLead')),
  gateForm({
    fields: [
      field({ name: 'email', type: 'email', label: t('account.email'), autocomplete: 'username', maxlength: 254 }),
      passwordField('current-password'),
    ],
    label: t('account.signIn'),
    check: values => checkAccount(values, { newPassword: false }),
    send: ({ email, password }) => call('POST', '/session', { email, password }),
  }),
  h('p', { class: 'other' }, t('account.noAccount'), ' ', h('a', { href: '/sign-up' }, t('account.signUp'))))
