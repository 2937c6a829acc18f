import { AppRail } from '../../common/elements/app-rail.js'
import { fill, h, LiveElement } from '../../common/html.js'
import { t } from '../../common/i18n.js'
import { KEYBOARD } from '../../common/icons.js'
import { needStyles } from '../../common/styles.js'
import { listenForActions, registerAction, runAction } from '../actions.js'
import { Desk } from '../desk.js'
import { listActions } from '../list-actions.js'
import { notify, showUnread } from '../notices.js'
import { isView } from '../views.js'
import { ConversationList } from './conversation-list.js'
import { FirstSteps } from './first-steps.js'
import { ViewsPanel } from './views-panel.js'

const QUIET_MILLISECONDS = 1_500
/** Safari has no idle callbacks. */
const requestIdle = window.requestIdleCallback ?? (task => setTimeout(task, 200))

/** Fetched when it is asked for: few look at it on any day. */
async function showKeys() {
  const [{ showSheet }] = await Promise.all([import('../keys-sheet.js'), needStyles('inbox/bulk.css')])
  showSheet()
}

/** The team's page: where its parts stand, what the address says, what the keys do. */
export class InboxPage extends LiveElement {
  #desk
  #rail
  #views
  #list
  #banner = h('p', { class: 'offline', role: 'status', hidden: true })
  #announcer = h('div', { class: 'unseen', 'aria-live': 'polite' })
  #main = h('main', { class: 'talk', hidden: true })
  #rest
  /** @type {Promise<import('../talk.js').Talk>|undefined} */
  #talk
  /** @type {ReturnType<typeof setTimeout>|undefined} */
  #bannerTimer

  /** @param {import('../../common/wire.js').Session} session */
  constructor(session) {
    super()
    this.#desk = new Desk(session, message => this.#announce(message))
    const { store } = this.#desk
    this.#rail = new AppRail(session, 'inbox')
    this.#views = new ViewsPanel(store)
    this.#list = new ConversationList(this.#desk, this.#views)
    this.#rest = new FirstSteps(store)
  }

  start() {
    this.className = 'shell'
    // Before those of the parts: with something picked, the same keys mean all of it.
    for (const action of listActions(this.#desk.store, this.#list)) registerAction(action, this.signal)
    fill(this,
      this.#rail,
      h('div', { class: 'desk' },
        this.#banner,
        h('div', { class: 'columns' }, this.#views, this.#list, this.#rest, this.#main)),
      this.#announcer)
    const { signal } = this
    const { store } = this.#desk
    window.addEventListener('hashchange', () => this.#follow(), { signal })
    document.addEventListener('visibilitychange', () => this.#view(), { signal })
    for (const name of ['online', 'offline']) window.addEventListener(name, () => this.#showConnection(), { signal })
    store.on(['connection'], () => this.#showConnection(), signal)
    store.on(['list'], () => showUnread(store.unreadConversations), signal)
    this.addEventListener('toggle-card', () => {
      this.dataset.card = this.dataset.card === 'open' ? '' : 'open'
    }, { signal })
    this.addEventListener('show-keys', showKeys, { signal })
    this.addEventListener('show-commands', () => runAction('page.commands'), { signal })
    for (const action of this.#actions()) registerAction(action, signal)
    listenForActions(signal)
    this.#follow()
    this.#desk.start()
    // Once the list stands there is time to fetch what the first conversation will need.
    setTimeout(() => requestIdle(() => this.#furnish().catch(() => {})), QUIET_MILLISECONDS)
  }

  /** What an open conversation needs: fetched once, before or when the first one is opened. */
  #furnish() {
    this.#talk ??= (async () => {
      const { prepareTalk, Talk } = await import('../talk.js')
      await prepareTalk()
      return new Talk(this.#desk, this.#main, this.signal)
    })()
    // A fetch that failed is tried again with the next conversation.
    this.#talk.catch(() => { this.#talk = undefined })
    return this.#talk
  }

  /** Takes what is shown from the address, `#view/conversation/message`, so that back, reload and a sent link work. */
  #follow() {
    const [view, id, sequence] = location.hash.slice(1).split('/')
    const { store, threads } = this.#desk
    if (isView(view) && view !== store.view) {
      this.#list.endPicking()
      const pile = { view, sort: undefined, filter: undefined }
      // Before the welcome the list waits for it.
      if (this.#desk.socket.state === 'idle') store.pile = pile
      else store.show(pile)
    }
    store.openSequence = Number(sequence) || undefined
    store.openId = id || undefined
    this.dataset.pane = id ? 'thread' : 'list'
    this.dataset.card = ''
    this.#rest.hidden = Boolean(id)
    this.#main.hidden = !id
    if (id) threads.open(id, Number(sequence) || undefined)
    this.#view()
    store.tell('open', 'thread', 'list')
    if (id) this.#openTalk(id, !sequence && matchMedia('(min-width: 761px)').matches)
  }

  /** Who has the page behind another does not see the conversation. */
  #view() {
    this.#desk.viewers.view(document.visibilityState === 'visible' ? this.#desk.store.openId : undefined)
  }

  /**
   * @param {string} id
   * @param {boolean} writing Whether one may begin to write at once.
   */
  async #openTalk(id, writing) {
    try {
      const talk = await this.#furnish()
      if (writing && this.#desk.store.openId === id) talk.focus()
    } catch {
      fill(this.#main, h('div', { class: 'blank gone', role: 'alert' }, h('p', {}, t('problem.network')),
        h('button', { type: 'button', class: 'button', on: { click: () => this.#openTalk(id, writing) } },
          t('common.retry'))))
    }
  }

  /** @returns {import('../actions.js').Action[]} */
  #actions() {
    return [
      { id: 'page.leave', keys: ['Escape'], label: 'keys.leave', group: 'page', hidden: true,
        run: () => this.#leave() },
      { id: 'page.keys', keys: ['Shift+Slash'], label: 'keys.title', group: 'page', icon: KEYBOARD, run: showKeys },
    ]
  }

  /** One step out: of what was picked, of the search, of the conversation. */
  #leave() {
    const list = this.#list
    if (list.selection.size || list.selection.everything) list.endPicking()
    else if (list.searching) list.endSearch()
    else location.hash = this.#desk.store.view
  }

  /** A cut that mends itself at once is not worth a word. */
  #showConnection() {
    clearTimeout(this.#bannerTimer)
    const { state } = this.#desk.socket
    if (navigator.onLine && (state === 'online' || state === 'idle')) {
      this.#banner.hidden = true
      return
    }
    this.#bannerTimer = setTimeout(() => {
      this.#banner.hidden = false
      this.#banner.textContent = t(navigator.onLine ? 'connection.waiting' : 'connection.offline')
    }, navigator.onLine ? 1_500 : 0)
  }

  /** @param {import('../../common/wire.js').Message} message */
  #announce({ author, body, conversation }) {
    const { open } = this.#desk.store
    const name = author.name || this.#desk.store.conversation(conversation)?.contactName || t('contact.nameless')
    this.#announcer.textContent = `${t('inbox.arrived', { name })}: ${body.slice(0, 200)}`
    const item = this.#desk.store.conversation(conversation)
    notify({
      name, body, conversation, seen: open?.id === conversation && document.hasFocus(),
      concerns: item !== undefined && this.#desk.store.concerns(item),
    })
  }
}

customElements.define('inbox-page', InboxPage)
