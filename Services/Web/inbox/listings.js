import { Listing } from './listing.js'
import { belongs, orderOf } from './views.js'

const KEPT_LISTINGS = 12

/**
 * @typedef {import('../common/wire.js').Conversation} Conversation
 * @typedef {object} ListingsParts
 * @property {() => string} me
 * @property {(pile: import('./views.js').Pile, cursor: string|undefined, limit: number) =>
 *   Promise<import('../common/wire.js').Page<Conversation>>} ask
 * @property {(id: string) => Conversation|undefined} get
 * @property {(items: Conversation[]) => void} learn
 * @property {() => void} changed
 */

/** The piles that were looked at, so that going back to one shows it at once. */
export class Listings {
  /** @type {Map<string, Listing>} */
  #listings = new Map()
  #parts

  /** @param {ListingsParts} parts */
  constructor(parts) {
    this.#parts = parts
  }

  /** @param {import('./views.js').Pile} pile */
  of(pile) {
    const name = JSON.stringify([pile.view, pile.filter, pile.sort])
    const listing = this.#listings.get(name) ?? this.#begin(pile)
    // The one that was looked at longest ago goes first.
    this.#listings.delete(name)
    this.#listings.set(name, listing)
    for (const old of this.#listings.keys()) {
      if (this.#listings.size <= KEPT_LISTINGS) break
      this.#listings.delete(old)
    }
    return listing
  }

  /** @param {import('./views.js').Pile} pile */
  #begin(pile) {
    const { me, ask, get, learn, changed } = this.#parts
    return new Listing({
      ask: (cursor, limit) => ask(pile, cursor, limit), belongs: item => belongs(item, pile, me()),
      order: orderOf(pile.sort), get, learn, changed,
    })
  }

  /** @param {Conversation} item */
  take(item) {
    for (const listing of this.#listings.values()) listing.take(item)
  }

  /** @param {string} id */
  drop(id) {
    for (const listing of this.#listings.values()) listing.drop(id)
  }

  clear() {
    this.#listings.clear()
  }
}
