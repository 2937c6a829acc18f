import { toast } from '../../common/elements/toast.js'
import { fill, h, icon, LiveElement } from '../../common/html.js'
import { t } from '../../common/i18n.js'
import { SEND } from '../../common/icons.js'
import { TypingSignal } from '../../common/typing.js'
import { registerAction } from '../actions.js'
import { Completion } from '../composer/completion.js'
import { isBlank } from '../composer/drafts.js'
import { lastOwn, saveEdit } from '../composer/editing.js'
import { mentionsIn } from '../composer/mentions.js'
import { closedBars, drawBar, modeSwitch, quoteFrom } from '../composer/parts.js'
import { Refusal } from '../composer/refusal.js'
import { directionOf, takeText, typeText } from '../composer/text.js'
import { toolbar } from '../composer/tools.js'
import { listenForFiles, Trays } from '../composer/trays.js'
import { UNDO } from '../thread-icons.js'

const BODY_CHARACTERS = 8_000
const TALLEST_SHARE = 0.4

/**
 * @typedef {'reply'|'note'} Kind
 * @typedef {import('../../common/wire.js').Message} Message
 */

/** Where the team writes: an answer to the customer, or a note among themselves. Each conversation keeps its draft. */
export class ReplyComposer extends LiveElement {
  #desk
  /** @type {string|undefined} */
  #conversation
  /** @type {Kind} */
  #kind = 'reply'
  /** @type {Message|undefined} */
  #editing
  /** @type {Map<string, import('../../common/wire.js').Quote>} */
  #quotes = new Map()
  /**
   * The last message that was there when the writer began; what a colleague answers after it, they are asked about.
   * @type {Map<string, number>}
   */
  #bases = new Map()
  #trays = new Trays(() => this.#desk.fileRules, (conversation, tray) => this.#filesChanged(conversation, tray))
  #modes = modeSwitch(kind => this.write(kind))
  #text = h('textarea', { rows: 2, dir: 'auto', maxlength: BODY_CHARACTERS })
  #bar = h('div', { class: 'composer-bar', hidden: true })
  #refusal
  #slot = h('div', { class: 'tray-slot' })
  #tools = toolbar(this.#text, files => this.#tray().add(files))
  #hint = h('span', { class: 'hint' })
  #send = h('button', { type: 'button', class: 'button small primary send' }, icon(SEND, 'mirrored'), h('span'))
  #completion
  /** @type {import('./cowriting-bar.js').CowritingBar|undefined} */
  #together
  #writing
  #bars = closedBars(() => this.tell('reopen'))
  #typing = new TypingSignal(active => {
    if (this.#conversation) this.#desk.sayTyping(this.#conversation, active, this.#kind === 'note')
  })

  /** @param {import('../desk.js').Desk} desk */
  constructor(desk) {
    super()
    this.#desk = desk
    this.#refusal = new Refusal(desk)
    this.#completion = new Completion(this.#text, {
      desk, isNote: () => this.#kind === 'note', attach: attachments => this.#attach(attachments),
    })
    this.#writing = h('div', { class: 'writing' },
      this.#completion.suggestions.element, this.#refusal.element, this.#modes, this.#bar, this.#text, this.#slot,
      h('div', { class: 'under' }, this.#tools.element, this.#hint, this.#send))
  }

  start() {
    fill(this, this.#writing, this.#bars.closed, this.#bars.readOnly)
    const { signal } = this
    const text = this.#text
    text.addEventListener('input', () => this.#changed(), { signal })
    text.addEventListener('keydown', event => this.#key(event), { signal })
    text.addEventListener('blur', () => { this.#typing.stop(); this.#completion.suggestions.hide() }, { signal })
    text.addEventListener('focus', () => this.#fetchTogether().catch(() => {}), { signal, once: true })
    text.addEventListener('click', () => this.#completion.look(), { signal })
    this.#send.addEventListener('click', () => this.#submit(), { signal })
    listenForFiles({
      place: this.closest('main') ?? this, field: text, target: this.#writing,
      ready: () => !this.#writing.hidden && !this.#editing, take: files => this.#tray().add(files),
    }, signal)
    this.#desk.store.on(['open', 'team', 'thread'], () => this.#show(), signal)
    this.#desk.store.on(['draft'], () => this.#takeDraft(), signal)
    registerAction({
      id: 'write.undo', keys: ['Mod+KeyZ'], label: 'keys.undoSend', group: 'write', icon: UNDO, writing: true,
      when: () => this.#held() !== undefined && (this.#text.value === '' || document.activeElement !== this.#text),
      run: () => this.takeBack(this.#held()?.clientId ?? 0),
    }, signal)
    this.#show()
  }

  /** @param {Kind} kind */
  write(kind) {
    if (!this.#allowed().includes(kind)) return
    this.#choose(kind)
    this.#text.focus()
  }

  /** @param {Message} message */
  quote(message) {
    if (!this.#conversation || this.#writing.hidden) return
    this.#stopEditing()
    if (message.kind === 'note') this.#choose('note')
    this.#quotes.set(this.#conversation, quoteFrom(message))
    this.#showBar()
    this.#text.focus()
  }

  /** @param {Message} message One's own. */
  edit(message) {
    this.#stopEditing()
    this.#editing = message
    this.#text.value = message.body
    this.#choose(message.kind)
    this.#showBar()
    this.#text.focus()
    this.#text.setSelectionRange(message.body.length, message.body.length)
  }

  /**
   * Goes on with a message that has not left, or was refused.
   * @param {number} clientId
   */
  takeBack(clientId) {
    const entry = this.#desk.outbox.takeBack(clientId)
    if (!entry) return toast(t('thread.tooLate'))
    if (entry.conversation !== this.#conversation) return
    this.#stopEditing()
    const after = this.#text.value
    this.#choose(entry.kind)
    if (entry.quote) this.#quotes.set(entry.conversation, entry.quote)
    if (entry.mentions) this.#completion.restore(entry.mentions)
    if (entry.attachments?.length) this.#attach(entry.attachments)
    typeText(this.#text, after ? `${entry.body}\n\n${after}` : entry.body, 0, after.length)
    this.#rebase()
    this.#showBar()
    this.#changed()
  }

  focus() {
    this.#text.focus({ preventScroll: true })
  }

  /**
   * What the reader may write here, the usual first.
   * @returns {Kind[]}
   */
  #allowed() {
    const { store } = this.#desk
    return /** @type {Kind[]} */ (['reply', 'note']).filter(kind => store.may(`conversations.${kind}`))
  }

  /** The last answer of the open conversation that may still be taken back. */
  #held() {
    const { outbox } = this.#desk
    return outbox.of(this.#conversation ?? '').filter(entry => outbox.heldFor(entry) > 0).at(-1)
  }

  #show() {
    const item = this.#desk.store.open
    if (!item) return this.#together?.open()
    const allowed = this.#allowed()
    const closed = item.status === 'closed'
    this.#bars.closed.hidden = !closed
    this.#bars.button.hidden = !this.#desk.store.may('conversations.status')
    this.#writing.hidden = closed || !allowed.length
    this.#bars.readOnly.hidden = closed || allowed.length > 0
    for (const button of this.#modes.querySelectorAll('button')) {
      button.hidden = !allowed.includes(/** @type {any} */ (button.dataset.kind))
    }
    if (item.id !== this.#conversation) this.#open(item.id)
    if (!allowed.includes(this.#kind)) this.#choose(allowed[0] ?? 'note')
    this.#joinTogether()
    this.#refusal.show(item.id, clientId => this.takeBack(clientId))
  }

  /** @param {string} id */
  #open(id) {
    this.#stopEditing()
    this.#typing.stop()
    this.#completion.suggestions.hide()
    this.#conversation = id
    this.#text.value = ''
    this.#refusal.hide()
    fill(this.#slot, this.#tray())
    this.#takeDraft()
    this.#rebase()
    this.#desk.drafts.open(id)
  }

  /** Who begins to write may write with others: what that takes is fetched then. */
  async #fetchTogether() {
    const [{ CowritingBar }] = await Promise.all([import('./cowriting-bar.js'), this.#desk.fetchTogether()])
    if (this.#together) return
    this.#together = new CowritingBar(this.#desk, this.#text, () => { this.#fit(); this.#keep() })
    this.#text.before(this.#together)
    this.#joinTogether()
  }

  /** Whom one writes with: nobody while a sent message is edited. */
  #joinTogether() {
    const id = this.#writing.hidden || this.#editing ? undefined : this.#conversation
    this.#together?.open(id, this.#kind)
  }

  /** Shows the draft as it is known; where somebody is typing here, the caret stays with its words. */
  #takeDraft() {
    if (!this.#conversation || this.#editing) return
    const draft = this.#desk.drafts.get(this.#conversation)
    takeText(this.#text, draft.body)
    this.#together?.changed()
    const here = this.#tray().attachments.map(({ id }) => id)
    if (String(here) !== String(draft.attachments.map(({ id }) => id)) && !this.#tray().busy) {
      this.#tray().restore(draft.attachments)
    }
    this.#completion.restore(draft.mentions)
    this.#choose(this.#allowed().includes(draft.kind) ? draft.kind : this.#allowed()[0] ?? 'note', false)
    this.#showBar()
    this.#fit()
  }

  /**
   * @param {Kind} kind
   * @param {boolean} [keep] Whether it was chosen here.
   */
  #choose(kind, keep = true) {
    this.#kind = kind
    this.dataset.kind = kind
    for (const button of this.#modes.querySelectorAll('button')) {
      button.setAttribute('aria-checked', String(button.dataset.kind === kind))
      button.tabIndex = button.dataset.kind === kind ? 0 : -1
    }
    this.#text.placeholder = t(`composer.${kind}Hint`)
    this.#text.setAttribute('aria-label', t(`composer.${kind}`))
    this.#tools.at.hidden = kind !== 'note'
    const { enterSends } = this.#desk.preferences
    this.#hint.textContent = t(enterSends ? 'composer.hint' : 'composer.hintCtrl')
    const label = this.#send.querySelector('span')
    if (label) {
      label.textContent = t(this.#editing ? 'common.save' : kind === 'note' ? 'composer.addNote' : 'common.send')
    }
    this.#joinTogether()
    if (keep) this.#keep()
    this.#fit()
  }

  #changed() {
    if (this.#text.value.length === 1) this.#rebase()
    this.#fit()
    this.#keep()
    this.#completion.look()
    if (!this.#editing) this.#typing.typed(this.#text.value.trim() !== '')
  }

  #fit() {
    const text = this.#text
    text.dir = directionOf(text.value)
    text.style.blockSize = 'auto'
    text.style.blockSize = `${Math.min(text.scrollHeight, TALLEST_SHARE * innerHeight)}px`
    const blank = text.value.trim() === '' && !this.#tray().attachments.length
    this.#send.disabled = (this.#editing ? text.value.trim() === '' : blank) || this.#tray().busy
  }

  #keep() {
    if (this.#conversation && !this.#editing) this.#desk.drafts.write(this.#conversation, this.#draft())
  }

  /** @returns {import('../composer/drafts.js').Draft} */
  #draft() {
    const body = this.#text.value
    return {
      body, kind: this.#kind, attachments: this.#tray().attachments,
      mentions: mentionsIn(body, this.#completion.chosen) ?? { members: [], teams: [] },
    }
  }

  /** From here on, what a colleague answers is asked about. */
  #rebase() {
    const id = this.#conversation
    if (id) this.#bases.set(id, this.#desk.threads.get(id)?.messages.at(-1)?.sequence ?? 0)
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (event.isComposing || this.#completion.suggestions.key(event)) return
    if (event.key === 'Escape') return this.#leave(event)
    if (event.key === 'ArrowUp' && !this.#text.value && !this.#editing) return this.#editLast(event)
    if (event.key !== 'Enter' || event.shiftKey) return
    const always = event.ctrlKey || event.metaKey
    if (!always && (!this.#desk.preferences.enterSends || matchMedia('(pointer: coarse)').matches)) return
    event.preventDefault()
    this.#submit()
  }

  /** @param {KeyboardEvent} event */
  #leave(event) {
    if (this.#editing) this.#stopEditing()
    else if (this.#quotes.delete(this.#conversation ?? '')) this.#showBar()
    else return this.#text.blur()
    event.stopPropagation()
  }

  /** @param {KeyboardEvent} event */
  #editLast(event) {
    const message = lastOwn(this.#desk, this.#conversation ?? '')
    if (!message || this.#held()) return
    event.preventDefault()
    this.edit(message)
  }

  #submit() {
    if (this.#editing) return this.#saveEdit(this.#editing)
    const conversation = this.#conversation
    const draft = this.#draft()
    if (!conversation || isBlank(draft) || this.#tray().busy) return
    const answers = draft.kind === 'reply'
      ? this.#refusal.answersSince(conversation, this.#bases.get(conversation) ?? 0)
      : []
    if (answers.length) return this.#refusal.ask(answers, {
      send: () => { this.#rebase(); this.#submit() },
      edit: () => { this.#rebase(); this.#text.focus() },
      discard: () => this.#clear(conversation),
    })
    this.#desk.write({
      conversation, body: draft.body.trim(), kind: draft.kind, quote: this.#quotes.get(conversation),
      attachments: draft.attachments.length ? draft.attachments : undefined,
      mentions: draft.kind === 'note' ? mentionsIn(draft.body, this.#completion.chosen) : undefined,
      basedOn: draft.kind === 'reply' ? this.#bases.get(conversation) : undefined,
    })
    this.#together?.sent()
    this.#clear(conversation)
    this.tell('wrote')
    this.#text.focus()
  }

  /** @param {string} conversation */
  #clear(conversation) {
    this.#text.value = ''
    this.#quotes.delete(conversation)
    this.#completion.chosen = []
    this.#tray().clear()
    this.#typing.stop()
    this.#showBar()
    this.#changed()
    this.#rebase()
  }

  /** @param {Message} message */
  #saveEdit(message) {
    const body = this.#text.value.trim()
    if (!body) return
    this.#stopEditing()
    this.#showBar()
    saveEdit(this.#desk, message, body, () => this.edit({ ...message, body }))
  }

  #stopEditing() {
    if (!this.#editing) return
    this.#editing = undefined
    this.#takeDraft()
  }

  #showBar() {
    const editing = this.#editing
    const quote = editing ? undefined : this.#quotes.get(this.#conversation ?? '')
    this.#writing.classList.toggle('editing', Boolean(editing))
    drawBar(this.#bar, { quote, editing }, this.#desk, () => {
      this.#quotes.delete(this.#conversation ?? '')
      this.#stopEditing()
      this.#showBar()
      this.#text.focus()
    })
  }

  /** The files beside what is being written. */
  #tray() {
    return this.#trays.of(this.#conversation ?? '')
  }

  /**
   * @param {string} conversation
   * @param {import('../../common/elements/attachment-tray.js').AttachmentTray} tray
   */
  #filesChanged(conversation, { attachments }) {
    if (conversation === this.#conversation) { this.#fit(); this.#keep() }
    else this.#desk.drafts.write(conversation, { ...this.#desk.drafts.get(conversation), attachments })
  }

  /** @param {import('../../common/wire.js').Attachment[]} attachments */
  #attach(attachments) {
    this.#tray().attach(attachments)
  }
}

customElements.define('reply-composer', ReplyComposer)
