import { call } from '../common/api.js'
import { field } from '../common/field.js'
import { h, icon } from '../common/html.js'
import { t } from '../common/i18n.js'
import { MAIL } from '../common/icons.js'
import { speak } from '../common/team.js'
import { checkAccount, gateForm, show, showGate } from './gate.js'

const toSignIn = () => h('p', { class: 'other' }, h('a', { href: '/sign-in' }, t('account.toSignIn')))

function ask() {
  showGate(t('forgot.title'),
    h('p', { class: 'lead' }, t('forgot.lead')),
    form(email => show(() => sent(email))),
    toSignIn())
}

/** @param {(email: string) => void} done */
function form(done) {
  let asked = ''
  return gateForm({
    fields: [field({
      name: 'email', type: 'email', label: t('account.email'), autocomplete: 'username', maxlength: 254,
    })],
    label: t('forgot.button'),
    check: values => checkAccount(values, { newPassword: false }),
    send: ({ email }) => call('POST', '/password-reset', { email: asked = email }),
    done: () => done(asked),
  })
}

/**
 * The same for an address with an account and one without: who asks learns nothing of others.
 * @param {string} email
 */
function sent(email) {
  showGate(t('forgot.sentTitle'),
    h('div', { class: 'sign' }, icon(MAIL)),
    h('p', { class: 'lead' }, t('forgot.sent', { email })),
    h('p', { class: 'hint' }, t('forgot.sentHint')),
    h('p', { class: 'other' },
      h('button', { type: 'button', class: 'link', on: { click: () => show(ask) } }, t('forgot.again'))),
    toSignIn())
}

await speak()
show(ask)
