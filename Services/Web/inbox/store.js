import { mayOn } from '../common/rights.js'
import { ask, query } from '../common/team.js'
import { Tags } from './tags.js'
import { belongs, changedBy, flag, newestFirst, rightsOf, viewQuery } from './changes.js'

const PAGE_CONVERSATIONS = 30
const COUNTS_EVERY_MILLISECONDS = 1_500
const CONTACT_COUNTED_MILLISECONDS = 1_000
const TEAM_CHANGED_MILLISECONDS = 200

/**
 * @typedef {import('../common/wire.js').Conversation} Conversation
 * @typedef {import('../common/wire.js').Contact} Contact
 * @typedef {import('../common/wire.js').LogEvent} LogEvent
 * @typedef {import('./changes.js').View} View
 * @typedef {'list'|'counts'|'thread'|'open'|'contact'|'presence'|'typing'|'viewing'|'team'|'tags'
 *   |'connection'|'draft'} Topic
 * @typedef {{loading: boolean, problem: unknown, nextCursor?: string, floor?: string, loaded: boolean}} Listing
 */

/** What the team's page knows, kept live. It asks and remembers; it draws nothing. */
export class InboxStore {
  session
  /** @type {import('../common/wire.js').Member[]} */
  members = []
  /** @type {import('../common/wire.js').Inbox[]} */
  inboxes = []
  /** @type {import('../common/wire.js').Team[]} */
  teams = []
  tags = new Tags(() => this.tell('tags'))
  /**
   * Conversations that the reader saw and does not any more.
   * @type {Set<string>}
   */
  withdrawn = new Set()
  /** @type {Record<View, number>|undefined} */
  counts
  /** @type {View} */
  view = 'active'
  /** An inbox's id; empty for all. */
  inbox = ''
  /** @type {string|undefined} */
  openId
  /** @type {Map<string, Contact>} */
  contacts = new Map()
  /** @type {Set<string>} */
  membersOnline = new Set()
  /** @type {Set<string>} */
  visitorsOnline = new Set()
  /** @type {Map<string, Conversation>} */
  #conversations = new Map()
  /** @type {Map<string, Listing>} */
  #listings = new Map()
  /** @type {Set<string>} */
  #fetching = new Set()
  /** @type {Set<Topic>} */
  #told = new Set()
  /** @type {{topics: Set<Topic>, hear: () => void}[]} */
  #listeners = []
  /** @type {ReturnType<typeof setTimeout>|undefined} */
  #countsTimer
  /** @type {ReturnType<typeof setTimeout>|undefined} */
  #teamTimer

  /** @param {import('../common/wire.js').Session} session */
  constructor(session) {
    this.session = session
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

  get listing() {
    return this.#listings.get(`${this.view}/${this.inbox}`) ?? { loading: true, loaded: false, problem: null }
  }

  /** The view's conversations, newest change first, as far down as the list was fetched without a gap. */
  get list() {
    const { floor, nextCursor } = this.listing
    return [...this.#conversations.values()]
      .filter(item => belongs(item, this.view, this.me) && (!this.inbox || item.inbox === this.inbox)
        && (!nextCursor || !floor || item.updatedAt >= floor))
      .sort(newestFirst)
  }

  /** How many of the conversations at hand have something unread. */
  get unreadConversations() {
    let count = 0
    for (const item of this.#conversations.values()) {
      if (item.status !== 'closed' && item.lastSequence > item.teamRead) count += 1
    }
    return count
  }

  /**
   * @param {Topic[]} topics
   * @param {() => void} hear Called once for changes that come together.
   * @param {AbortSignal} signal
   */
  on(topics, hear, signal) {
    const listener = { topics: new Set(topics), hear }
    this.#listeners.push(listener)
    signal.addEventListener('abort', () => { this.#listeners = this.#listeners.filter(other => other !== listener) })
  }

  /** @param {...Topic} topics */
  tell(...topics) {
    if (!this.#told.size) queueMicrotask(() => this.#spread())
    for (const topic of topics) this.#told.add(topic)
  }

  #spread() {
    const told = this.#told
    this.#told = new Set()
    for (const { topics, hear } of this.#listeners) if ([...told].some(topic => topics.has(topic))) hear()
  }

  /**
   * Goes to another pile of conversations.
   * @param {View} view
   * @param {string} [inbox]
   */
  async show(view, inbox = this.inbox) {
    this.view = view
    this.inbox = inbox
    this.tell('list', 'counts')
    await this.loadList()
  }

  /** Fetches the view from its top. */
  async loadList() {
    const before = this.listing
    await this.#fetchList({
      loading: true, loaded: before.loaded, problem: null, floor: before.floor, nextCursor: before.nextCursor,
    })
  }

  async loadMore() {
    const { listing } = this
    if (listing.loading || !listing.nextCursor) return
    await this.#fetchList({ ...listing, loading: true }, listing.nextCursor)
  }

  /**
   * @param {Listing} listing
   * @param {string} [cursor]
   */
  async #fetchList(listing, cursor) {
    const key = `${this.view}/${this.inbox}`
    this.#listings.set(key, listing)
    this.tell('list')
    try {
      const page = await ask('GET', `/conversations${query({
        ...viewQuery(this.view), inbox: this.inbox, cursor, limit: PAGE_CONVERSATIONS,
      })}`)
      for (const item of page.items) this.put(item)
      this.#listings.set(key, {
        loading: false, loaded: true, problem: null, nextCursor: page.nextCursor, floor: page.items.at(-1)?.updatedAt,
      })
    } catch (problem) {
      this.#listings.set(key, { ...listing, loading: false, problem })
    }
    this.tell('list')
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
  }

  /** Asks what the reader may do now. With other rights they see other conversations: all are asked for again. */
  async loadRights() {
    const session = await ask('GET', '/session')
    const other = rightsOf(session) !== rightsOf(this.session)
    this.session = session
    if (!other) return
    const open = this.openId
    this.#conversations.clear()
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
    const before = this.#conversations.get(conversation.id)
    // A slow answer must not undo what an event has told since.
    if (before && before.updatedAt > conversation.updatedAt) return
    this.withdrawn.delete(conversation.id)
    const teamRead = Math.max(before?.teamRead ?? 0, conversation.teamRead)
    const visitorRead = Math.max(before?.visitorRead ?? 0, conversation.visitorRead)
    this.#conversations.set(conversation.id, { ...conversation, teamRead, visitorRead })
    this.tell('list', ...(conversation.id === this.openId ? /** @type {Topic[]} */ (['open', 'thread']) : []))
  }

  /**
   * Changes what is shown before the server has answered.
   * @param {string} id
   * @param {Partial<Conversation>} change
   */
  patch(id, change) {
    const before = this.#conversations.get(id)
    if (before) this.#conversations.set(id, { ...before, ...change })
    this.tell('list', 'open', 'thread')
  }

  /**
   * @param {string} id
   * @param {string|undefined} member
   */
  assign(id, member) {
    return this.#give(id, 'assignee', { assignee: member }, { member: member ?? null })
  }

  /**
   * Hands a conversation to a team; who has it keeps it.
   * @param {string} id
   * @param {string|undefined} team
   */
  hand(id, team) {
    return this.#give(id, 'team', { team }, { team: team ?? null })
  }

  /**
   * @param {string} id
   * @param {'assignee'|'team'} whom
   * @param {Partial<Conversation>} change
   * @param {object} body
   */
  async #give(id, whom, change, body) {
    const before = this.conversation(id)
    this.patch(id, change)
    try {
      this.put(await ask('PUT', `/conversations/${id}/${whom}`, body))
    } catch (error) {
      this.patch(id, { [whom]: before?.[whom] })
      throw error
    } finally {
      this.countSoon()
    }
  }

  /**
   * @param {string} id
   * @param {import('../common/wire.js').Status} status
   */
  async setStatus(id, status) {
    const before = this.conversation(id)
    this.patch(id, { status })
    try {
      this.put(await ask('PUT', `/conversations/${id}/status`, { status }))
    } catch (error) {
      if (before) this.patch(id, { status: before.status })
      throw error
    } finally {
      this.countSoon()
    }
  }

  /**
   * Takes in what happened to conversations and people.
   * @param {LogEvent} event
   */
  hear(event) {
    const { type, data, conversation: id } = event
    if (type.startsWith('tag.')) this.tags.hear(event)
    if (type === 'presence.member') flag(this.membersOnline, data.member, data.online)
    else if (type === 'presence.visitor') flag(this.visitorsOnline, data.visitor, data.online)
    else if (type === 'contact.changed') this.#contactChanged(data)
    else if (type === 'preferences.changed') this.session.preferences = data
    else if (/^(member|role|team)\.|^inbox\.changed$/.test(type)) this.#teamChanged()
    else if (id && type === 'conversation.withdrawn') this.#withdraw(id)
    else if (id && /^(conversation|message)\./.test(type)) this.#conversationChanged(id, event)
    if (type.startsWith('presence.')) this.tell('presence')
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
      if (after !== before) this.#conversations.set(id, after)
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
