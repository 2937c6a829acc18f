import { all } from '../../common/team.js'

/** The canned replies that the reader may use: asked for when they are first wanted, and again once they changed. */
export class RepliesBook {
  /** @type {Promise<import('./canned.js').CannedReply[]>|undefined} */
  #replies

  /** @returns {Promise<import('./canned.js').CannedReply[]>} None where they cannot be had. */
  async get() {
    this.#replies ??= all('/replies')
    try {
      return await this.#replies
    } catch {
      this.#replies = undefined
      return []
    }
  }

  /** Somebody has changed them. */
  forget() {
    this.#replies = undefined
  }
}
