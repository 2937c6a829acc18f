import { fill, h, icon } from '../../common/html.js'
import { t } from '../../common/i18n.js'
import { PENCIL } from '../../common/icons.js'

const TITLE_CHARACTERS = 120

/** The title, which becomes a field where it is pressed: Enter and leaving keep what was typed, Escape does not. */
export class TitleField {
  element = h('div', { class: 'title' })
  #rename
  #title = ''
  #may = false
  #id = ''

  /** @param {(id: string, title: string) => void} rename */
  constructor(rename) {
    this.#rename = rename
  }

  get isEditing() {
    return this.element.querySelector('input') !== null
  }

  /**
   * @param {string} id Whose title it is. While somebody edits, news of the same conversation does not disturb them.
   * @param {string} title
   * @param {boolean} may
   */
  show(id, title, may) {
    if (id === this.#id && this.isEditing) return
    this.#id = id
    this.#title = title
    this.#may = may
    this.#draw()
  }

  #draw() {
    const name = h('bdi', { class: 'title-text' }, this.#title)
    fill(this.element, this.#may
      ? h('button', {
        type: 'button', class: 'title-button', title: t('title.edit'),
        'aria-label': `${t('title.edit')}: ${this.#title}`,
        on: { click: () => this.edit() },
      }, name, icon(PENCIL))
      : h('h2', { title: this.#title }, name))
  }

  edit() {
    if (!this.#may || this.isEditing) return
    const id = this.#id
    const input = h('input', {
      class: 'title-input', value: this.#title, maxlength: TITLE_CHARACTERS, dir: 'auto',
      'aria-label': t('title.label'), enterkeyhint: 'done',
    })
    let over = false
    const end = (/** @type {boolean} */ keep) => {
      if (over) return
      over = true
      const text = input.value.trim()
      const changed = keep && text !== '' && text !== this.#title
      if (changed && id === this.#id) this.#title = text
      input.remove()
      this.#draw()
      if (changed) this.#rename(id, text)
    }
    input.addEventListener('blur', () => end(true))
    input.addEventListener('keydown', event => {
      if (event.isComposing || !['Enter', 'Escape'].includes(event.key)) return
      event.preventDefault()
      event.stopPropagation()
      end(event.key === 'Enter')
      const button = this.element.querySelector('button')
      button?.focus()
    })
    fill(this.element, input)
    input.focus()
    input.select()
  }
}
