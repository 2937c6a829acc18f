import { fill, h } from '../common/html.js'

const HUES = 8

/**
 * Shows where colleagues write in a textarea, which cannot show it itself: a sheet over it with the same letters, which
 * nobody sees, and between them the carets, which everybody does.
 */
export class PeerCarets {
  #field
  #letters = h('div')
  #sheet = h('div', { class: 'peer-carets', 'aria-hidden': 'true', hidden: true }, this.#letters)
  #shown = ''

  /** @param {HTMLTextAreaElement} field */
  constructor(field) {
    this.#field = field
  }

  /** @param {{id: string, name: string, caret: number}[]} carets */
  show(carets) {
    this.#sheet.hidden = !carets.length
    if (!carets.length) return
    const field = this.#field
    if (!this.#sheet.isConnected) field.after(this.#sheet)
    const { style } = this.#sheet
    style.top = `${field.offsetTop}px`
    style.left = `${field.offsetLeft}px`
    style.width = `${field.clientWidth}px`
    style.height = `${field.clientHeight}px`
    const shown = JSON.stringify([carets, field.value])
    if (shown !== this.#shown) {
      this.#shown = shown
      fill(this.#letters, parts(field.value, carets))
    }
    this.scroll()
  }

  scroll() {
    this.#letters.style.transform = `translateY(${-this.#field.scrollTop}px)`
  }
}

/**
 * @param {string} text
 * @param {{id: string, name: string, caret: number}[]} carets
 */
function parts(text, carets) {
  const sorted = [...carets].sort((one, other) => one.caret - other.caret)
  let from = 0
  const found = sorted.flatMap(({ id, name, caret }) => {
    const before = text.slice(from, caret)
    from = Math.max(from, caret)
    return [before, h('i', { class: `peer-caret hue${hue(id)}` }, h('bdi', {}, name))]
  })
  // A last line that is empty has a height only with something in it.
  return [...found, `${text.slice(from)}\u200b`]
}

/** @param {string} id */
function hue(id) {
  let sum = 0
  for (const letter of id) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 997
  return sum % HUES
}
