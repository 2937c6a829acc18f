import { call } from '../common/api.js'
import { field } from '../common/field.js'
import { h } from '../common/html.js'
import { t } from '../common/i18n.js'
import { passwordField } from '../common/password-field.js'
import { speak } from '../common/team.js'
import { explain } from '../common/wait.js'
import { checkAccount, gateForm, show, showGate } from './gate.js'
import { isOver, takeSecret } from './link.js'
import { throughSecondStep } from './second-step.js'

const ticket = takeSecret()

/** @param {import('../common/wire.js').TicketPreview} preview */
function choose(preview) {
  // Here for the password manager: it keeps the new password under this name.
  const address = field({
    name: 'email', type: 'email', label: t('reset.for'), autocomplete: 'username', value: preview.email,
  })
  address.querySelector('input')?.setAttribute('readonly', '')
  showGate(t('reset.title'),
    h('p', { class: 'lead' }, t('reset.lead')),
    gateForm({
      fields: [
        address,
        passwordField({ autocomplete: 'new-password', label: t('reset.password'), known: () => [preview.email] }),
      ],
      label: t('reset.button'),
      check: ({ password }) => checkAccount({ password }, { newPassword: true }),
      send: ({ password }) => throughSecondStep(
        code => call('POST', '/tickets/password', { ticket, password, code }), () => show(() => choose(preview))),
    }))
}

/** @param {any} problem */
function refuse(problem) {
  const over = isOver(problem)
  showGate(t(over ? 'reset.overTitle' : 'account.linkFailed'),
    h('p', { class: 'lead' }, over ? t('reset.over') : explain(problem)),
    over ? h('a', { class: 'button primary wide', href: '/forgot' }, t('reset.again'))
      : h('button', { type: 'button', class: 'button wide', on: { click: begin } }, t('common.retry')),
    h('p', { class: 'other' }, h('a', { href: '/sign-in' }, t('account.toSignIn'))))
}

async function begin() {
  try {
    if (!ticket) throw { status: 404 }
    const preview = await call('POST', '/tickets/preview', { ticket })
    if (preview.kind !== 'resetPassword') throw { status: 404 }
    show(() => choose(preview))
  } catch (problem) {
    show(() => refuse(problem))
  }
}

await speak()
await begin()
