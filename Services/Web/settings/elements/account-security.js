import { call, Problem } from '../../common/api.js'
import { toast } from '../../common/elements/toast.js'
import { field } from '../../common/field.js'
import { fill, h, icon, LiveElement } from '../../common/html.js'
import { t } from '../../common/i18n.js'
import { ALERT, DONE } from '../../common/icons.js'
import { passwordField } from '../../common/password-field.js'
import { ask } from '../../common/team.js'
import { runGuarded } from '../guarded.js'
import { TwoFactorPanel } from './two-factor-panel.js'

/** What lets one in: the e-mail, the password, the second step. The same in every workspace of a person. */
export class AccountSecurity extends LiveElement {
  #session
  #email = h('section', { class: 'panel' })
  /** Where a mail is on its way to, whose link makes it the account's address. */
  #pending = ''

  /** @param {import('../../common/wire.js').Session} session */
  constructor(session) {
    super()
    this.#session = session
  }

  start() {
    fill(this, this.#email, this.#passwordPanel(), new TwoFactorPanel(this.#session))
    this.#showEmail()
    // The link in the mail opens in another tab; whoever comes back here sees what came of it.
    document.addEventListener('visibilitychange', () => this.#look(), { signal: this.signal })
  }

  async #look() {
    if (document.visibilityState !== 'visible') return
    const { member, emailConfirmed } = await call('GET', '/session').catch(() => this.#session)
    if (member.email === this.#session.member.email && emailConfirmed === this.#session.emailConfirmed) return
    if (member.email === this.#pending) this.#pending = ''
    this.#session.emailConfirmed = emailConfirmed
    Object.assign(this.#session.member, member)
    this.#showEmail()
  }

  #showEmail() {
    const { member, emailConfirmed } = this.#session
    const change = h('button', { type: 'button', class: 'button' }, t('email.change'))
    const form = this.#emailForm()
    form.hidden = true
    const foot = h('div', { class: 'foot' }, change, emailConfirmed || this.#pending ? null : this.#sendAgain())
    change.addEventListener('click', () => {
      form.hidden = false
      foot.hidden = true
      form.querySelector('input')?.focus()
    })
    fill(this.#email,
      h('h3', {}, t('email.title')),
      h('p', { class: 'fact' },
        h('bdi', { dir: 'ltr' }, member.email),
        h('span', { class: emailConfirmed ? 'mark good' : 'mark' }, icon(emailConfirmed ? DONE : ALERT),
          t(emailConfirmed ? 'email.confirmed' : 'email.unconfirmed'))),
      this.#pending ? h('p', { class: 'notice' }, t('email.pending', { email: this.#pending })) : null,
      foot, form)
  }

  #sendAgain() {
    const button = h('button', { type: 'button', class: 'button quiet' }, t('confirm.again'))
    button.addEventListener('click', () => runGuarded(button, async () => {
      await ask('POST', '/account/confirmation')
      toast(t('confirm.sentAgain'))
    }))
    return button
  }

  #emailForm() {
    const form = h('form', { novalidate: true, class: 'inner' },
      field({
        name: 'email', type: 'email', label: t('email.new'), autocomplete: 'email', maxlength: 254,
        hint: t('email.newHint'),
      }),
      passwordField({ autocomplete: 'current-password', label: t('password.current') }),
      h('div', { class: 'foot' },
        h('button', { type: 'submit', class: 'button primary' }, t('email.send')),
        h('button', { type: 'button', class: 'button quiet', on: { click: () => this.#showEmail() } },
          t('common.cancel'))))
    form.addEventListener('submit', event => {
      event.preventDefault()
      const { email, password } = /** @type {Record<string, string>} */ (Object.fromEntries(new FormData(form)))
      runGuarded(form, async () => {
        await ask('POST', '/account/email', { email: email.trim(), password })
        this.#pending = email.trim()
        this.#showEmail()
      })
    })
    return form
  }

  #passwordPanel() {
    const { member } = this.#session
    const form = h('form', { class: 'panel', novalidate: true },
      h('h3', {}, t('password.title')),
      h('p', { class: 'hint' }, t('password.lead')),
      // For the password manager, which keeps the new one under this name.
      h('input', {
        type: 'email', autocomplete: 'username', value: member.email, readonly: true, class: 'unseen', tabindex: '-1',
        'aria-hidden': 'true',
      }),
      passwordField({ autocomplete: 'current-password', name: 'current', label: t('password.current') }),
      passwordField({
        autocomplete: 'new-password', name: 'new', label: t('password.new'), known: () => [member.email, member.name],
      }),
      h('div', { class: 'foot' }, h('button', { type: 'submit', class: 'button primary' }, t('password.button'))))
    form.addEventListener('submit', event => {
      event.preventDefault()
      const { current, new: fresh } = /** @type {Record<string, string>} */ (Object.fromEntries(new FormData(form)))
      runGuarded(form, async () => {
        if ([...fresh].length < 10) throw tooShort()
        await ask('POST', '/account/password', { current, new: fresh })
        form.reset()
        form.querySelector('.strength')?.removeAttribute('data-strength')
        toast(t('password.changed'))
      })
    })
    return form
  }
}

function tooShort() {
  return new Problem({
    status: 422, code: 'input.invalid', errors: [{ field: 'new', code: 'tooShort', message: '' }],
  })
}

customElements.define('account-security', AccountSecurity)
