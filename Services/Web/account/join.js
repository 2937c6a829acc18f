import { call } from '../common/api.js'
import { field } from '../common/field.js'
import { h } from '../common/html.js'
import { language, problemText, t } from '../common/i18n.js'
import { speak } from '../common/team.js'
import { checkAccount, gateForm, passwordField, showGate } from './gate.js'

/** The token stands in the fragment, which browsers send to no server. */
const token = location.hash.slice(1)

/** @param {import('../common/wire.js').InvitationPreview} invitation */
function invite({ workspaceName, invitedBy, email, role }) {
  const address = field({
    name: 'email', type: 'email', label: t('account.email'), autocomplete: 'username', maxlength: 254,
    value: email ?? '',
  })
  const input = address.querySelector('input')
  if (input && email) input.readOnly = true
  showGate(t('account.join', { name: workspaceName }),
    h('p', { class: 'lead' }, t('account.joinLead', { name: invitedBy, role: t(`role.${role}`) })),
    gateForm({
      fields: [
        field({
          name: 'name', label: t('account.name'), hint: t('account.nameHint'), autocomplete: 'name', maxlength: 80,
        }),
        address, passwordField('new-password'),
      ],
      label: t('account.joinButton'),
      check: values => checkAccount(values, { newPassword: true }),
      send: values => call('POST', '/invitations/acceptance', {
        token, name: values.name, email: values.email, password: values.password, language: language(),
      }),
    }),
    h('p', { class: 'other' }, t('account.joinAgain')))
}

/** @param {any} problem */
function refuse(problem) {
  const closed = problem.status === 410 || problem.status === 404
  showGate(t(closed ? 'account.linkClosed' : 'account.linkMissing'),
    h('p', { class: 'lead' }, closed ? t('account.linkClosedHint') : problemText(problem)),
    h('a', { class: 'button wide', href: '/sign-in' }, t('account.signIn')))
}

await speak()
if (token) await call('POST', '/invitations/preview', { token }).then(invite, refuse)
else refuse({ status: 404 })
