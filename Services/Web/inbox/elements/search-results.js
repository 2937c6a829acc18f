import { avatar } from '../../common/elements/avatar.js'
import { relativeTime } from '../../common/elements/relative-time.js'
import { fill, h, icon, LiveElement } from '../../common/html.js'
import { problemText, t } from '../../common/i18n.js'
import { ALERT, NOTE, SEARCH, USER } from '../../common/icons.js'
import { may } from '../../common/rights.js'
import { ask } from '../../common/team.js'
import { byConversation, piecesOf, searchPath } from '../search.js'

/**
 * @typedef {import('../search.js').Hit} Hit
 * @typedef {import('../../common/wire.js').Contact} Contact
 */

const TYPING_MILLISECONDS = 160
const CONTACTS_SHOWN = 4
/** Of one conversation, so that a long one does not hide the others. */
const HITS_SHOWN = 3
const NEAR_PIXELS = 500

/** What a search found, in groups, with what narrows it. */
export class SearchResults extends LiveElement {
  #store
  #filters = h('div', { class: 'search-filters' })
  #body = h('div', { class: 'search-body', 'aria-live': 'polite' })
  /** @type {import('../search.js').Narrow} */
  #narrow = {}
  #text = ''
  #round = 0
  /** @type {ReturnType<typeof setTimeout>|undefined} */
  #timer
  /** @type {Hit[]} */
  #hits = []
  /** @type {Contact[]} */
  #contacts = []
  /** @type {string|undefined} */
  #cursor
  /** @type {string|undefined} */
  #rescued
  #loading = false
  /** @type {unknown} */
  #problem

  /** @param {import('../store.js').InboxStore} store */
  constructor(store) {
    super()
    this.#store = store
  }

  start() {
    fill(this, this.#filters, this.#body)
    this.#showFilters()
    this.#body.addEventListener('scroll', () => {
      const rest = this.#body.scrollHeight - this.#body.clientHeight - this.#body.scrollTop
      if (rest < NEAR_PIXELS && this.#cursor && !this.#loading) this.#find(this.#cursor)
    }, { signal: this.signal, passive: true })
    this.#store.on(['open'], () => this.#markOpen(), this.signal)
  }

  /** @param {string} text As it is typed. */
  look(text) {
    if (text.trim() === this.#text) return
    clearTimeout(this.#timer)
    this.#text = text.trim()
    // Whatever is under way answers a question that nobody asks any more.
    this.#round += 1
    if (!this.#text) return this.#forget()
    this.#loading = true
    if (!this.#hits.length && !this.#contacts.length) this.#show()
    this.#timer = setTimeout(() => this.#find(), TYPING_MILLISECONDS)
  }

  #forget() {
    this.#hits = []
    this.#contacts = []
    this.#cursor = this.#rescued = undefined
    this.#show()
  }

  /** @param {string} [cursor] */
  async #find(cursor) {
    const round = ++this.#round
    this.#loading = true
    this.#problem = undefined
    try {
      const [found, contacts] = await Promise.all([
        ask('GET', searchPath(this.#text, this.#narrow, Date.now(), cursor)), cursor ? undefined : this.#people(),
      ])
      if (round !== this.#round) return
      this.#hits = cursor ? [...this.#hits, ...found.items] : found.items
      this.#cursor = found.nextCursor
      if (contacts) this.#contacts = contacts
      if (!cursor) this.#rescued = found.rescued
    } catch (problem) {
      if (round !== this.#round) return
      this.#problem = problem
    }
    this.#loading = false
    this.#show()
    if (!cursor) this.#body.scrollTop = 0
    // A stretch may be empty and yet lead on.
    if (this.#cursor && !this.#hits.length) this.#find(this.#cursor)
  }

  /** @returns {Promise<Contact[]>} */
  async #people() {
    if (!may(this.#store.session, 'contacts.view') || Object.values(this.#narrow).some(Boolean)) return []
    try {
      const path = `/contacts?query=${encodeURIComponent(this.#text)}&limit=${CONTACTS_SHOWN}`
      return (await ask('GET', path)).items
    } catch {
      // Messages are what is looked for; without contacts they are still found.
      return []
    }
  }

  #showFilters() {
    const { inboxes, tags } = this.#store
    const fields = [
      this.#choice('kind', [['reply', t('search.replies')], ['note', t('search.notes')]]),
      this.#choice('status', ['active', 'open', 'inProgress', 'waiting', 'closed']
        .map(value => [value, value === 'active' ? t('list.active') : t(`status.${value}`)])),
      this.#choice('assignee', [['me', t('list.mine')], ['none', t('list.unassigned')],
        ...this.#store.members.filter(({ id, active }) => active && id !== this.#store.me)
          .map(({ id, name }) => [id, name])]),
      inboxes.length > 1 ? this.#choice('inbox', inboxes.map(({ id, name }) => [id, name])) : null,
      tags.all.length ? this.#choice('tag', tags.all.map(({ id, name }) => [id, name])) : null,
      this.#choice('within', ['week', 'month', 'year'].map(value => [value, t(`search.${value}`)])),
    ]
    fill(this.#filters, fields)
  }

  /**
   * @param {keyof import('../search.js').Narrow} name
   * @param {string[][]} options
   */
  #choice(name, options) {
    const select = h('select', { 'aria-label': t(`search.filter.${name}`), class: this.#narrow[name] ? 'on' : '' },
      h('option', { value: '' }, t(`search.filter.${name}`)),
      options.map(([value, label]) => h('option', { value, selected: value === this.#narrow[name] }, label)))
    select.addEventListener('change', () => {
      this.#narrow = { ...this.#narrow, [name]: select.value || undefined }
      select.className = select.value ? 'on' : ''
      this.#find()
    })
    return select
  }

  #show() {
    const titles = this.#hits.filter(hit => hit.title)
    const messages = byConversation(this.#hits.filter(hit => !hit.title))
    if (this.#problem) return fill(this.#body, this.#fault())
    if (!this.#hits.length && !this.#contacts.length) {
      return fill(this.#body, this.#loading ? this.#waiting() : this.#text ? this.#nothing() : null)
    }
    fill(this.#body,
      this.#rescued ? h('p', { class: 'rescued' }, t('search.rescued', { text: this.#rescued })) : null,
      this.#group('contacts', this.#contacts.map(contact => this.#contact(contact))),
      this.#group('titles', titles.map(hit => this.#titled(hit))),
      this.#group('messages', messages.map(hits => this.#found(hits))),
      this.#cursor ? h('p', { class: 'more' }, t('common.loading')) : null)
    this.#markOpen()
  }

  #fault() {
    return h('div', { class: 'blank', role: 'alert' }, icon(ALERT), h('p', {}, problemText(this.#problem)),
      h('button', { type: 'button', class: 'button small', on: { click: () => this.#find() } }, t('common.retry')))
  }

  #nothing() {
    return h('div', { class: 'blank' }, icon(SEARCH), h('h2', {}, t('search.nothing')),
      h('p', {}, t(Object.values(this.#narrow).some(Boolean) ? 'search.nothingNarrow' : 'search.nothingHint')))
  }

  #waiting() {
    return Array.from({ length: 5 }, () => h('div', { class: 'row-skeleton', 'aria-hidden': 'true' },
      h('span', { class: 'skeleton face' }), h('span', { class: 'skeleton' }), h('span', { class: 'skeleton short' })))
  }

  /**
   * @param {string} name
   * @param {Node[]} entries
   */
  #group(name, entries) {
    return entries.length ? h('section', {}, h('h3', {}, t(`search.group.${name}`)), entries) : null
  }

  /** @param {Contact} contact */
  #contact(contact) {
    const filter = { field: 'contactName', op: 'contains', values: [contact.name] }
    const open = async (/** @type {Event} */ event) => {
      event.preventDefault()
      // The latest of their conversations; without one, the list of those under their name.
      const { items } = await ask('GET', `/conversations?contact=${contact.id}&limit=1`).catch(() => ({ items: [] }))
      if (items[0]) location.hash = `${this.#store.view}/${items[0].id}`
      else if (contact.name) this.#store.show({ view: 'active', filter })
    }
    return h('a', { class: 'hit contact', href: `#${this.#store.view}`, on: { click: open } },
      contact.name ? avatar(contact) : h('span', { class: 'avatar hue1' }, icon(USER)),
      h('span', { class: 'hit-text' },
        h('b', {}, h('bdi', {}, contact.name || t('contact.nameless'))),
        h('small', {}, h('bdi', { dir: 'ltr' }, contact.email ?? contact.phone ?? ''))),
      h('small', { class: 'hit-time' }, t('search.conversations', { count: contact.conversationCount ?? 0 })))
  }

  /** @param {Hit} hit */
  #titled({ conversation, snippet }) {
    return h('a', { class: 'hit', href: this.#address(conversation.id), data: { id: conversation.id } },
      avatar({ id: conversation.contact, name: conversation.contactName }),
      h('span', { class: 'hit-text' },
        h('b', {}, h('bdi', {}, marked(snippet))),
        h('small', {}, h('bdi', {}, conversation.contactName || t('contact.nameless')))),
      relativeTime(conversation.updatedAt, true))
  }

  /** @param {Hit[]} hits Of one conversation. */
  #found(hits) {
    const { conversation } = hits[0]
    const list = h('div', { class: 'found' },
      h('a', { class: 'found-head', href: this.#address(conversation.id) },
        avatar({ id: conversation.contact, name: conversation.contactName }, { size: 'small' }),
        h('bdi', {}, conversation.contactName || t('contact.nameless')),
        conversation.titled ? h('small', {}, h('bdi', {}, conversation.title)) : null),
      hits.slice(0, HITS_SHOWN).map(hit => this.#message(hit)))
    if (hits.length <= HITS_SHOWN) return list
    const more = h('button', { type: 'button', class: 'link-button', on: { click: () => {
      more.replaceWith(...hits.slice(HITS_SHOWN).map(hit => this.#message(hit)))
      this.#markOpen()
    } } }, t('search.moreHere', { count: hits.length - HITS_SHOWN }))
    list.append(more)
    return list
  }

  /** @param {Hit} hit */
  #message({ conversation, sequence, message, snippet, before, after }) {
    const note = message?.kind === 'note'
    return h('a', {
      class: `hit said${note ? ' by-note' : ''}`, href: this.#address(conversation.id, sequence),
      data: { id: `${conversation.id}/${sequence}` },
    },
      neighbour(before, conversation),
      h('span', { class: 'hit-line' },
        h('b', {}, note ? icon(NOTE) : null, h('bdi', {}, speaker(message, conversation))),
        message ? relativeTime(message.sentAt, true) : null),
      h('span', { class: 'snippet-text', dir: 'auto' }, marked(snippet)),
      neighbour(after, conversation))
  }

  /**
   * @param {string} id
   * @param {number} [sequence]
   */
  #address(id, sequence) {
    return `#${this.#store.view}/${id}${sequence ? `/${sequence}` : ''}`
  }

  #markOpen() {
    const { openId, openSequence } = this.#store
    for (const hit of /** @type {NodeListOf<HTMLElement>} */ (this.querySelectorAll('.hit[data-id]'))) {
      const here = hit.dataset.id === openId || hit.dataset.id === `${openId}/${openSequence}`
      if (here) hit.setAttribute('aria-current', 'true')
      else hit.removeAttribute('aria-current')
    }
  }

  /**
   * From the field into the results.
   * @param {boolean} open Whether the first one is opened at once.
   */
  enter(open) {
    const first = this.#body.querySelector('.hit')
    if (!(first instanceof HTMLElement)) return
    if (open) first.click()
    else first.focus()
  }

  /** @param {1|-1} step */
  move(step) {
    const links = /** @type {HTMLElement[]} */ ([...this.#body.querySelectorAll('.hit')])
    const here = links.indexOf(/** @type {HTMLElement} */ (document.activeElement))
    const next = links[Math.max(0, Math.min(links.length - 1, here + step))]
    next?.focus()
  }
}

/** @param {Hit['snippet']} snippet */
function marked({ text, marks }) {
  return piecesOf(text, marks).map(piece => piece.marked ? h('mark', {}, piece.text) : piece.text)
}

/**
 * @param {import('../../common/wire.js').Message|undefined} message
 * @param {import('../../common/wire.js').Conversation} conversation
 */
function speaker(message, conversation) {
  return message?.author.name || conversation.contactName || t('contact.nameless')
}

/**
 * @param {import('../../common/wire.js').Message|undefined} message
 * @param {import('../../common/wire.js').Conversation} conversation
 */
function neighbour(message, conversation) {
  if (!message?.body) return null
  return h('span', { class: 'neighbour' }, h('bdi', {}, speaker(message, conversation)), ': ',
    h('bdi', {}, message.body.slice(0, 120)))
}

customElements.define('search-results', SearchResults)
