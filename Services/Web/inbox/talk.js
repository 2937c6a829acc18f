import { fill, h } from '../common/html.js'
import { t } from '../common/i18n.js'
import { DONE, NOTE, REPLY, USER } from '../common/icons.js'
import { needStyles } from '../common/styles.js'
import { registerAction } from './actions.js'
import { ContactCard } from './elements/contact-card.js'
import { MessageThread } from './elements/message-thread.js'
import { ReplyComposer } from './elements/reply-composer.js'
import { ThreadHead } from './elements/thread-head.js'

/** How an open conversation looks. */
const STYLES = [
  'common/choosing.css', 'common/dialogs.css', 'common/attachments.css', 'inbox/head.css', 'inbox/thread.css',
  'inbox/between.css', 'inbox/composer.css', 'inbox/together.css', 'inbox/card.css',
]

/** Waits until an open conversation would look right. */
export function prepareTalk() {
  return needStyles(...STYLES)
}

/** The open conversation: who it is, what was said, where one writes, and the customer beside it. */
export class Talk {
  #desk
  #head
  #thread
  #composer
  #card
  #gone = h('div', { class: 'blank gone', role: 'status', hidden: true, data: { why: '' } })

  /**
   * @param {import('./desk.js').Desk} desk
   * @param {HTMLElement} main Where it stands.
   * @param {AbortSignal} signal
   */
  constructor(desk, main, signal) {
    this.#desk = desk
    this.#head = new ThreadHead(desk)
    this.#thread = new MessageThread(desk)
    this.#composer = new ReplyComposer(desk)
    this.#card = new ContactCard(desk.store)
    fill(main, this.#head, this.#thread, this.#composer, this.#gone)
    main.after(this.#card)
    this.#listen(main, signal)
    for (const action of this.#actions()) registerAction(action, signal)
    desk.store.on(['open', 'thread'], () => this.show(), signal)
    this.show()
  }

  /**
   * What is chosen at a message is done by the composer.
   * @param {HTMLElement} main
   * @param {AbortSignal} signal
   */
  #listen(main, signal) {
    const on = (/** @type {string} */ name, /** @type {(detail: any) => void} */ act) =>
      main.addEventListener(name, event => act(/** @type {CustomEvent} */ (event).detail), { signal })
    on('wrote', () => this.#thread.toEnd())
    on('reopen', () => this.#head.setStatus('open'))
    on('quote-message', message => this.#composer.quote(message))
    on('edit-message', message => this.#composer.edit(message))
    on('take-back', clientId => this.#composer.takeBack(clientId))
    on('leave-thread', () => this.#composer.focus())
  }

  focus() {
    this.#composer.focus()
  }

  /**
   * What was open may be for somebody else's eyes only by now, or never was there: said, not just taken away. Until it
   * is known, nothing of another conversation stands around it.
   */
  show() {
    const { open, openId, view, withdrawn } = this.#desk.store
    const problem = /** @type {any} */ (this.#desk.threads.get(openId ?? '')?.problem)
    const why = openId === undefined ? '' : withdrawn.has(openId) ? 'withdrawn'
      : !open && problem?.status === 404 ? 'unknown' : ''
    for (const part of [this.#head, this.#composer]) part.hidden = !open
    this.#thread.hidden = why !== ''
    this.#card.hidden = !open
    if (why === this.#gone.dataset.why) return
    this.#gone.dataset.why = why
    this.#gone.hidden = !why
    fill(this.#gone, why ? [
      h('h2', {}, t(`thread.${why}`)), h('p', {}, t(`thread.${why}Hint`)),
      h('a', { class: 'button', href: `#${view}` }, t('thread.back')),
    ] : null)
  }

  /** @returns {import('./actions.js').Action[]} */
  #actions() {
    const when = () => this.#desk.store.open !== undefined
    return [
      { id: 'write.reply', keys: ['KeyR'], label: 'keys.reply', group: 'write', icon: REPLY, when,
        run: () => this.#composer.write('reply') },
      { id: 'write.note', keys: ['KeyN'], label: 'keys.note', group: 'write', icon: NOTE, when,
        run: () => this.#composer.write('note') },
      { id: 'write.thread', keys: ['KeyL'], label: 'keys.readThread', group: 'write', hidden: true, when,
        run: () => this.#thread.focusLast() },
      // The field does these itself: they only stand on the sheet.
      { id: 'write.send', keys: ['Enter'], label: 'keys.send', group: 'write', hidden: true, when: () => false,
        run() {} },
      { id: 'write.line', keys: ['Shift+Enter'], label: 'keys.line', group: 'write', hidden: true, when: () => false,
        run() {} },
      { id: 'conversation.assign', keys: ['KeyA'], label: 'keys.assign', group: 'conversation', icon: USER, when,
        run: () => this.#head.openAssignees() },
      { id: 'conversation.close', keys: ['KeyE'], label: 'keys.close', group: 'conversation', icon: DONE, when,
        run: () => this.#head.setStatus('closed') },
    ]
  }
}
