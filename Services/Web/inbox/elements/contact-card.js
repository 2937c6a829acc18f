import { ask } from '../../common/team.js'
import { avatar } from '../../common/elements/avatar.js'
import { relativeTime } from '../../common/elements/relative-time.js'
import { toast } from '../../common/elements/toast.js'
import { Problem } from '../../common/api.js'
import { field, showErrors } from '../../common/field.js'
import { fill, h, icon, LiveElement } from '../../common/html.js'
import { problemText, t } from '../../common/i18n.js'
import { BLOCK, CLOSE, EYE_OFF, MAIL, PENCIL, PHONE, SHIELD, WARN } from '../../common/icons.js'
import { tagChip } from '../../common/elements/tag-chip.js'
import { isMasked, may } from '../../common/rights.js'
import { Deeds } from '../head/deeds.js'

/**
 * @typedef {import('../../common/wire.js').Contact} Contact
 * @typedef {import('../../common/wire.js').Conversation} Conversation
 */

const TABS = /** @type {const} */ (['facts', 'changes'])
const OTHERS_FIRST = 6
const OTHERS_ALL = 50

/** The customer beside the conversation: who they are, what else they wrote of, and what was done. */
export class ContactCard extends LiveElement {
  #store
  #editing = false
  /** @type {string|undefined} */
  #shown
  /** @type {unknown} */
  #problem = null
  /** @type {Conversation[]} */
  #others = []
  /** How many conversations the others were fetched for. */
  #othersCount = 0
  /** Whether there are more than the first few. */
  #more = false
  #all = false
  /** @type {'facts'|'changes'} */
  #tab = 'facts'
  /** @type {HTMLElement|undefined} */
  #changes
  #deeds

  /** @param {import('../store.js').InboxStore} store */
  constructor(store) {
    super()
    this.#store = store
    this.#deeds = new Deeds(store)
  }

  start() {
    this.#store.on(['contact', 'presence', 'open', 'tags'], () => this.#follow(), this.signal)
    this.#follow()
  }

  #follow() {
    const id = this.#store.open?.contact
    if (id !== this.#shown) {
      this.#shown = id
      this.#editing = false
      this.#others = []
      this.#othersCount = 0
      this.#all = false
      if (id) this.#load(id)
    } else this.#freshen()
    this.#show()
  }

  /** Another conversation of theirs has begun: it belongs among the others. */
  #freshen() {
    const contact = this.#shown && this.#store.contacts.get(this.#shown)
    if (contact && this.#problem) return void this.#load(contact.id)
    if (!contact || !this.#othersCount || contact.conversationCount === this.#othersCount) return
    this.#othersCount = contact.conversationCount
    this.#loadOthers(contact.id).then(() => this.#show(), () => {})
  }

  /** @param {string} id */
  async #loadOthers(id) {
    const limit = this.#all ? OTHERS_ALL : OTHERS_FIRST
    const { items, nextCursor } = await ask('GET', `/conversations?contact=${id}&limit=${limit}`)
    if (id !== this.#shown) return
    this.#others = items
    this.#more = Boolean(nextCursor) && !this.#all
  }

  /** @param {string} id */
  async #load(id) {
    this.#problem = null
    try {
      await Promise.all([this.#loadOthers(id), this.#store.loadContact(id)])
      this.#othersCount = this.#store.contacts.get(id)?.conversationCount ?? 0
    } catch (problem) {
      if (id === this.#shown) this.#problem = problem
    }
    this.#show()
  }

  #show() {
    // A form that somebody fills in is not drawn over by news.
    if (this.#editing && this.querySelector('form')) return
    const id = this.#shown
    const contact = id ? this.#store.contacts.get(id) : undefined
    const top = h('header', { class: 'card-head' }, h('h2', {}, t('card.title')),
      contact && may(this.#store.session, 'contacts.edit')
        ? h('button', {
          type: 'button', class: 'icon-button', 'aria-label': t('card.edit'), title: t('card.edit'),
          on: { click: () => this.#edit() },
        }, icon(PENCIL))
        : null,
      h('button', {
        type: 'button', class: 'icon-button card-close', 'aria-label': t('common.close'),
        on: { click: () => this.tell('toggle-card') },
      }, icon(CLOSE)))
    if (contact) fill(this, top, this.#editing ? this.#form(contact) : this.#tabbed(contact))
    else if (this.#problem) {
      fill(this, top, h('div', { class: 'blank' }, h('p', {}, problemText(this.#problem)),
        h('button', { type: 'button', class: 'button small', on: { click: () => id && this.#load(id) } },
          t('common.retry'))))
    } else fill(this,
      top,
      h('div', { class: 'card-wait' },
        h('div', { class: 'skeleton face' }),
        h('div', { class: 'skeleton' }),
        h('div', { class: 'skeleton' })))
  }

  #edit() {
    this.#editing = true
    this.#show()
    this.querySelector('input')?.focus()
  }

  /** @param {Contact} contact */
  #tabbed(contact) {
    const tabs = h('div', { class: 'card-tabs', role: 'tablist' }, TABS.map(name => h('button', {
      type: 'button', role: 'tab', 'aria-selected': String(name === this.#tab), data: { tab: name },
      on: { click: () => this.#turnTo(name) },
    }, t(`card.tab.${name}`))))
    return [tabs, this.#tab === 'facts' ? this.#facts(contact)
      : h('div', { class: 'card-body', role: 'tabpanel' }, this.#changes)]
  }

  /** @param {'facts'|'changes'} name */
  async #turnTo(name) {
    if (name === 'changes' && !this.#changes) {
      const { ChangeList } = await import('./change-list.js')
      this.#changes = new ChangeList(this.#store)
    }
    this.#tab = name
    this.#show()
    const tab = this.querySelector('[role=tab][aria-selected=true]')
    if (tab instanceof HTMLElement) tab.focus()
  }

  /** @param {Contact} contact */
  #facts(contact) {
    const visitor = this.#store.open?.visitor ?? ''
    return h('div', { class: 'card-body' },
      h('div', { class: 'person' }, avatar(contact, { size: 'large', online: this.#store.visitorsOnline.has(visitor) }),
        h('h3', {}, h('bdi', {}, contact.name || t('contact.nameless'))),
        contact.blocked ? this.#blocked(contact) : this.#standing(contact)),
      h('ul', { class: 'ways' },
        h('li', {},
          icon(MAIL),
          way('mailto', contact.email, 'card.noEmail')),
        h('li', {},
          icon(PHONE),
          way('tel', contact.phone, 'card.noPhone'))),
      contact.claims.length ? this.#claims(contact) : null,
      this.#tags(),
      h('dl', { class: 'facts' },
        fact('card.firstSeen', relativeTime(contact.createdAt)),
        fact('card.lastSeen', relativeTime(contact.lastSeenAt)),
        fact('card.conversations', contact.conversationCount), fact('card.messages', contact.messageCount),
        contact.language ? fact('card.language', t(`language.${contact.language}`)) : null),
      this.#history())
  }

  /** @param {Contact} contact */
  #blocked({ id }) {
    return [
      h('span', { class: 'unverified blocked', title: t('strip.blocked') }, icon(BLOCK), t('card.blocked')),
      may(this.#store.session, 'contacts.block')
        ? h('button', {
          type: 'button', class: 'button small', on: { click: () => this.#deeds.setBlocked(id, false) },
        }, t('block.lift'))
        : null,
    ]
  }

  /** The tags of the conversation, which a narrow head has no room for. */
  #tags() {
    const tags = (this.#store.open?.tags ?? []).flatMap(id => this.#store.tags.get(id) ?? [])
    return tags.length ? h('section', { class: 'card-tags' }, h('h3', {}, t('card.tags')),
      h('div', {}, tags.map(tag => tagChip(tag)))) : null
  }

  /**
   * How sure it is that this is who writes.
   * @param {Contact} contact
   */
  #standing(contact) {
    const conversation = this.#store.open
    if (conversation?.verified) {
      return h('span', { class: 'proven', title: t('card.verifiedHint') }, icon(SHIELD), t('card.verified'))
    }
    if (contact.unverified) {
      return h('span', { class: 'unverified', title: t('card.unverifiedHint') }, icon(WARN), t('card.unverified'))
    }
    if (!conversation || !isKnown(contact)) return null
    return h('span', { class: 'unverified', title: t('card.unprovenHint') }, icon(WARN), t('card.unproven'))
  }

  /** @param {Contact} contact */
  #claims({ claims }) {
    return h('section', { class: 'claims' },
      h('h3', {}, t('card.claims')),
      h('p', { class: 'hint' }, t('card.claimsHint')),
      h('ul', {}, claims.map(claim => h('li', {},
        [claim.name, claim.email, claim.phone].filter(Boolean).map(value => h('bdi', {}, value)),
        relativeTime(claim.at)))))
  }

  #history() {
    // As they are by now: one may have been merged into another, or closed.
    const others = this.#others.map(item => this.#store.conversation(item.id) ?? item)
      .filter(item => item.id !== this.#store.openId && !item.mergedInto)
    if (!others.length) return null
    const [going, past] = [others.filter(isGoing), others.filter(item => !isGoing(item))]
    return h('section', { class: 'history' },
      this.#otherList('card.open', going), this.#otherList('card.history', past),
      this.#more ? h('button', {
        type: 'button', class: 'button small quiet',
        on: {
          click: () => { this.#all = true; this.#loadOthers(this.#shown ?? '').then(() => this.#show(), () => {}) },
        },
      }, t('card.allOthers')) : null)
  }

  /**
   * @param {'card.open'|'card.history'} title
   * @param {Conversation[]} items
   */
  #otherList(title, items) {
    if (!items.length) return null
    return [h('h3', {}, t(title)), h('ul', {}, items.map(item => h('li', {},
      h('a', { href: `#${this.#store.view}/${item.id}` },
        h('span', { class: 'history-text' },
          h('bdi', {}, item.title || item.lastMessage?.body || t('merge.untitled'))),
        h('span', { class: `pill ${item.status}` }, t(`status.${item.status}`)),
        relativeTime(item.updatedAt, true)))))]
  }

  /** @param {Contact} contact */
  #form(contact) {
    const form = h('form', { class: 'card-form', novalidate: true },
      field({ name: 'name', label: t('card.name'), value: contact.name, maxlength: 120 }),
      // What somebody does not see they do not overwrite.
      may(this.#store.session, 'contacts.unmask')
        ? [
          field({ name: 'email', type: 'email', label: t('card.email'), value: contact.email ?? '', maxlength: 254 }),
          field({ name: 'phone', type: 'tel', label: t('card.phone'), value: contact.phone ?? '', maxlength: 40 }),
        ]
        : h('p', { class: 'hint' }, t('card.maskedHint')),
      h('div', { class: 'form-foot' }, h('button', { class: 'button small primary', type: 'submit' }, t('common.save')),
        h('button', { class: 'button small quiet', type: 'button', on: { click: () => this.#done() } },
          t('common.cancel'))))
    form.addEventListener('keydown', event => { if (event.key === 'Escape') { event.stopPropagation(); this.#done() } })
    form.addEventListener('submit', event => { event.preventDefault(); this.#save(form, contact) })
    return form
  }

  #done() {
    this.#editing = false
    this.querySelector('form')?.remove()
    this.#show()
  }

  /**
   * Sends what was changed and nothing else.
   * @param {HTMLFormElement} form
   * @param {Contact} contact
   */
  async #save(form, contact) {
    /** @type {Record<string, string>} */
    const change = {}
    for (const name of /** @type {const} */ (['name', 'email', 'phone'])) {
      const value = new FormData(form).get(name)
      if (value !== null && String(value).trim() !== (contact[name] ?? '')) change[name] = String(value).trim()
    }
    try {
      if (Object.keys(change).length) await this.#store.changeContact(contact.id, change)
      this.#done()
    } catch (error) {
      const fields = error instanceof Problem ? error.fields : []
      if (!fields.length || !showErrors(form, fields)) toast(problemText(error))
    }
  }
}

/**
 * An address or a number, to press where it is whole; where it is masked it says so and leads nowhere.
 * @param {'mailto'|'tel'} scheme
 * @param {string|undefined} text
 * @param {'card.noEmail'|'card.noPhone'} none
 */
function way(scheme, text, none) {
  if (!text) return h('span', { class: 'none' }, t(none))
  if (!isMasked(text)) return h('a', { href: `${scheme}:${text}`, dir: 'ltr' }, text)
  return h('span', { class: 'masked', title: t('card.maskedHint') },
    h('bdi', { dir: 'ltr' }, text), icon(EYE_OFF), h('span', { class: 'unseen' }, t('card.masked')))
}

/** @param {Conversation} item */
function isGoing({ status, spam }) {
  return status !== 'closed' && !spam
}

/**
 * Whether the record holds what somebody verified, so that it matters who claims to be its person.
 * @param {Contact} contact
 */
export function isKnown({ unverified, email, phone }) {
  return !unverified && Boolean(email || phone)
}

/**
 * @param {string} key
 * @param {import('../../common/shapes.js').Child} value
 */
function fact(key, value) {
  return h('div', {}, h('dt', {}, t(key)), h('dd', {}, value))
}

customElements.define('contact-card', ContactCard)
