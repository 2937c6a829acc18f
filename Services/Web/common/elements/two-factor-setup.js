import { Problem } from '../api.js'
import { codeField } from '../code-field.js'
import { digitsOf } from '../digits.js'
import { showErrors } from '../field.js'
import { fill, h, LiveElement } from '../html.js'
import { t } from '../i18n.js'
import { qrCode } from '../qr.js'
import { ask } from '../team.js'
import { explain, holdBack } from '../wait.js'
import { backupCodes } from './backup-codes.js'
import { copyButton } from './copy-button.js'

const SVG = 'http://www.w3.org/2000/svg'
const QUIET_MODULES = 4

/**
 * Sets up a second step: scan or type the secret, show a code of it, put the backup codes away. Tells `turned-on` with
 * the code, and `enrolled` in the end.
 */
export class TwoFactorSetup extends LiveElement {
  #email

  /** @param {string} email */
  constructor(email) {
    super()
    this.#email = email
  }

  start() {
    this.className = 'setup'
    this.#begin()
  }

  async #begin() {
    fill(this, h('div', { class: 'skeleton qr' }), h('div', { class: 'skeleton bar' }))
    try {
      this.#show(await ask('POST', '/account/two-factor'))
    } catch (error) {
      fill(this,
        h('p', { class: 'notice bad', role: 'alert' }, explain(error)),
        h('button', { type: 'button', class: 'button', on: { click: () => this.#begin() } }, t('common.retry')))
    }
  }

  /** @param {import('../wire.js').TwoFactorSetup} setup */
  #show({ secret, uri }) {
    const picture = qrPicture(uri)
    fill(this,
      h('ol', { class: 'setup-steps' },
        h('li', {}, h('h3', {}, t('setup.app')), h('p', { class: 'hint' }, t('setup.appHint'))),
        h('li', {},
          h('h3', {}, t(picture ? 'setup.scan' : 'setup.type')),
          picture ? h('div', { class: 'qr' }, picture) : null,
          h('p', { class: 'hint' }, t(picture ? 'setup.typeInstead' : 'setup.typeHint')),
          h('div', { class: 'secret' },
            h('code', { dir: 'ltr' }, (secret.match(/.{1,4}/g) ?? []).map(group => h('span', {}, group))),
            copyButton(() => secret)),
          h('p', {}, h('a', { href: uri, class: 'same-device' }, t('setup.sameDevice')))),
        h('li', {}, h('h3', {}, t('setup.code')), this.#form())))
  }

  #form() {
    const notice = h('p', { class: 'notice bad', role: 'alert', hidden: true })
    const button = h('button', { type: 'submit', class: 'button primary' }, t('setup.button'))
    const form = h('form', { novalidate: true }, notice, codeField(t('setup.codeHint')), button)
    form.addEventListener('submit', event => {
      event.preventDefault()
      if (!button.disabled) this.#confirm(form, button, notice)
    })
    return form
  }

  /**
   * @param {HTMLFormElement} form
   * @param {HTMLButtonElement} button
   * @param {HTMLElement} notice
   */
  async #confirm(form, button, notice) {
    const code = digitsOf(String(new FormData(form).get('code')))
    notice.hidden = true
    showErrors(form, code ? [] : [{ field: 'code', code: 'required', message: '' }])
    if (!code) return
    button.disabled = true
    try {
      const { backupCodes: codes } = await ask('POST', '/account/two-factor/confirmation', { code })
      this.tell('turned-on')
      fill(this, backupCodes(codes, this.#email, () => this.tell('enrolled')))
      this.querySelector('button')?.focus()
    } catch (error) {
      button.disabled = false
      form.reset()
      const placed = error instanceof Problem && error.fields.length > 0 && showErrors(form, error.fields)
      notice.hidden = placed
      notice.textContent = placed ? '' : explain(error)
      holdBack(button, error)
    }
  }
}

/**
 * @param {string} text
 * @returns {SVGSVGElement|undefined}
 */
function qrPicture(text) {
  const rows = qrCode(text)
  if (!rows) return undefined
  const size = rows.length + 2 * QUIET_MODULES
  const svg = document.createElementNS(SVG, 'svg')
  svg.setAttribute('viewBox', `0 0 ${size} ${size}`)
  svg.setAttribute('role', 'img')
  svg.setAttribute('aria-label', t('setup.picture'))
  svg.setAttribute('shape-rendering', 'crispEdges')
  const dark = document.createElementNS(SVG, 'path')
  dark.setAttribute('d', rows.flatMap((row, y) => row.map((on, x) =>
    (on ? `M${x + QUIET_MODULES} ${y + QUIET_MODULES}h1v1h-1z` : ''))).join(''))
  svg.append(dark)
  return svg
}

customElements.define('two-factor-setup', TwoFactorSetup)
