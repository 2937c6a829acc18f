/**
 * One pile as far down as it was fetched: which conversations, in which order.
 *
 * @typedef {import('../common/wire.js').Conversation} Conversation
 * @typedef {object} ListingParts
 * @property {(cursor: string|undefined, limit: number) => Promise<import('../common/wire.js').Page<Conversation>>} ask
 * @property {(item: Conversation) => boolean|undefined} belongs Undefined where only the server knows.
 * @property {(one: Conversation, other: Conversation) => number} order
 * @property {(id: string) => Conversation|undefined} get What is known of one now.
 * @property {(items: Conversation[]) => void} learn
 * @property {() => void} changed
 * @property {(task: () => void, milliseconds: number) => unknown} [later]
 */

const FIRST_PAGE = 50
const LONGEST_PAGE = 100
const ASK_AGAIN_MILLISECONDS = 700

export class Listing {
  loading = false
  loaded = false
  /** @type {unknown} */
  problem = null
  /** @type {string|undefined} */
  nextCursor
  /** @type {string[]} */
  #ids = []
  #parts
  #waiting = false
  /** Asked anew meanwhile: the answers to earlier questions count no more. */
  #round = 0

  /** @param {ListingParts} parts */
  constructor(parts) {
    this.#parts = parts
  }

  /** From the top, without a gap. */
  get ids() {
    return this.#ids
  }

  /**
   * Fetches the top anew; what was fetched below it stays where it still fits.
   * @param {boolean} [quietly] Without a word to the reader, who sees a list already.
   */
  async load(quietly = false) {
    const round = ++this.#round
    this.loading = !quietly
    if (!quietly) this.problem = null
    this.#parts.changed()
    try {
      const limit = Math.min(LONGEST_PAGE, Math.max(FIRST_PAGE, this.#ids.length))
      const page = await this.#parts.ask(undefined, limit)
      if (round !== this.#round) return
      this.#parts.learn(page.items)
      this.#putTop(page)
      this.loaded = true
      this.problem = null
    } catch (problem) {
      if (round !== this.#round) return
      if (!quietly) this.problem = problem
    }
    this.loading = false
    this.#parts.changed()
  }

  /** Fetches what comes below. */
  async more() {
    if (this.loading || !this.nextCursor || this.problem) return
    const round = ++this.#round
    this.loading = true
    this.#parts.changed()
    try {
      const page = await this.#parts.ask(this.nextCursor, LONGEST_PAGE)
      if (round !== this.#round) return
      this.#parts.learn(page.items)
      const known = new Set(this.#ids)
      for (const { id } of page.items) if (!known.has(id)) this.#ids.push(id)
      this.nextCursor = page.nextCursor
    } catch (problem) {
      if (round !== this.#round) return
      this.problem = problem
    }
    this.loading = false
    this.#parts.changed()
  }

  /** @param {import('../common/wire.js').Page<Conversation>} page */
  #putTop({ items, nextCursor }) {
    // What was told since may know better than the answer.
    const top = items.map(item => item.id).filter(id => {
      const item = this.#parts.get(id)
      return item && this.#parts.belongs(item) !== false
    })
    const last = items.at(-1)
    if (!nextCursor || !last) {
      this.#ids = top
      this.nextCursor = undefined
      return
    }
    const there = new Set(top)
    const below = this.#ids.filter(id => {
      const item = this.#parts.get(id)
      return item && !there.has(id) && this.#parts.order(item, last) > 0
    })
    // Where nothing lies below, the next page begins where this one ends.
    if (!below.length) this.nextCursor = nextCursor
    this.#ids = [...top, ...below]
  }

  /**
   * A conversation is not what it was: it may come in, go out, or stand elsewhere.
   * @param {Conversation} item
   */
  take(item) {
    if (!this.loaded) return
    const place = this.#ids.indexOf(item.id)
    const fits = this.#parts.belongs(item)
    if (fits === undefined) this.askAgain()
    if (fits === false || place >= 0) this.#remove(place)
    if (fits || (fits === undefined && place >= 0)) this.#insert(item)
  }

  /** @param {string} id */
  drop(id) {
    this.#remove(this.#ids.indexOf(id))
  }

  /** Asks for the top again, once for what comes together. */
  askAgain() {
    if (this.#waiting) return
    this.#waiting = true
    const later = this.#parts.later ?? setTimeout
    later(() => {
      this.#waiting = false
      this.load(true)
    }, ASK_AGAIN_MILLISECONDS)
  }

  /** @param {number} place */
  #remove(place) {
    if (place < 0) return
    this.#ids.splice(place, 1)
    this.#parts.changed()
  }

  /** @param {Conversation} item */
  #insert(item) {
    let low = 0
    let high = this.#ids.length
    while (low < high) {
      const middle = (low + high) >> 1
      const other = this.#parts.get(this.#ids[middle])
      if (other && this.#parts.order(other, item) < 0) low = middle + 1
      else high = middle
    }
    // Below what was fetched there may be others above it.
    if (low === this.#ids.length && this.nextCursor) return
    this.#ids.splice(low, 0, item.id)
    this.#parts.changed()
  }
}
