import { AppRail } from '../../common/elements/app-rail.js'
import { fill, h, LiveElement } from '../../common/html.js'
import { t } from '../../common/i18n.js'
import { DONE, KEYBOARD, NOTE, REPLY, USER } from '../../common/icons.js'
import { listenForActions, registerAction } from '../actions.js'
import { Desk } from '../desk.js'
import { listActions } from '../list-actions.js'
import { notify, showUnread } from '../notices.js'
import { isView } from '../views.js'
import { ContactCard } from './contact-card.js'
import { ConversationList } from './conversation-list.js'
import { FirstSteps } from './first-steps.js'
import { MessageThread } from './message-thread.js'
import { ReplyComposer } from './reply-composer.js'
import { ThreadHead } from './thread-head.js'
import { ViewsPanel } from './views-panel.js'

/** Fetched when it is asked for: few look at it on any day. */
async function showKeys() {
  const { showSheet } = await import('../keys-sheet.js')
  showSheet()
}

/** The team's page: where its parts stand, what the address says, what the keys do. */
export class InboxPage extends LiveElement {
  #desk
  #rail
  #views
  #list
  #head
  #thread
  #composer
  #banner = h('p', { class: 'offline', role: 'status', hidden: true })
  #announcer = h('div', { class: 'unseen', 'aria-live': 'polite' })
  #gone = h('div', { class: 'blank gone', role: 'status', hidden: true })
  #talk
  #rest
  #card
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
    this.#head = new ThreadHead(this.#desk)
    this.#thread = new MessageThread(this.#desk)
    this.#composer = new ReplyComposer(this.#desk)
    this.#card = new ContactCard(store)
    this.#rest = new FirstSteps(store)
    this.#talk = h('main', { class: 'talk' }, this.#head, this.#thread, this.#composer, this.#gone)
  }

  start() {
    this.className = 'shell'
    // Before those of the parts: with something picked, the same keys mean all of it.
    for (const action of listActions(this.#desk.store, this.#list)) registerAction(action, this.signal)
    fill(this,
      this.#rail,
      h('div', { class: 'desk' },
        this.#banner,
        h('div', { class: 'columns' }, this.#views, this.#list, this.#rest, this.#talk, this.#card)),
      this.#announcer)
    const { signal } = this
    const { store } = this.#desk
    window.addEventListener('hashchange', () => this.#follow(), { signal })
    document.addEventListener('visibilitychange', () => this.#view(), { signal })
    for (const name of ['online', 'offline']) window.addEventListener(name, () => this.#showConnection(), { signal })
    store.on(['connection'], () => this.#showConnection(), signal)
    store.on(['list'], () => showUnread(store.unreadConversations), signal)
    store.on(['open'], () => this.#showGone(), signal)
    this.addEventListener('toggle-card', () => {
      this.dataset.card = this.dataset.card === 'open' ? '' : 'open'
    }, { signal })
    this.addEventListener('wrote', () => this.#thread.toEnd(), { signal })
    this.#listenToThread(signal)
    this.addEventListener('reopen', () => this.#head.setStatus('open'), { signal })
    this.addEventListener('show-keys', showKeys, { signal })
    for (const action of this.#actions()) registerAction(action, signal)
    listenForActions(signal)
    this.#follow()
    this.#desk.start()
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
    this.#talk.hidden = !id
    this.#card.hidden = !id
    if (id) threads.open(id, Number(sequence) || undefined)
    this.#view()
    store.tell('open', 'thread', 'list')
    if (id && !sequence && matchMedia('(min-width: 761px)').matches && this.isConnected) this.#composer.focus()
  }

  /** Who has the page behind another does not see the conversation. */
  #view() {
    this.#desk.viewers.view(document.visibilityState === 'visible' ? this.#desk.store.openId : undefined)
  }

  /** @param {AbortSignal} signal What is chosen at a message is done by the composer. */
  #listenToThread(signal) {
    const on = (/** @type {string} */ name, /** @type {(detail: any) => void} */ act) =>
      this.addEventListener(name, event => act(/** @type {CustomEvent} */ (event).detail), { signal })
    on('quote-message', message => this.#composer.quote(message))
    on('edit-message', message => this.#composer.edit(message))
    on('take-back', clientId => this.#composer.takeBack(clientId))
    on('leave-thread', () => this.#composer.focus())
  }

  /** @returns {import('../actions.js').Action[]} */
  #actions() {
    const { store } = this.#desk
    const when = () => store.open !== undefined
    return [
      { id: 'write.reply', keys: ['KeyR'], label: 'keys.reply', group: 'write', icon: REPLY, when,
        run: () => this.#composer.write('reply') },
      { id: 'write.note', keys: ['KeyN'], label: 'keys.note', group: 'write', icon: NOTE, when,
        run: () => this.#composer.write('note') },
      { id: 'write.thread', keys: ['KeyT'], label: 'keys.readThread', group: 'write', hidden: true, when,
        run: () => this.#thread.focusLast() },
      { id: 'conversation.assign', keys: ['KeyA'], label: 'keys.assign', group: 'conversation', icon: USER, when,
        run: () => this.#head.openAssignees() },
      { id: 'conversation.close', keys: ['KeyE'], label: 'keys.close', group: 'conversation', icon: DONE, when,
        run: () => this.#head.setStatus('closed') },
      // The field does these itself: they only stand on the sheet.
      { id: 'write.send', keys: ['Enter'], label: 'keys.send', group: 'write', hidden: true, when: () => false,
        run() {} },
      { id: 'write.line', keys: ['Shift+Enter'], label: 'keys.line', group: 'write', hidden: true, when: () => false,
        run() {} },
      { id: 'page.leave', keys: ['Escape'], label: 'keys.leave', group: 'page', hidden: true,
        run: () => this.#leave() },
      { id: 'page.keys', keys: ['Shift+Slash'], label: 'keys.sheet', group: 'page', icon: KEYBOARD, run: showKeys },
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

  /** What was open was given to somebody else, and is not for the reader's eyes any more: said, not just taken away. */
  #showGone() {
    const { openId, view, withdrawn } = this.#desk.store
    const gone = openId !== undefined && withdrawn.has(openId)
    for (const part of [this.#head, this.#thread, this.#composer]) part.hidden = gone
    this.#card.hidden = gone || !openId
    if (gone === !this.#gone.hidden) return
    this.#gone.hidden = !gone
    fill(this.#gone, gone ? [
      h('h2', {}, t('thread.withdrawn')), h('p', {}, t('thread.withdrawnHint')),
      h('a', { class: 'button', href: `#${view}` }, t('thread.back')),
    ] : null)
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
