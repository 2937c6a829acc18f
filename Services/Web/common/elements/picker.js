import { fold, matchRank } from '../fold.js'
import { fill, h, icon } from '../html.js'
import { CHECK, PLUS, SEARCH } from '../icons.js'
import { place } from './place.js'

/**
 * @typedef {object} Choice
 * @property {string} id Unique within the list.
 * @property {string} label
 * @property {string} [hint]
 * @property {string} [group] The heading that it stands under; a heading is written where it changes.
 * @property {Node} [face]
 * @property {boolean} [chosen]
 *
 * @typedef {object} PickerParts
 * @property {string} label What is chosen, for those who hear the page.
 * @property {string} [title] Stands above the field, where what it is about may be out of sight.
 * @property {HTMLElement} [clear] What the list does not cover, besides the button.
 * @property {string} search What stands in the empty field.
 * @property {string} empty What is said where nothing is found.
 * @property {Choice[]} choices
 * @property {boolean} [several] Whether it stays open and each is put on and taken off.
 * @property {(id: string, on: boolean) => void} choose
 * @property {(text: string) => string} [createLabel] Where something new may be made of what was typed.
 * @property {(text: string) => void} [create]
 * @property {(changed: boolean) => void} [closed]
 */

let made = 0

/**
 * Opens a list to search in at a button: letters find, arrows move, Enter chooses, Escape and a press elsewhere close.
 * @param {HTMLElement} anchor
 * @param {PickerParts} parts
 */
export function openPicker(anchor, parts) {
  new Picker(anchor, parts)
}

class Picker {
  #anchor
  #parts
  #id = `picker-${++made}`
  #here = 0
  #changed = false
  /** @type {Choice[]} */
  #shown = []
  #input
  #list
  #box

  /**
   * @param {HTMLElement} anchor
   * @param {PickerParts} parts
   */
  constructor(anchor, parts) {
    this.#anchor = anchor
    this.#parts = { ...parts, choices: parts.choices.map(choice => ({ ...choice })) }
    this.#list = h('ul', {
      id: this.#id, role: 'listbox', tabindex: '-1', 'aria-label': parts.label,
      'aria-multiselectable': parts.several ? 'true' : undefined,
    })
    this.#input = h('input', {
      type: 'search', role: 'combobox', class: 'picker-search', 'aria-expanded': 'true', 'aria-controls': this.#id,
      'aria-autocomplete': 'list', 'aria-label': parts.search, placeholder: parts.search, dir: 'auto', maxlength: 80,
      autocomplete: 'off', enterkeyhint: 'done', on: { input: () => this.#draw(0) },
    })
    /** @type {any} */
    const box = h('div', { class: 'picker', popover: 'auto', role: 'dialog', 'aria-label': parts.label },
      parts.title ? h('p', { class: 'picker-title' }, parts.title) : null,
      h('label', { class: 'picker-field' }, icon(SEARCH), this.#input), this.#list)
    this.#box = box
    this.#open()
  }

  #open() {
    const box = this.#box
    box.addEventListener('toggle', (/** @type {any} */ event) => {
      if (event.newState !== 'closed') return
      box.remove()
      this.#anchor.setAttribute('aria-expanded', 'false')
      this.#parts.closed?.(this.#changed)
    })
    box.addEventListener('keydown', (/** @type {KeyboardEvent} */ event) => this.#key(event))
    document.body.append(box)
    box.showPopover()
    this.#anchor.setAttribute('aria-expanded', 'true')
    const first = this.#parts.choices.findIndex(({ chosen }) => chosen)
    this.#draw(this.#parts.several ? 0 : Math.max(0, first))
    place(box, this.#anchor, this.#parts.clear)
    // A phone's keyboard would cover half of what there is to choose from.
    if (matchMedia('(pointer: coarse)').matches) this.#list.focus()
    else this.#input.focus()
  }

  /** @param {number} here */
  #draw(here) {
    const { choices, createLabel, empty } = this.#parts
    const text = this.#input.value.trim()
    const wanted = fold(text)
    const ranked = choices.map((choice, index) => ({
      choice, index, rank: matchRank(fold(`${choice.label} ${choice.hint ?? ''}`), wanted),
    })).filter(({ rank }) => rank > 0)
    if (wanted) ranked.sort((one, other) => other.rank - one.rank || one.index - other.index)
    this.#shown = ranked.map(({ choice }) => choice)
    const isNew = createLabel && text && !choices.some(({ label }) => fold(label) === wanted)
    if (isNew) this.#shown.push({ id: '', label: createLabel(text), face: icon(PLUS) })
    this.#here = Math.min(here, Math.max(0, this.#shown.length - 1))
    /** @type {string|undefined} */
    let group
    fill(this.#list, this.#shown.flatMap((choice, index) => {
      const heading = !wanted && choice.group && choice.group !== group
        ? h('li', { class: 'picker-group', role: 'presentation' }, choice.group) : null
      group = choice.group
      return [heading, this.#row(choice, index)]
    }), this.#shown.length ? null : h('li', { class: 'picker-empty', role: 'presentation' }, empty))
    this.#mark()
  }

  /**
   * @param {Choice} choice
   * @param {number} index
   */
  #row(choice, index) {
    return h('li', {
      id: `${this.#id}-${index}`, role: 'option', 'aria-selected': String(Boolean(choice.chosen)),
      on: {
        click: () => this.#take(index),
        pointermove: () => { if (this.#here !== index) { this.#here = index; this.#mark() } },
      },
    },
      choice.face?.cloneNode(true),
      h('span', { class: 'label' }, h('bdi', {}, choice.label), choice.hint ? h('small', {}, choice.hint) : null),
      choice.chosen ? icon(CHECK) : null)
  }

  #mark() {
    for (const row of this.#list.querySelectorAll('[role=option]')) {
      row.classList.toggle('here', row.id === `${this.#id}-${this.#here}`)
    }
    const row = this.#list.querySelector('.here')
    row?.scrollIntoView({ block: 'nearest' })
    this.#input.setAttribute('aria-activedescendant', row?.id ?? '')
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (event.isComposing) return
    const last = this.#shown.length - 1
    const steps = /** @type {Record<string, number>} */ ({
      ArrowDown: this.#here === last ? 0 : this.#here + 1, ArrowUp: this.#here ? this.#here - 1 : last,
      PageDown: Math.min(last, this.#here + 8), PageUp: Math.max(0, this.#here - 8),
    })
    if (event.code in steps && last >= 0) {
      this.#here = steps[event.code]
      this.#mark()
    } else if (event.code === 'Enter' || event.code === 'NumpadEnter') this.#take(this.#here)
    else if (event.code === 'Tab') this.#box.hidePopover()
    else return
    event.preventDefault()
  }

  /** @param {number} index */
  #take(index) {
    const choice = this.#shown[index]
    if (!choice) return
    const { several, choose, create } = this.#parts
    if (!choice.id && create) {
      const text = this.#input.value.trim()
      this.#box.hidePopover()
      return create(text)
    }
    this.#changed = true
    if (!several) {
      this.#box.hidePopover()
      return choose(choice.id, true)
    }
    const own = this.#parts.choices.find(({ id }) => id === choice.id)
    if (own) own.chosen = !own.chosen
    choose(choice.id, Boolean(own?.chosen))
    const found = this.#input.value !== ''
    // What was typed has done its work; the next word begins anew.
    this.#input.value = ''
    this.#draw(found ? 0 : index)
  }
}
