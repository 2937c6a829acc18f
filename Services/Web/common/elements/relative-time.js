import { LiveElement } from '../html.js'
import { ago, full, listTime } from '../time.js'

const REFRESH_MILLISECONDS = 30_000

/** A moment in words that stay true as time goes by: `<relative-time datetime="…" short>`. */
export class RelativeTime extends LiveElement {
  static observedAttributes = ['datetime']

  start() {
    const timer = setInterval(() => this.#show(), REFRESH_MILLISECONDS)
    this.signal.addEventListener('abort', () => clearInterval(timer))
    this.#show()
  }

  attributeChangedCallback() {
    this.#show()
  }

  #show() {
    const moment = this.getAttribute('datetime')
    if (!moment) return
    /** @type {string} */
    const text = this.hasAttribute('short') ? listTime(moment) : ago(moment)
    const element = /** @type {HTMLElement} */ (this)
    if (text !== element.textContent) element.textContent = text
    this.title = full(moment)
  }
}

customElements.define('relative-time', RelativeTime)

/**
 * @param {string} moment
 * @param {boolean} [short] As a list needs it.
 */
export function relativeTime(moment, short = false) {
  const element = document.createElement('relative-time')
  if (short) element.setAttribute('short', '')
  element.setAttribute('datetime', moment)
  return element
}
