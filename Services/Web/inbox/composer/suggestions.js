import { fill, h, setAttribute } from '../../common/html.js'

let count = 0

/**
 * @typedef {object} Suggestion
 * @property {string} title
 * @property {string} [hint]
 * @property {string} [text] What it stands for.
 * @property {Node} [face]
 * @property {() => void} choose
 */

/** A list above a field in which somebody writes: arrows move, Enter or Tab chooses, Escape closes it. */
export class Suggestions {
  #area
  #empty = h('p', { class: 'suggestions-empty' })
  #list = h('ul', { role: 'listbox', id: `suggestions-${++count}` })
  element = h('div', { class: 'suggestions', hidden: true }, this.#list, this.#empty)
  /** @type {Suggestion[]} */
  #items = []
  #chosen = 0

  /** @param {HTMLTextAreaElement} area */
  constructor(area) {
    this.#area = area
    setAttribute(area, 'aria-autocomplete', 'list')
    setAttribute(area, 'aria-controls', this.#list.id)
    // The field keeps the focus, whatever is pressed here.
    this.element.addEventListener('pointerdown', event => event.preventDefault())
  }

  get shown() {
    return !this.element.hidden
  }

  /**
   * @param {string} label
   * @param {Suggestion[]} items
   * @param {string} [empty] What to say when there are none; without it nothing is shown then.
   */
  show(label, items, empty = '') {
    this.#items = items
    this.#chosen = 0
    setAttribute(this.#list, 'aria-label', label)
    this.element.hidden = !items.length && !empty
    this.#list.hidden = !items.length
    this.#empty.hidden = items.length > 0
    this.#empty.textContent = empty
    fill(this.#list, items.map((item, place) => this.#row(item, place)))
    this.#mark()
  }

  hide() {
    if (this.element.hidden) return
    this.element.hidden = true
    this.#items = []
    this.#mark()
  }

  /**
   * @param {KeyboardEvent} event Of the field.
   * @returns {boolean} Whether it was meant for the list.
   */
  key(event) {
    if (!this.shown) return false
    const { code } = event
    const size = this.#items.length
    if (code === 'Escape') this.hide()
    else if (!size) return false
    else if (code === 'ArrowDown' || code === 'ArrowUp') {
      this.#chosen = (this.#chosen + (code === 'ArrowDown' ? 1 : size - 1)) % size
      this.#mark()
    } else if ((event.key === 'Enter' && !event.shiftKey) || code === 'Tab') this.#items[this.#chosen].choose()
    else return false
    event.preventDefault()
    event.stopPropagation()
    return true
  }

  /**
   * @param {Suggestion} item
   * @param {number} place
   */
  #row({ title, hint, text, face, choose }, place) {
    return h('li', {
      role: 'option', id: `${this.#list.id}-${place}`,
      on: { click: choose, pointermove: () => { if (this.#chosen !== place) { this.#chosen = place; this.#mark() } } },
    },
      face,
      h('span', { class: 'suggestion-text' },
        h('span', { class: 'suggestion-title' }, h('bdi', {}, title), hint ? h('small', {}, h('bdi', {}, hint)) : null),
        text ? h('span', { class: 'suggestion-body', dir: 'auto' }, text) : null))
  }

  #mark() {
    const rows = [...this.#list.children]
    rows.forEach((row, place) => setAttribute(row, 'aria-selected', String(place === this.#chosen)))
    const row = this.shown && this.#items.length ? rows[this.#chosen] : undefined
    setAttribute(this.#area, 'aria-activedescendant', row?.id)
    row?.scrollIntoView({ block: 'nearest' })
  }
}
