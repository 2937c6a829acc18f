import { mergeMessages } from '../common/thread-items.js'
import { TypingLeases } from '../common/typing.js'
import { ask } from '../common/team.js'

const PAGE_MESSAGES = 50
const KEPT_THREADS = 30

/**
 * @typedef {import('../common/wire.js').Message} Message
 * @typedef {object} Thread
 * @property {Message[]} messages Ascending by sequence, without a gap.
 * @property {boolean} hasOlder
 * @property {boolean} loading
 * @property {unknown} problem
 * @property {number} [unreadAfter] Where the team had read to when the thread was opened.
 * @property {TypingLeases} typing
 */

/** The messages of the conversations that were opened. */
export class Threads {
  #store
  #live
  /** @type {Map<string, Thread>} */
  #threads = new Map()

  /**
   * @param {import('./store.js').InboxStore} store
   * @param {() => import('../common/socket.js').LiveSocket|undefined} live
   */
  constructor(store, live) {
    this.#store = store
    this.#live = live
  }

  /** @param {string} id */
  get(id) {
    return this.#threads.get(id)
  }

  /**
   * Opens a conversation: what is known of it at once, the rest as it comes.
   * @param {string} id
   */
  async open(id) {
    const thread = this.#threads.get(id) ?? this.#begin(id)
    const conversation = this.#store.conversation(id)
    thread.unreadAfter = conversation && conversation.lastSequence > conversation.teamRead
      ? conversation.teamRead
      : undefined
    this.#store.tell('thread')
    if (!thread.messages.length) await this.load(id)
    else await this.#catchUp(id, thread)
  }

  /** @param {string} id */
  async load(id) {
    const thread = this.#threads.get(id) ?? this.#begin(id)
    thread.loading = true
    thread.problem = null
    this.#store.tell('thread')
    try {
      if (!this.#store.conversation(id)) await this.#store.fetch(id)
      const { items } = await ask('GET', `/conversations/${id}/messages?limit=${PAGE_MESSAGES}`)
      thread.messages = items
      thread.hasOlder = items.length > 0 && items[0].sequence > 1
    } catch (problem) {
      thread.problem = problem
    }
    thread.loading = false
    this.#store.tell('thread')
  }

  /** @param {string} id */
  async loadOlder(id) {
    const thread = this.#threads.get(id)
    if (!thread || thread.loading || !thread.hasOlder) return
    thread.loading = true
    try {
      const before = thread.messages[0].sequence
      const { items } = await ask('GET', `/conversations/${id}/messages?before=${before}&limit=${PAGE_MESSAGES}`)
      thread.messages = mergeMessages(thread.messages, items)
      thread.hasOlder = thread.messages[0].sequence > 1 && items.length > 0
    } catch {
      // The reader scrolls again, and it is tried again.
    }
    thread.loading = false
    this.#store.tell('thread')
  }

  /** After a gap in the events: what is open is read afresh, the others when they are opened. */
  reset() {
    for (const id of [...this.#threads.keys()]) if (id !== this.#store.openId) this.#threads.delete(id)
    if (this.#store.openId) this.load(this.#store.openId)
  }

  /**
   * @param {string} id
   * @param {Message} message
   */
  take(id, message) {
    const thread = this.#threads.get(id)
    if (!thread) return
    const last = thread.messages.at(-1)?.sequence ?? 0
    if (message.sequence > last + 1 && !thread.loading) this.#catchUp(id, thread)
    else thread.messages = mergeMessages(thread.messages, [message])
    if (message.author.kind === 'visitor') thread.typing.hear({ author: message.author, active: false })
    this.#store.tell('thread')
  }

  /**
   * @param {string} id
   * @param {{author: import('../common/wire.js').Author, active: boolean}} typing
   */
  hearTyping(id, typing) {
    if (typing.author.id === this.#store.me) return
    const thread = this.#threads.get(id) ?? this.#begin(id)
    thread.typing.hear(typing)
  }

  /** @param {string} id */
  isTyping(id) {
    return (this.#threads.get(id)?.typing.names.length ?? 0) > 0
  }

  /**
   * The reader has seen everything that is here.
   * @param {string} id
   */
  markRead(id) {
    const conversation = this.#store.conversation(id)
    const sequence = this.#threads.get(id)?.messages.at(-1)?.sequence ?? 0
    if (!conversation || sequence <= conversation.teamRead) return
    this.#store.patch(id, { teamRead: sequence })
    const socket = this.#live()
    const sent = socket?.state === 'online' ? socket.request({ type: 'read', conversation: id, sequence })
      : ask('PUT', `/conversations/${id}/read`, { sequence })
    // A lost mark is made good by the next one.
    sent.catch(() => {})
  }

  /**
   * @param {string} id
   * @param {Thread} thread
   */
  async #catchUp(id, thread) {
    const last = thread.messages.at(-1)?.sequence ?? 0
    if ((this.#store.conversation(id)?.lastSequence ?? 0) <= last) return
    try {
      const { items } = await ask('GET', `/conversations/${id}/messages?after=${last}&limit=200`)
      if (items.length === 200) return await this.load(id)
      thread.messages = mergeMessages(thread.messages, items)
      this.#store.tell('thread')
    } catch {
      // The next event or the next opening tries again.
    }
  }

  /** @param {string} id */
  #begin(id) {
    /** @type {Thread} */
    const thread = {
      messages: [], hasOlder: false, loading: false, problem: null,
      typing: new TypingLeases(() => this.#store.tell('typing', 'list')),
    }
    this.#threads.set(id, thread)
    for (const old of this.#threads.keys()) {
      if (this.#threads.size <= KEPT_THREADS) break
      if (old !== this.#store.openId && old !== id) this.#threads.delete(old)
    }
    return thread
  }
}
