const VIEWING_MILLISECONDS = 45_000

/** What passes and is kept nowhere else: who looks at a conversation now, and where the reader left a draft. */
export class Marks {
  /** @type {Set<string>} Conversations with a draft of the reader's. */
  drafts = new Set()
  /** @type {Map<string, Map<string, ReturnType<typeof setTimeout>>>} */
  #viewing = new Map()
  #changed

  /** @param {() => void} changed */
  constructor(changed) {
    this.#changed = changed
  }

  /**
   * Members who look at it, by id.
   * @param {string} conversation
   * @returns {string[]}
   */
  viewers(conversation) {
    return [...this.#viewing.get(conversation)?.keys() ?? []]
  }

  /** @param {import('../common/wire.js').LogEvent} event */
  hear({ type, conversation, data }) {
    if (!conversation) return
    if (type === 'viewing') this.#look(conversation, data.member, data.active)
    else if (type === 'draft.changed') this.draft(conversation, Boolean(data.body?.trim() || data.attachments?.length))
  }

  /**
   * @param {string} conversation
   * @param {boolean} there
   */
  draft(conversation, there) {
    if (this.drafts.has(conversation) === there) return
    if (there) this.drafts.add(conversation)
    else this.drafts.delete(conversation)
    this.#changed()
  }

  /**
   * @param {string} conversation
   * @param {string} member
   * @param {boolean} active
   */
  #look(conversation, member, active) {
    const viewers = this.#viewing.get(conversation) ?? new Map()
    clearTimeout(viewers.get(member))
    viewers.delete(member)
    // A browser that is gone does not say so: nobody looks longer than they say again.
    if (active) viewers.set(member, setTimeout(() => this.#look(conversation, member, false), VIEWING_MILLISECONDS))
    if (viewers.size) this.#viewing.set(conversation, viewers)
    else this.#viewing.delete(conversation)
    this.#changed()
  }
}
