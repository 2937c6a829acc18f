import { fill, h, LiveElement } from '../../common/html.js'
import { t } from '../../common/i18n.js'
import { matches, offsetOf, zonesOf } from '../zones.js'

const SHOWN_LIMIT = 40
let made = 0

/** @typedef {import('../zones.js').Zone} Zone */

/** A time zone, found by typing a part of its name: a combobox with its list. Its choice is the value `timeZone`. */
export class ZoneField extends LiveElement {
  #zones
  #label
  #hint
  #id = `zone-${++made}`
  /** @type {Zone} */
  #chosen
  /** @type {Zone[]} */
  #found = []
  #active = -1
  #value = h('input', { type: 'hidden', name: 'timeZone' })
  #input = h('input', {
    type: 'text', class: 'input', role: 'combobox', autocomplete: 'off', spellcheck: 'false', dir: 'auto',
    'aria-autocomplete': 'list', 'aria-expanded': 'false', 'aria-controls': `${this.#id}-list`, id: this.#id,
  })
  #list = h('ul', { role: 'listbox', id: `${this.#id}-list`, class: 'zone-list', hidden: true })

  /**
   * @param {object} parts
   * @param {string} parts.label
   * @param {string} parts.value
   * @param {string} [parts.hint]
   * @param {string} [parts.empty] Offers no zone of one's own, in these words.
   */
  constructor({ label, value, hint, empty }) {
    super()
    this.#label = label
    this.#hint = hint
    this.#zones = zonesOf(value, empty)
    this.#chosen = this.#zones.find(({ id }) => id === value) ?? this.#zones[0]
  }

  start() {
    this.className = 'field'
    this.dataset.field = 'timeZone'
    const hint = this.#hint ? h('p', { class: 'hint', id: `${this.#id}-hint` }, this.#hint) : null
    if (hint) this.#input.setAttribute('aria-describedby', hint.id)
    fill(this, h('label', { for: this.#id }, this.#label),
      h('div', { class: 'zone-box' }, this.#input, this.#list), this.#value, hint)
    this.#choose(this.#chosen)
    const { signal } = this
    this.#input.addEventListener('input', () => this.#open(this.#input.value), { signal })
    this.#input.addEventListener('click', () => this.#open(''), { signal })
    this.#input.addEventListener('focus', () => this.#input.select(), { signal })
    this.#input.addEventListener('blur', () => this.#choose(this.#chosen), { signal })
    this.#input.addEventListener('keydown', event => this.#key(event), { signal })
    // The field keeps the focus while the list is pressed.
    this.#list.addEventListener('pointerdown', event => event.preventDefault(), { signal })
  }

  /** @param {string} text */
  #open(text) {
    this.#found = this.#zones.filter(zone => matches(zone, text)).slice(0, SHOWN_LIMIT)
    fill(this.#list, this.#found.length
      ? this.#found.map((zone, index) => h('li', {
        role: 'option', id: `${this.#id}-${index}`, 'aria-selected': String(zone === this.#chosen),
        on: { click: () => this.#choose(zone) },
      }, h('bdi', {}, zone.name), h('span', { dir: 'ltr' }, offsetOf(zone.id))))
      : h('li', { class: 'none', role: 'option', 'aria-disabled': 'true' }, t('zone.none')))
    this.#list.hidden = false
    this.#input.setAttribute('aria-expanded', 'true')
    this.#mark(text ? 0 : this.#found.indexOf(this.#chosen))
  }

  /** @param {number} index */
  #mark(index) {
    this.#active = this.#found.length ? Math.min(Math.max(index, 0), this.#found.length - 1) : -1
    for (const [place, option] of [...this.#list.children].entries()) {
      option.classList.toggle('active', place === this.#active)
      if (place === this.#active) option.scrollIntoView({ block: 'nearest' })
    }
    if (this.#active < 0) this.#input.removeAttribute('aria-activedescendant')
    else this.#input.setAttribute('aria-activedescendant', `${this.#id}-${this.#active}`)
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const open = !this.#list.hidden
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault()
      if (open) this.#mark(this.#active + (event.key === 'ArrowDown' ? 1 : -1))
      else this.#open('')
    } else if (open && event.key === 'Enter') {
      event.preventDefault()
      this.#choose(this.#found[this.#active] ?? this.#chosen)
    } else if (open && event.key === 'Escape') {
      event.preventDefault()
      event.stopPropagation()
      this.#choose(this.#chosen)
    }
  }

  /** @param {Zone} zone */
  #choose(zone) {
    this.#chosen = zone
    this.#value.value = zone.id
    const offset = offsetOf(zone.id)
    this.#input.value = offset ? `${zone.name} (${offset})` : zone.name
    this.#list.hidden = true
    this.#input.setAttribute('aria-expanded', 'false')
    this.#input.removeAttribute('aria-activedescendant')
  }
}

customElements.define('zone-field', ZoneField)
