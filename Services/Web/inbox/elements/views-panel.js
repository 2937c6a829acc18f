import { fill, h, icon, LiveElement, reconcile, setAttribute } from '../../common/html.js'
import { t } from '../../common/i18n.js'
import { BELL, CHECK, CLOCK, INBOX, PENCIL, PLUS, SPAM, USER, USERS } from '../../common/icons.js'
import { needStyles } from '../../common/styles.js'
import { ALL, AT, BELL_OFF, BOOKMARK, COLUMN, HAND, SPEAKER, SPEAKER_OFF, STAR } from '../list-icons.js'
import { allowNotices } from '../notices.js'
import { onPreferences, prefer, preferences } from '../preferences.js'
import { BUILT_IN, countOf, STATUSES } from '../views.js'

/** @type {Record<string, string>} */
const ICONS = {
  mine: USER, unassigned: HAND, following: STAR, mentioned: AT, active: ALL, snoozed: CLOCK, closed: CHECK, spam: SPAM,
}
/** From here on the views may stand beside the list, and from the second on they do without being asked. */
const ROOM = '(min-width: 1180px)'
const MUCH_ROOM = '(min-width: 1560px)'

/** Every pile there is, with how much lies in it: a column, or over the page where there is no room for one. */
export class ViewsPanel extends LiveElement {
  #store
  #sections = h('div', { class: 'views-sections' })
  #pin = h('button', { type: 'button', class: 'icon-button', on: { click: () => this.#togglePin() } }, icon(COLUMN))
  #bell = h('button', { type: 'button', class: 'choice', on: { click: () => this.#toggleBell() } })
  #sound = h('button', {
    type: 'button', class: 'choice', on: { click: () => prefer({ sound: !preferences().sound }) },
  })
  /** @type {HTMLElement|undefined} */
  #anchor

  /** @param {import('../store.js').InboxStore} store */
  constructor(store) {
    super()
    this.#store = store
  }

  start() {
    const { signal } = this
    this.setAttribute('aria-label', t('views.label'))
    this.setAttribute('role', 'navigation')
    fill(this,
      h('header', {}, h('h2', {}, t('views.title')), this.#pin),
      this.#sections,
      h('footer', {}, this.#bell, this.#sound))
    for (const query of [ROOM, MUCH_ROOM]) {
      matchMedia(query).addEventListener('change', () => this.#settle(), { signal })
    }
    onPreferences(() => { this.#settle(); this.#showChoices() }, signal)
    this.#store.on(['counts', 'views', 'team', 'list'], () => this.#show(), signal)
    this.addEventListener('click', event => this.#chose(/** @type {Element} */ (event.target)), { signal })
    this.addEventListener('toggle', event => {
      this.#anchor?.setAttribute('aria-expanded', String(/** @type {any} */ (event).newState === 'open'))
    }, { signal })
    this.#settle()
    this.#showChoices()
    this.#show()
  }

  /** Whether the views stand beside the list. */
  get pinned() {
    return matchMedia(ROOM).matches && (preferences().viewsPinned ?? matchMedia(MUCH_ROOM).matches)
  }

  /** @param {HTMLElement} anchor What it opens at. */
  toggle(anchor) {
    if (this.pinned) return this.#togglePin()
    this.#anchor = anchor
    const panel = /** @type {any} */ (this)
    panel.togglePopover()
    if (!this.matches(':popover-open')) return
    const spot = anchor.getBoundingClientRect()
    const rtl = document.documentElement.dir === 'rtl'
    this.style.setProperty('--panel-top', `${spot.bottom + 6}px`)
    this.style.setProperty('--panel-start', `${rtl ? innerWidth - spot.right : spot.left}px`)
    const here = this.querySelector('a[aria-current]') ?? this.querySelector('a')
    if (here instanceof HTMLElement) here.focus()
  }

  #settle() {
    const { pinned } = this
    const was = !this.hasAttribute('popover')
    if (pinned) this.removeAttribute('popover')
    else this.setAttribute('popover', 'auto')
    this.classList.toggle('pinned', pinned)
    const label = t(pinned ? 'views.unpin' : 'views.pin')
    this.#pin.title = label
    this.#pin.setAttribute('aria-label', label)
    this.#pin.hidden = !matchMedia(ROOM).matches
    if (was !== pinned) this.tell('views-pinned')
  }

  #togglePin() {
    const panel = /** @type {any} */ (this)
    if (this.hasAttribute('popover') && this.matches(':popover-open')) panel.hidePopover()
    prefer({ viewsPinned: !this.pinned })
  }

  async #toggleBell() {
    prefer({ desktop: !preferences().desktop && await allowNotices() })
  }

  #showChoices() {
    const { desktop, sound } = preferences()
    for (const [button, on, path, name] of /** @type {[HTMLElement, boolean, string, string][]} */ ([
      [this.#bell, desktop, desktop ? BELL : BELL_OFF, 'notices'], [this.#sound, sound, sound ? SPEAKER : SPEAKER_OFF,
        'sound'],
    ])) {
      button.setAttribute('aria-pressed', String(on))
      button.title = t(`views.${name}${on ? 'On' : 'Off'}`)
      fill(button, icon(path), h('span', {}, t(`views.${name}`)))
    }
  }

  /** @param {Element} target */
  #chose(target) {
    const panel = /** @type {any} */ (this)
    if (target.closest('a') && this.matches(':popover-open')) panel.hidePopover()
  }

  #show() {
    const store = this.#store
    const inboxes = store.inboxes.map(({ id, name }) => ({ id, label: name, face: icon(INBOX) }))
    const views = store.views.items
    const sections = [
      { id: 'built-in', entries: BUILT_IN.map(id => ({ id, label: t(`list.${id}`), face: icon(ICONS[id]) })) },
      {
        id: 'status', entries: STATUSES.map(id => ({
          id, label: t(`status.${id}`), face: h('span', { class: `dot ${id}` }),
        })),
      },
      ...inboxes.length > 1 ? [{ id: 'inboxes', entries: inboxes }] : [],
      { id: 'own', entries: views.filter(view => !view.shared).map(view => this.#saved(view)) },
      ...views.some(view => view.shared)
        ? [{ id: 'shared', entries: views.filter(view => view.shared).map(view => this.#saved(view)) }]
        : [],
    ]
    reconcile(this.#sections, sections, section => section.id, section => this.#section(section.id),
      (element, section) => this.#entries(/** @type {HTMLElement} */ (element.lastElementChild), section.entries))
  }

  /** @param {import('../views.js').View} view */
  #saved(view) {
    return { id: view.id, label: view.name, face: icon(view.shared ? USERS : BOOKMARK), view }
  }

  /** @param {string} id */
  #section(id) {
    const list = h('ul')
    if (id === 'built-in') return h('section', {}, list)
    return h('section', { class: id },
      h('div', { class: 'section-head' }, h('h3', {}, t(`views.section.${id}`)),
        id === 'own' ? h('button', {
          type: 'button', class: 'icon-button', 'aria-label': t('views.new'), title: t('views.new'),
          on: { click: () => this.#edit() },
        }, icon(PLUS)) : null),
      list)
  }

  /**
   * @param {HTMLElement} list
   * @param {{id: string, label: string, face: Node, view?: import('../views.js').View}[]} entries
   */
  #entries(list, entries) {
    const { view, counts } = this.#store
    reconcile(list, entries, entry => entry.id, () => h('li'), (element, { id, label, face, view: saved }) => {
      const count = countOf(counts, id)
      const look = [label, count, id === view, saved?.shared].join('|')
      if (element.dataset.look === look) return
      element.dataset.look = look
      const focused = element.contains(document.activeElement)
      const link = h('a', { href: `#${id}` }, face, h('bdi', {}, label),
        count ? h('b', {}, count.toLocaleString('en')) : null)
      setAttribute(link, 'aria-current', id === view ? 'page' : null)
      fill(element, link, saved ? h('button', {
        type: 'button', class: 'icon-button edit', 'aria-label': t('views.edit', { name: label }),
        title: t('views.editShort'), on: { click: () => this.#edit(saved) },
      }, icon(PENCIL)) : null)
      if (focused) link.focus()
    })
    const bare = list.parentElement?.classList.contains('own') && !entries.length
    if (bare) fill(list, h('li', { class: 'hint', data: { key: 'hint' } }, t('views.none')))
  }

  /** @param {import('../views.js').View} [view] */
  async #edit(view) {
    const [{ editView }] = await Promise.all([import('../filter-builder.js'), needStyles('inbox/bulk.css')])
    editView(this.#store, view)
  }
}

customElements.define('views-panel', ViewsPanel)
