import { Problem } from '../common/api.js'
import { toast } from '../common/elements/toast.js'
import { t } from '../common/i18n.js'
import { clientIds, randomTab } from '../common/outbox.js'
import { LiveSocket } from '../common/socket.js'
import { openStorage } from '../common/storage.js'
import { ask, sendAway } from '../common/team.js'
import { Drafts } from './composer/drafts.js'
import { RepliesBook } from './composer/replies-book.js'
import { HeldOutbox } from './held-outbox.js'
import { pageClock } from './page-clock.js'
import { InboxStore } from './store.js'
import { Threads } from './threads.js'
import { Viewers } from './viewers.js'

const WELCOME_PATIENCE_MILLISECONDS = 1_200
const COOKIE_MILLISECONDS = 400

/** One member's desk: what they know, what they are sending, and the line to everybody else. */
export class Desk {
  store
  threads
  outbox
  drafts
  replies = new RepliesBook()
  /**
   * What the workspace takes beside a message: the usual until it has said. The server decides.
   * @type {import('../common/wire.js').AttachmentRules}
   */
  fileRules = { maxCount: 10, maxBytes: 20 * 1024 * 1024, types: [] }
  socket
  /**
   * What is written with others; nothing until somebody writes.
   * @type {import('./together.js').Together|undefined}
   */
  together
  /** Who views what. */
  viewers
  #arrived
  #welcomes = 0

  /**
   * @param {import('../common/wire.js').Session} session
   * @param {(message: import('../common/wire.js').Message) => void} arrived A customer's message came in.
   */
  constructor(session, arrived) {
    this.#arrived = arrived
    this.store = new InboxStore(session)
    this.socket = new LiveSocket('/api/v1/socket', {
      event: event => this.#hear(event),
      welcome: (welcome, resume) => this.#welcomed(welcome, resume),
      state: state => this.#connectionIs(state),
      // Signed out, or in another workspace by way of another tab, whose cookie comes a moment later: the first page
      // knows which.
      ended: () => setTimeout(() => sendAway('/'), COOKIE_MILLISECONDS),
    })
    this.viewers = new Viewers({
      me: session.member.id, clock: pageClock, changed: () => this.store.tell('viewing'),
      say: (conversation, active) => this.socket.post({ type: 'viewing', conversation, active }),
    })
    this.threads = new Threads(this.store, () => this.socket)
    this.outbox = new HeldOutbox({
      storage: openStorage('localStorage'),
      scope: session.member.id,
      nextClientId: clientIds(randomTab()),
      send: entry => this.#send(entry),
      delivered: (entry, message) => this.#stored(message),
      changed: () => this.store.tell('thread', 'list'),
    })
    this.drafts = new Drafts({
      storage: openStorage('localStorage'),
      load: conversation => ask('GET', `/conversations/${conversation}/draft`),
      save: (conversation, draft) => ask(draft ? 'PUT' : 'DELETE', `/conversations/${conversation}/draft`, draft),
      changed: conversation => this.#draftChanged(conversation),
    })
  }

  /** How the reader wants the page to behave. */
  get preferences() {
    return { undoSeconds: 10, enterSends: true, ...this.store.session.preferences }
  }

  start() {
    window.addEventListener('storage', ({ key }) => this.outbox.hear(key))
    window.addEventListener('pagehide', () => this.drafts.flush())
    window.addEventListener('online', () => this.#askAgain())
    this.store.loadTeam().catch(() => {})
    this.store.tags.load().catch(() => {})
    this.store.countSoon()
    this.socket.start()
    // The list waits for the welcome, so that nothing falls between the two; but not for long.
    setTimeout(() => {
      if (!this.store.listing.loaded && this.socket.state !== 'online') this.store.loadList()
    }, WELCOME_PATIENCE_MILLISECONDS)
    this.#loadFileRules().catch(() => {})
    this.outbox.flush()
  }

  /**
   * Sends an answer once its writer had time to take it back, a note at once.
   * @param {import('../common/shapes.js').Draftable} draft
   */
  write(draft) {
    const thread = this.threads.get(draft.conversation)
    if (thread) thread.unreadAfter = undefined
    const milliseconds = draft.kind === 'note' ? 0 : 1000 * this.preferences.undoSeconds
    return this.outbox.hold(draft, milliseconds)
  }

  /**
   * @param {string} conversation
   * @param {boolean} active
   * @param {boolean} note
   */
  sayTyping(conversation, active, note) {
    this.socket.post({ type: 'typing', conversation, active, ...(note ? { note } : {}) })
  }

  /** @param {import('../common/shapes.js').SocketState} state */
  #connectionIs(state) {
    this.store.tell('connection')
    if (state === 'waiting') this.#lookWhoIsIn().catch(() => {})
  }

  /** A refused connection does not say why: perhaps the session is over, or another tab went to another workspace. */
  async #lookWhoIsIn() {
    const { workspace, restricted } = await ask('GET', '/session')
    if (restricted || workspace.id !== this.store.session.workspace.id) sendAway('/')
  }

  /**
   * @param {import('../common/wire.js').Welcome} welcome
   * @param {'complete'|'reset'} resume
   */
  #welcomed({ membersOnline = [], visitorsOnline = [] }, resume) {
    this.store.membersOnline = new Set(membersOnline)
    this.store.visitorsOnline = new Set(visitorsOnline)
    this.store.tell('presence')
    // A connection that comes back may be one with other rights.
    if (this.#welcomes++ > 0) this.store.loadRights().catch(() => {})
    if (resume === 'reset') {
      this.store.loadList()
      this.threads.reset()
      this.#loadFileRules().catch(() => {})
    }
    // Presence and people have no replay.
    this.viewers.back()
    this.together?.back()
    this.store.countSoon()
    const contact = this.store.open?.contact
    if (contact) this.store.loadContact(contact).catch(() => {})
    this.outbox.flush()
    this.#askAgain()
  }

  /** What could not be fetched while nobody answered needs no press of a button any more. */
  #askAgain() {
    const { store, threads } = this
    if (store.listing.problem) store.loadList()
    if (store.openId && threads.get(store.openId)?.problem) threads.load(store.openId, store.openSequence)
  }

  /** @param {import('../common/wire.js').LogEvent} event */
  #hear(event) {
    this.store.hear(event)
    const { type, conversation, data } = event
    if (type.startsWith('reply.')) this.replies.forget()
    if (type === 'settings.changed') this.fileRules = data.attachments
    if (type === 'conversation.merged') this.#merged(conversation, data.into)
    if (!conversation) return
    if (type === 'message.created') this.#messageCame(data.message)
    else if (type === 'message.changed') this.threads.change(conversation, data.message)
    else if (type === 'change.recorded') this.threads.takeChange(data)
    else if (type === 'draft.changed') this.drafts.hear(conversation, data)
    else if (type === 'conversation.split') this.threads.refresh(conversation)
    else if (type === 'typing') this.threads.hearTyping(conversation, data)
    else if (type === 'cowriting') this.together?.hear(conversation, data)
    else if (type === 'viewing') {
      this.viewers.hear(conversation, data)
      if (!data.active) this.together?.gone(conversation, data.member)
    }
  }

  /**
   * Both sides of a merge hear of it: the thread is read afresh once.
   * @param {string|undefined} conversation
   * @param {string} into
   */
  #merged(conversation, into) {
    if (conversation === into) this.threads.renumbered(into)
    this.store.tell('open')
  }

  async #loadFileRules() {
    this.fileRules = (await ask('GET', '/workspace-settings')).attachments
  }

  /** @param {import('../common/wire.js').Message} message */
  #messageCame(message) {
    this.threads.take(message.conversation, message)
    if (message.author.id === this.store.me) this.outbox.discard(message.clientId)
    if (message.author.kind === 'visitor') this.#arrived(message)
  }

  /** @param {import('../common/wire.js').Message} message */
  #stored(message) {
    this.threads.take(message.conversation, message)
    this.store.hear({
      log: 'conversations', type: 'message.created', conversation: message.conversation, at: message.sentAt,
      data: { message },
    })
  }

  /** What writing with others needs is fetched once somebody writes. */
  async fetchTogether() {
    const { Together } = await import('./together.js')
    this.together ??= new Together(this.store.me, (conversation, data) =>
      this.socket.post({ type: 'cowriting', conversation, data }))
    return this.together
  }

  /** @param {string} conversation */
  #draftChanged(conversation) {
    if (conversation === this.store.openId) this.store.tell('draft')
  }

  /** @param {import('../common/shapes.js').Outgoing} entry */
  async #send({ conversation, clientId, body, kind, attachments, mentions, quote, basedOn }) {
    const draft = {
      clientId, body, kind, mentions, basedOn, quote: quote?.message, attachments: attachments?.map(({ id }) => id),
    }
    try {
      return await (this.socket.state === 'online'
        ? this.socket.request({ type: 'send', conversation, ...draft })
        : ask('POST', `/conversations/${conversation}/messages`, draft))
    } catch (error) {
      this.#sayRefused(conversation, error)
      throw error
    }
  }

  /**
   * A message may leave, and be refused, when its writer is elsewhere already.
   * @param {string} conversation
   * @param {unknown} error
   */
  #sayRefused(conversation, error) {
    const { openId, view } = this.store
    if (!(error instanceof Problem) || error.passing || conversation === openId) return
    const name = this.store.conversation(conversation)?.contactName || t('contact.nameless')
    toast(t(error.code === 'conversation.answered' ? 'thread.answeredElsewhere' : 'thread.refusedElsewhere', { name }),
      { label: t('thread.look'), act: () => { location.hash = `${view}/${conversation}` } })
  }
}
