import { avatar } from '../../common/elements/avatar.js'
import { tagChip } from '../../common/elements/tag-chip.js'
import { fill, h, icon, LiveElement } from '../../common/html.js'
import { language, localeOf, t } from '../../common/i18n.js'
import {
  BACK, BELL, CARD, CHEVRON, CLOCK, DONE, DOTS, GROUP, LINK, MERGE, MOVE, PENCIL, SHIELD, TAG, USER, WARN,
} from '../../common/icons.js'
import { may } from '../../common/rights.js'
import { registerAction } from '../actions.js'
import { Deeds } from '../head/deeds.js'
import { priorityMark } from '../head/priority.js'
import { strips } from '../head/strips.js'
import { TitleField } from '../head/title-field.js'
import { isKnown } from './contact-card.js'
import { viewerFaces, viewersOf } from './viewer-faces.js'

const FACES = 3

/** What opens at the buttons is fetched with the first conversation that is opened, not with the page. */
const choices = () => import('../head/choices.js')
const more = () => import('../head/more-menu.js')
const snoozing = () => import('../head/snooze-menu.js')

/**
 * @typedef {import('../../common/wire.js').Conversation} Conversation
 * @typedef {import('../../common/wire.js').Status} Status
 * @typedef {import('../store.js').InboxStore} InboxStore
 * @typedef {(anchor: HTMLElement, store: InboxStore, deeds: Deeds, item: Conversation) => void} Opener
 * @typedef {keyof typeof import('../head/choices.js')} ChoiceName
 */

/** What the conversation is about, who has it and where it stands; and everything that is done with it as a whole. */
export class ThreadHead extends LiveElement {
  #desk
  #store
  #deeds
  #title
  #who = h('div', { class: 'head-who' })
  #tools = h('div', { class: 'head-tools' })
  #facts = h('div', { class: 'head-facts', role: 'group', 'aria-label': t('head.facts') })
  #strips = h('div', { class: 'head-strips' })
  /**
   * What each part was drawn for, so that it is drawn again only where that changes.
   * @type {Map<HTMLElement, string>}
   */
  #drawn = new Map()
  #prepared = false

  /** @param {import('../desk.js').Desk} desk */
  constructor(desk) {
    super()
    this.#desk = desk
    this.#store = desk.store
    this.#deeds = new Deeds(desk.store)
    this.#title = new TitleField((id, title) => { this.#deeds.rename(id, title) })
  }

  start() {
    fill(this, h('div', { class: 'head-row' }, this.#who, this.#tools), this.#facts, this.#strips)
    this.#store.on(['open', 'list', 'team', 'tags', 'presence', 'contact', 'viewing'], () => this.#show(), this.signal)
    this.parentElement?.addEventListener('split-from', event => this.#split(/** @type {any} */ (event).detail.sequence),
      { signal: this.signal })
    for (const action of this.#actions()) registerAction(action, this.signal)
    this.#show()
  }

  openAssignees() {
    this.#press('.assign')
  }

  /** @param {Status} status */
  setStatus(status) {
    const item = this.#store.open
    if (item && this.#store.may('conversations.status')) return this.#deeds.setStatus(item.id, status)
  }

  /** @param {string} selector */
  #press(selector) {
    const button = this.querySelector(selector)
    if (button instanceof HTMLElement) button.click()
  }

  /**
   * @param {HTMLElement} part
   * @param {unknown[]} face
   * @param {() => import('../../common/shapes.js').Child} make
   */
  #draw(part, face, make) {
    const key = JSON.stringify(face)
    if (this.#drawn.get(part) === key) return
    this.#drawn.set(part, key)
    const focused = part.contains(document.activeElement) ? document.activeElement?.className : undefined
    fill(part, make())
    const again = focused && [...part.querySelectorAll('button')].find(({ className }) => className === focused)
    if (again) again.focus()
  }

  #show() {
    const item = this.#store.open
    if (!item) return
    this.#prepare()
    const store = this.#store
    const assign = store.may('conversations.assign')
    const status = store.may('conversations.status')
    const online = store.visitorsOnline.has(item.visitor)
    const assignee = store.member(item.assignee)
    const team = store.team(item.team)
    const tags = (item.tags ?? []).flatMap(id => store.tags.get(id) ?? [])
    const blocked = Boolean(store.contacts.get(item.contact)?.blocked)
    const title = item.title || item.contactName || t('contact.nameless')
    this.#title.show(item.id, title, assign && item.title !== undefined)
    this.#draw(this.#who, [
      item.id, item.contactName, online, store.inboxes.length, store.inboxName(item.inbox), this.#doubtful(item),
    ], () => this.#whoParts(item, online))
    const viewers = viewersOf(this.#desk, item.id)
    this.#draw(this.#tools, [item.id, item.status, item.snooze, status, viewers.map(({ id, name }) => id + name)],
      () => [viewerFaces(viewers), ...this.#toolParts(item, status)])
    this.#draw(this.#facts, [
      item.id, item.status, item.priority, item.assignee, assignee?.name, assignee?.avatar, team?.name, assign, status,
      tags, item.followers, assignee && store.membersOnline.has(assignee.id), store.members.length,
    ], () => [
      this.#assignButton(item, assignee, team, assign), this.#statusButton(item, status),
      this.#priorityButton(item, assign), this.#tagParts(item, tags, assign), this.#followers(item, assign),
    ])
    this.#draw(this.#strips, [
      item.id, item.snooze, item.spam, item.mergedInto, blocked, status, store.view,
    ], () => strips(item, {
      blocked, zone: store.session.workspace.timeZone, view: store.view, mayStatus: status,
      mayBlock: may(store.session, 'contacts.block'),
    }, this.#deeds))
  }

  #prepare() {
    if (this.#prepared) return
    this.#prepared = true
    for (const load of [choices, more, snoozing]) load().catch(() => { this.#prepared = false })
  }

  /**
   * @param {Conversation} item
   * @param {boolean} online
   */
  #whoParts(item, online) {
    const store = this.#store
    return [
      h('a', { class: 'icon-button back', href: `#${store.view}`, 'aria-label': t('thread.back') },
        icon(BACK, 'mirrored')),
      h('button', {
        type: 'button', class: 'who-face', title: t('thread.card'), 'aria-label': t('thread.card'),
        on: { click: () => this.tell('toggle-card') },
      }, avatar({ id: item.contact, name: item.contactName }, { online })),
      h('div', { class: 'who-text' },
        this.#title.element,
        h('div', { class: 'who-state' },
          h('span', { class: 'who-name' }, h('bdi', {}, item.contactName || t('contact.nameless'))),
          this.#standing(item),
          h('span', { class: 'who-more' }, ' · ', t(online ? 'thread.online' : 'thread.offline'),
            store.inboxes.length > 1
              ? h('span', { class: 'who-inbox' }, ' · ', h('bdi', {}, store.inboxName(item.inbox))) : null))),
    ]
  }

  /**
   * @param {Conversation} item
   * @param {boolean} may
   */
  #toolParts(item, may) {
    return [
      may && item.status !== 'closed' ? h('button', {
        type: 'button', class: `icon-button snooze${item.snooze ? ' on' : ''}`, title: `${t('snooze.label')} (Z)`,
        'aria-label': t('snooze.label'), 'aria-haspopup': 'menu', 'aria-expanded': 'false',
        on: { click: (/** @type {any} */ event) => this.#snooze(event.currentTarget) },
      }, icon(CLOCK)) : null,
      may && item.status !== 'closed' ? h('button', {
        type: 'button', class: 'button small primary finish', title: t('thread.closeHint'),
        on: { click: () => this.setStatus('closed') },
      }, icon(DONE), h('span', {}, t('thread.close'))) : null,
      h('button', {
        type: 'button', class: 'icon-button more-actions', 'aria-label': t('more.label'), title: t('more.label'),
        'aria-haspopup': 'menu', 'aria-expanded': 'false',
        on: { click: (/** @type {any} */ event) => this.#more(event.currentTarget) },
      }, icon(DOTS)),
      h('button', {
        type: 'button', class: 'icon-button card-toggle', 'aria-label': t('thread.card'), title: t('thread.card'),
        on: { click: () => this.tell('toggle-card') },
      }, icon(CARD)),
    ]
  }

  /**
   * Opens a list with the conversation as it is then.
   * @param {HTMLElement} button
   * @param {ChoiceName} name
   */
  async #choose(button, name) {
    this.#open(button, (await choices())[name])
  }

  /** @param {HTMLElement} button */
  async #snooze(button) {
    this.#open(button, (await snoozing()).openSnoozeMenu)
  }

  /** @param {HTMLElement} button */
  async #more(button) {
    this.#open(button, (await more()).openMoreMenu)
  }

  /**
   * @param {HTMLElement} button
   * @param {Opener} open
   */
  #open(button, open) {
    const item = this.#store.open
    if (item) open(button, this.#store, this.#deeds, item)
  }

  /**
   * Whether somebody writes under a known customer's name who has not proved to be that customer.
   * @param {Conversation} item
   */
  #doubtful({ verified, contact }) {
    const known = this.#store.contacts.get(contact)
    return !verified && known !== undefined && isKnown(known)
  }

  /** @param {Conversation} item */
  #standing(item) {
    if (!item.verified && !this.#doubtful(item)) return null
    const label = t(item.verified ? 'card.verified' : 'card.unproven')
    const classes = item.verified ? 'standing good' : 'standing'
    return h('span', { class: classes, role: 'img', 'aria-label': label, title: label },
      icon(item.verified ? SHIELD : WARN))
  }

  /**
   * @param {Conversation} item
   * @param {import('../../common/wire.js').Member|undefined} assignee
   * @param {import('../../common/wire.js').Team|undefined} team
   * @param {boolean} may
   */
  #assignButton(item, assignee, team, may) {
    const name = assignee?.name ?? team?.name
    const online = assignee !== undefined && this.#store.membersOnline.has(assignee.id)
    const label = [
      name ? t('thread.assignedTo', { name }) : t(may ? 'thread.assign' : 'thread.unassigned'),
      assignee && team ? t('thread.ofTeam', { name: team.name }) : '',
    ].filter(Boolean).join(' · ')
    return this.#control('assign', label, may, [
      assignee ? avatar(assignee, { team: true, size: 'small', online }) : icon(team ? GROUP : USER),
      h('span', { class: 'label' }, h('bdi', {}, name ?? t('thread.unassigned'))),
      assignee && team ? h('span', { class: 'of-team' }, h('bdi', {}, team.name)) : null,
    ], button => this.#choose(button, 'chooseAssignee'))
  }

  /**
   * @param {Conversation} item
   * @param {boolean} may
   */
  #statusButton(item, may) {
    const label = t('thread.status', { status: t(`status.${item.status}`) })
    const pill = h('span', { class: `pill ${item.status}` }, t(`status.${item.status}`))
    return this.#control('status', label, may, pill,
      button => this.#choose(button, 'chooseStatus'))
  }

  /**
   * @param {Conversation} item
   * @param {boolean} may
   */
  #priorityButton(item, may) {
    const priority = item.priority ?? 'normal'
    const label = t('priority.is', { priority: t(`priority.${priority}`) })
    return this.#control(`urgency ${priority}`, label, may,
      [priorityMark(priority), priority === 'normal' ? null : h('span', { class: 'label' }, t(`priority.${priority}`))],
      button => this.#choose(button, 'choosePriority'))
  }

  /**
   * One fact: a button for who may change it, else the fact alone.
   * @param {string} name
   * @param {string} label
   * @param {boolean} may
   * @param {import('../../common/shapes.js').Child} face
   * @param {(button: HTMLElement) => void} open
   */
  #control(name, label, may, face, open) {
    if (!may) return h('span', { class: `fact ${name}`, title: label }, face)
    return h('button', {
      type: 'button', class: `fact ${name}`, 'aria-haspopup': 'menu', 'aria-expanded': 'false', 'aria-label': label,
      title: label, on: { click: (/** @type {any} */ event) => open(event.currentTarget) },
    }, face, icon(CHEVRON))
  }

  /**
   * @param {Conversation} item
   * @param {import('../../common/wire.js').Tag[]} tags
   * @param {boolean} may
   */
  #tagParts(item, tags, may) {
    const left = (/** @type {string} */ id) => (this.#store.open?.tags ?? []).filter(other => other !== id)
    return h('div', { class: 'head-tags' },
      tags.map(tag => tagChip(tag, may ? () => { this.#deeds.tag(item.id, left(tag.id)) } : undefined)),
      may ? h('button', {
        type: 'button', class: `fact add-tag${tags.length ? ' bare' : ''}`, 'aria-haspopup': 'dialog',
        'aria-expanded': 'false', 'aria-label': t('tags.add'), title: `${t('tags.add')} (T)`,
        on: { click: (/** @type {any} */ event) => this.#choose(event.currentTarget, 'chooseTags') },
      }, icon(TAG), tags.length ? null : h('span', { class: 'label' }, t('tags.add'))) : null)
  }

  /**
   * @param {Conversation} item
   * @param {boolean} may
   */
  #followers(item, may) {
    const store = this.#store
    const followers = (item.followers ?? []).flatMap(id => store.member(id) ?? [])
    const follows = (item.followers ?? []).includes(store.me)
    const names = new Intl.ListFormat(localeOf(language())).format(followers.map(({ name }) => name))
    const label = followers.length ? t('follow.by', { names }) : t('follow.nobody')
    const faces = [
      followers.length ? null : icon(BELL),
      ...followers.slice(0, FACES).map(member => avatar(member, { team: true, size: 'small' })),
      followers.length > FACES ? h('span', { class: 'more-faces' }, `+${followers.length - FACES}`) : null,
    ]
    if (may) {
      return h('button', {
        type: 'button', class: `fact followers${follows ? ' mine' : ''}`, 'aria-haspopup': 'dialog',
        'aria-expanded': 'false', 'aria-label': label, title: label,
        on: { click: (/** @type {any} */ event) => this.#choose(event.currentTarget, 'chooseFollowers') },
      }, faces)
    }
    return h('button', {
      type: 'button', class: `fact followers${follows ? ' mine' : ''}`, 'aria-pressed': String(follows),
      'aria-label': t(follows ? 'follow.stop' : 'follow.start'), title: label,
      on: { click: () => { this.#deeds.follow(item.id, store.me, !follows) } },
    }, faces)
  }

  /** @param {number} sequence */
  async #split(sequence) {
    const item = this.#store.open
    if (!item || !this.#store.may('conversations.merge')) return
    const { openSplitDialog } = await import('../head/split-dialog.js')
    openSplitDialog(this.#store, item, sequence)
  }

  /** @returns {import('../actions.js').Action[]} */
  #actions() {
    const store = this.#store
    const deeds = this.#deeds
    const can = (/** @type {import('../../common/wire.js').Permission} */ permission) => () => store.may(permission)
    const now = (/** @type {(item: Conversation) => unknown} */ act) => () => store.open && act(store.open)
    const follows = () => Boolean(store.open?.followers?.includes(store.me))
    const group = /** @type {const} */ ('conversation')
    return [
      { id: 'conversation.snooze', keys: ['KeyZ'], label: 'snooze.label', group, icon: CLOCK,
        when: can('conversations.status'), run: () => this.#press('.snooze') },
      { id: 'conversation.tags', keys: ['KeyT'], label: 'tags.label', group, icon: TAG,
        when: can('conversations.assign'), run: () => this.#press('.add-tag') },
      { id: 'conversation.priority', keys: ['KeyP'], label: 'priority.menu', group,
        when: can('conversations.assign'), run: () => this.#press('.urgency') },
      { id: 'conversation.title', keys: ['KeyY'], label: 'title.edit', group, icon: PENCIL,
        when: can('conversations.assign'), run: () => this.#title.edit() },
      { id: 'conversation.move', keys: ['KeyM'], label: 'move.menu', group, icon: MOVE,
        when: can('conversations.assign'), run: () => this.#choose(this.#tools, 'chooseInbox') },
      { id: 'conversation.follow', keys: ['KeyF'], label: 'follow.toggle', group, icon: BELL,
        when: () => store.open !== undefined, run: now(item => deeds.follow(item.id, store.me, !follows())) },
      { id: 'conversation.merge', label: 'merge.menu', group, icon: MERGE,
        when: can('conversations.merge'), run: now(async item => (await more()).openMerge(store, deeds, item)) },
      { id: 'conversation.start', label: 'start.menu', group, icon: PENCIL,
        when: () => store.open !== undefined && may(store.session, 'conversations.reply'),
        run: now(async item => (await more()).startConversation(store, item)) },
      { id: 'conversation.link', label: 'link.copy', group, icon: LINK,
        when: () => store.open !== undefined, run: now(item => deeds.copyLink(item.id)) },
      { id: 'conversation.spam', label: 'spam.toggle', group, icon: WARN,
        when: can('conversations.status'), run: now(item => deeds.setSpam(item.id, !item.spam)) },
    ]
  }
}

customElements.define('thread-head', ThreadHead)
