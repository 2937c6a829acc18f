import { copyButton } from '../../common/elements/copy-button.js'
import { toast } from '../../common/elements/toast.js'
import { Problem } from '../../common/api.js'
import { field } from '../../common/field.js'
import { fill, h, icon, LiveElement } from '../../common/html.js'
import { language, problemText, t } from '../../common/i18n.js'
import { KEY, LANGUAGE, PLUS, TRASH, WARN } from '../../common/icons.js'
import { ask } from '../../common/team.js'
import { ago } from '../../common/time.js'
import { choice, run, sure, valuesOf } from '../../common/forms.js'
import { EVERY_PAGE, originOf } from '../origins.js'

/**
 * @typedef {import('../../common/wire.js').Inbox} Inbox
 * @typedef {import('../../common/wire.js').VerificationSecret} VerificationSecret
 */

const SECRETS_LIMIT = 2

/** Which pages may show an inbox's chat, and how its visitors prove who they are. Each change is saved at once. */
export class InboxAccess extends LiveElement {
  #inbox
  #changed
  /** @type {VerificationSecret[]} */
  #secrets = []
  #pages = h('section', { class: 'panel' })
  #list = h('div')
  #ready = h('div', { class: 'ready', 'aria-live': 'polite' })
  #create = h('button', { type: 'button', class: 'button', on: { click: () => this.#makeSecret() } },
    icon(PLUS), t('verified.create'))

  /**
   * @param {Inbox} inbox
   * @param {(inbox: Inbox) => void} changed
   */
  constructor(inbox, changed) {
    super()
    this.#inbox = inbox
    this.#changed = changed
  }

  start() {
    fill(this, this.#pages, h('section', { class: 'panel' },
      h('h3', {}, t('verified.title')),
      h('p', { class: 'hint' }, t('verified.hint'), ' ',
        h('a', { href: `/help/verified-visitors${language() === 'en' ? '#en' : ''}`, target: '_blank' },
          t('verified.help'))),
      this.#choice(), h('h4', {}, t('verified.secrets')), this.#list,
      h('div', { class: 'foot' }, this.#create), this.#ready))
    this.#showPages()
    this.#load()
  }

  async #load() {
    fill(this.#list, h('div', { class: 'skeleton bar' }))
    try {
      const { items } = await ask('GET', `/inboxes/${this.#inbox.id}/secrets`)
      this.#secrets = items
      this.#showSecrets()
    } catch (error) {
      this.#create.disabled = true
      fill(this.#list, h('p', { class: 'none' }, problemText(error)))
    }
  }

  /** @param {Partial<Inbox>} change */
  async #save(change) {
    this.#inbox = await ask('PATCH', `/inboxes/${this.#inbox.id}`, change)
    this.#changed(this.#inbox)
    toast(t('common.saved'))
  }

  #showPages() {
    const origins = this.#named()
    fill(this.#pages,
      h('h3', {}, t('origins.title')),
      h('p', { class: 'hint' }, t('origins.hint')),
      origins.length || !this.#inbox.origins.length
        ? null : h('p', { class: 'caution' }, icon(WARN), h('span', {}, t('origins.any'))),
      origins.length
        ? h('ul', { class: 'entries' }, origins.map(origin => h('li', {}, icon(LANGUAGE),
          h('span', {}, h('code', { dir: 'ltr' }, origin)),
          h('button', {
            type: 'button', class: 'icon-button', 'aria-label': t('origins.remove', { origin }),
            title: t('common.remove'), on: { click: () => this.#remove(origin) },
          }, icon(TRASH)))))
        : null,
      this.#newPage())
  }

  /** The pages on the list; the word for every page stands there alone. */
  #named() {
    return this.#inbox.origins.filter(origin => origin !== EVERY_PAGE)
  }

  #newPage() {
    const form = h('form', { class: 'add', novalidate: true },
      field({
        name: 'origin', type: 'url', label: t('origins.address'), hint: t('origins.addressHint'),
        placeholder: 'https://shop.example', maxlength: 300, autocomplete: 'off',
      }),
      h('button', { type: 'submit', class: 'button' }, icon(PLUS), t('common.add')))
    form.addEventListener('submit', event => {
      event.preventDefault()
      run(form, async () => {
        const origin = originOf(valuesOf(form).origin)
        if (!origin) throw wrongPage()
        await this.#save({ origins: [...this.#named(), origin] }).catch(placed)
        this.#showPages()
        this.#pages.querySelector('input')?.focus()
      })
    })
    return form
  }

  /** @param {string} origin */
  async #remove(origin) {
    const origins = this.#named().filter(other => other !== origin)
    const text = t('origins.lastHint')
    if (!origins.length && !await sure({ title: t('origins.lastSure'), text, button: t('common.remove') })) return
    try {
      await this.#save({ origins: origins.length ? origins : [EVERY_PAGE] })
      this.#showPages()
    } catch (error) {
      toast(problemText(error))
    }
  }

  #choice() {
    const box = choice({
      name: 'verification', label: t('verified.who'), value: this.#inbox.verification,
      options: [['optional', t('verified.optional')], ['required', t('verified.required')]],
    })
    const select = /** @type {HTMLSelectElement} */ (box.querySelector('select'))
    select.addEventListener('change', async () => {
      const verification = /** @type {Inbox['verification']} */ (select.value)
      const [title, text] = [t('verified.requireSure'), t('verified.requireHint')]
      try {
        if (verification === 'optional' || await sure({ title, text, button: t('verified.require') })) {
          await this.#save({ verification })
        }
      } catch (error) {
        toast(problemText(error))
      }
      select.value = this.#inbox.verification
    })
    return box
  }

  #showSecrets() {
    this.#create.disabled = this.#secrets.length >= SECRETS_LIMIT
    fill(this.#list, this.#secrets.length
      ? h('ul', { class: 'entries' }, this.#secrets.map(secret => h('li', {}, icon(KEY),
        h('span', {}, h('code', { dir: 'ltr' }, `vsk_…${secret.ending}`)),
        h('small', {}, t('verified.made', { when: ago(secret.createdAt) })),
        h('button', {
          type: 'button', class: 'icon-button', 'aria-label': t('verified.revoke'), title: t('verified.revoke'),
          on: { click: () => this.#revoke(secret) },
        }, icon(TRASH)))))
      : h('p', { class: 'hint' }, t('verified.none')))
  }

  async #makeSecret() {
    this.#create.disabled = true
    try {
      const { secret, value } = await ask('POST', `/inboxes/${this.#inbox.id}/secrets`)
      this.#secrets = [...this.#secrets, secret]
      fill(this.#ready,
        h('p', {}, t('verified.once')),
        h('div', { class: 'secret' }, h('code', { dir: 'ltr' }, value), copyButton(() => value)))
    } catch (error) {
      toast(problemText(error))
    }
    this.#showSecrets()
  }

  /** @param {VerificationSecret} secret */
  async #revoke(secret) {
    const title = t('verified.revokeSure', { ending: secret.ending })
    if (!await sure({ title, text: t('verified.revokeHint'), button: t('verified.revoke') })) return
    try {
      await ask('DELETE', `/inboxes/${this.#inbox.id}/secrets/${secret.id}`)
      this.#secrets = this.#secrets.filter(({ id }) => id !== secret.id)
      fill(this.#ready)
      this.#showSecrets()
    } catch (error) {
      toast(problemText(error))
    }
  }
}

/** The server counts the addresses; here there is one field. */
function wrongPage(code = 'origin') {
  return new Problem({ status: 422, code: 'input.invalid', errors: [{ field: 'origin', code, message: '' }] })
}

/**
 * @param {unknown} error
 * @returns {never}
 */
function placed(error) {
  throw error instanceof Problem && error.fields.length ? wrongPage(error.fields[0].code) : error
}

customElements.define('inbox-access', InboxAccess)
