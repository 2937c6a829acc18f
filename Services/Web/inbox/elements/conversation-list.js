import { avatar } from '../../common/elements/avatar.js'
import { relativeTime } from '../../common/elements/relative-time.js'
import { fill, h, icon, LiveElement, reconcile, setAttribute } from '../../common/html.js'
import { problemText, t } from '../../common/i18n.js'
import { NOTE, REPLY } from '../../common/icons.js'
import { unreadCount } from '../changes.js'
import { viewerFaces, viewersOf } from './viewer-faces.js'

/**
 * @typedef {import('../../common/wire.js').Conversation} Conversation
 * @typedef {import('../changes.js').View} View
 */

/** @type {View[]} */
export const VIEWS = ['mine', 'unassigned', 'active', 'closed']

/** The piles of conversations and the one that is chosen. */
export class ConversationList extends LiveElement {
  #desk
  #store
  #tabs = h('nav', { class: 'views', 'aria-label': t('list.views') })
  #filter = h('select', { class: 'filter', 'aria-label': t('list.filter') })
  #list = h('ul', { class: 'rows' })
  #tail = h('div', { class: 'tail' })
  #box = h('div', { class: 'list-scroll' }, this.#list, this.#tail)

  /** @param {import('../desk.js').Desk} desk */
  constructor(desk) {
    super()
    this.#desk = desk
    this.#store = desk.store
  }

  start() {
    fill(this, h('header', { class: 'list-head' }, h('h1', {}, t('list.title')), this.#filter), this.#tabs, this.#box)
    const { signal } = this
    this.#filter.addEventListener('change', () => this.#store.show(this.#store.view, this.#filter.value), { signal })
    this.#box.addEventListener('scroll', () => {
      if (this.#box.scrollHeight - this.#box.scrollTop - this.#box.clientHeight < 400) this.#store.loadMore()
    }, { signal, passive: true })
    this.#store.on(['list', 'presence', 'typing', 'viewing', 'open'], () => this.#showRows(), signal)
    this.#store.on(['counts', 'list'], () => this.#showViews(), signal)
    this.#store.on(['team'], () => this.#showFilter(), signal)
    this.#showViews()
    this.#showFilter()
    this.#showRows()
  }

  focusFilter() {
    this.#filter.focus()
  }

  /**
   * Moves the focus along the rows.
   * @param {1|-1} step
   */
  move(step) {
    const links = /** @type {HTMLElement[]} */ ([...this.#list.querySelectorAll('a')])
    if (!links.length) return
    const focused = links.indexOf(/** @type {HTMLElement} */ (document.activeElement))
    const here = focused >= 0 ? focused : links.findIndex(link => link.hasAttribute('aria-current'))
    const next = here < 0 ? 0 : Math.max(0, Math.min(links.length - 1, here + step))
    links[next].focus()
  }

  #showViews() {
    const { view, counts } = this.#store
    reconcile(this.#tabs, VIEWS, name => name, () => h('a'), (element, name) => {
      element.setAttribute('href', `#${name}`)
      setAttribute(element, 'aria-current', name === view ? 'page' : null)
      fill(element,
        h('span', {}, t(`list.${name}`)),
        counts ? h('b', {}, counts[name] > 999 ? '999+' : counts[name]) : null)
    })
  }

  #showFilter() {
    const { inboxes, inbox } = this.#store
    this.#filter.hidden = inboxes.length < 2
    fill(this.#filter,
      h('option', { value: '' }, t('list.allInboxes')),
      inboxes.map(item => h('option', { value: item.id }, item.name)))
    this.#filter.value = inbox
  }

  #showRows() {
    const { list, listing } = this.#store
    reconcile(this.#list, list, item => item.id, () => h('li'), (element, item) => this.#row(element, item))
    this.#showTail(list.length, listing)
  }

  /**
   * @param {number} count
   * @param {import('../store.js').Listing} listing
   */
  #showTail(count, { loading, problem, loaded }) {
    if (problem) {
      fill(this.#tail, h('div', { class: 'blank' }, h('p', {}, problemText(problem)),
        h('button', { type: 'button', class: 'button small', on: { click: () => this.#store.loadList() } },
          t('common.retry'))))
    } else if (!loaded && loading && !count) {
      fill(this.#tail, Array.from({ length: 7 }, () => h('div', { class: 'row-skeleton', 'aria-hidden': 'true' },
        h('span', { class: 'skeleton face' }),
        h('span', { class: 'skeleton' }),
        h('span', { class: 'skeleton short' }))))
    } else if (!count && !loading) fill(this.#tail, this.#empty())
    else fill(this.#tail, loading && loaded && count ? h('p', { class: 'more' }, t('common.loading')) : null)
  }

  #empty() {
    const { view, counts, inbox } = this.#store
    const nothingYet = counts && !inbox && counts.active + counts.closed === 0
    if (nothingYet) return h('p', { class: 'tail-note' }, t('list.nothingYet'))
    return h('div', { class: 'blank' },
      h('img', {
        src: `/assets/inbox/art/${view === 'closed' ? 'shelf' : 'tea'}.svg`, alt: '', width: 132, height: 104,
      }),
      h('h2', {}, t(`list.empty.${view}`)), h('p', {}, t(`list.emptyHint.${view}`)))
  }

  /**
   * @param {HTMLElement} element
   * @param {Conversation} item
   */
  #row(element, item) {
    const store = this.#store
    const typing = this.#desk.threads.isTyping(item.id)
    const online = store.visitorsOnline.has(item.visitor)
    const assignee = store.member(item.assignee)
    const unsent = this.#desk.outbox.of(item.id).length > 0
    const unread = unreadCount(item)
    const viewers = viewersOf(this.#desk, item.id)
    const chosen = item.id === store.openId
    const face = [
      item.updatedAt, item.status, item.contactName, unread, chosen, typing, online, unsent, assignee?.name,
      store.inbox, store.view, store.inboxes.length, store.team(item.team)?.name, viewers.map(({ name }) => name),
    ].join('|')
    if (element.dataset.face === face) return
    element.dataset.face = face
    const focused = element.contains(document.activeElement)
    fill(element,
      h('a', {
        href: `#${store.view}/${item.id}`, class: `row${unread ? ' unread' : ''}`,
        'aria-current': chosen ? 'true' : undefined,
      },
        avatar({ id: item.contact, name: item.contactName }, { online }),
        h('span', { class: 'row-name' }, h('bdi', {}, item.contactName || t('contact.nameless'))),
        relativeTime(item.updatedAt, true),
        typing ? h('span', { class: 'row-text typing' }, t('typing.someone')) : preview(item),
        unread
          ? h('span', { class: 'count', 'aria-label': t('list.unread', { count: unread }) },
            unread > 99 ? '99+' : unread)
          : null,
        h('span', { class: 'row-foot' }, h('span', { class: `pill ${item.status}` }, t(`status.${item.status}`)),
          store.inboxes.length > 1 && !store.inbox
            ? h('span', { class: 'row-inbox', dir: 'auto' }, store.inboxName(item.inbox))
            : null,
          unsent ? h('span', { class: 'row-unsent' }, t('list.unsent')) : null,
          viewerFaces(viewers),
          owner(assignee, store.team(item.team)))))
    if (focused) element.querySelector('a')?.focus()
  }
}

/**
 * Who has it: a member, or the team that it was handed to.
 * @param {import('../../common/wire.js').Member|undefined} assignee
 * @param {import('../../common/wire.js').Team|undefined} team
 */
function owner(assignee, team) {
  if (!assignee && !team) return null
  const name = assignee?.name ?? team?.name
  return h('span', { class: 'row-assignee', title: name },
    assignee ? avatar(assignee, { team: true, size: 'small' }) : h('span', { class: 'row-team', dir: 'auto' }, name))
}

/** @param {Conversation} item */
function preview({ lastMessage }) {
  if (!lastMessage) return h('span', { class: 'row-text' })
  const note = lastMessage.kind === 'note'
  const byTeam = lastMessage.authorKind !== 'visitor'
  return h('span', { class: `row-text${note ? ' note' : ''}` },
    note ? icon(NOTE) : byTeam ? icon(REPLY, 'mirrored') : null,
    h('bdi', {}, lastMessage.body))
}

customElements.define('conversation-list', ConversationList)
