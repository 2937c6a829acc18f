import { fill, h, icon, LiveElement } from '../common/html.js'
import { t } from '../common/i18n.js'
import { TypingSignal } from '../common/typing.js'
import { sends } from './pre-chat-form.js'

const CLIP = 'm8 12.5 5.8-5.8a3 3 0 0 1 4.3 4.3l-7.6 7.5a5 5 0 0 1-7-7l7-7'
const SEND = 'M4.5 12 3.8 4.6a.6.6 0 0 1 .9-.6l16 7.5a.6.6 0 0 1 0 1l-16 7.5a.6.6 0 0 1-.9-.6L4.5 12Zm0 0h7'

/** Where the visitor writes. */
export class ChatComposer extends LiveElement {
  #text = h('textarea', {
    rows: 1, dir: 'auto', 'aria-label': t('widget.message'), placeholder: t('widget.composer'), maxlength: 8000,
  })
  #attach = h('button', { type: 'button', class: 'attach', hidden: true, 'aria-label': t('widget.attach') }, icon(CLIP))
  #send = h('button', { type: 'button', class: 'send', 'aria-label': t('common.send') }, icon(SEND, 'mirrored'))
  #compose = h('div', { class: 'compose' }, this.#attach, this.#text, this.#send)
  #quoted = h('div', { class: 'quoted', hidden: true })
  /** @type {string|undefined} */
  #quote
  #typing = new TypingSignal(active => this.tell('chat-typing', active))
  /** @type {import('../common/elements/attachment-tray.js').AttachmentTray|undefined} */
  #tray

  start() {
    fill(this, this.#tray, this.#quoted, this.#compose)
    const { signal } = this
    this.#text.addEventListener('input', () => this.#changed(), { signal })
    this.#text.addEventListener('blur', () => this.#typing.stop(), { signal })
    this.#text.addEventListener('keydown', event => {
      if (!sends(event)) return
      event.preventDefault()
      this.#submit()
    }, { signal })
    this.#send.addEventListener('click', () => this.#submit(), { signal })
    this.addEventListener('attachments-changed', () => this.#changed(), { signal })
    this.#changed()
  }

  /**
   * Answers one message of the conversation, or none of them.
   * @param {import('../common/wire.js').Message} [message]
   */
  quote(message) {
    this.#quote = message?.id
    this.#quoted.hidden = !message
    fill(this.#quoted, h('blockquote', { dir: 'auto' }, message?.body),
      h('button', { type: 'button', 'aria-label': t('widget.unquote'), on: { click: () => this.quote() } },
        icon('m6 6 12 12M18 6 6 18')))
    if (message) this.#text.focus()
  }

  /** @param {import('./chat.js').Chat} chat Whose message takes files, if it may. */
  set files(chat) {
    this.#attach.hidden = !chat.conversation || !chat.rules?.maxCount
    this.#attach.onclick ??= () => this.#take([], chat)
    document.onpaste = document.ondrop = document.ondragover = (/** @type {any} */ event) => {
      const data = event.clipboardData ?? event.dataTransfer
      if (this.#attach.hidden || !data?.types.includes('Files')) return
      event.preventDefault()
      if (event.type !== 'dragover') this.#take([...data.files], chat)
    }
  }

  /**
   * @param {File[]} given None: they are chosen.
   * @param {import('./chat.js').Chat} chat
   */
  async #take(given, chat) {
    const { trayOf } = await import('./files.js')
    this.#tray ??= trayOf(this.#attach, chat)
    this.prepend(this.#tray)
    if (given.length) this.#tray.add(given)
    else this.querySelector('input')?.click()
  }

  #changed() {
    const text = this.#text
    text.style.blockSize = 'auto'
    text.style.blockSize = `${text.scrollHeight}px`
    const something = text.value.trim() !== ''
    this.#send.disabled = Boolean(this.#tray?.busy) || !(something || this.#tray?.attachments.length)
    this.#typing.typed(something)
  }

  #submit() {
    const body = this.#text.value.trim()
    const files = this.#tray?.attachments
    if (this.#send.disabled) return
    this.#text.value = ''
    this.#tray?.clear()
    this.#changed()
    this.tell('chat-send', { body, quote: this.#quote, files: files?.length ? files : undefined })
    this.quote()
    this.#text.focus()
  }
}

customElements.define('chat-composer', ChatComposer)
