/**
 * Many rows of which few are drawn: where each stands, which are seen, and how readers keep their place while rows
 * come, go, move and turn out taller than was thought. Arithmetic only.
 *
 * @typedef {{offset: number, tops: Map<string, number>}} Hold What somebody saw, and where it stood.
 */
export class VirtualRows {
  #estimate
  /** @type {readonly string[]} */
  #keys = []
  /** @type {Map<string, number>} */
  #heights = new Map()
  /** @type {Map<string, number>|undefined} */
  #places
  #tops = new Float64Array(1)
  /** How many of the tops are worked out; they are as long as nothing above them changes. */
  #known = 0

  /** @param {number | ((key: string) => number)} estimate The height of a row that was never drawn. */
  constructor(estimate) {
    this.#estimate = typeof estimate === 'number' ? () => estimate : estimate
  }

  get length() {
    return this.#keys.length
  }

  /** The height of all rows together. */
  get total() {
    return this.top(this.#keys.length)
  }

  /** @param {readonly string[]} keys Unique, from top to bottom. What was measured of those that stay is kept. */
  setKeys(keys) {
    this.#keys = keys
    this.#places = undefined
    this.#known = 0
    if (this.#tops.length <= keys.length) this.#tops = new Float64Array(Math.ceil(keys.length * 1.5) + 1)
    if (this.#heights.size > 2 * keys.length + 1_000) this.#forget()
  }

  #forget() {
    for (const key of [...this.#heights.keys()]) if (this.placeOf(key) < 0) this.#heights.delete(key)
  }

  /** @param {string} key */
  placeOf(key) {
    this.#places ??= new Map(this.#keys.map((name, place) => [name, place]))
    return this.#places.get(key) ?? -1
  }

  /** @param {number} place */
  keyAt(place) {
    return this.#keys[place]
  }

  /**
   * Learns how tall a row is.
   * @param {string} key
   * @param {number} height
   * @returns {boolean} Whether it is another height than was known.
   */
  measure(key, height) {
    if (this.#heights.get(key) === height) return false
    this.#heights.set(key, height)
    const place = this.placeOf(key)
    if (place >= 0) this.#known = Math.min(this.#known, place)
    return true
  }

  /** @param {string} key */
  #height(key) {
    return this.#heights.get(key) ?? this.#estimate(key)
  }

  /**
   * Where a row begins; past the last one, where all end.
   * @param {number} place
   */
  top(place) {
    const end = Math.max(0, Math.min(place, this.#keys.length))
    for (; this.#known < end; this.#known += 1) {
      this.#tops[this.#known + 1] = this.#tops[this.#known] + this.#height(this.#keys[this.#known])
    }
    return this.#tops[end]
  }

  /**
   * The row that stands at an offset: the first one above all, the last one below all.
   * @param {number} offset
   */
  at(offset) {
    let low = 0
    let high = Math.max(0, this.#keys.length - 1)
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if (this.top(middle) <= offset) low = middle
      else high = middle - 1
    }
    return low
  }

  /**
   * The rows that stand within a stretch.
   * @param {number} offset
   * @param {number} extent
   * @param {number} [margin] As much more on either side.
   * @returns {{from: number, to: number}} `to` is the first that does not.
   */
  seen(offset, extent, margin = 0) {
    if (!this.#keys.length) return { from: 0, to: 0 }
    return { from: this.at(Math.max(0, offset - margin)), to: this.at(offset + extent + margin) + 1 }
  }

  /**
   * Remembers what is seen, before something changes.
   * @param {number} offset
   * @param {number} extent
   * @returns {Hold}
   */
  hold(offset, extent) {
    const { from, to } = this.seen(offset, extent)
    const tops = new Map()
    for (let place = from; place < to; place += 1) tops.set(this.#keys[place], this.top(place))
    return { offset, tops }
  }

  /**
   * Where to scroll after the change, so that most of what was seen stands where it stood. A row that went to another
   * place does not take the reader with it.
   * @param {Hold} hold
   * @returns {number} An offset.
   */
  release({ offset, tops }) {
    /** @type {number[]} */
    const shifts = []
    for (const [key, top] of tops) {
      const place = this.placeOf(key)
      if (place >= 0) shifts.push(this.top(place) - top)
    }
    if (!shifts.length) return offset
    shifts.sort((one, other) => one - other)
    return Math.max(0, offset + shifts[(shifts.length - 1) >> 1])
  }
}
