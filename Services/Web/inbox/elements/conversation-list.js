import { openMenu } from '../../common/elements/menu.js'
import { toast } from '../../common/elements/toast.js'
import { VirtualList } from '../../common/elements/virtual-list.js'
import { fill, h, icon, LiveElement, reconcile, setAttribute } from '../../common/html.js'
import { t } from '../../common/i18n.js'
import { CHEVRON, CLOSE, SEARCH } from '../../common/icons.js'
import { needStyles } from '../../common/styles.js'
import { isBlank } from '../composer/drafts.js'
import { makeRow, updateRow } from '../conversation-row.js'
import { countConditions } from '../filters.js'
import { FILTER, SORT } from '../list-icons.js'
import { showState } from '../list-states.js'
import { Selection } from '../selection.js'
import { countOf, SORTS } from '../views.js'
import { viewersOf } from './viewer-faces.js'

/**
 * @typedef {import('../../common/wire.js').Conversation} Conversation
 */

const ROW_PIXELS = 97
/** So far above the end the next page is asked for: a quick scroll does not reach it. */
const AHEAD_PIXELS = 3_000
const HOLD_MILLISECONDS = 450
const TABS = ['mine', 'unassigned', 'active']

/** A pile of conversations: which one, what is searched in it, and its rows. */
export class ConversationList extends LiveElement {
  #desk
  #store
  #viewsPanel
  selection = new Selection()
  #name = h('button', {
    type: 'button', class: 'pile-name', 'aria-haspopup': 'dialog', on: { click: () => this.openViews() },
  })
  #tabs = h('nav', { class: 'views', 'aria-label': t('list.views') })
  #sort = this.#tool(t('list.sort'), SORT, () => this.openSorts())
  #filter = this.#tool(t('list.filter'), FILTER, () => this.openFilter())
  #field = h('input', {
    type: 'search', class: 'search-input', placeholder: t('search.placeholder'), 'aria-label': t('search.label'),
    enterkeyhint: 'search', autocomplete: 'off', spellcheck: 'false', dir: 'auto', maxlength: 200,
  })
  #clear = h('button', {
    type: 'button', class: 'icon-button', 'aria-label': t('search.clear'), hidden: true,
    on: { click: () => this.endSearch() },
  }, icon(CLOSE))
  #note = h('div', { class: 'list-note', hidden: true })
  #tail = h('div', { class: 'tail' })
  #list = new VirtualList({
    estimate: ROW_PIXELS, key: (/** @type {Conversation} */ item) => item.id, create: makeRow, recycle: true,
    update: (slot, item) => this.#row(slot, item), label: t('list.title'),
    size: () => this.#store.pile.filter ? 0 : countOf(this.#store.counts, this.#store.view) ?? 0,
    near: (edge, pixels) => {
      if (edge === 'end' && pixels < AHEAD_PIXELS) this.#store.listing.more()
    },
  })
  #body = h('div', { class: 'list-body' }, this.#list)
  /** @type {import('./search-results.js').SearchResults|undefined} */
  #results
  /** @type {import('./bulk-bar.js').BulkBar|undefined} */
  #bulk
  #due = false

  /**
   * @param {import('../desk.js').Desk} desk
   * @param {import('./views-panel.js').ViewsPanel} viewsPanel
   */
  constructor(desk, viewsPanel) {
    super()
    this.#desk = desk
    this.#store = desk.store
    this.#viewsPanel = viewsPanel
  }

  start() {
    this.#list.classList.add('list-scroll')
    this.#list.append(this.#tail)
    fill(this,
      h('header', { class: 'list-head' }, this.#name, this.#sort, this.#filter),
      h('div', { class: 'list-search', role: 'search' }, icon(SEARCH), this.#field,
        h('span', { class: 'hint-key', 'aria-hidden': 'true' }, h('kbd', {}, '/')), this.#clear),
      this.#tabs, this.#note, this.#body)
    const { signal } = this
    const store = this.#store
    this.#field.addEventListener('input', () => this.#search(), { signal })
    this.#field.addEventListener('keydown', event => this.#fieldKey(event), { signal })
    this.#list.addEventListener('click', event => this.#pressed(event), { signal, capture: true })
    this.#listenForHolds(signal)
    store.on(['list', 'presence', 'typing', 'open', 'tags', 'team', 'viewing', 'draft', 'counts'],
      () => this.#soon(), signal)
    store.on(['counts', 'list', 'views', 'team'], () => this.#showHead(), signal)
    this.#showHead()
    this.#showRows()
  }

  /**
   * @param {string} label
   * @param {string} path
   * @param {() => void} act
   */
  #tool(label, path, act) {
    return h('button', {
      type: 'button', class: 'icon-button tool', 'aria-label': label, title: label, on: { click: act },
    }, icon(path))
  }

  openViews() {
    this.#viewsPanel.toggle(this.#name)
  }

  openSorts() {
    openMenu(this.#sort, t('list.sort'), SORTS.map(sort => ({
      label: t(`sort.${sort}`), chosen: sort === this.#store.sort, act: () => this.#store.show({ sort }),
    })))
  }

  async openFilter() {
    const [{ buildFilter }] = await Promise.all([import('../filter-builder.js'), needStyles('inbox/bulk.css')])
    buildFilter(this.#store)
  }

  focusSearch() {
    this.#field.focus()
    this.#field.select()
  }

  endSearch() {
    this.#field.value = ''
    this.#search()
  }

  /** Whether something is being searched for. */
  get searching() {
    return this.#field.value.trim() !== ''
  }

  async #search() {
    this.#clear.hidden = this.#field.value === ''
    try {
      const [{ SearchResults }] = await Promise.all([import('./search-results.js'), needStyles('inbox/search.css')])
      this.#results ??= new SearchResults(this.#store)
    } catch {
      return toast(t('problem.network'))
    }
    const searching = this.searching
    this.classList.toggle('searching', searching)
    if (searching && !this.#results.isConnected) this.#body.append(this.#results)
    if (!searching) this.#results.remove()
    this.#results.look(this.#field.value)
  }

  /** @param {KeyboardEvent} event */
  #fieldKey(event) {
    if (event.code === 'Escape') {
      event.preventDefault()
      if (this.#field.value) this.endSearch()
      else this.#field.blur()
    }
    if (event.code !== 'ArrowDown' && event.key !== 'Enter') return
    event.preventDefault()
    if (this.searching) this.#results?.enter(event.key === 'Enter')
    else if (event.code === 'ArrowDown') this.move(1)
  }

  /**
   * Moves the focus along the rows.
   * @param {1|-1} step
   * @param {boolean} [picking] Whether rows are picked on the way.
   */
  move(step, picking = false) {
    if (this.searching) return this.#results?.move(step)
    const { ids } = this.#store.listing
    if (!ids.length) return
    const here = ids.indexOf(this.#here() ?? '')
    const next = here < 0 ? 0 : Math.max(0, Math.min(ids.length - 1, here + step))
    if (picking) {
      if (here >= 0 && !this.selection.has(ids[here])) this.selection.toggle(ids[here], ids)
      if (!this.selection.has(ids[next])) this.selection.toggle(ids[next], ids)
      this.selectionChanged()
    }
    this.#focus(ids[next])
  }

  /** The row that keys mean: the one with the focus, else the one that is open. */
  #here() {
    const slot = document.activeElement?.closest('.slot')
    return slot instanceof HTMLElement && this.contains(slot) ? slot.dataset.key : this.#store.openId
  }

  /** @param {string} id */
  #focus(id) {
    this.#list.reveal(id)?.querySelector('a')?.focus({ preventScroll: true })
  }

  /** Picks the row that keys mean, or lets it go. */
  pick() {
    const id = this.#here()
    if (!id) return
    this.selection.toggle(id, this.#store.listing.ids)
    this.selectionChanged()
  }

  pickAll() {
    this.selection.all(this.#store.listing.ids)
    this.selectionChanged()
  }

  endPicking() {
    this.selection.clear()
    this.selectionChanged()
  }

  async selectionChanged() {
    this.#soon()
    if (!this.selection.size && !this.#bulk) return
    const styles = needStyles('common/choosing.css', 'inbox/bulk.css')
    const [{ BulkBar }] = await Promise.all([import('./bulk-bar.js'), styles])
    this.#bulk ??= new BulkBar(this.#desk, this)
    if (!this.#bulk.isConnected) this.append(this.#bulk)
    this.#bulk.show()
  }

  /** @param {import('./bulk-bar.js').BulkName} name */
  bulk(name) {
    this.#bulk?.do(name)
  }

  /** @param {MouseEvent} event */
  #pressed(event) {
    const target = /** @type {Element} */ (event.target)
    const slot = target.closest('.slot')
    const id = slot instanceof HTMLElement && slot.dataset.key
    if (!id) return
    const box = target.closest('.pick')
    if (!box && !event.shiftKey) return
    // A label presses its box, which is another click.
    if (box && !(target instanceof HTMLInputElement) && !event.shiftKey) return
    if (!(target instanceof HTMLInputElement)) event.preventDefault()
    this.selection.toggle(id, this.#store.listing.ids, event.shiftKey)
    getSelection()?.removeAllRanges()
    this.selectionChanged()
  }

  /**
   * A finger that rests on a row picks it.
   * @param {AbortSignal} signal
   */
  #listenForHolds(signal) {
    /** @type {ReturnType<typeof setTimeout>|undefined} */
    let timer
    let held = false
    const end = () => clearTimeout(timer)
    this.#list.addEventListener('pointerdown', event => {
      end()
      held = false
      const slot = /** @type {Element} */ (event.target).closest('.slot')
      if (event.pointerType === 'mouse' || !(slot instanceof HTMLElement)) return
      timer = setTimeout(() => {
        held = true
        this.selection.toggle(slot.dataset.key ?? '', this.#store.listing.ids)
        this.selectionChanged()
      }, HOLD_MILLISECONDS)
    }, { signal })
    for (const name of ['pointerup', 'pointercancel', 'scroll']) this.#list.addEventListener(name, end, { signal })
    this.#list.addEventListener('contextmenu', event => { if (held) event.preventDefault() }, { signal })
    this.#list.addEventListener('click', event => {
      if (!held) return
      held = false
      event.preventDefault()
      event.stopPropagation()
    }, { signal, capture: true })
  }

  /** What happens within one frame is drawn once. */
  #soon() {
    if (this.#due) return
    this.#due = true
    requestAnimationFrame(() => {
      this.#due = false
      if (this.isConnected) this.#showRows()
    })
  }

  /** @returns {string} What the pile is called. */
  pileName() {
    const { view } = this.#store
    if (view.startsWith('inb_')) return this.#store.inboxName(view)
    if (view.startsWith('viw_')) return this.#store.views.get(view)?.name ?? t('list.savedView')
    return t(/^(open|inProgress|waiting)$/.test(view) ? `status.${view}` : `list.${view}`)
  }

  #showHead() {
    const { view, counts, pile } = this.#store
    const count = pile.filter ? undefined : countOf(counts, view)
    fill(this.#name, h('h1', {}, h('bdi', {}, this.pileName())),
      count === undefined ? null : h('b', {}, count.toLocaleString('en')), icon(CHEVRON))
    reconcile(this.#tabs, TABS, name => name, () => h('a'), (element, name) => {
      element.setAttribute('href', `#${name}`)
      setAttribute(element, 'aria-current', name === view ? 'page' : null)
      const number = countOf(counts, name)
      fill(element, h('span', {}, t(`list.${name}`)),
        number === undefined ? null : h('b', { dir: 'ltr' }, number > 999 ? '999+' : number))
    })
    const filters = countConditions(pile.filter)
    this.#filter.classList.toggle('on', filters > 0)
    this.#sort.classList.toggle('on', pile.sort !== undefined && pile.sort !== 'activity')
    this.#note.hidden = !filters
    fill(this.#note, filters ? [
      h('button', { type: 'button', class: 'note-text', on: { click: () => this.openFilter() } },
        icon(FILTER), t('list.filtered', { count: filters })),
      h('button', {
        type: 'button', class: 'icon-button', 'aria-label': t('list.unfilter'), title: t('list.unfilter'),
        on: { click: () => this.#store.show({ filter: undefined }) },
      }, icon(CLOSE)),
    ] : null)
  }

  #showRows() {
    const { list, listing } = this.#store
    const before = this.#focused()
    const place = before ? this.#list.rows.placeOf(before) : -1
    if (!this.selection.everything && this.selection.retain(listing.ids)) this.selectionChanged()
    this.classList.toggle('picking', this.selection.size > 0 || this.selection.everything)
    this.#list.show(list)
    showState(this.#tail, this.#store, list.length)
    // Whoever stood on a row that left stands on the one that took its place.
    if (before && list.length && this.#list.rows.placeOf(before) < 0) {
      this.#focus(list[Math.min(place, list.length - 1)].id)
    }
  }

  /** The row with the focus. */
  #focused() {
    const slot = document.activeElement?.closest('.slot')
    return slot instanceof HTMLElement && this.#list.contains(slot) ? slot.dataset.key : undefined
  }

  /**
   * @param {HTMLElement} slot
   * @param {Conversation} item
   */
  #row(slot, item) {
    const store = this.#store
    const { view, sort } = store
    updateRow(slot, item, {
      view, sort, chosen: item.id === store.openId, picked: this.selection.has(item.id),
      picking: this.selection.size > 0, typing: this.#desk.threads.isTyping(item.id),
      online: store.visitorsOnline.has(item.visitor), unsent: this.#desk.outbox.of(item.id).length > 0,
      draft: item.id !== store.openId && !isBlank(this.#desk.drafts.get(item.id)),
      viewers: viewersOf(this.#desk, item.id),
      assignee: store.member(item.assignee), team: store.team(item.team)?.name,
      inbox: store.inboxes.length > 1 && !view.startsWith('inb_') ? store.inboxName(item.inbox) : undefined,
      tags: store.tags.of(item.tags),
    })
  }
}

customElements.define('conversation-list', ConversationList)
