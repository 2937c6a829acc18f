import { clientIds, Outbox, randomTab } from '../common/outbox.js'
import { LiveSocket } from '../common/socket.js'
import { openStorage } from '../common/storage.js'
import { ask, sendAway } from '../common/team.js'
import { InboxStore } from './store.js'
import { Threads } from './threads.js'
import { Together, pageClock } from './together.js'
import { Viewers } from './viewers.js'

const WELCOME_PATIENCE_MILLISECONDS = 1_200
const COOKIE_MILLISECONDS = 400

/** One member's desk: what they know, what they are sending, and the line to everybody else. */
export class Desk {
  store
  threads
  outbox
  socket
  /** What is written with others. */
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
    this.together = new Together(session.member.id, (conversation, data) =>
      this.socket.post({ type: 'cowriting', conversation, data }))
    this.viewers = new Viewers({
      me: session.member.id, clock: pageClock, changed: () => this.store.tell('viewing'),
      say: (conversation, active) => this.socket.post({ type: 'viewing', conversation, active }),
    })
    this.threads = new Threads(this.store, () => this.socket)
    this.outbox = new Outbox({
      storage: openStorage('localStorage'),
      scope: session.member.id,
      nextClientId: clientIds(randomTab()),
      send: entry => this.#send(entry),
      delivered: (entry, message) => this.#stored(message),
      changed: () => this.store.tell('thread', 'list'),
    })
  }

  start() {
    this.store.loadTeam().catch(() => {})
    this.store.countSoon()
    this.socket.start()
    // The list waits for the welcome, so that nothing falls between the two; but not for long.
    setTimeout(() => {
      if (!this.store.listing.loaded && this.socket.state !== 'online') this.store.loadList()
    }, WELCOME_PATIENCE_MILLISECONDS)
    this.outbox.flush()
  }

  /**
   * @param {string} conversation
   * @param {string} body
   * @param {'reply'|'note'} kind
   */
  write(conversation, body, kind) {
    const thread = this.threads.get(conversation)
    if (thread) thread.unreadAfter = undefined
    this.outbox.add({ conversation, body, kind })
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
    }
    // Presence and people have no replay.
    this.viewers.back()
    this.together.back()
    this.store.countSoon()
    const contact = this.store.open?.contact
    if (contact) this.store.loadContact(contact).catch(() => {})
    this.outbox.flush()
  }

  /** @param {import('../common/wire.js').LogEvent} event */
  #hear(event) {
    this.store.hear(event)
    const { type, conversation, data } = event
    if (!conversation) return
    if (type === 'message.created') this.#messageCame(data.message)
    if (type === 'typing') this.threads.hearTyping(conversation, data)
    if (type === 'cowriting') this.together.hear(conversation, data)
    if (type === 'viewing') {
      this.viewers.hear(conversation, data)
      if (!data.active) this.together.gone(conversation, data.member)
    }
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

  /** @param {import('../common/shapes.js').Outgoing} entry */
  #send({ conversation, clientId, body, kind }) {
    if (this.socket.state === 'online') return this.socket.request({ type: 'send', conversation, clientId, body, kind })
    return ask('POST', `/conversations/${conversation}/messages`, { clientId, body, kind })
  }
}
