/** Longer than {@link AGAIN_MILLISECONDS} by enough that a lost word is no departure. */
const LEASE_MILLISECONDS = 30_000
const AGAIN_MILLISECONDS = 10_000
/** Newcomers are answered at most so often. */
const ANSWER_MILLISECONDS = 1_000

/**
 * @typedef {object} ViewersParts
 * @property {string} me
 * @property {(conversation: string, active: boolean) => void} say
 * @property {(conversation: string) => void} changed
 * @property {import('./shared-draft.js').Clock} clock
 */

/**
 * Who has which conversation before their eyes. Said when it is opened, every few seconds, and when it is left; a page
 * that vanished is told of by the gateway, and forgotten anyway when its lease ends.
 */
export class Viewers {
  #parts
  /**
   * Of each conversation the members, and what ends their lease.
   * @type {Map<string, Map<string, () => void>>}
   */
  #viewers = new Map()
  /** @type {string|undefined} */
  #mine
  #saidAt = -Infinity
  /** @type {(() => void)|undefined} */
  #cancel

  /** @param {ViewersParts} parts */
  constructor(parts) {
    this.#parts = parts
  }

  /**
   * The others who view it, first come first.
   * @param {string} conversation
   * @returns {string[]}
   */
  of(conversation) {
    return [...this.#viewers.get(conversation)?.keys() ?? []]
  }

  /**
   * What the reader views now.
   * @param {string|undefined} conversation
   */
  view(conversation) {
    if (conversation === this.#mine) return
    if (this.#mine) this.#parts.say(this.#mine, false)
    this.#mine = conversation
    this.#sayMine()
  }

  /** The connection is there again, and nobody remembers us. */
  back() {
    this.#sayMine()
  }

  /**
   * @param {string} conversation
   * @param {{member: string, active: boolean}} viewing
   */
  hear(conversation, { member, active }) {
    const { me, clock, changed } = this.#parts
    // Another page of the reader's was closed: this one is still here.
    if (member === me) return active || conversation !== this.#mine ? undefined : this.#sayMine()
    const here = this.#viewers.get(conversation) ?? new Map()
    const isKnown = here.has(member)
    here.get(member)?.()
    const end = () => this.hear(conversation, { member, active: false })
    if (active) here.set(member, clock.later(end, LEASE_MILLISECONDS))
    else here.delete(member)
    if (here.size) this.#viewers.set(conversation, here)
    else this.#viewers.delete(conversation)
    if (isKnown === active) return
    changed(conversation)
    // Somebody new has not heard of us yet.
    if (active && conversation === this.#mine && clock.now() - this.#saidAt > ANSWER_MILLISECONDS) this.#sayMine()
  }

  #sayMine() {
    this.#cancel?.()
    if (!this.#mine) return
    this.#saidAt = this.#parts.clock.now()
    this.#parts.say(this.#mine, true)
    this.#cancel = this.#parts.clock.later(() => this.#sayMine(), AGAIN_MILLISECONDS)
  }
}
