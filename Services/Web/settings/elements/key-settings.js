import { copyButton } from '../../common/elements/copy-button.js'
import { toast } from '../../common/elements/toast.js'
import { field } from '../../common/field.js'
import { fill, h, icon, LiveElement } from '../../common/html.js'
import { problemText, t } from '../../common/i18n.js'
import { KEY, TRASH } from '../../common/icons.js'
import { all, ask } from '../../common/team.js'
import { ago } from '../../common/time.js'
import { choice, run, sure, valuesOf } from '../forms.js'

/** @typedef {import('../../common/wire.js').APIKey} APIKey */

/** The keys by which programs act for the workspace. */
export class KeySettings extends LiveElement {
  /** @type {APIKey[]} */
  #keys = []
  #list = h('section', { class: 'panel flush' })
  #secret = h('div', { class: 'ready', 'aria-live': 'polite' })

  start() {
    this.#load()
  }

  async #load() {
    fill(this, h('div', { class: 'panel' }, h('div', { class: 'skeleton bar' })))
    try {
      this.#keys = await all('/api-keys')
      fill(this, this.#form(), this.#list)
      this.#show()
    } catch (error) {
      fill(this,
        h('div', { class: 'blank' },
          h('p', {}, problemText(error)),
          h('button', { type: 'button', class: 'button', on: { click: () => this.#load() } }, t('common.retry'))))
    }
  }

  #show() {
    fill(this.#list,
      this.#keys.length
        ? h('ul', {},
          this.#keys.map(key => h('li', { class: 'person-row' }, h('span', { class: 'key-face' }, icon(KEY)),
            h('div', { class: 'person-text' },
              h('b', {}, h('bdi', {}, key.name)),
              h('span', {}, t('keys.made', { when: ago(key.createdAt) }))),
            h('span', { class: 'role' }, t(`role.${key.role}`)),
            h('button', {
              type: 'button', class: 'icon-button', 'aria-label': t('keys.revoke'), title: t('keys.revoke'),
              on: { click: () => this.#revoke(key) },
            }, icon(TRASH)))))
        : h('p', { class: 'none' }, t('keys.none')))
  }

  #form() {
    const form = h('form', { class: 'panel', novalidate: true }, h('h3', {}, t('keys.new')),
      h('div', { class: 'pair' },
        field({ name: 'name', label: t('keys.name'), hint: t('keys.nameHint'), maxlength: 80, autocomplete: 'off' }),
        choice({
          name: 'role', label: t('members.role'), value: 'agent',
          options: [['admin', t('role.admin')], ['agent', t('role.agent')]],
        })),
      h('div', { class: 'foot' }, h('button', { type: 'submit', class: 'button primary' }, t('keys.create'))),
      this.#secret)
    form.addEventListener('submit', event => {
      event.preventDefault()
      run(form, async () => {
        const { key, secret } = await ask('POST', '/api-keys', valuesOf(form))
        this.#keys = [...this.#keys, key]
        this.#show()
        form.reset()
        fill(this.#secret,
          h('p', {}, t('keys.secret')),
          h('div', { class: 'secret' }, h('code', { dir: 'ltr' }, secret), copyButton(() => secret)))
      })
    })
    return form
  }

  /** @param {APIKey} key */
  async #revoke(key) {
    const title = t('keys.revokeSure', { name: key.name })
    if (!await sure({ title, text: t('keys.revokeHint'), button: t('keys.revoke') })) return
    try {
      await ask('DELETE', `/api-keys/${key.id}`)
      this.#keys = this.#keys.filter(other => other.id !== key.id)
      fill(this.#secret)
      this.#show()
    } catch (error) {
      toast(problemText(error))
    }
  }
}

customElements.define('key-settings', KeySettings)
