/** A custom element that begins when it enters the page and lets go of everything, by one signal, when it leaves. */
export class LiveElement extends HTMLElement {
  #life = new AbortController()

  /** Ends with the element's stay in the page. */
  get signal() {
    return this.#life.signal
  }

  connectedCallback() {
    this.#life = new AbortController()
    this.start()
  }

  disconnectedCallback() {
    this.#life.abort()
  }

  /** What the element does on entering the page. */
  start() {}

  /**
   * Tells the elements around it.
   * @param {string} name
   * @param {unknown} [detail]
   */
  tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { bubbles: true, detail }))
  }
}
