/** Which conversations are chosen for an action on many: pure. */
export class Selection {
  /** @type {Set<string>} */
  ids = new Set()
  /** Whether everything that matches is meant, also what was not fetched. */
  everything = false
  /** Where a range begins. */
  #anchor = ''

  get size() {
    return this.ids.size
  }

  /** @param {string} id */
  has(id) {
    return this.everything || this.ids.has(id)
  }

  /**
   * Chooses one or lets it go; with `range`, everything from the last one on as it.
   * @param {string} id
   * @param {readonly string[]} order As the list stands.
   * @param {boolean} [range]
   */
  toggle(id, order, range = false) {
    const wanted = !this.has(id)
    if (this.everything) this.#narrow(order)
    const from = range ? order.indexOf(this.#anchor) : -1
    const to = order.indexOf(id)
    const chosen = from < 0 || to < 0 ? [id] : order.slice(Math.min(from, to), Math.max(from, to) + 1)
    for (const one of chosen) {
      if (range || wanted) this.ids.add(one)
      else this.ids.delete(one)
    }
    this.#anchor = id
  }

  /**
   * Whoever lets one go of everything means the others that they see.
   * @param {readonly string[]} order
   */
  #narrow(order) {
    this.everything = false
    this.ids = new Set(order)
  }

  /** @param {readonly string[]} order Everything that was fetched. */
  all(order) {
    this.ids = new Set(order)
  }

  /** Everything that matches, fetched or not. */
  allThatMatch() {
    this.everything = true
  }

  clear() {
    this.ids = new Set()
    this.everything = false
    this.#anchor = ''
  }

  /**
   * What left the list is not acted on unseen.
   * @param {ReadonlySet<string>|readonly string[]} order
   * @returns {boolean} Whether something was let go.
   */
  retain(order) {
    const there = new Set(order)
    const kept = [...this.ids].filter(id => there.has(id))
    if (kept.length === this.ids.size) return false
    this.ids = new Set(kept)
    return true
  }
}
