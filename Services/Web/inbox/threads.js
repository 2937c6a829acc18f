import { TypingLeases } from '../common/typing.js'
import { ask, query } from '../common/team.js'
import { joinPage, mergeChanges, nextEarlier, takeMessages } from './layout.js'

const PAGE_MESSAGES = 60
/** What stands above the message that a thread opens at. */
const BEFORE_PLACE_MESSAGES = 20
const CATCH_UP_MESSAGES = 200
const PAGE_CHANGES = 100
const CHANGES_PAGES_AT_ONCE = 5
const EARLIER_MESSAGES = 20
const KEPT_THREADS = 30

/**
 * @typedef {import('../common/wire.js').Message} Message
 * @typedef {import('../common/wire.js').Change} Change
 *
 * @typedef {object} Thread
 * @property {Message[]} messages Ascending by sequence, without a gap: a stretch of the conversation.
 * @property {boolean} hasOlder
 * @property {boolean} hasNewer
 * @property {''|'first'|'older'|'newer'} loading
 * @property {unknown} problem
 * @property {Change[]} changes In the order in which they happened.
 * @property {string} [changesCursor] Where older changes are; nothing when all are here.
 * @property {number} [unreadAfter] Where the team had read to when the thread was opened.
 * @property {Place} [place] What its reader is to be shown first, until they are.
 * @property {Earlier[]} earlier The visitor's conversations before this one, newest first, that were asked for.
 * @property {TypingLeases} typing
 *
 * @typedef {{why: 'link'|'unread'|'end', sequence: number}} Place
 *
 * @typedef {object} Earlier
 * @property {string} id
 * @property {import('../common/wire.js').Conversation} [conversation]
 * @property {Message[]} messages
 * @property {boolean} hasOlder
 * @property {boolean} loading
 * @property {unknown} problem
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
   * @param {number} [sequence] The message to show; the first unread one, or the last, when absent.
   */
  async open(id, sequence) {
    const thread = this.#threads.get(id) ?? this.#begin(id)
    this.#remember(id, thread, sequence)
    const ready = thread.messages.length && (sequence ? holds(thread, sequence) : !thread.hasNewer)
    if (!ready) return this.load(id, sequence)
    this.#store.tell('thread')
    await this.#catchUp(id, thread)
  }

  /**
   * What is new to its reader, and what they are to be shown first.
   * @param {string} id
   * @param {Thread} thread
   * @param {number} [sequence]
   */
  #remember(id, thread, sequence) {
    const { lastSequence = 0, teamRead = 0 } = this.#store.conversation(id) ?? {}
    thread.unreadAfter = lastSequence > teamRead ? teamRead : undefined
    thread.place = sequence !== undefined ? { why: 'link', sequence }
      : { why: thread.unreadAfter === undefined ? 'end' : 'unread', sequence: thread.unreadAfter ?? 0 }
  }

  /**
   * Reads a conversation afresh, around a message or at its end.
   * @param {string} id
   * @param {number} [sequence]
   */
  async load(id, sequence) {
    const thread = this.#threads.get(id) ?? this.#begin(id)
    thread.loading = 'first'
    thread.problem = null
    this.#store.tell('thread')
    try {
      if (!this.#store.conversation(id)) {
        await this.#store.fetch(id)
        this.#remember(id, thread, sequence)
      }
      const last = this.#store.conversation(id)?.lastSequence ?? 0
      const around = sequence ?? (last - (thread.unreadAfter ?? last) > BEFORE_PLACE_MESSAGES
        ? thread.unreadAfter
        : undefined)
      const after = around !== undefined && around < last - BEFORE_PLACE_MESSAGES
        ? Math.max(0, around - BEFORE_PLACE_MESSAGES)
        : undefined
      const { items } = await this.#page(id, { after })
      thread.messages = items
      this.#measure(id, thread, items)
    } catch (problem) {
      thread.problem = problem
    }
    thread.loading = ''
    this.#store.tell('thread')
    await this.#loadChanges(id, thread)
  }

  /** @param {string} id */
  loadOlder(id) {
    const thread = this.#threads.get(id)
    if (!thread?.hasOlder) return undefined
    return this.#extend(id, thread, 'older', { before: thread.messages[0]?.sequence })
  }

  /** @param {string} id */
  loadNewer(id) {
    const thread = this.#threads.get(id)
    if (!thread?.hasNewer) return undefined
    return this.#extend(id, thread, 'newer', { after: thread.messages.at(-1)?.sequence })
  }

  /**
   * Goes to the end of a thread whose end is not here.
   * @param {string} id
   */
  async loadLatest(id) {
    const thread = this.#threads.get(id)
    if (!thread?.hasNewer) return
    thread.place = { why: 'end', sequence: 0 }
    thread.unreadAfter = undefined
    await this.load(id)
  }

  /**
   * @param {string} id
   * @param {Thread} thread
   * @param {'older'|'newer'} where
   * @param {{before?: number, after?: number}} from
   */
  async #extend(id, thread, where, from) {
    if (thread.loading) return
    thread.loading = where
    try {
      const { items } = await this.#page(id, from)
      thread.messages = joinPage(thread.messages, items)
      this.#measure(id, thread, items, where)
    } catch {
      // The reader scrolls again, and it is tried again.
    }
    thread.loading = ''
    this.#store.tell('thread')
    if (where === 'older') await this.#loadChanges(id, thread)
  }

  /**
   * Whether there is more on either side of what is here.
   * @param {string} id
   * @param {Thread} thread
   * @param {Message[]} page What came last.
   * @param {'older'|'newer'} [where]
   */
  #measure(id, thread, page, where) {
    const last = this.#store.conversation(id)?.lastSequence ?? 0
    thread.hasOlder = (thread.messages[0]?.sequence ?? 1) > 1 && !(where === 'older' && !page.length)
    thread.hasNewer = (thread.messages.at(-1)?.sequence ?? last) < last && !(where === 'newer' && !page.length)
  }

  /**
   * @param {string} id
   * @param {{before?: number, after?: number, limit?: number}} from
   * @returns {Promise<{items: Message[]}>}
   */
  #page(id, { before, after, limit = PAGE_MESSAGES }) {
    return ask('GET', `/conversations/${id}/messages${query({ before, after, limit })}`)
  }

  /**
   * The changes as far back as the messages go. A conversation is read without them as well.
   * @param {string} id
   * @param {Thread} thread
   */
  async #loadChanges(id, thread) {
    try {
      for (let page = 0; page < CHANGES_PAGES_AT_ONCE && this.#lacksChanges(thread); page += 1) {
        const cursor = thread.changesCursor || undefined
        const { items, nextCursor } = await ask('GET',
          `/conversations/${id}/changes${query({ cursor, limit: PAGE_CHANGES })}`)
        thread.changes = mergeChanges(thread.changes, items)
        thread.changesCursor = nextCursor
      }
    } catch {
      thread.changesCursor = undefined
    }
    this.#store.tell('thread')
  }

  /** @param {Thread} thread */
  #lacksChanges({ changes, changesCursor, messages }) {
    if (changesCursor === undefined) return false
    return !changes.length || changes[0].sequence >= (messages[0]?.sequence ?? 0)
  }

  /**
   * Shows the conversation that its visitor had before, or more of it.
   * @param {string} id
   */
  async loadEarlier(id) {
    const thread = this.#threads.get(id)
    if (!thread) return
    const next = nextEarlier(thread, this.#store.conversation(id))
    if (!next || next.loading) return
    if (!thread.earlier.includes(next)) thread.earlier.push(next)
    next.loading = true
    next.problem = null
    this.#store.tell('thread')
    try {
      next.conversation ??= await ask('GET', `/conversations/${next.id}`)
      const { items } = await this.#page(next.id, { before: next.messages[0]?.sequence, limit: EARLIER_MESSAGES })
      next.messages = joinPage(next.messages, items)
      next.hasOlder = (next.messages[0]?.sequence ?? 1) > 1 && items.length > 0
    } catch (problem) {
      next.problem = problem
    }
    next.loading = false
    this.#store.tell('thread')
  }

  /** After a gap in the events: what is open is read afresh, the others when they are opened. */
  reset() {
    for (const id of [...this.#threads.keys()]) if (id !== this.#store.openId) this.#threads.delete(id)
    if (this.#store.openId) this.refresh(this.#store.openId)
  }

  /**
   * Reads again what may have become another conversation: after a gap, a merge or a split.
   * @param {string} id
   */
  async refresh(id) {
    const thread = this.#threads.get(id)
    if (!thread) return
    thread.changes = []
    thread.changesCursor = ''
    const here = thread.hasNewer && !thread.place ? thread.messages[0]?.sequence : undefined
    if (id === this.#store.openId) await this.load(id, here)
    else this.#threads.delete(id)
  }

  /**
   * A merge put other messages between those that are here. Its reader is shown the first that is unread now, or
   * stays where they are.
   * @param {string} id
   */
  renumbered(id) {
    const thread = this.#threads.get(id)
    if (!thread) return undefined
    this.#remember(id, thread)
    if (thread.place?.why === 'end') thread.place = undefined
    return this.refresh(id)
  }

  /**
   * A message came in.
   * @param {string} id
   * @param {Message} message
   */
  take(id, message) {
    const thread = this.#threads.get(id)
    if (!thread) return
    if (message.author.kind === 'visitor') thread.typing.hear({ author: message.author, active: false })
    const last = thread.messages.at(-1)?.sequence ?? 0
    // Who reads further up gets it when they come down to it.
    if (thread.hasNewer && message.sequence > last) return
    if (message.sequence > last + 1 && !thread.loading) this.#catchUp(id, thread)
    else thread.messages = takeMessages(thread.messages, [message])
    this.#store.tell('thread')
  }

  /**
   * A message was edited or deleted.
   * @param {string} id
   * @param {Message} message
   */
  change(id, message) {
    const thread = this.#threads.get(id)
    if (!thread || !holds(thread, message.sequence)) return
    thread.messages = takeMessages(thread.messages, [message])
    this.#store.tell('thread')
  }

  /** @param {Change} change */
  takeChange(change) {
    const thread = this.#threads.get(change.conversation)
    if (!thread) return
    thread.changes = mergeChanges(thread.changes, [change])
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
   * The reader has seen everything there is.
   * @param {string} id
   */
  markRead(id) {
    const conversation = this.#store.conversation(id)
    const thread = this.#threads.get(id)
    const sequence = thread?.messages.at(-1)?.sequence ?? 0
    // What is being read afresh may be numbered otherwise than what is seen.
    if (!conversation || thread?.hasNewer || thread?.loading === 'first') return
    if (sequence <= conversation.teamRead) return
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
    if (thread.hasNewer || (this.#store.conversation(id)?.lastSequence ?? 0) <= last) return
    try {
      const { items } = await this.#page(id, { after: last, limit: CATCH_UP_MESSAGES })
      thread.messages = takeMessages(thread.messages, items)
      if (items.length === CATCH_UP_MESSAGES) this.#measure(id, thread, items)
      this.#store.tell('thread')
    } catch {
      // The next event or the next opening tries again.
    }
  }

  /** @param {string} id */
  #begin(id) {
    /** @type {Thread} */
    const thread = {
      messages: [], hasOlder: false, hasNewer: false, loading: '', problem: null, changes: [], changesCursor: '',
      earlier: [], typing: new TypingLeases(() => this.#store.tell('typing', 'list')),
    }
    this.#threads.set(id, thread)
    for (const old of this.#threads.keys()) {
      if (this.#threads.size <= KEPT_THREADS) break
      if (old !== this.#store.openId && old !== id) this.#threads.delete(old)
    }
    return thread
  }
}

/**
 * @param {Thread} thread
 * @param {number} sequence
 */
function holds({ messages }, sequence) {
  return messages.length > 0 && messages[0].sequence <= sequence && sequence <= messages[messages.length - 1].sequence
}
