import { call } from '../api.js'
import { fill, h, icon, LiveElement } from '../html.js'
import { t } from '../i18n.js'
import { CLOSE, MAIL } from '../icons.js'
import { openStorage } from '../storage.js'
import { explain, holdBack } from '../wait.js'

/** Asks above the page, until it is done or put away for this session, to confirm one's e-mail. */
export class AccountBanner extends LiveElement {
  #session
  #text = h('p', { role: 'status' })

  /** @param {import('../wire.js').Session} session */
  constructor(session) {
    super()
    this.#session = session
  }

  start() {
    const again = h('button', { type: 'button', class: 'button small' }, t('confirm.again'))
    again.addEventListener('click', () => this.#send(again))
    const close = h('button', {
      type: 'button', class: 'icon-button', 'aria-label': t('banner.later'), title: t('banner.later'),
      on: { click: () => this.#putAway() },
    }, icon(CLOSE))
    this.#text.textContent = t('banner.confirm', { email: this.#session.member.email })
    fill(this, icon(MAIL), this.#text, again, close)
    // The link in the mail opens in another tab.
    document.addEventListener('visibilitychange', () => this.#look(), { signal: this.signal })
  }

  /** @param {HTMLButtonElement} button */
  async #send(button) {
    button.disabled = true
    try {
      await call('POST', '/account/confirmation')
      this.#text.textContent = t('confirm.sentAgain')
      button.remove()
    } catch (error) {
      button.disabled = false
      this.#text.textContent = explain(error)
      holdBack(button, error)
    }
  }

  async #look() {
    if (document.visibilityState !== 'visible') return
    const { emailConfirmed } = await call('GET', '/session').catch(() => ({ emailConfirmed: false }))
    if (emailConfirmed) this.remove()
  }

  #putAway() {
    openStorage('sessionStorage').setItem(keyOf(this.#session), '1')
    this.remove()
  }
}

/** @param {import('../wire.js').Session} session */
function keyOf({ id }) {
  return `majlis.later.${id}`
}

/**
 * Puts the banner above the page for those whom it concerns.
 * @param {import('../wire.js').Session} session
 */
export function showAccountBanner(session) {
  if (session.emailConfirmed || openStorage('sessionStorage').getItem(keyOf(session))) return
  document.body.prepend(new AccountBanner(session))
}

customElements.define('account-banner', AccountBanner)
