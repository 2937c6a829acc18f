const NEAR_PIXELS = 80

/**
 * Keeps a thread where its reader is: at the end while they are there, on the same message when older ones come in
 * above.
 */
export class ScrollKeeper {
  #box
  #pinned = true

  /**
   * @param {HTMLElement} box What scrolls.
   * @param {(pinned: boolean) => void} changed The reader came to the end or left it.
   * @param {AbortSignal} signal
   */
  constructor(box, changed, signal) {
    this.#box = box
    box.addEventListener('scroll', () => {
      const pinned = this.#distance() < NEAR_PIXELS
      if (pinned === this.#pinned) return
      this.#pinned = pinned
      changed(pinned)
    }, { signal, passive: true })
    const watcher = new ResizeObserver(() => { if (this.#pinned) this.toEnd() })
    watcher.observe(box)
    signal.addEventListener('abort', () => watcher.disconnect())
  }

  /** Whether the reader is at the end, and so stays there. */
  get pinned() {
    return this.#pinned
  }

  toEnd() {
    this.#pinned = true
    this.#box.scrollTop = this.#box.scrollHeight
  }

  /**
   * Changes the thread and holds the reader's place.
   * @param {() => void} change
   * @param {'above'|'below'} [where] Where things were added when the reader is not at the end.
   */
  during(change, where = 'below') {
    const distance = this.#distance()
    change()
    if (this.#pinned) this.toEnd()
    else if (where === 'above') this.#box.scrollTop = this.#box.scrollHeight - this.#box.clientHeight - distance
  }

  #distance() {
    return this.#box.scrollHeight - this.#box.clientHeight - this.#box.scrollTop
  }
}
