import { call } from '../common/api.js'
import { h, icon } from '../common/html.js'
import { t } from '../common/i18n.js'
import { DONE } from '../common/icons.js'
import { speak } from '../common/team.js'
import { explain, holdBack } from '../common/wait.js'
import { gateForm, show, showGate } from './gate.js'
import { isOver, takeSecret } from './link.js'

const ticket = takeSecret()

/**
 * One press confirms: programs that open the links of a mail to look at them must not.
 * @param {import('../common/wire.js').TicketPreview} preview
 */
function ask(preview) {
  const change = preview.kind === 'changeEmail'
  showGate(t(change ? 'confirm.changeTitle' : 'confirm.title'),
    h('p', { class: 'lead' }, t(change ? 'confirm.changeLead' : 'confirm.lead')),
    h('p', { class: 'address' }, h('bdi', { dir: 'ltr' }, preview.email)),
    gateForm({
      fields: [],
      label: t('confirm.button'),
      check: () => [],
      send: async () => {
        await call('POST', '/tickets/confirmation', { ticket }).catch(problem => {
          if (!isOver(problem)) throw problem
          show(() => refuse(problem))
          return new Promise(() => {})
        })
      },
      done: () => show(() => confirmed(preview)),
    }))
}

/** @param {import('../common/wire.js').TicketPreview} preview */
function confirmed({ email, kind }) {
  showGate(t('confirm.doneTitle'),
    h('div', { class: 'sign good' }, icon(DONE)),
    h('p', { class: 'lead' }, t(kind === 'changeEmail' ? 'confirm.changeDone' : 'confirm.done', { email })),
    h('a', { class: 'button primary wide', href: '/' }, t('confirm.go')))
}

/** @param {any} problem */
function refuse(problem) {
  const over = isOver(problem)
  showGate(t(over ? 'confirm.overTitle' : 'account.linkFailed'),
    h('p', { class: 'lead' }, over ? t('confirm.over') : explain(problem)),
    over ? sendAgain()
      : h('button', { type: 'button', class: 'button wide', on: { click: begin } }, t('common.retry')),
    h('p', { class: 'other' }, h('a', { href: '/' }, t('confirm.go'))))
}

/** Whoever is signed in gets another mail; whoever is not signs in first, and finds the same button there. */
function sendAgain() {
  const said = h('p', { class: 'notice', role: 'status', hidden: true })
  const button = h('button', { type: 'button', class: 'button primary wide' }, t('confirm.again'))
  button.addEventListener('click', async () => {
    button.disabled = true
    try {
      await call('POST', '/account/confirmation')
      said.className = 'notice good'
      said.textContent = t('confirm.sentAgain')
    } catch (error) {
      const signedOut = /** @type {any} */ (error).status === 401
      said.className = signedOut ? 'notice' : 'notice bad'
      said.textContent = signedOut ? t('confirm.signInFirst') : explain(error)
      button.disabled = false
      holdBack(button, error)
      if (signedOut) button.replaceWith(h('a', { class: 'button primary wide', href: '/sign-in' }, t('account.signIn')))
    }
    said.hidden = false
  })
  return h('div', { class: 'stack' }, said, button)
}

async function begin() {
  try {
    if (!ticket) throw { status: 404 }
    const preview = await call('POST', '/tickets/preview', { ticket })
    if (preview.kind === 'resetPassword') throw { status: 404 }
    show(() => ask(preview))
  } catch (problem) {
    show(() => refuse(problem))
  }
}

await speak()
await begin()
