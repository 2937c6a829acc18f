import { copyButton } from '../../common/elements/copy-button.js'
import { toast } from '../../common/elements/toast.js'
import { field } from '../../common/field.js'
import { fill, h, icon } from '../../common/html.js'
import { problemText, t } from '../../common/i18n.js'
import { KEY, PLUS, TRASH } from '../../common/icons.js'
import { all, ask } from '../../common/team.js'
import { ago } from '../../common/time.js'
import { openForm } from '../../common/dialog.js'
import { choice, sure, valuesOf } from '../../common/forms.js'
import { countOf, covers, inboxesToGive } from '../grants.js'
import { grantsEditor } from '../grants-editor.js'
import { accessText, day, roleName } from '../names.js'
import { nothing, SectionElement } from '../parts.js'
import { inboxPicker } from '../pickers.js'

const DAY_MILLISECONDS = 86_400_000
const LIVES = ['30', '90', '365', 'date', 'never']

/** @typedef {import('../../common/wire.js').APIKey} APIKey */

/** The keys by which programs act for the workspace. */
export class KeySettings extends SectionElement {
  #session
  /** @type {APIKey[]} */
  #keys = []
  /** @type {import('../../common/wire.js').RoleDefinition[]} */
  #roles = []
  /** @type {import('../../common/wire.js').Inbox[]} */
  #inboxes = []

  /** @param {import('../../common/wire.js').Session} session */
  constructor(session) {
    super()
    this.#session = session
  }

  async fetch() {
    const [keys, roles, inboxes] = await Promise.all([all('/api-keys'), ask('GET', '/roles'), all('/inboxes')])
    this.#keys = keys
    this.#roles = roles.items
    this.#inboxes = inboxes
  }

  draw() {
    const add = () => h('button', { type: 'button', class: 'button primary', on: { click: () => this.#create() } },
      icon(PLUS), t('key.new'))
    fill(this,
      this.#keys.length ? h('div', { class: 'tools end' }, add()) : null,
      h('section', { class: 'panel flush' }, this.#keys.length
        ? h('ul', {}, this.#keys.map(key => this.#row(key)))
        : nothing({ path: KEY, title: t('key.none'), text: t('key.noneHint'), action: add() })),
      h('p', { class: 'after' }, h('a', { href: '/api/v1/openapi.json', target: '_blank', rel: 'noopener' },
        t('key.docs'))))
  }

  /** @param {APIKey} key */
  #row(key) {
    const over = key.expiresAt !== undefined && Date.parse(key.expiresAt) < Date.now()
    const preset = this.#roles.find(({ grants }) => same(grants, key.grants))
    return h('li', { class: over ? 'person-row ended' : 'person-row' },
      h('span', { class: 'key-face' }, icon(KEY)),
      h('div', { class: 'person-text' },
        h('b', {}, h('bdi', {}, key.name), over ? h('span', { class: 'tag' }, t('key.expired')) : null),
        h('span', {}, [
          preset ? roleName(preset.id, this.#roles) : t('roles.rights', { count: countOf(key.grants) }),
          accessText(key.inboxes, this.#inboxes),
        ].join(' · ')),
        h('span', {}, t('key.madeBy', { name: key.createdBy, when: ago(key.createdAt) }), ' · ',
          key.lastUsedAt ? t('key.used', { when: ago(key.lastUsedAt) }) : t('key.unused'), ' · ',
          key.expiresAt ? [t(over ? 'key.ended' : 'key.until'), ' ', day(key.expiresAt)] : t('key.forever'))),
      h('button', {
        type: 'button', class: 'icon-button', 'aria-label': t('key.revokeNamed', { name: key.name }),
        title: t('key.revoke'), on: { click: () => this.#revoke(key) },
      }, icon(TRASH)))
  }

  async #create() {
    const limit = this.#session.grants
    const presets = this.#roles.filter(({ grants }) => covers(limit, grants) && !same(grants, {}))
      .filter(({ id }) => id !== 'owner')
    const begin = presets.find(({ id }) => id === 'agent') ?? presets[0]
    const editor = grantsEditor({ value: begin?.grants ?? {}, limit })
    const preset = choice({
      name: 'preset', label: t('key.preset'), hint: t('key.presetHint'), value: begin?.id ?? '',
      options: [
        .../** @type {[string, string][]} */ (presets.map(({ id }) => [id, roleName(id, presets)])),
        ['', t('key.chosen')],
      ],
    })
    const select = /** @type {HTMLSelectElement} */ (preset.querySelector('select'))
    const fold = h('details', { class: 'fold' }, h('summary', {}, t('key.fine')), editor.element)
    select.addEventListener('change', () => {
      if (select.value) editor.put(presets.find(({ id }) => id === select.value)?.grants ?? {})
      else fold.open = true
    })
    editor.element.addEventListener('change', () => {
      select.value = presets.find(({ grants }) => same(grants, editor.value()))?.id ?? ''
    })
    const given = inboxesToGive(this.#session)
    const inboxes = inboxPicker({ inboxes: this.#inboxes, value: given, limit: given })
    const life = lifeChoice()
    const done = await openForm({
      title: t('key.new'), lead: t('key.lead'), wide: true, submit: t('key.create'),
      body: [
        field({ name: 'name', label: t('key.name'), hint: t('key.nameHint'), maxlength: 80, autocomplete: 'off' }),
        preset, fold, inboxes.element, life.element,
      ],
      act: async (form, stay) => {
        const expiresAt = life.value()
        const { key, secret } = await ask('POST', '/api-keys', {
          name: valuesOf(form).name, grants: editor.value(), inboxes: inboxes.value(),
          ...(expiresAt ? { expiresAt } : {}),
        })
        this.#keys = [...this.#keys, key]
        stay(h('p', { class: 'notice good', role: 'status' }, t('key.secret')),
          h('div', { class: 'secret' }, h('code', { dir: 'ltr' }, secret), copyButton(() => secret)))
      },
    })
    if (done) this.draw()
  }

  /** @param {APIKey} key */
  async #revoke(key) {
    const title = t('key.revokeSure', { name: key.name })
    if (!await sure({ title, text: t('key.revokeHint'), button: t('key.revoke') })) return
    try {
      await ask('DELETE', `/api-keys/${key.id}`)
      this.#keys = this.#keys.filter(other => other.id !== key.id)
      this.draw()
      toast(t('key.revoked'))
    } catch (error) {
      toast(problemText(error))
    }
  }
}

/** How long it lives: some days, until a day, or for ever. */
function lifeChoice() {
  const box = choice({
    name: 'life', label: t('key.life'), value: '90', hint: t('key.lifeHint'),
    options: LIVES.map(life => [life, Number(life) ? t('key.days', { count: Number(life) }) : t(`key.life.${life}`)]),
  })
  const tomorrow = new Date(Date.now() + DAY_MILLISECONDS).toISOString().slice(0, 10)
  const date = field({ name: 'expiresAt', type: 'date', label: t('key.lastDay'), value: tomorrow })
  const select = /** @type {HTMLSelectElement} */ (box.querySelector('select'))
  const input = /** @type {HTMLInputElement} */ (date.querySelector('input'))
  input.min = tomorrow
  date.hidden = true
  select.addEventListener('change', () => { date.hidden = select.value !== 'date' })
  return {
    element: h('div', { class: 'pair' }, box, date),
    /** @returns {string|undefined} */
    value: () => {
      if (select.value === 'never') return undefined
      if (select.value === 'date') return new Date(`${input.value}T23:59:59`).toISOString()
      return new Date(Date.now() + Number(select.value) * DAY_MILLISECONDS).toISOString()
    },
  }
}

/**
 * @param {import('../../common/wire.js').Grants} one
 * @param {import('../../common/wire.js').Grants} other
 */
function same(one, other) {
  return covers(one, other) && covers(other, one)
}

customElements.define('key-settings', KeySettings)
