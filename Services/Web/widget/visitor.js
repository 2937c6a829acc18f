import { call } from '../common/api.js'
import { openStorage } from '../common/storage.js'

const HIDDEN = /** @type {const} */ ('hidden')

/**
 * @typedef {import('../common/wire.js').VisitorDetails} VisitorDetails
 * @typedef {import('../common/wire.js').VisitorIdentity} Identity
 * @typedef {{visitor: string, token: string, details?: VisitorDetails, identity?: Identity, proof?: string}} Kept
 */

/**
 * Who this browser is to one inbox: nobody in particular, or the customer whom the shop's token names. Of the first,
 * nothing is kept before a message is written.
 */
export class Visitor {
  storage = openStorage('localStorage')
  #inbox
  #proof
  #key
  /** @type {Kept|null} */
  #kept

  /**
   * @param {string} inbox
   * @param {string} [proof] The shop's token.
   */
  constructor(inbox, proof = '') {
    this.#inbox = inbox
    this.#proof = proof
    this.#key = keyOf(inbox, proof)
    this.#kept = read(this.storage.getItem(this.#key))
    // Another customer was here before.
    if (this.#kept && subjectOf(this.#kept.proof ?? '') !== subjectOf(proof)) this.forget()
  }

  /**
   * Forgets whoever was here.
   * @param {string} inbox
   */
  static forget(inbox) {
    const storage = openStorage('localStorage')
    const gone = [keyOf(inbox, ''), keyOf(inbox, 'x')]
    for (const key of storage.keys()) {
      if (gone.includes(key) || /^majlis\.outbox\.(.+?)[./]/.exec(key)?.[1] === inbox) storage.removeItem(key)
    }
  }

  /**
   * Whether a token is of this very person; then it is their newest.
   * @param {string} proof
   */
  is(proof) {
    const same = subjectOf(proof) === subjectOf(this.#proof)
    if (same && proof) this.#proof = proof
    return same
  }

  /** Has the server look at the shop's token. One that was found good before need not be shown again. */
  async identify() {
    if (!this.#proof || this.#kept?.proof === this.#proof) return
    const known = this.#kept
    try {
      this.#kept = null
      await this.ensureToken()
    } catch (error) {
      if (!known) throw error
      this.#kept = known
    }
  }

  /** Whose unsent messages are whose. */
  get scope() {
    return this.#proof ? `${this.#inbox}/${this.#kept?.visitor}` : this.#inbox
  }

  /**
   * What is left to ask.
   * @param {import('../common/wire.js').PreChat} rules
   */
  asked({ name, email, phone }) {
    const known = this.#kept?.identity
    return {
      name: known?.name ? HIDDEN : name, email: known?.email ? HIDDEN : email, phone: known?.phone ? HIDDEN : phone,
    }
  }

  /** @returns {string|undefined} */
  get token() {
    return this.#kept?.token
  }

  /** Whether there is something to come back to: a conversation, or a message that has not left yet. */
  get wrote() {
    return Boolean(this.#kept) || this.storage.keys().some(key => key.startsWith(`majlis.outbox.${this.scope}.`))
  }

  /** What they told of themselves before. */
  get details() {
    return this.#kept?.details ?? {}
  }

  /** @returns {Promise<string>} The token; a new one where there is none yet. */
  async ensureToken() {
    if (this.#kept) return this.#kept.token
    const proof = this.#proof || undefined
    const body = proof && { token: proof }
    /** @type {import('../common/wire.js').VisitorGrant} */
    const grant = await call('POST', `/widget/${encodeURIComponent(this.#inbox)}/visitor`, body)
    // Another message may have been quicker: one browser is one visitor.
    const quicker = this.token
    if (quicker) return quicker
    this.#keep({ ...grant, proof })
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

/**
 * The customer goes by a key of their own: who was here before signing in is there again afterwards.
 * @param {string} inbox
 * @param {string} proof
 */
function keyOf(inbox, proof) {
  return `majlis.${proof ? 'customer' : 'visitor'}.${inbox}`
}

/**
 * Whom a token names. Only the server can tell whether that is true.
 * @param {string} token
 * @returns {string}
 */
function subjectOf(token) {
  try {
    return String(JSON.parse(atob(token.split('.')[1].replaceAll('-', '+').replaceAll('_', '/'))).sub)
  } catch {
    return token
  }
}
