import { mayOn } from '../common/rights.js'
import { ask } from '../common/team.js'
import { changedBy, flag, rightsOf } from './changes.js'
import { Listings } from './listings.js'
import { learnPreferences } from './preferences.js'
import { SavedViews } from './saved-views.js'
import { TagBook } from './tags.js'
import { Topics } from './topics.js'
import { pileRequest } from './views.js'

const COUNTS_EVERY_MILLISECONDS = 1_500
const CONTACT_COUNTED_MILLISECONDS = 1_000
const TEAM_CHANGED_MILLISECONDS = 200

/**
 * @typedef {import('../common/wire.js').Conversation} Conversation
 * @typedef {import('../common/wire.js').Contact} Contact
 * @typedef {import('../common/wire.js').LogEvent} LogEvent
 * @typedef {import('./views.js').Pile} Pile
 * @typedef {'list'|'counts'|'thread'|'open'|'contact'|'presence'|'typing'|'team'|'connection'|'views'|'tags'
 *   |'viewing'|'draft'} Topic
 */

/**
 * What the team's page knows, kept live. It asks and remembers; it draws nothing.
 * @extends {Topics<Topic>}
 */
export class InboxStore extends Topics {
  session
  /** @type {import('../common/wire.js').Member[]} */
  members = []
  /** @type {import('../common/wire.js').Inbox[]} */
  inboxes = []
  /** @type {import('../common/wire.js').Team[]} */
  teams = []
  /**
   * Conversations that the reader saw and does not any more.
   * @type {Set<string>}
   */
  withdrawn = new Set()
  /** @type {import('./views.js').Counts|undefined} */
  counts
  /** @type {Pile} */
  pile = { view: 'active' }
  views = new SavedViews(() => this.#viewsChanged())
  tags = new TagBook(() => this.tell('tags', 'list', 'open'))
  /** @type {string|undefined} */
  openId
  /**
   * The message that the address leads to within the open conversation.
   * @type {number|undefined}
   */
  openSequence
  /** @type {Map<string, Contact>} */
  contacts = new Map()
  /** @type {Set<string>} */
  membersOnline = new Set()
  /** @type {Set<string>} */
  visitorsOnline = new Set()
  /** @type {Map<string, Conversation>} */
  #conversations = new Map()
  /**
   * The marks as the server said them last, whatever is known besides.
   * @type {Map<string, Pick<Conversation, 'teamRead'|'visitorRead'>>}
   */
  #marks = new Map()
  #listings = new Listings({
    me: () => this.me,
    ask: (pile, cursor, limit) => ask(...pileRequest(pile, cursor, limit)),
    get: id => this.#conversations.get(id),
    learn: items => { for (const item of items) this.#remember(item) },
    changed: () => this.tell('list'),
  })
  /** @type {Set<string>} */
  #fetching = new Set()
  /** @type {ReturnType<typeof setTimeout>|undefined} */
  #countsTimer
  /** @type {ReturnType<typeof setTimeout>|undefined} */
  #teamTimer

  /** @param {import('../common/wire.js').Session} session */
  constructor(session) {
    super()
    this.session = session
    learnPreferences(session.preferences)
  }

  get me() {
    return this.session.member.id
  }

  /** @returns {Conversation|undefined} */
  get open() {
    return this.openId ? this.#conversations.get(this.openId) : undefined
  }

  /** @param {string} id */
  conversation(id) {
    return this.#conversations.get(id)
  }

  /** @param {string|undefined} id */
  member(id) {
    return this.members.find(member => member.id === id)
  }

  /** @param {string|undefined} id */
  team(id) {
    return this.teams.find(team => team.id === id)
  }

  /**
   * Whether the reader may do it with the open conversation.
   * @param {import('../common/wire.js').Permission} permission
   */
  may(permission) {
    return this.open !== undefined && mayOn(this.session, permission, this.open)
  }

  /** @param {string} id */
  inboxName(id) {
    return this.inboxes.find(inbox => inbox.id === id)?.name ?? ''
  }

  /** The pile's name in the address. */
  get view() {
    return this.pile.view
  }

  get sort() {
    return this.pile.sort ?? this.views.get(this.view)?.sort ?? 'activity'
  }

  /** The pile that is shown, as far down as it was fetched. */
  get listing() {
    return this.#listings.of(this.pile)
  }

  /** @returns {Conversation[]} The pile's conversations, as far down as the list was fetched. */
  get list() {
    return this.listing.ids.flatMap(id => this.#conversations.get(id) ?? [])
  }

  /** How many of the conversations at hand that are the reader's to answer have something unread. */
  get unreadConversations() {
    let count = 0
    for (const item of this.#conversations.values()) {
      if (item.lastSequence > item.teamRead && this.concerns(item)) count += 1
    }
    return count
  }

  /**
   * Whether it is the reader's, nobody's, or one that they follow.
   * @param {Conversation} item
   */
  concerns({ status, spam, assignee, followers = [] }) {
    return status !== 'closed' && !spam && (!assignee || assignee === this.me || followers.includes(this.me))
  }

  /**
   * Goes to another pile of conversations.
   * @param {Partial<Pile>} change
   */
  async show(change) {
    this.pile = { ...this.pile, ...change }
    this.tell('list', 'counts', 'views')
    await this.loadList()
  }

  /** Fetches the pile from its top. */
  async loadList() {
    await this.listing.load(this.listing.loaded)
  }

  /** Asks for the counts, not more often than they can be read. */
  countSoon() {
    if (this.#countsTimer) return
    this.#countsTimer = setTimeout(() => {
      this.#countsTimer = undefined
      this.loadCounts()
    }, this.counts ? COUNTS_EVERY_MILLISECONDS : 0)
  }

  async loadCounts() {
    this.counts = await ask('GET', '/conversations/counts').catch(() => this.counts)
    this.tell('counts')
  }

  async loadTeam() {
    const [members, inboxes, teams] = await Promise.all([
      ask('GET', '/members'), ask('GET', '/inboxes'), ask('GET', '/teams'),
    ])
    this.members = members.items
    this.inboxes = inboxes.items
    this.teams = teams.items
    this.tell('team', 'list', 'open')
    // Without saved views the rest of the page does.
    await this.views.load().catch(() => {})
  }

  /** Asks what the reader may do now. With other rights they see other conversations: all are asked for again. */
  async loadRights() {
    const session = await ask('GET', '/session')
    const other = rightsOf(session) !== rightsOf(this.session)
    this.session = session
    if (!other) return
    const open = this.openId
    this.#conversations.clear()
    this.#marks.clear()
    this.#listings.clear()
    this.countSoon()
    await Promise.all([this.loadList(), open ? this.fetch(open).catch(error => this.#missed(open, error)) : undefined])
    this.tell('team', 'open', 'thread')
  }

  /**
   * @param {string} id
   * @param {any} error
   */
  #missed(id, error) {
    if (error?.status === 404) this.#withdraw(id)
  }

  /** @param {string} id */
  #withdraw(id) {
    this.#conversations.delete(id)
    this.#marks.delete(id)
    this.#listings.drop(id)
    this.withdrawn.add(id)
    this.tell('list', 'open', 'thread')
  }

  /**
   * Fetches one conversation, once at a time.
   * @param {string} id
   */
  async fetch(id) {
    if (this.#fetching.has(id)) return
    this.#fetching.add(id)
    try {
      this.put(await ask('GET', `/conversations/${id}`))
    } finally {
      this.#fetching.delete(id)
    }
  }

  /** @param {string} id */
  async loadContact(id) {
    this.contacts.set(id, await ask('GET', `/contacts/${id}`))
    this.tell('contact')
  }

  /**
   * @param {string} id
   * @param {Record<string, string>} change
   */
  async changeContact(id, change) {
    this.contacts.set(id, await ask('PATCH', `/contacts/${id}`, change))
    this.tell('contact')
  }

  /** @param {Conversation} conversation */
  put(conversation) {
    if (this.#remember(conversation)) this.#place(conversation.id)
    this.tell('list', ...(conversation.id === this.openId ? /** @type {Topic[]} */ (['open', 'thread']) : []))
  }

  /**
   * @param {Conversation} conversation
   * @returns {boolean} Whether it is news. A slow answer must not undo what an event has told since.
   */
  #remember(conversation) {
    const before = this.#conversations.get(conversation.id)
    if (before && before.updatedAt > conversation.updatedAt) return false
    this.withdrawn.delete(conversation.id)
    this.#marks.set(conversation.id, { teamRead: conversation.teamRead, visitorRead: conversation.visitorRead })
    // Marks only grow, but in a conversation that lost messages to another: it counts anew.
    const marked = before && before.lastSequence <= conversation.lastSequence ? before : undefined
    const teamRead = Math.max(marked?.teamRead ?? 0, conversation.teamRead)
    const visitorRead = Math.max(marked?.visitorRead ?? 0, conversation.visitorRead)
    this.#conversations.set(conversation.id, { ...conversation, teamRead, visitorRead })
    return true
  }

  /**
   * A merge numbered the messages anew: what was known of marks means others now.
   * @param {string} id
   */
  #renumbered(id) {
    const before = this.#conversations.get(id)
    if (!before) return
    this.#conversations.set(id, { ...before, ...this.#marks.get(id) })
    this.#place(id)
    this.tell('list')
  }

  /** @param {string} id */
  #place(id) {
    const item = this.#conversations.get(id)
    if (item) this.#listings.take(item)
  }

  /**
   * Changes what is shown before the server has answered.
   * @param {string} id
   * @param {Partial<Conversation>} change
   */
  patch(id, change) {
    const before = this.#conversations.get(id)
    if (before) {
      this.#conversations.set(id, { ...before, ...change })
      this.#place(id)
    }
    this.tell('list', 'open', 'thread')
  }

  /**
   * Takes in what happened to conversations and people.
   * @param {LogEvent} event
   */
  hear(event) {
    const { type, data, conversation: id } = event
    if (type === 'presence.member') flag(this.membersOnline, data.member, data.online)
    else if (type === 'presence.visitor') flag(this.visitorsOnline, data.visitor, data.online)
    else if (type === 'contact.changed') this.#contactChanged(data)
    else if (type === 'preferences.changed') learnPreferences(this.session.preferences = data)
    else if (type.startsWith('view.')) this.views.hear(event)
    else if (type.startsWith('tag.')) this.tags.hear(event)
    else if (/^(member|role|team)\.|^inbox\.changed$/.test(type)) this.#teamChanged()
    else if (id && type === 'conversation.withdrawn') this.#withdraw(id)
    else if (id && type === 'conversation.merged') this.#renumbered(id)
    else if (id && /^(conversation|message)\./.test(type)) this.#conversationChanged(id, event)
    if (type.startsWith('presence.')) this.tell('presence')
  }

  #viewsChanged() {
    this.tell('views')
    this.countSoon()
    if (this.view.startsWith('viw_') && this.listing.loaded) this.listing.askAgain()
  }

  /** Changes of people come in bursts: one question answers them. */
  #teamChanged() {
    if (this.#teamTimer) return
    this.#teamTimer = setTimeout(() => {
      this.#teamTimer = undefined
      Promise.all([this.loadTeam(), this.loadRights()]).catch(() => {})
    }, TEAM_CHANGED_MILLISECONDS)
  }

  /**
   * @param {string} id
   * @param {LogEvent} event
   */
  #conversationChanged(id, event) {
    const before = this.#conversations.get(id)
    if (event.type === 'conversation.created') this.#contactCame(event.data.contact)
    if (event.type === 'conversation.created' || event.type === 'conversation.changed') this.put(event.data)
    else if (before) {
      const after = changedBy(before, event)
      if (after !== before) {
        this.#conversations.set(id, after)
        this.#place(id)
      }
      this.tell('list', ...(id === this.openId ? /** @type {Topic[]} */ (['open', 'thread']) : []))
    } else this.fetch(id).catch(() => {})
    if (event.type !== 'conversation.read') this.countSoon()
  }

  /**
   * A contact has begun another conversation. The contacts follow the same log as we do, a moment behind.
   * @param {string} id
   */
  #contactCame(id) {
    if (!this.contacts.has(id)) return
    setTimeout(() => this.loadContact(id).catch(() => {}), CONTACT_COUNTED_MILLISECONDS)
  }

  /** @param {{contact: string, name: string}} data */
  #contactChanged({ contact, name }) {
    for (const item of this.#conversations.values()) {
      if (item.contact === contact) this.patch(item.id, { contactName: name })
    }
    if (this.contacts.has(contact)) this.loadContact(contact).catch(() => {})
  }
}
