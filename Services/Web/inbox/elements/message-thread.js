import { fill, h, icon, LiveElement, reconcile } from '../../common/html.js'
import { problemText, t } from '../../common/i18n.js'
import { DOWN } from '../../common/icons.js'
import { ScrollKeeper } from '../../common/scroll-keeper.js'
import { threadItems } from '../../common/thread-items.js'
import { drawItem } from './thread-item.js'

/** The messages and notes of the open conversation. */
export class MessageThread extends LiveElement {
  #desk
  #list = h('div', { class: 'messages', role: 'log', 'aria-live': 'off', 'aria-label': t('thread.label') })
  #above = h('div', { class: 'above' })
  #typing = h('div', { class: 'typing', hidden: true })
  #box = h('div', { class: 'scroll', tabindex: '0' }, this.#above, this.#list, this.#typing)
  #jumpText = h('span')
  #jump = h('button', { type: 'button', class: 'button small jump', hidden: true, on: { click: () => this.toEnd() } },
    icon(DOWN),
    this.#jumpText)
  /** @type {ScrollKeeper|null} */
  #keeper = null
  /** @type {string|undefined} */
  #shownId
  #firstSequence = 0
  #lastSequence = 0

  /** @param {import('../desk.js').Desk} desk */
  constructor(desk) {
    super()
    this.#desk = desk
  }

  start() {
    fill(this, this.#box, this.#jump)
    const { signal } = this
    this.#keeper = new ScrollKeeper(this.#box, pinned => this.#reached(pinned), signal)
    this.#box.addEventListener('scroll', () => {
      const { openId } = this.#desk.store
      if (openId && this.#box.scrollTop < 300) this.#desk.threads.loadOlder(openId)
    }, { signal, passive: true })
    for (const name of ['focus', 'visibilitychange']) {
      const target = name === 'focus' ? window : document
      target.addEventListener(name, () => this.#markRead(), { signal })
    }
    this.#desk.store.on(['thread', 'open', 'team'], () => this.#show(), signal)
    this.#desk.store.on(['typing', 'open'], () => this.#showTyping(), signal)
    this.#show()
  }

  toEnd() {
    this.#keeper?.toEnd()
    this.#reached(true)
  }

  /** @param {boolean} pinned */
  #reached(pinned) {
    this.#jump.hidden = pinned
    this.#jumpText.textContent = t('message.jump')
    if (pinned) this.#markRead()
  }

  #show() {
    const { store, threads, outbox } = this.#desk
    const id = store.openId
    if (!id) return
    const thread = threads.get(id)
    const changed = id !== this.#shownId
    if (changed) this.#begin(id)
    const messages = thread?.messages ?? []
    const first = messages[0]?.sequence ?? 0
    const last = messages.at(-1)?.sequence ?? 0
    const above = !changed && this.#firstSequence !== 0 && first < this.#firstSequence
    const arrived = !changed && this.#lastSequence !== 0 && last > this.#lastSequence
    const items = threadItems({
      messages, outgoing: outbox.of(id), isOwn: message => message.author.id === store.me,
      unreadAfter: thread?.unreadAfter,
    })
    this.#keeper?.during(() => {
      this.#showAbove(id, thread)
      reconcile(this.#list, items, item => item.key, () => h('div'),
        (element, item) => drawItem(element, item, this.#desk))
    }, above ? 'above' : 'below')
    this.#firstSequence = first
    this.#lastSequence = last
    if (changed || (this.#box.dataset.waiting && messages.length)) this.#firstPlace(messages.length > 0)
    if (arrived && !this.#keeper?.pinned) this.#jumpText.textContent = t('message.unread')
    if (this.#keeper?.pinned) this.#markRead()
  }

  /** @param {string} id */
  #begin(id) {
    this.#shownId = id
    this.#list.replaceChildren()
    this.#firstSequence = this.#lastSequence = 0
    this.#jump.hidden = true
    this.#typing.hidden = true
  }

  /**
   * Where reading begins: above what is new, if that is far up, else at the end.
   * @param {boolean} ready
   */
  #firstPlace(ready) {
    this.#box.dataset.waiting = ready ? '' : 'true'
    if (!ready) return
    this.#keeper?.toEnd()
    const line = this.#list.querySelector('.unread-line')
    const far = line && line.getBoundingClientRect().top < this.#box.getBoundingClientRect().top
    if (far) line.scrollIntoView({ block: 'start' })
    this.#markRead()
  }

  /**
   * @param {string} id
   * @param {import('../threads.js').Thread|undefined} thread
   */
  #showAbove(id, thread) {
    const face = thread?.problem
      ? 'problem'
      : !thread?.messages.length ? 'skeleton' : thread.hasOlder ? 'older' : 'begin'
    if (this.#above.dataset.face === face) return
    this.#above.dataset.face = face
    if (face === 'problem') {
      fill(this.#above, h('div', { class: 'blank' }, h('p', {}, problemText(thread?.problem)),
        h('button', { type: 'button', class: 'button small', on: { click: () => this.#desk.threads.load(id) } },
          t('common.retry'))))
    } else if (face === 'skeleton') fill(this.#above,
      Array.from({ length: 4 }, () => h('div', { class: 'skeleton bubble-skeleton' })))
    else if (face === 'older') fill(this.#above, h('p', { class: 'more' }, t('common.loading')))
    else fill(this.#above)
  }

  #showTyping() {
    const { openId: id, open } = this.#desk.store
    const names = id ? this.#desk.threads.get(id)?.typing.names ?? [] : []
    this.#keeper?.during(() => {
      this.#typing.hidden = names.length === 0
      if (!names.length) return
      const text = names.length > 1
        ? t('typing.many', { count: names.length })
        : t('typing.one', { name: names[0] || open?.contactName || t('contact.nameless') })
      fill(this.#typing,
        h('span', { class: 'dots', 'aria-hidden': 'true' }, h('i'), h('i'), h('i')),
        h('span', {}, text))
    })
  }

  /** Read is what somebody could see: the end of the thread, on a page that has the focus. */
  #markRead() {
    const id = this.#desk.store.openId
    if (id && this.#keeper?.pinned && document.visibilityState === 'visible' && document.hasFocus()) {
      this.#desk.threads.markRead(id)
    }
  }
}

customElements.define('message-thread', MessageThread)
