import { call, Problem } from '../common/api.js'
import { language } from '../common/i18n.js'
import { clientIds, Outbox, randomTab } from '../common/outbox.js'
import { LiveSocket } from '../common/socket.js'
import { mergeMessages } from '../common/thread-items.js'
import { TypingLeases } from '../common/typing.js'

/** The outbox's name for a conversation that the server is yet to make. */
export const NEW = 'new'
const PAGE_MESSAGES = 50
const WELCOME_PATIENCE_MILLISECONDS = 1_200

/**
 * @typedef {import('../common/wire.js').Message} Message
 * @typedef {import('../common/wire.js').WidgetConversation} WidgetConversation
 * @typedef {import('../common/wire.js').VisitorDetails} VisitorDetails
 */

/** A visitor's conversation: what is known of it, kept live, and what may be done with it. */
export class Chat {
  /** @type {WidgetConversation|null} */
  conversation = null
  /** @type {Message[]} */
  messages = []
  hasOlder = false
  /**
   * What was said in conversations before this one, in the order of time.
   * @type {{id: string, messages: Message[]}[]}
   */
  past = []
  /**
   * The conversation from which older messages come next, once this one's are all here.
   * @type {{id: string, first?: number}|null}
   */
  #before = null
  /** Whether the first load is still under way. */
  loading = false
  /** @type {Problem|null} */
  problem = null
  /**
   * What the server would not take of the form before the first message, with that message.
   * @type {{fields: import('../common/api.js').ProblemField[], body: string}|null}
   */
  refusal = null
  teamOnline
  typing = new TypingLeases(() => this.#changed())
  #visitor
  #changed
  /** @type {LiveSocket|null} */
  #socket = null
  #outbox
  #stopped = false

  /**
   * @param {import('../common/wire.js').WidgetConfiguration} configuration
   * @param {import('./visitor.js').Visitor} visitor
   * @param {() => void} changed
   */
  constructor(configuration, visitor, changed) {
    this.teamOnline = configuration.teamOnline
    this.rules = configuration.attachments
    this.#visitor = visitor
    this.#changed = changed
    this.#outbox = new Outbox({
      storage: visitor.storage,
      scope: visitor.scope,
      nextClientId: clientIds(randomTab()),
      send: entry => this.#send(entry),
      delivered: (entry, answer) => this.#delivered(entry, answer),
      changed,
    })
  }

  get socketState() {
    return this.#socket?.state ?? 'idle'
  }

  /** Messages that are still on their way. */
  get outgoing() {
    return this.#outbox.of(this.conversation?.id ?? NEW)
  }

  /** The team's messages that the visitor has not seen. */
  get unread() {
    const seen = this.conversation?.visitorRead ?? 0
    return this.messages.filter(({ author, sequence, deletedAt }) =>
      author.kind !== 'visitor' && sequence > seen && !deletedAt)
  }

  /** Somebody else takes the place: what is unsent waits for this one's return. */
  stop() {
    this.#stopped = true
    this.#socket?.stop()
  }

  /** Takes up the conversation of before, if there is one. */
  resume() {
    if (this.#visitor.token) {
      this.loading = true
      this.#connect()
      // Where WebSocket is blocked the conversation is shown all the same.
      setTimeout(() => { if (this.loading) this.load() }, WELCOME_PATIENCE_MILLISECONDS)
    }
    this.#outbox.flush()
  }

  async load() {
    const token = this.#visitor.token
    try {
      const { items } = await call('GET', '/widget/conversations', undefined, token)
      const newest = items[0] ?? null
      if (newest) await this.#loadMessages(newest)
      if (!this.hasOlder && !this.past.length) await this.loadOlder()
      this.problem = null
    } catch (error) {
      if (error instanceof Problem && error.status === 401) this.#startOver()
      else if (!this.conversation) this.problem = /** @type {Problem} */ (error)
    }
    this.loading = false
    this.#changed()
  }

  /** Whether there is something before what is here, in this conversation or in an earlier one. */
  get hasBefore() {
    return this.hasOlder || Boolean(this.#before)
  }

  async loadOlder() {
    const { conversation, messages } = this
    if (!conversation || !messages.length) return
    if (!this.hasOlder) return this.#loadPast()
    const page = await this.#page(conversation.id, `?before=${messages[0].sequence}&limit=${PAGE_MESSAGES}`)
    this.hasOlder = page.items.length === PAGE_MESSAGES
    this.messages = mergeMessages(this.messages, page.items)
    this.#changed()
  }

  /** From the end of what was said before this conversation. */
  async #loadPast() {
    const before = this.#before
    if (!before) return
    const range = before.first ? `?before=${before.first}&` : '?'
    const { items } = await this.#page(before.id, `${range}limit=${PAGE_MESSAGES}`)
    if (before !== this.#before) return
    this.#before = items.length === PAGE_MESSAGES ? { id: before.id, first: items[0].sequence } : null
    if (this.past[0]?.id === before.id) this.past[0].messages = mergeMessages(this.past[0].messages, items)
    else if (items.length) this.past = [{ id: before.id, messages: items }, ...this.past]
    if (!this.#before) {
      const { earlier } = await call('GET', `/widget/conversations/${before.id}`, undefined, this.#visitor.token)
      this.#before = earlier ? { id: earlier } : null
    }
    this.#changed()
  }

  /**
   * @param {string} body
   * @param {VisitorDetails} [details] With the first message.
   * @param {{quote?: string, files?: import('../common/wire.js').Attachment[]}} [beside] The message that it answers,
   *   and files that are with the server already.
   */
  write(body, details, beside) {
    const conversation = this.conversation?.id ?? NEW
    this.#outbox.add({
      conversation, body, extra: conversation === NEW ? (details ?? this.#visitor.details) : beside,
    })
  }

  token() {
    return this.#visitor.ensureToken()
  }

  /**
   * What the visitor thought of the conversation that ended.
   * @param {number} score
   * @param {string} comment
   * @throws {Problem}
   */
  async rate(score, comment) {
    const id = this.conversation?.id
    const rated = await call('PUT', `/widget/conversations/${id}/rating`, { score, comment: comment || undefined },
      this.#visitor.token)
    if (this.conversation?.id === id) this.conversation = rated
  }

  #startNew() {
    this.conversation = null
    this.messages = []
    this.past = []
    this.#before = null
    this.hasOlder = false
    this.typing.clear()
    this.#changed()
  }

  /** The visitor has seen everything that is here. */
  markRead() {
    const last = this.messages.at(-1)
    const { conversation } = this
    if (!conversation || !last || last.sequence <= conversation.visitorRead) return
    conversation.visitorRead = last.sequence
    const sequence = last.sequence
    const sent = this.#socket?.state === 'online'
      ? this.#socket.request({ type: 'read', conversation: conversation.id, sequence })
      : call('PUT', `/widget/conversations/${conversation.id}/read`, { sequence }, this.#visitor.token)
    // A lost mark is made good by the next one.
    sent.catch(() => {})
    this.#changed()
  }

  /** @param {boolean} active */
  sayTyping(active) {
    if (this.conversation) this.#socket?.post({ type: 'typing', conversation: this.conversation.id, active })
  }

  /** @param {number} clientId */
  retry(clientId) {
    this.#outbox.retry(clientId)
  }

  /** @param {number} clientId */
  discard(clientId) {
    this.#outbox.discard(clientId)
  }

  #connect() {
    if (this.#socket || this.#stopped || !this.#visitor.token) return
    this.#socket = new LiveSocket('/api/v1/widget/socket', {
      event: event => this.#hear(event),
      welcome: (welcome, resume) => this.#welcomed(welcome, resume),
      state: () => this.#changed(),
      ended: why => { if (why === 'session') this.#startOver() },
    }, this.#visitor.token)
    this.#socket.start()
  }

  /**
   * @param {import('../common/wire.js').Welcome} welcome
   * @param {'complete'|'reset'} resume
   */
  #welcomed({ teamOnline }, resume) {
    this.teamOnline = teamOnline ?? this.teamOnline
    this.typing.clear()
    if (resume === 'reset') this.load()
    this.#outbox.flush()
    this.#changed()
  }

  /** @param {import('../common/wire.js').LogEvent} event */
  #hear({ type, conversation: id, data }) {
    if (type === 'presence.team') this.teamOnline = data.online
    else if (id !== this.conversation?.id) {
      // Begun in another tab of this browser.
      if (type === 'message.created' && !this.#outbox.of(NEW).length) this.load()
      return
    } else if (type === 'message.created') this.#take(data.message, data.status)
    else if (type === 'message.changed') {
      if (data.sequence >= this.messages[0]?.sequence) this.messages = mergeMessages(this.messages, [data])
    }
    else if (type === 'conversation.status' && this.conversation) this.conversation.status = data.status
    else if (type === 'conversation.read' && this.conversation) {
      const mark = data.by === 'team' ? 'teamRead' : 'visitorRead'
      this.conversation[mark] = Math.max(this.conversation[mark], data.sequence)
    } else if (type === 'typing' && data.author.kind !== 'visitor') this.typing.hear(data)
    this.#changed()
  }

  /**
   * @param {Message} message
   * @param {import('../common/wire.js').Status} [status]
   */
  #take(message, status) {
    const { conversation } = this
    if (!conversation || message.conversation !== conversation.id) return
    this.messages = mergeMessages(this.messages, [message])
    conversation.lastSequence = Math.max(conversation.lastSequence, message.sequence)
    if (status) conversation.status = status
    if (message.author.kind === 'visitor') this.#outbox.discard(message.clientId)
    else this.typing.hear({ author: message.author, active: false })
  }

  /** @param {import('../common/shapes.js').Outgoing} entry */
  async #send(entry) {
    if (this.#stopped) throw new Problem({ status: 0, code: 'network' })
    const token = await this.#visitor.ensureToken()
    if (entry.conversation === NEW) return this.#start(entry, entry.extra, token)
    const { conversation, clientId, body } = entry
    const { quote, files } = /** @type {any} */ (entry.extra ?? {})
    const attachments = files?.map((/** @type {{id: string}} */ file) => file.id)
    const message = { clientId, body, quote, attachments }
    const sent = this.#socket?.state === 'online'
      ? this.#socket.request({ type: 'send', conversation, ...message })
      : call('POST', `/widget/conversations/${conversation}/messages`, message, token)
    // Closed too long ago to go on: the same message under the same name begins another one. Files stay behind.
    return sent.catch(error => {
      if (!files && error instanceof Problem && error.code === 'conversation.closed') {
        return this.#start(entry, undefined, token)
      }
      throw error
    })
  }

  /**
   * @param {import('../common/shapes.js').Outgoing} entry
   * @param {unknown} typed What was typed into the form, where there was one.
   * @param {string} token
   */
  #start({ clientId, body }, typed, token) {
    const details = /** @type {VisitorDetails} */ (typed ?? this.#visitor.details)
    this.#visitor.remember(details)
    const start = { details, language: language(), message: { clientId, body } }
    return call('POST', '/widget/conversations', start, token)
      .catch(error => { throw this.#startRefused(error, clientId, body) })
  }

  /**
   * A first message whose token is refused goes out again under a new one; one whose details are refused goes back to
   * its form.
   * @param {unknown} error
   * @param {number} clientId
   * @param {string} body
   */
  #startRefused(error, clientId, body) {
    if (!(error instanceof Problem)) return error
    if (error.status === 401) {
      this.#visitor.forget()
      return new Problem({ status: 503, code: 'unavailable' })
    }
    if (error.fields.some(({ field }) => field.startsWith('details.'))) {
      this.refusal = { fields: error.fields, body }
      this.#outbox.discard(clientId)
      this.#startNew()
    }
    return error
  }

  /**
   * @param {import('../common/shapes.js').Outgoing} entry
   * @param {any} answer A message, or a conversation with its messages.
   */
  #delivered(entry, answer) {
    if (typeof answer.conversation === 'object') {
      // Where one goes on that was there before, what was said in it is above.
      this.#adopt(answer.conversation, answer.messages, answer.messages[0]?.sequence > 1)
      this.#outbox.move(entry.conversation, answer.conversation.id)
      this.#connect()
      this.loadOlder().catch(() => {})
    } else this.#take(answer)
    this.#changed()
  }

  /**
   * @param {WidgetConversation} conversation
   * @param {Message[]} messages
   * @param {boolean} hasOlder
   */
  #adopt(conversation, messages, hasOlder) {
    const same = this.conversation?.id === conversation.id
    this.messages = same ? mergeMessages(this.messages, messages) : messages
    if (!same || messages.length >= PAGE_MESSAGES) this.hasOlder = hasOlder
    if (!same) {
      this.past = []
      this.#before = conversation.earlier ? { id: conversation.earlier } : null
    }
    this.conversation = conversation
    for (const message of messages) if (message.author.kind === 'visitor') this.#outbox.discard(message.clientId)
  }

  /** @param {WidgetConversation} conversation */
  async #loadMessages(conversation) {
    const { items } = await this.#page(conversation.id, `?limit=${PAGE_MESSAGES}`)
    // A gap between what was here and what came would never be filled: begin anew from the end.
    const last = this.messages.at(-1)
    if (last && items.length === PAGE_MESSAGES && items[0].sequence > last.sequence) this.messages = []
    this.#adopt(conversation, items, items.length === PAGE_MESSAGES)
  }

  /**
   * @param {string} conversation
   * @param {string} range
   * @returns {Promise<import('../common/wire.js').Page<Message>>}
   */
  #page(conversation, range) {
    return call('GET', `/widget/conversations/${conversation}/messages${range}`, undefined, this.#visitor.token)
  }

  /** The token is no longer known. What was unsent begins a new conversation. */
  #startOver() {
    const before = this.conversation?.id
    this.#socket?.stop()
    this.#socket = null
    this.#visitor.forget()
    this.loading = false
    this.#startNew()
    if (before) this.#outbox.move(before, NEW)
  }
}
