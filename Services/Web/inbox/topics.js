/**
 * Tells listeners that something has changed, once for changes that come together.
 * @template {string} Topic
 */
export class Topics {
  /** @type {Set<Topic>} */
  #told = new Set()
  /** @type {{topics: Set<Topic>, hear: () => void}[]} */
  #listeners = []

  /**
   * @param {Topic[]} topics
   * @param {() => void} hear
   * @param {AbortSignal} signal
   */
  on(topics, hear, signal) {
    const listener = { topics: new Set(topics), hear }
    this.#listeners.push(listener)
    signal.addEventListener('abort', () => { this.#listeners = this.#listeners.filter(other => other !== listener) })
  }

  /** @param {...Topic} topics */
  tell(...topics) {
    if (!this.#told.size) queueMicrotask(() => this.#spread())
    for (const topic of topics) this.#told.add(topic)
  }

  #spread() {
    const told = this.#told
    this.#told = new Set()
    for (const { topics, hear } of this.#listeners) if ([...told].some(topic => topics.has(topic))) hear()
  }
}
