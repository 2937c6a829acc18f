import { fill, h, icon, LiveElement } from '../../common/html.js'
import { t } from '../../common/i18n.js'
import { NOTE, REPLY, SEND } from '../../common/icons.js'
import { openStorage } from '../../common/storage.js'
import { TypingSignal } from '../../common/typing.js'
import { CowritingBar } from './cowriting-bar.js'

/** @typedef {{text: string, kind: 'reply'|'note'}} Draft */

/** Where the team writes: an answer to the customer, or a note among themselves. Each conversation keeps its draft. */
export class ReplyComposer extends LiveElement {
  #desk
  /** @type {CowritingBar} */
  #together
  #drafts = openStorage('sessionStorage')
  /** @type {string|undefined} */
  #conversation
  /** @type {'reply'|'note'} */
  #kind = 'reply'
  #modes = h('div', { class: 'modes', role: 'radiogroup', 'aria-label': t('composer.kind') },
    this.#mode('reply', REPLY),
    this.#mode('note', NOTE))
  #text = h('textarea', { rows: 2, dir: 'auto', maxlength: 8000 })
  #send = h('button', { type: 'button', class: 'button small primary' }, icon(SEND, 'mirrored'), h('span'))
  #writing = h('div', { class: 'writing' }, this.#modes, this.#text,
    h('div', { class: 'under' }, h('span', { class: 'hint' }, t('composer.hint')), this.#send))
  #reopen = h('button', { type: 'button', class: 'button small', on: { click: () => this.tell('reopen') } },
    t('composer.reopen'))
  #closed = h('div', { class: 'closed-bar', hidden: true }, h('span', {}, t('composer.closed')), this.#reopen)
  #readOnly = h('p', { class: 'closed-bar', hidden: true }, t('composer.readOnly'))
  #typing = new TypingSignal(active => {
    if (this.#conversation) this.#desk.sayTyping(this.#conversation, active, this.#kind === 'note')
  })

  /** @param {import('../desk.js').Desk} desk */
  constructor(desk) {
    super()
    this.#desk = desk
    this.#together = new CowritingBar(desk, this.#text, () => {
      this.#fit()
      this.#keep()
    })
    this.#text.before(this.#together)
  }

  start() {
    fill(this, this.#writing, this.#closed, this.#readOnly)
    const { signal } = this
    this.#text.addEventListener('input', () => this.#changed(), { signal })
    this.#text.addEventListener('blur', () => this.#typing.stop(), { signal })
    this.#text.addEventListener('keydown', event => this.#key(event), { signal })
    this.#send.addEventListener('click', () => this.#submit(), { signal })
    this.#desk.store.on(['open', 'team'], () => this.#show(), signal)
    this.#show()
  }

  /** @param {'reply'|'note'} kind */
  write(kind) {
    if (!this.#allowed().includes(kind)) return
    this.#choose(kind)
    this.#text.focus()
  }

  /**
   * What the reader may write here, the usual first.
   * @returns {('reply'|'note')[]}
   */
  #allowed() {
    const { store } = this.#desk
    return /** @type {('reply'|'note')[]} */ (['reply', 'note']).filter(kind => store.may(`conversations.${kind}`))
  }

  /**
   * @param {'reply'|'note'} kind
   * @param {string} path
   */
  #mode(kind, path) {
    return h('button', { type: 'button', role: 'radio', data: { kind }, on: { click: () => this.write(kind) } },
      icon(path, kind === 'reply' ? 'mirrored' : ''),
      t(`composer.${kind}`))
  }

  #show() {
    const item = this.#desk.store.open
    if (!item) return this.#together.open()
    const allowed = this.#allowed()
    const closed = item.status === 'closed'
    this.#closed.hidden = !closed
    this.#reopen.hidden = !this.#desk.store.may('conversations.status')
    this.#writing.hidden = closed || !allowed.length
    this.#readOnly.hidden = closed || allowed.length > 0
    for (const button of this.#modes.querySelectorAll('button')) {
      button.hidden = !allowed.includes(/** @type {any} */ (button.dataset.kind))
    }
    const changed = item.id !== this.#conversation
    if (changed) {
      this.#typing.stop()
      this.#conversation = item.id
      this.#text.value = this.#draft().text
    }
    const kind = changed ? this.#draft().kind : this.#kind
    if (changed || !allowed.includes(kind)) this.#choose(allowed.includes(kind) ? kind : allowed[0] ?? 'note')
    this.#together.open(this.#writing.hidden ? undefined : item.id, this.#kind)
    if (changed) this.#fit()
  }

  /** @param {'reply'|'note'} kind */
  #choose(kind) {
    if (kind !== this.#kind) this.#typing.stop()
    this.#kind = kind
    this.#together.open(this.#writing.hidden ? undefined : this.#conversation, kind)
    this.dataset.kind = kind
    for (const button of this.#modes.querySelectorAll('button')) {
      button.setAttribute('aria-checked', String(button.dataset.kind === kind))
    }
    this.#text.placeholder = t(`composer.${kind}Hint`)
    this.#text.setAttribute('aria-label', t(`composer.${kind}`))
    const label = this.#send.querySelector('span')
    if (label) label.textContent = t(kind === 'note' ? 'composer.addNote' : 'common.send')
    this.#keep()
  }

  #changed() {
    this.#fit()
    this.#keep()
    this.#typing.typed(this.#text.value.trim() !== '')
  }

  #fit() {
    const text = this.#text
    text.style.blockSize = 'auto'
    text.style.blockSize = `${Math.min(text.scrollHeight, 240)}px`
    this.#send.disabled = text.value.trim() === ''
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (event.key === 'Escape') this.#text.blur()
    if (event.key !== 'Enter' || event.isComposing || event.shiftKey) return
    const always = event.ctrlKey || event.metaKey
    if (!always && matchMedia('(pointer: coarse)').matches) return
    event.preventDefault()
    this.#submit()
  }

  #submit() {
    const body = this.#text.value.trim()
    if (!body || !this.#conversation) return
    const kind = this.#kind
    this.#together.sent()
    this.#text.value = ''
    this.#typing.stop()
    this.#changed()
    this.#desk.write(this.#conversation, body, kind)
    this.tell('wrote')
    this.#text.focus()
  }

  /** @returns {Draft} */
  #draft() {
    try {
      const draft = JSON.parse(this.#drafts.getItem(`majlis.draft.${this.#conversation}`) ?? '')
      return { text: String(draft.text), kind: draft.kind === 'note' ? 'note' : 'reply' }
    } catch {
      return { text: '', kind: 'reply' }
    }
  }

  #keep() {
    const key = `majlis.draft.${this.#conversation}`
    if (this.#text.value) this.#drafts.setItem(key, JSON.stringify({ text: this.#text.value, kind: this.#kind }))
    else this.#drafts.removeItem(key)
  }
}

customElements.define('reply-composer', ReplyComposer)
