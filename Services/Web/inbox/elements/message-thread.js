import { VirtualList } from '../../common/elements/virtual-list.js'
import { fill, h, icon, LiveElement } from '../../common/html.js'
import { problemText, t } from '../../common/i18n.js'
import { DOWN } from '../../common/icons.js'
import { layOut, nextEarlier } from '../layout.js'
import { countdown } from '../thread/bubble.js'
import { drawPart } from '../thread/items.js'

const NEAR_PIXELS = 900
const TICK_MILLISECONDS = 250
const ROW_PIXELS = 62
const LINE_PIXELS = 40

/**
 * @typedef {import('../layout.js').Part} Part
 * @typedef {import('../../common/wire.js').Message} Message
 */

/** The messages and notes of the open conversation, and what was done between them. */
export class MessageThread extends LiveElement {
  #desk
  #list
  /** @type {import('../thread/items.js').Host} */
  #host
  #face = h('div', { class: 'thread-face', hidden: true })
  #news = h('div', { class: 'unseen', 'aria-live': 'polite' })
  #jumpText = h('span')
  #jump = h('button', { type: 'button', class: 'button small jump', hidden: true, on: { click: () => this.toEnd() } },
    icon(DOWN),
    this.#jumpText)
  /** @type {string|undefined} */
  #shownId
  #lastSequence = 0
  /** @type {ReturnType<typeof setInterval>|undefined} */
  #ticker

  /** @param {import('../desk.js').Desk} desk */
  constructor(desk) {
    super()
    this.#desk = desk
    const thread = () => desk.threads.get(desk.store.openId ?? '')
    this.#host = {
      desk, unfolded: new Set(),
      toggle: key => this.#toggle(key),
      goTo: sequence => this.goTo(sequence),
      quote: message => this.tell('quote-message', message),
      takeBack: clientId => this.tell('take-back', clientId),
      openMenu: async (message, anchor) => {
        const { openMessageMenu } = await import('../thread/message-menu.js')
        openMessageMenu(this, desk, message, anchor)
      },
      openPicture: async (attachments, place) => {
        const { openLightbox } = await import('../thread/lightbox.js')
        openLightbox(attachments, place)
      },
    }
    this.#list = /** @type {VirtualList<Part>} */ (new VirtualList({
      estimate: key => (/(^|:)(m|own):/.test(key) ? ROW_PIXELS : LINE_PIXELS),
      key: part => part.key,
      create: () => h('div'),
      update: (element, part) => drawPart(element, part, this.#host),
      // The end that is here is not the end of the thread: whoever reads there is not carried along.
      get stays() { return thread()?.hasNewer ? 'start' : 'end' },
      role: 'log',
      label: t('thread.label'),
      near: (edge, pixels) => this.#near(edge, pixels),
      pinnedChanged: pinned => this.#reached(pinned),
    }))
    this.#list.tabIndex = 0
  }

  start() {
    fill(this, this.#list, this.#face, this.#jump, this.#news)
    this.#list.querySelector('.virtual-rows')?.setAttribute('aria-live', 'off')
    const { signal } = this
    for (const name of ['focus', 'visibilitychange']) {
      const target = name === 'focus' ? window : document
      target.addEventListener(name, () => this.#markRead(), { signal })
    }
    this.#list.addEventListener('keydown', event => this.#key(event), { signal })
    this.#desk.store.on(['thread', 'open', 'team', 'typing'], () => this.#show(), signal)
    signal.addEventListener('abort', () => clearInterval(this.#ticker))
    this.#ticker = setInterval(() => this.#tick(), TICK_MILLISECONDS)
    this.#show()
  }

  toEnd() {
    const { openId } = this.#desk.store
    if (openId && this.#desk.threads.get(openId)?.hasNewer) this.#desk.threads.loadLatest(openId)
    else this.#list.toStay()
    this.#reached(true)
  }

  /**
   * Shows a message of the open conversation, wherever it is.
   * @param {number} sequence
   */
  goTo(sequence) {
    const { openId } = this.#desk.store
    if (!openId || this.#mark(sequence)) return
    this.#desk.threads.open(openId, sequence)
  }

  /** Goes on reading by keyboard: from the last message. */
  focusLast() {
    const last = this.#messageRows().at(-1)
    if (last) last.focus()
    else this.#list.focus()
  }

  #show() {
    const { store, threads } = this.#desk
    const id = store.openId
    if (!id) return
    const thread = threads.get(id)
    if (id !== this.#shownId) this.#begin(id)
    this.#showFace(id, thread)
    this.#list.show(this.#parts(id))
    const ready = thread?.loading !== 'first' && this.#list.clientHeight > 0
    if (thread?.place && ready && thread.messages.length) this.#takePlace(thread)
    this.#announce(thread)
    if (this.#list.pinned && !thread?.hasNewer) this.#markRead()
    this.#showJump()
  }

  /** @param {string} id */
  #begin(id) {
    this.#shownId = id
    this.#lastSequence = 0
    this.#host.unfolded.clear()
    this.#list.show([])
  }

  /**
   * @param {string} id
   * @returns {Part[]}
   */
  #parts(id) {
    const { store, threads, outbox } = this.#desk
    const thread = threads.get(id)
    if (!thread?.messages.length && !outbox.of(id).length) return []
    const isOwn = (/** @type {Message} */ message) => message.author.id === store.me
    /** @type {Part[]} */
    const parts = []
    const next = thread && nextEarlier(thread, store.open)
    if (next) parts.push({
      type: 'earlier', key: `earlier:${next.id}`, conversation: next.id,
      face: next.loading ? 'loading' : next.problem ? 'problem' : 'offer',
    })
    for (const { id: earlier, messages, hasOlder, conversation } of [...thread?.earlier ?? []].reverse()) {
      if (!conversation) continue
      parts.push(...layOut({ messages, hasOlder, isOwn, prefix: `${earlier}:` }),
        { type: 'earlier', key: `end:${earlier}`, conversation: earlier, face: 'shown' })
    }
    parts.push({ type: thread?.hasOlder ? 'more' : 'begin', key: 'top' })
    parts.push(...layOut({ messages: [], ...thread, outgoing: outbox.of(id), isOwn }))
    if (thread?.hasNewer) parts.push({ type: 'more', key: 'bottom' })
    else if (thread?.typing.names.length) parts.push({ type: 'typing', key: 'typing' })
    return parts
  }

  /** @param {import('../threads.js').Thread} thread */
  #takePlace(thread) {
    const { place } = thread
    thread.place = undefined
    if (place?.why === 'link') this.#mark(place.sequence)
    else if (place?.why !== 'unread' || !this.#list.reveal('unread', 'start')) this.#list.toStay()
    this.#markRead()
  }

  /**
   * Brings a message into view and lets it shine for a moment.
   * @param {number} sequence
   * @returns {boolean} Whether it is here.
   */
  #mark(sequence) {
    const { openId } = this.#desk.store
    const part = this.#list.items.find(part => part.type === 'message' && part.message.conversation === openId
      && part.message.sequence === sequence)
    const element = part && this.#list.reveal(part.key, 'centre')
    if (!element) return false
    element.classList.remove('shining')
    requestAnimationFrame(() => element.classList.add('shining'))
    element.addEventListener('animationend', () => element.classList.remove('shining'), { once: true })
    element.focus({ preventScroll: true })
    return true
  }

  /**
   * @param {'start'|'end'} edge
   * @param {number} pixels
   */
  #near(edge, pixels) {
    const { openId } = this.#desk.store
    if (!openId || pixels > NEAR_PIXELS || openId !== this.#shownId) return
    if (edge === 'end') this.#desk.threads.loadNewer(openId)
    else this.#desk.threads.loadOlder(openId)
  }

  /** @param {boolean} pinned */
  #reached(pinned) {
    this.#showJump()
    if (pinned) this.#markRead()
  }

  #showJump() {
    const { open, openId } = this.#desk.store
    const thread = this.#desk.threads.get(openId ?? '')
    const atEnd = this.#list.pinned && !thread?.hasNewer
    this.#jump.hidden = atEnd || !thread?.messages.length
    const unread = open ? open.lastSequence - open.teamRead : 0
    this.#jumpText.textContent = unread > 0 ? t('thread.unreadBelow', { count: unread }) : t('message.jump')
  }

  /**
   * What stands in the place of messages that are not there.
   * @param {string} id
   * @param {import('../threads.js').Thread|undefined} thread
   */
  #showFace(id, thread) {
    const empty = !thread?.messages.length
    const face = !empty ? '' : thread?.problem ? 'problem' : thread && !thread.loading ? 'empty' : 'skeleton'
    if (this.#face.dataset.face === face) return
    this.#face.dataset.face = face
    this.#face.hidden = !empty
    if (face === 'problem') {
      fill(this.#face, h('div', { class: 'blank' }, h('p', {}, problemText(thread?.problem)),
        h('button', { type: 'button', class: 'button small', on: { click: () => this.#desk.threads.load(id) } },
          t('common.retry'))))
    } else if (face === 'skeleton') {
      fill(this.#face, Array.from({ length: 5 }, () => h('div', { class: 'skeleton bubble-skeleton' })))
    } else fill(this.#face)
  }

  /** @param {string} key */
  #toggle(key) {
    const { unfolded } = this.#host
    if (!unfolded.delete(key)) unfolded.add(key)
    this.#list.draw()
  }

  /** The time for which messages may be taken back runs down in place: their buttons keep the focus. */
  #tick() {
    const { outbox, store } = this.#desk
    for (const entry of outbox.of(store.openId ?? '')) {
      const left = outbox.heldFor(entry)
      const place = this.#list.elementOf(`own:${entry.clientId}`)?.querySelector('.countdown')
      if (place && left) place.textContent = countdown(left)
    }
  }

  /**
   * Tells screen readers what a colleague wrote; what a customer writes is told by the page, wherever it comes.
   * @param {import('../threads.js').Thread|undefined} thread
   */
  #announce(thread) {
    const message = thread?.messages.at(-1)
    const last = message?.sequence ?? 0
    const before = this.#lastSequence
    this.#lastSequence = last
    if (!before || last <= before || thread?.hasNewer || message?.author.kind === 'visitor') return
    if (!message || message.author.id === this.#desk.store.me) return
    this.#news.textContent = `${message.author.name || t('message.system')}: ${message.body.slice(0, 300)}`
  }

  /** Read is what somebody could see: the end of the thread, on a page that has the focus. */
  #markRead() {
    const id = this.#desk.store.openId
    if (id && this.#list.pinned && document.visibilityState === 'visible' && document.hasFocus()) {
      this.#desk.threads.markRead(id)
    }
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const rows = this.#messageRows()
    const here = rows.findIndex(row => row === document.activeElement)
    const inside = here < 0 && document.activeElement !== this.#list
    if (inside && event.code !== 'Escape') return
    const steps = /** @type {Record<string, HTMLElement|undefined>} */ ({
      ArrowUp: here < 0 ? rows.at(-1) : rows[here - 1], ArrowDown: rows[here + 1] ?? rows.at(-1),
      Home: rows[0], End: rows.at(-1),
    })
    if (event.code in steps) steps[event.code]?.focus()
    else if (event.code === 'Enter' && here >= 0) rows[here].querySelector('.act:last-of-type')?.dispatchEvent(
      new MouseEvent('click'))
    else if (event.code === 'Escape') this.tell('leave-thread')
    else return
    event.preventDefault()
  }

  #messageRows() {
    return /** @type {HTMLElement[]} */ ([...this.#list.querySelectorAll('.message')])
  }
}

customElements.define('message-thread', MessageThread)
