import { Outbox } from '../common/outbox.js'

/** @typedef {import('../common/shapes.js').Outgoing} Outgoing */

/**
 * The team's outbox: an answer may wait a while, so that its writer can take it back. It waits in the browser's storage
 * and so through a reload; whichever tab takes it back takes it from all of them.
 */
export class HeldOutbox extends Outbox {
  #storage
  #prefix
  #now
  #later
  /**
   * What stands in the storage. What does not, for want of room, is no other tab's to take away.
   * @type {Set<number>|undefined}
   */
  #kept

  /** @param {import('../common/shapes.js').OutboxParts & {now?: () => number}} parts */
  constructor(parts) {
    super(parts)
    this.#storage = parts.storage
    this.#prefix = `majlis.outbox.${parts.scope}.`
    this.#now = parts.now ?? Date.now
    this.#later = parts.later ?? ((task, milliseconds) => setTimeout(task, milliseconds))
    this.#kept = new Set(parts.storage.keys().filter(key => key.startsWith(this.#prefix))
      .map(key => Number(key.slice(this.#prefix.length))))
  }

  /**
   * Keeps a message and sends it once its writer had time to take it back.
   * @param {import('../common/shapes.js').Draftable} draft
   * @param {number} milliseconds
   */
  hold(draft, milliseconds) {
    // Never before what was written earlier.
    const others = this.of(draft.conversation).map(({ dueAt = 0 }) => dueAt)
    return this.add(milliseconds > 0
      ? { ...draft, dueAt: Math.max(this.#now() + milliseconds, ...others) }
      : draft)
  }

  /**
   * How long a message may still be taken back.
   * @param {Outgoing} entry
   * @returns {number} Milliseconds; 0 once it is on its way.
   */
  heldFor({ state, dueAt = 0 }) {
    return state === 'queued' ? Math.max(0, dueAt - this.#now()) : 0
  }

  /**
   * Gives a message back that has not left, or was refused, for its writer to go on with.
   * @param {number} clientId
   * @returns {Outgoing|undefined} Nothing when it is too late.
   */
  takeBack(clientId) {
    const entry = this.find(clientId)
    if (!entry || (entry.state !== 'failed' && !this.heldFor(entry))) return undefined
    this.discard(clientId)
    return entry
  }

  /**
   * Lets a message go now, and those that were written before it.
   * @param {number} clientId
   */
  hurry(clientId) {
    const entry = this.find(clientId)
    if (!entry) return
    for (const other of this.of(entry.conversation)) {
      other.dueAt = undefined
      this.keep(other)
      if (other === entry) break
    }
    this.pump(entry.conversation)
  }

  /**
   * Sends a refused answer although a colleague has answered meanwhile.
   * @param {number} clientId
   */
  sendAnyway(clientId) {
    const entry = this.find(clientId)
    if (!entry) return
    entry.basedOn = undefined
    this.retry(clientId)
  }

  /**
   * Another tab has changed what is kept.
   * @param {string|null} key As a `storage` event names it.
   */
  hear(key) {
    const entry = key?.startsWith(this.#prefix) && this.find(Number(key.slice(this.#prefix.length)))
    if (entry) this.#forgetGone(entry.conversation)
  }

  /**
   * What waits makes what was written after it wait as well, but for notes, which nobody takes back.
   * @param {string} conversation
   * @override
   */
  nextOf(conversation) {
    this.#forgetGone(conversation)
    const queued = this.of(conversation).filter(({ state }) => state === 'queued')
    const held = queued.findIndex(entry => this.heldFor(entry) > 0)
    if (held < 0) return queued[0]
    this.#later(() => this.pump(conversation), this.heldFor(queued[held]))
    return queued.find((entry, place) => place < held || (entry.kind === 'note' && !this.heldFor(entry)))
  }

  /**
   * @param {Outgoing} entry
   * @override
   */
  keep(entry) {
    super.keep(entry)
    const there = this.#storage.getItem(this.#prefix + entry.clientId) !== null
    if (there) this.#kept?.add(entry.clientId)
    else this.#kept?.delete(entry.clientId)
  }

  /**
   * What another tab has sent or taken back is not there any more.
   * @param {string} conversation
   */
  #forgetGone(conversation) {
    for (const { clientId, state } of this.of(conversation)) {
      const gone = state === 'queued' && this.#kept?.has(clientId)
        && this.#storage.getItem(this.#prefix + clientId) === null
      if (gone) this.discard(clientId)
    }
  }
}
