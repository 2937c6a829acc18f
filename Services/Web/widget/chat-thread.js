import { fill, h, icon, reconcile, LiveElement } from '../common/html.js'
import { clock, dayName, t } from '../common/i18n.js'
import { messageText } from '../common/linkify.js'
import { ScrollKeeper } from '../common/scroll-keeper.js'
import { threadItems } from '../common/thread-items.js'

const ALERT = 'M12 8v5m0 3.2v.1M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18Z'
const CHECK = 'm5 12.5 4.5 4.5L19 7.5'
const CHECKS = 'm2.5 12.5 4.5 4.5 9.5-9.5M12 16.5l.6.5 9.4-9.5'
const CLOCK = 'M12 7.5V12l3 2M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18Z'
const ANSWER = 'M9.5 6.5 4 12l5.5 5.5M4.5 12H14a6 6 0 0 1 6 6v1'
const DOWN = 'M12 5v14m-6-6 6 6 6-6'

/** @typedef {import('../common/shapes.js').ThreadItem} ThreadItem */

/** The visitor's thread. */
export class ChatThread extends LiveElement {
  #list = h('div', { class: 'messages', role: 'log', 'aria-live': 'off', 'aria-label': t('widget.thread') })
  #older = h('button', { type: 'button', class: 'older', hidden: true, on: { click: () => this.tell('chat-older') } },
    t('message.earlier'))
  #past = h('div')
  #typing = h('div', { class: 'typing', hidden: true })
  #ending = h('div', { class: 'ending', hidden: true })
  #box = h('div', { class: 'scroll', tabindex: '0' }, this.#older, this.#past, this.#list, this.#typing, this.#ending)
  #jump = h('button', {
    type: 'button', class: 'jump', hidden: true, 'aria-label': t('message.jump'), on: { click: () => this.toEnd() },
  }, icon(DOWN))
  /** @type {ScrollKeeper|null} */
  #keeper = null
  #first = ''

  start() {
    fill(this, this.#box, this.#jump)
    this.#keeper = new ScrollKeeper(this.#box, pinned => {
      this.#jump.hidden = pinned
      if (pinned) this.tell('chat-seen')
    }, this.signal)
  }

  get pinned() {
    return this.#keeper?.pinned ?? true
  }

  toEnd() {
    this.#keeper?.toEnd()
    this.#jump.hidden = true
  }

  /**
   * @param {import('./chat.js').Chat} chat
   * @param {boolean} ended
   */
  show(chat, ended) {
    const oldest = chat.past[0]?.messages[0] ?? chat.messages[0]
    const first = `${oldest?.conversation} ${oldest?.sequence}`
    const above = this.#first !== '' && first !== this.#first
    this.#first = first
    const isOwn = (/** @type {import('../common/wire.js').Message} */ message) => message.author.kind === 'visitor'
    const items = threadItems({ messages: chat.messages, outgoing: chat.outgoing, isOwn })
    const put = (/** @type {HTMLElement} */ list, /** @type {ThreadItem[]} */ items) =>
      reconcile(list, items, item => item.key, () => h('div'), (element, item) => draw(element, item, chat, this))
    this.#keeper?.during(() => {
      this.#older.hidden = !chat.hasBefore
      reconcile(this.#past, chat.past, ({ id }) => id, () => h('div', { class: 'messages past' }),
        (list, { messages }) => put(list, threadItems({ messages, outgoing: [], isOwn })))
      put(this.#list, items)
      this.#showTyping(chat.typing.names)
      this.#showEnding(chat, ended)
    }, above ? 'above' : 'below')
  }

  /** @param {string[]} names */
  #showTyping(names) {
    this.#typing.hidden = names.length === 0
    if (this.#typing.hidden) return
    const text = names.length === 1 && names[0] ? t('typing.one', { name: names[0] })
      : names.length === 1 ? t('typing.someone') : t('typing.many', { count: names.length })
    fill(this.#typing, h('span', { class: 'dots', 'aria-hidden': 'true' }, h('i'), h('i'), h('i')), h('span', {}, text))
  }

  /**
   * @param {import('./chat.js').Chat} chat
   * @param {boolean} ended
   */
  #showEnding(chat, ended) {
    if (this.#ending.hidden === !ended) return
    this.#ending.hidden = !ended
    if (!ended) return
    const rating = h('div')
    import('./rating-form.js').then(({ RatingForm }) => rating.replaceWith(new RatingForm(chat)), () => {})
    fill(this.#ending, h('p', {}, t('widget.ended')), rating)
  }
}

/**
 * Draws an item into its element, anew only where something of it changed.
 * @param {HTMLElement} element
 * @param {ThreadItem} item
 * @param {import('./chat.js').Chat} chat
 * @param {ChatThread} thread
 */
function draw(element, item, chat, thread) {
  const state = stateOf(item, chat)
  const { editedAt, deletedAt, quote } = item.type === 'message' ? item.message : /** @type {any} */ ({})
  const run = 'first' in item ? `${item.first}${item.last}` : ''
  const face = [item.type, state, run, editedAt, deletedAt, quote?.body].join('|')
  if (element.dataset.face === face) return
  element.dataset.face = face
  if (item.type === 'day') {
    element.className = 'day'
    fill(element, dayName(item.at))
  } else if (item.type === 'message') drawMessage(element, item, state, thread, chat)
  else if (item.type === 'outgoing') drawOutgoing(element, item, state, thread, chat)
}

/**
 * What is drawn with the first file, as what draws it arrives.
 * @param {unknown} files
 * @param {import('./chat.js').Chat} chat
 */
function filesOf(files, chat) {
  if (!Array.isArray(files)) return null
  const place = h('div', { class: 'files' })
  import('./files.js').then(({ showFiles }) => showFiles(place, files, chat), () => {})
  return place
}

/**
 * @param {ThreadItem} item
 * @param {import('./chat.js').Chat} chat
 * @returns {string}
 */
function stateOf(item, chat) {
  if (item.type === 'outgoing') {
    return item.entry.state === 'queued' && item.entry.problem ? 'waiting' : item.entry.state
  }
  if (item.type !== 'message' || !item.own || item.message.conversation !== chat.conversation?.id) return ''
  return item.message.sequence <= (chat.conversation?.teamRead ?? 0) ? 'seen' : 'sent'
}

/**
 * @param {HTMLElement} element
 * @param {Extract<ThreadItem, {type: 'message'}>} item
 * @param {string} state
 * @param {ChatThread} thread
 * @param {import('./chat.js').Chat} chat
 */
function drawMessage(element, { message, own, first, last }, state, thread, chat) {
  const { body, deletedAt, editedAt, quote } = message
  element.className = `message ${own ? 'own' : 'theirs'}${first ? ' first' : ''}${deletedAt ? ' gone' : ''}`
  const name = message.author.kind === 'system' ? t('message.system') : message.author.name || t('widget.team')
  fill(element,
    own
      ? h('span', { class: 'unseen' }, `${t('widget.you')}:`)
      : first ? h('p', { class: 'author', dir: 'auto' }, name) : null,
    body.trim() || deletedAt || quote ? h('div', { class: 'bubble' },
      quote ? h('blockquote', { dir: 'auto' }, quote.body || t('message.deleted')) : null,
      deletedAt ? t('message.deleted') : messageText(body),
      deletedAt ? null : h('button', {
        type: 'button', class: 'answer', 'aria-label': t('widget.quote'),
        on: { click: () => thread.tell('chat-quote', message) },
      }, icon(ANSWER, 'mirrored'))) : null,
    filesOf(message.attachments, chat),
    last || editedAt ? h('p', { class: 'meta' }, h('time', { datetime: message.sentAt }, clock(message.sentAt)),
      editedAt ? h('span', {}, t('message.edited')) : null,
      state
        ? h('span', { class: `state ${state}` }, icon(state === 'seen' ? CHECKS : CHECK), t(`message.${state}`))
        : null) : null)
}

/**
 * @param {HTMLElement} element
 * @param {Extract<ThreadItem, {type: 'outgoing'}>} item
 * @param {string} state
 * @param {ChatThread} thread
 * @param {import('./chat.js').Chat} chat
 */
function drawOutgoing(element, { entry, first, last }, state, thread, chat) {
  element.className = `message own pending ${state}${first ? ' first' : ''}`
  const failed = state === 'failed'
  const press = (/** @type {string} */ name) => ({ click: () => thread.tell(name, entry.clientId) })
  fill(element,
    entry.body ? h('div', { class: 'bubble' }, messageText(entry.body)) : null,
    filesOf(/** @type {any} */ (entry.extra)?.files, chat),
    last || failed ? h('p', { class: 'meta' },
      h('span', { class: `state ${state}` },
        icon(failed ? ALERT : CLOCK),
        entry.problem === 'contact.blocked'
          ? t('problem.contact.blocked') : t(`message.${state === 'queued' ? 'sending' : state}`)),
      failed ? h('button', { type: 'button', on: press('chat-retry') }, t('message.retry')) : null,
      failed ? h('button', { type: 'button', on: press('chat-discard') }, t('message.discard')) : null) : null)
}

customElements.define('chat-thread', ChatThread)
