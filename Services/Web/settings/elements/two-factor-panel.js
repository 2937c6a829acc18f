import { backupCodes } from '../../common/elements/backup-codes.js'
import { toast } from '../../common/elements/toast.js'
import { TwoFactorSetup } from '../../common/elements/two-factor-setup.js'
import { fill, h, icon, LiveElement } from '../../common/html.js'
import { t } from '../../common/i18n.js'
import { SHIELD } from '../../common/icons.js'
import { passwordField } from '../../common/password-field.js'
import { ask } from '../../common/team.js'
import { runGuarded } from '../guarded.js'

/** The second step at sign-in: off, being set up, or on. */
export class TwoFactorPanel extends LiveElement {
  #session

  /** @param {import('../../common/wire.js').Session} session */
  constructor(session) {
    super()
    this.#session = session
  }

  start() {
    this.className = 'panel'
    this.#show()
  }

  #show() {
    if (this.#session.member.twoFactor) this.#showOn()
    else this.#showOff()
  }

  #showOff() {
    const begin = () => {
      const setup = new TwoFactorSetup(this.#session.member.email)
      setup.addEventListener('turned-on', () => {
        this.#session.member.twoFactor = true
        this.querySelector('.mark')?.replaceWith(mark(true))
      })
      setup.addEventListener('enrolled', () => this.#become(true, t('twoFactor.turnedOn')))
      this.#fill(false, setup)
    }
    this.#fill(false,
      h('p', { class: 'hint' }, t('twoFactor.lead')),
      h('div', { class: 'foot' },
        h('button', { type: 'button', class: 'button primary', on: { click: begin } }, t('twoFactor.turnOn'))))
  }

  #showOn() {
    const required = this.#session.workspace.requireTwoFactor
    this.#fill(true,
      h('p', { class: 'hint' }, t('twoFactor.onLead')),
      h('div', { class: 'foot' },
        h('button', { type: 'button', class: 'button', on: { click: () => this.#askFor('newCodes') } },
          t('twoFactor.newCodes')),
        h('button', { type: 'button', class: 'button quiet', on: { click: () => this.#askFor('turnOff') } },
          t('twoFactor.turnOff'))),
      required ? h('p', { class: 'hint' }, t('twoFactor.required')) : null)
  }

  /**
   * Both ask for the password: a screen left open must not be enough.
   * @param {'newCodes'|'turnOff'} what
   */
  #askFor(what) {
    const form = h('form', { novalidate: true, class: 'inner' },
      h('p', { class: 'hint' }, t(`twoFactor.${what}Lead`)),
      passwordField({ autocomplete: 'current-password', label: t('password.current') }),
      h('div', { class: 'foot' },
        h('button', { type: 'submit', class: what === 'turnOff' ? 'button danger' : 'button primary' },
          t(`twoFactor.${what}`)),
        h('button', { type: 'button', class: 'button quiet', on: { click: () => this.#show() } }, t('common.cancel'))))
    form.addEventListener('submit', event => {
      event.preventDefault()
      const password = String(new FormData(form).get('password'))
      runGuarded(form, () => (what === 'turnOff' ? this.#turnOff(password) : this.#makeCodes(password)))
    })
    this.#fill(true, form)
    form.querySelector('input')?.focus()
  }

  /** @param {string} password */
  async #turnOff(password) {
    await ask('DELETE', '/account/two-factor', { password })
    this.#become(false, t('twoFactor.turnedOff'))
  }

  /** @param {string} password */
  async #makeCodes(password) {
    const { backupCodes: codes } = await ask('POST', '/account/two-factor/backup-codes', { password })
    this.#fill(true, backupCodes(codes, this.#session.member.email, () => this.#show()))
  }

  /**
   * @param {boolean} on
   * @param {string} said
   */
  #become(on, said) {
    this.#session.member.twoFactor = on
    this.#show()
    toast(said)
  }

  /**
   * @param {boolean} on
   * @param {...import('../../common/shapes.js').Child} content
   */
  #fill(on, ...content) {
    fill(this,
      h('h3', { class: 'titled' }, t('twoFactor.title'), mark(on)),
      ...content)
  }
}

/** @param {boolean} on */
function mark(on) {
  return h('span', { class: on ? 'mark good' : 'mark' }, on ? icon(SHIELD) : null,
    t(on ? 'twoFactor.on' : 'twoFactor.off'))
}

customElements.define('two-factor-panel', TwoFactorPanel)
