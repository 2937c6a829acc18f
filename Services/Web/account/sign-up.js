import { call } from '../common/api.js'
import { field } from '../common/field.js'
import { h } from '../common/html.js'
import { language, t } from '../common/i18n.js'
import { speak } from '../common/team.js'
import { checkAccount, gateForm, passwordField, showGate } from './gate.js'

await speak()
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
      field({ name: 'email', type: 'email', label: t('account.email'), autocomplete: 'username', maxlength: 254 }),
      passwordField('new-password'),
    ],
    label: t('account.signUp'),
    check: values => checkAccount(values, { newPassword: true }),
    send: ({ workspaceName, name, email, password }) => call('POST', '/sign-up', {
      workspaceName, name, email, password, language: language(),
      timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    }),
  }),
  h('p', { class: 'other' }, t('account.haveAccount'), ' ', h('a', { href: '/sign-in' }, t('account.signIn'))))
