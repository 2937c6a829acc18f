import { Problem } from '../common/api.js'
import { inkOn, isColour, readable } from '../common/colour.js'
import { fill, h, icon, LiveElement } from '../common/html.js'
import { problemText, t } from '../common/i18n.js'
import { PreChatForm } from './pre-chat-form.js'

const CLOSE = 'm6 6 12 12M18 6 6 18'

/**
 * @typedef {import('../common/wire.js').WidgetConfiguration} WidgetConfiguration
 * @typedef {import('./chat.js').Chat} Chat
 * @typedef {import('./chat-composer.js').ChatComposer} ChatComposer
 * @typedef {{chat: Chat, thread: import('./chat-thread.js').ChatThread, composer: ChatComposer}} Talk
 * @typedef {'missing'|'loading'|'form'|'thread'} View
 */

/** The whole widget: its head, and below it the form, the thread, or why there is neither. */
export class ChatWidget extends LiveElement {
  #bridge
  #configuration
  #problem
  #again
  #visitor
  #form
  #open = false
  /** @type {Talk|null} */
  #talk = null
  /** @type {Promise<Talk>|null} */
  #talkComing = null
  /** What keeps the view from being what it will be: the parts of a conversation are on their way, or did not come. */
  #wait = ''
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
    this.#visitor = visitor
    this.#form = new PreChatForm(configuration && visitor.asked(configuration.settings.preChat), visitor.details)
  }

  get #chat() {
    return this.#talk?.chat
  }

  start() {
    const settings = this.#configuration?.settings
    if (settings) this.#paint(settings)
    document.title = settings?.title ?? t('widget.title')
    fill(this, this.#head(), this.#banner, this.#body, this.#announcer)
    this.#listen()
    if (settings && this.#visitor.wrote) this.#resume()
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

  /** Takes up what was said before. */
  async #resume() {
    this.#wait = 'resuming'
    try {
      const { chat } = await this.#fetchTalk()
      this.#wait = ''
      if (this.isConnected) chat.resume()
    } catch (error) {
      this.#problem = error
    }
    this.#refresh()
  }

  /**
   * @param {string} body
   * @param {import('../common/wire.js').VisitorDetails} details
   */
  async #begin(body, details) {
    if (this.#wait === 'starting') return
    this.#wait = 'starting'
    const talk = await this.#fetchTalk().catch(() => null)
    this.#wait = talk ? '' : 'stuck'
    talk?.chat.write(body, details)
    this.#refresh()
    if (talk) this.#focus()
  }

  /**
   * The parts of a conversation. A first look does not wait for them: they come when somebody begins to write.
   * @returns {Promise<Talk>}
   * @throws {Problem} Without a connection; the next call tries again.
   */
  #fetchTalk() {
    this.#talkComing ??= import('./talk.js').then(({ Chat, ChatComposer, ChatThread }) => {
      const configuration = /** @type {WidgetConfiguration} */ (this.#configuration)
      const chat = new Chat(configuration, this.#visitor, () => this.#refreshSoon())
      this.#talk = { chat, thread: new ChatThread(), composer: new ChatComposer() }
      return this.#talk
    }, () => {
      this.#talkComing = null
      throw new Problem({ status: 0, code: 'network' })
    })
    return this.#talkComing
  }

  #listen() {
    const { signal } = this
    signal.addEventListener('abort', () => this.#chat?.stop())
    document.addEventListener('keydown', event => {
      if (event.key === 'Escape' && !event.isComposing) this.#bridge.close()
    }, { signal })
    document.addEventListener('visibilitychange', () => this.#refresh(), { signal })
    window.addEventListener('online', () => this.#refresh(), { signal })
    window.addEventListener('offline', () => this.#refresh(), { signal })
    this.addEventListener('input', () => this.#fetchTalk().catch(() => {}), { signal, once: true })
    this.#on('chat-start', ({ body, details }) => this.#begin(body, details))
    this.#on('chat-send', ({ body, ...beside }) => {
      this.#talk?.thread.toEnd()
      this.#chat?.write(body, undefined, beside)
    })
    this.#on('chat-quote', message => this.#talk?.composer.quote(message))
    this.#on('chat-typing', active => this.#chat?.sayTyping(active))
    this.#on('chat-retry', entry => this.#chat?.retry(entry))
    this.#on('chat-discard', entry => this.#chat?.discard(entry))
    this.#on('chat-older', () => this.#chat?.loadOlder().catch(() => {}))
    this.#on('chat-seen', () => this.#refresh())
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
    const online = this.#chat?.teamOnline ?? this.#configuration?.teamOnline
    this.#presence.textContent = online === undefined ? '' : t(online ? 'widget.online' : 'widget.away')
    this.#presence.dataset.online = String(Boolean(online))
    this.#showBanner()
    this.#tellPage()
  }

  #showRefusal() {
    const refusal = this.#chat?.refusal
    if (!this.#chat || !refusal || this.#view !== 'form') return
    this.#chat.refusal = null
    this.#form.mend(refusal)
  }

  /** @returns {View} */
  #viewNow() {
    const chat = this.#chat
    if (this.#problem || (chat?.problem && !chat.conversation)) return 'missing'
    if (this.#wait === 'resuming' || (chat?.loading && !chat.conversation)) return 'loading'
    if (!chat) return 'form'
    return chat.conversation || chat.outgoing.length ? 'thread' : 'form'
  }

  /** @param {View} view */
  #show(view) {
    const talk = this.#talk
    if (view !== this.#view) {
      this.#view = view
      this.dataset.view = view
      fill(this.#body, ...this.#parts(view))
      if (view === 'thread') talk?.thread.toEnd()
    }
    if (view !== 'thread' || !talk) return
    const ended = talk.chat.conversation?.status === 'closed'
    talk.thread.show(talk.chat, ended)
    talk.composer.files = talk.chat
  }

  /** @param {View} view */
  #parts(view) {
    if (view === 'thread' && this.#talk) return [this.#talk.thread, this.#talk.composer]
    if (view === 'loading') return [this.#skeleton()]
    if (view === 'form') return [this.#form]
    return [this.#apology()]
  }

  #skeleton() {
    return h('div', { class: 'wait', 'aria-label': t('common.loading') },
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
    const text = this.#wait === 'stuck' ? 'problem.network'
      : !navigator.onLine ? 'widget.offline'
      : this.#chat?.socketState === 'waiting' ? 'widget.reconnecting' : ''
    this.#banner.hidden = !text
    this.#banner.textContent = text && t(text)
  }

  /** Seen is what was on screen, at the end of the thread, in an open widget. */
  #markRead() {
    const { chat, thread } = this.#talk ?? {}
    const seen = this.#open && this.#view === 'thread' && document.visibilityState === 'visible' && thread?.pinned
    if (seen) chat?.markRead()
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
      const composer = this.#view === 'thread' ? this.#talk?.composer : undefined
      const target = composer && !composer.hidden ? composer : this.#body
      const field = target.querySelector('input, textarea, button')
      if (field instanceof HTMLElement && this.#open) field.focus()
    })
  }
}

customElements.define('chat-widget', ChatWidget)
