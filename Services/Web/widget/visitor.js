import { call } from '../common/api.js'
import { openStorage } from '../common/storage.js'

/**
 * @typedef {import('../common/wire.js').VisitorDetails} VisitorDetails
 * @typedef {{visitor: string, token: string, details?: VisitorDetails}} Kept
 */

/** Who this browser is to one inbox. Nothing is kept before the first message is written. */
export class Visitor {
  storage = openStorage('localStorage')
  #inbox
  #key
  /** @type {Kept|null} */
  #kept

  /** @param {string} inbox */
  constructor(inbox) {
    this.#inbox = inbox
    this.#key = `majlis.visitor.${inbox}`
    this.#kept = read(this.storage.getItem(this.#key))
  }

  /** @returns {string|undefined} */
  get token() {
    return this.#kept?.token
  }

  /** Whether there is something to come back to: a conversation, or a message that has not left yet. */
  get wrote() {
    return Boolean(this.#kept) || this.storage.keys().some(key => key.startsWith(`majlis.outbox.${this.#inbox}.`))
  }

  /** What they told of themselves before. */
  get details() {
    return this.#kept?.details ?? {}
  }

  /** @returns {Promise<string>} The token; a new one where there is none yet. */
  async ensureToken() {
    if (this.#kept) return this.#kept.token
    /** @type {import('../common/wire.js').VisitorGrant} */
    const grant = await call('POST', `/widget/${encodeURIComponent(this.#inbox)}/visitor`)
    // Another message may have been quicker: one browser is one visitor.
    const quicker = this.token
    if (quicker) return quicker
    this.#keep(grant)
    return grant.token
  }

  /** @param {VisitorDetails} details */
  remember(details) {
    if (this.#kept) this.#keep({ ...this.#kept, details })
  }

  /** The server does not know this token any more. */
  forget() {
    this.#kept = null
    this.storage.removeItem(this.#key)
  }

  /** @param {Kept} kept */
  #keep(kept) {
    this.#kept = kept
    this.storage.setItem(this.#key, JSON.stringify(kept))
  }
}

/**
 * @param {string|null} text
 * @returns {Kept|null}
 */
function read(text) {
  try {
    const kept = JSON.parse(text ?? 'null')
    return typeof kept?.token === 'string' ? kept : null
  } catch {
    return null
  }
}
