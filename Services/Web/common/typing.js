const LEASE_MILLISECONDS = 6_000
const REPEAT_MILLISECONDS = 3_000

/** Who is typing right now. Each lease ends by itself: a browser that vanished does not go on typing for ever. */
export class TypingLeases {
  /** @type {Map<string, {name: string, timer: ReturnType<typeof setTimeout>}>} */
  #leases = new Map()
  #changed

  /** @param {() => void} changed */
  constructor(changed) {
    this.#changed = changed
  }

  /** @returns {string[]} */
  get names() {
    return [...this.#leases.values()].map(({ name }) => name)
  }

  /** @param {{author: import('./wire.js').Author, active: boolean}} typing */
  hear({ author, active }) {
    const key = `${author.kind}:${author.id}`
    const before = this.#leases.get(key)
    clearTimeout(before?.timer)
    this.#leases.delete(key)
    if (active) {
      const timer = setTimeout(() => this.hear({ author, active: false }), LEASE_MILLISECONDS)
      this.#leases.set(key, { name: author.name, timer })
    }
    if (Boolean(before) !== active) this.#changed()
  }

  clear() {
    for (const { timer } of this.#leases.values()) clearTimeout(timer)
    this.#leases.clear()
  }
}

/** Says that the person here is typing: at once, every few seconds while it goes on, and when it ends. */
export class TypingSignal {
  #say
  #saidAt = 0
  /** @type {ReturnType<typeof setTimeout>|undefined} */
  #pause

  /** @param {(active: boolean) => void} say */
  constructor(say) {
    this.#say = say
  }

  /** @param {boolean} something Whether there is any text. */
  typed(something) {
    if (!something) return this.stop()
    clearTimeout(this.#pause)
    this.#pause = setTimeout(() => this.stop(), LEASE_MILLISECONDS)
    if (Date.now() - this.#saidAt < REPEAT_MILLISECONDS) return
    this.#saidAt = Date.now()
    this.#say(true)
  }

  stop() {
    clearTimeout(this.#pause)
    if (this.#saidAt) this.#say(false)
    this.#saidAt = 0
  }
}
