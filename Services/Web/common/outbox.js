import { Problem } from './api.js'

const FIRST_RETRY_MILLISECONDS = 1_000
const LONGEST_RETRY_MILLISECONDS = 20_000
const COUNTER_LIMIT = 2 ** 32
const TAB_LIMIT = 2 ** 21


/**
 * Unsent messages. They survive a reload and a network cut, leave one after the other in the order written, and stay
 * until the server has acknowledged them. Every entry has a storage key of its own, so that tabs do not overwrite one
 * another; when two tabs send the same entry it still is stored once, by its clientId.
 */
export class Outbox {
  #parts
  #prefix
  /** @type {import('./shapes.js').Outgoing[]} */
  #entries
  /** @type {Set<string>} */
  #busy = new Set()
  /** @type {Map<string, number>} */
  #attempts = new Map()

  /** @param {import('./shapes.js').OutboxParts} parts */
  constructor(parts) {
    this.#parts = parts
    this.#prefix = `majlis.outbox.${parts.scope}.`
    this.#entries = this.#load()
  }

  /**
   * @param {string} conversation
   * @returns {readonly import('./shapes.js').Outgoing[]} In the order written.
   */
  of(conversation) {
    return this.#entries.filter(entry => entry.conversation === conversation)
  }

  get size() {
    return this.#entries.length
  }

  /**
   * Keeps a message and begins to send it.
   * @param {import('./shapes.js').Draftable} draft
   * @returns {import('./shapes.js').Outgoing}
   */
  add({ kind = 'reply', ...draft }) {
    /** @type {import('./shapes.js').Outgoing} */
    const entry = {
      ...draft, kind, clientId: this.#parts.nextClientId(), writtenAt: new Date().toISOString(), state: 'queued',
    }
    this.#entries.push(entry)
    this.keep(entry)
    this.#parts.changed(entry.conversation)
    this.pump(entry.conversation)
    return entry
  }

  /** @param {number} clientId */
  find(clientId) {
    return this.#entries.find(entry => entry.clientId === clientId)
  }

  /** Tries everything that waits, at once: the connection is back. */
  flush() {
    this.#attempts.clear()
    for (const conversation of new Set(this.#entries.map(entry => entry.conversation))) this.pump(conversation)
  }

  /**
   * Sends a failed message once more.
   * @param {number} clientId
   */
  retry(clientId) {
    const entry = this.find(clientId)
    if (entry?.state !== 'failed') return
    this.#mark(entry, 'queued')
    this.pump(entry.conversation)
  }

  /**
   * Gives a message up, or lets it go because it was seen to have arrived.
   * @param {number} clientId
   */
  discard(clientId) {
    const place = this.#entries.findIndex(entry => entry.clientId === clientId)
    if (place < 0) return
    const [entry] = this.#entries.splice(place, 1)
    this.#parts.storage.removeItem(this.#prefix + clientId)
    this.#parts.changed(entry.conversation)
  }

  /**
   * Moves messages written for a conversation that was yet to be made to the one that now is.
   * @param {string} from
   * @param {string} to
   */
  move(from, to) {
    for (const entry of this.of(from)) {
      entry.conversation = to
      this.keep(entry)
    }
    this.#parts.changed(from)
    this.#parts.changed(to)
    this.pump(to)
  }

  /**
   * Sends what may leave, one after the other.
   * @param {string} conversation
   */
  async pump(conversation) {
    if (this.#busy.has(conversation)) return
    this.#busy.add(conversation)
    try {
      for (let entry; (entry = this.nextOf(conversation));) {
        if (!await this.#deliver(entry)) break
      }
    } finally {
      this.#busy.delete(conversation)
    }
  }

  /**
   * What leaves next; nothing when nothing may.
   * @param {string} conversation
   * @returns {import('./shapes.js').Outgoing|undefined}
   */
  nextOf(conversation) {
    return this.#entries.find(entry => entry.conversation === conversation && entry.state === 'queued')
  }

  /**
   * @param {import('./shapes.js').Outgoing} entry
   * @returns {Promise<boolean>} Whether to go on with the next.
   */
  async #deliver(entry) {
    const { conversation } = entry
    this.#mark(entry, 'sending')
    try {
      const answer = await this.#parts.send(entry)
      this.#attempts.delete(conversation)
      this.#parts.delivered(entry, answer)
      this.discard(entry.clientId)
      return true
    } catch (error) {
      return this.#refused(entry, error)
    }
  }

  /**
   * @param {import('./shapes.js').Outgoing} entry
   * @param {unknown} error
   * @returns {boolean} Whether to go on with the next.
   */
  #refused(entry, error) {
    const problem = error instanceof Problem ? error : new Problem({ status: 0, code: 'network' })
    if (!this.#entries.includes(entry)) return true
    if (problem.passing) {
      this.#mark(entry, 'queued', problem.code)
      this.#tryLater(entry.conversation, problem.retryAfter)
      return false
    }
    // Signed out: the message waits for its writer to come back.
    if (problem.status === 401) {
      this.#mark(entry, 'queued', problem.code)
      return false
    }
    this.#mark(entry, 'failed', problem.code)
    return true
  }

  /**
   * @param {string} conversation
   * @param {number} [seconds] As the server asked.
   */
  #tryLater(conversation, seconds) {
    const attempt = this.#attempts.get(conversation) ?? 0
    this.#attempts.set(conversation, attempt + 1)
    const delay = Math.min(LONGEST_RETRY_MILLISECONDS, FIRST_RETRY_MILLISECONDS * 2 ** Math.min(attempt, 10))
    const later = this.#parts.later ?? ((task, milliseconds) => setTimeout(task, milliseconds))
    later(() => this.pump(conversation), Math.max(delay, (seconds ?? 0) * 1000))
  }

  /**
   * @param {import('./shapes.js').Outgoing} entry
   * @param {import('./shapes.js').Outgoing['state']} state
   * @param {string} [problem]
   */
  #mark(entry, state, problem) {
    entry.state = state
    entry.problem = problem
    this.keep(entry)
    this.#parts.changed(entry.conversation)
  }

  /**
   * Writes an entry down as it is now.
   * @param {import('./shapes.js').Outgoing} entry
   */
  keep(entry) {
    this.#parts.storage.setItem(this.#prefix + entry.clientId, JSON.stringify(entry))
  }

  /** @returns {import('./shapes.js').Outgoing[]} */
  #load() {
    const { storage } = this.#parts
    const entries = []
    for (const key of storage.keys()) {
      if (!key.startsWith(this.#prefix)) continue
      try {
        const entry = JSON.parse(storage.getItem(key) ?? '')
        entries.push(entry.state === 'failed' ? entry : { ...entry, state: 'queued' })
      } catch {
        storage.removeItem(key)
      }
    }
    return entries.sort((one, other) => one.writtenAt.localeCompare(other.writtenAt) || one.clientId - other.clientId)
  }
}

/**
 * Names messages so that each may be sent again until it is acknowledged and is still stored once: 21 random bits for
 * this tab above a counter of 32, together at most 2^53 - 1. Made by arithmetic, since bit operators stop at 32 bits.
 * @param {number} tab At least 0, below 2^21.
 * @returns {() => number}
 */
export function clientIds(tab) {
  let counter = 0
  return () => {
    counter = (counter + 1) % COUNTER_LIMIT
    return tab * COUNTER_LIMIT + counter
  }
}

/** A tab's number, by chance. */
export function randomTab() {
  return crypto.getRandomValues(new Uint32Array(1))[0] % TAB_LIMIT
}
