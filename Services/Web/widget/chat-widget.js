import { inkOn, isColour, readable } from '../common/colour.js'
import { fill, h, icon, LiveElement } from '../common/html.js'
import { problemText, t } from '../common/i18n.js'
import { Chat } from './chat.js'
import { ChatComposer, PreChatForm } from './chat-forms.js'
import { ChatThread } from './chat-thread.js'

const CLOSE = 'm6 6 12 12M18 6 6 18'

/**
 * @typedef {import('../common/wire.js').WidgetConfiguration} WidgetConfiguration
 * @typedef {'missing'|'loading'|'form'|'thread'} View
 */

/** The whole widget: its head, and below it the form, the thread, or why there is neither. */
export class ChatWidget extends LiveElement {
  #bridge
  #configuration
  #problem
  #again
  #open = false
  /** @type {Chat|null} */
  #chat = null
  #presence = h('p', { class: 'presence' })
  #banner = h('p', { class: 'banner', role: 'status', hidden: true })
  #body = h('main', { class: 'body' })
  #announcer = h('div', { class: 'unseen', 'aria-live': 'polite' })
  #view = ''
  #lastAnnounced = 0
  /** @type {boolean|undefined} */
  #kept

  /**
   * @param {import('./bridge.js').Bridge} bridge
   * @param {import('./visitor.js').Visitor} visitor
   * @param {WidgetConfiguration|undefined} configuration
   * @param {any} problem Why there is no configuration.
   * @param {() => void} again Tries from the beginning.
   */
  constructor(bridge, visitor, configuration, problem, again) {
    super()
    this.#bridge = bridge
    this.#configuration = configuration
    this.#problem = problem
    this.#again = again
    if (configuration) this.#chat = new Chat(configuration, visitor, () => this.#refreshSoon())
    this.form = new PreChatForm(configuration?.settings.preChat, visitor.details)
    this.thread = new ChatThread()
    this.composer = new ChatComposer()
  }

  start() {
    const settings = this.#configuration?.settings
    if (settings) this.#paint(settings)
    document.title = settings?.title ?? t('widget.title')
    fill(this, this.#head(), this.#banner, this.#body, this.#announcer)
    this.#listen()
    this.#chat?.resume()
    this.#refresh()
  }

  /**
   * Whether the visitor sees the widget.
   * @param {boolean} open
   */
  set open(open) {
    const opened = open && !this.#open
    this.#open = open
    this.#refresh()
    if (opened) this.#focus()
  }

  #listen() {
    const { signal } = this
    document.addEventListener('keydown', event => {
      if (event.key === 'Escape' && !event.isComposing) this.#bridge.close()
    }, { signal })
    document.addEventListener('visibilitychange', () => this.#refresh(), { signal })
    window.addEventListener('online', () => this.#refresh(), { signal })
    window.addEventListener('offline', () => this.#refresh(), { signal })
    this.#on('chat-start', ({ body, details }) => {
      this.#chat?.write(body, details)
      this.#focus()
    })
    this.#on('chat-send', body => {
      this.thread.toEnd()
      this.#chat?.write(body)
    })
    this.#on('chat-typing', active => this.#chat?.sayTyping(active))
    this.#on('chat-retry', entry => this.#chat?.retry(entry))
    this.#on('chat-discard', entry => this.#chat?.discard(entry))
    this.#on('chat-older', () => this.#chat?.loadOlder().catch(() => {}))
    this.#on('chat-seen', () => this.#refresh())
    this.#on('chat-again', () => {
      this.#chat?.startNew()
      this.#focus()
    })
  }

  /**
   * @param {string} name
   * @param {(detail: any) => void} act
   */
  #on(name, act) {
    this.addEventListener(name, event => act(/** @type {CustomEvent} */ (event).detail), { signal: this.signal })
  }

  /** @param {import('../common/wire.js').WidgetSettings} settings */
  #paint(settings) {
    const { colour } = settings
    this.#bridge.settings(settings)
    if (!isColour(colour)) return
    const { style } = document.documentElement
    const dark = matchMedia('(prefers-color-scheme: dark)')
    const paint = () => {
      style.setProperty('--accent', colour)
      style.setProperty('--accent-ink', inkOn(colour))
      style.setProperty('--accent-text', readable(colour, dark.matches ? '#1a1e1c' : '#fffefb'))
    }
    paint()
    dark.addEventListener('change', paint, { signal: this.signal })
  }

  #head() {
    const settings = this.#configuration?.settings
    return h('header', { class: 'head' },
      h('div', { class: 'names' },
        h('h1', { dir: 'auto' }, settings?.title ?? t('widget.title')),
        this.#presence,
        h('p', { class: 'greeting', dir: 'auto' }, settings?.greeting || t('widget.greeting'))),
      h('button', {
        type: 'button', class: 'close', 'aria-label': t('common.close'), on: { click: () => this.#bridge.close() },
      }, icon(CLOSE)))
  }

  #pending = false
  /** Many changes come together; one drawing is enough. */
  #refreshSoon() {
    if (this.#pending) return
    this.#pending = true
    queueMicrotask(() => { this.#pending = false; this.#refresh() })
  }

  #refresh() {
    if (!this.isConnected) return
    this.#markRead()
    this.#show(this.#viewNow())
    this.#showRefusal()
    this.#presence.textContent = this.#chat ? t(this.#chat.teamOnline ? 'widget.online' : 'widget.away') : ''
    this.#presence.dataset.online = String(Boolean(this.#chat?.teamOnline))
    this.#showBanner()
    this.#tellPage()
  }

  #showRefusal() {
    const refusal = this.#chat?.refusal
    if (!this.#chat || !refusal || this.#view !== 'form') return
    this.#chat.refusal = null
    this.form.mend(refusal)
  }

  /** @returns {View} */
  #viewNow() {
    const chat = this.#chat
    if (!chat || (chat.problem && !chat.conversation)) return 'missing'
    if (chat.loading && !chat.conversation) return 'loading'
    return chat.conversation || chat.outgoing.length ? 'thread' : 'form'
  }

  /** @param {View} view */
  #show(view) {
    const chat = this.#chat
    if (view !== this.#view) {
      this.#view = view
      this.dataset.view = view
      fill(this.#body, ...this.#parts(view))
      if (view === 'thread') this.thread.toEnd()
    }
    if (view !== 'thread' || !chat) return
    const ended = chat.conversation?.status === 'closed'
    this.thread.show(chat, ended)
    this.composer.hidden = ended
  }

  /** @param {string} view */
  #parts(view) {
    if (view === 'thread') return [this.thread, this.composer]
    if (view === 'loading') return [this.#skeleton()]
    if (view === 'form') return [this.form]
    return [this.#apology()]
  }

  #skeleton() {
    return h('div', { class: 'waiting', 'aria-label': t('common.loading') },
      h('div', { class: 'skeleton' }), h('div', { class: 'skeleton' }), h('div', { class: 'skeleton' }))
  }

  #apology() {
    const problem = this.#problem ?? this.#chat?.problem
    const gone = problem?.status === 404
    return h('div', { class: 'apology' },
      h('h2', {}, t(gone ? 'widget.missing' : 'widget.failed')),
      gone ? null : h('p', {}, problemText(problem)),
      gone
        ? null
        : h('button', { type: 'button', class: 'button', on: { click: () => this.#again() } }, t('common.retry')))
  }

  #showBanner() {
    const state = this.#chat?.socketState
    const offline = !navigator.onLine
    this.#banner.hidden = !offline && state !== 'waiting'
    this.#banner.textContent = this.#banner.hidden ? '' : t(offline ? 'widget.offline' : 'widget.reconnecting')
  }

  /** Seen is what was on screen, at the end of the thread, in an open widget. */
  #markRead() {
    if (this.#open && this.#view === 'thread' && this.thread.pinned && document.visibilityState === 'visible') {
      this.#chat?.markRead()
    }
  }

  #tellPage() {
    const chat = this.#chat
    if (!chat) return
    const { unread } = chat
    const last = unread.at(-1)
    this.#bridge.unread(unread.length, last)
    const kept = Boolean(chat.conversation)
    if (kept && this.#kept !== kept) this.#bridge.kept(this.#kept = kept)
    this.#announce(chat)
  }

  /** @param {Chat} chat */
  #announce(chat) {
    const last = chat.messages.at(-1)
    if (!last || last.sequence <= this.#lastAnnounced) return
    if (this.#lastAnnounced && last.author.kind !== 'visitor' && this.#open) {
      const name = last.author.name || t('widget.team')
      this.#announcer.textContent = `${t('widget.arrived', { name })}: ${last.body}`
    }
    this.#lastAnnounced = last.sequence
  }

  #focus() {
    requestAnimationFrame(() => {
      const target = this.#view === 'thread' && !this.composer.hidden ? this.composer : this.#body
      const field = target.querySelector('input, textarea, button')
      if (field instanceof HTMLElement && this.#open) field.focus()
    })
  }
}

customElements.define('chat-widget', ChatWidget)
