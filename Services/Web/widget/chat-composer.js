import { fill, h, icon, LiveElement } from '../common/html.js'
import { t } from '../common/i18n.js'
import { TypingSignal } from '../common/typing.js'
import { sends } from './pre-chat-form.js'

const SEND = 'M4.5 12 3.8 4.6a.6.6 0 0 1 .9-.6l16 7.5a.6.6 0 0 1 0 1l-16 7.5a.6.6 0 0 1-.9-.6L4.5 12Zm0 0h7'

/** Where the visitor writes. */
export class ChatComposer extends LiveElement {
  #text = h('textarea', {
    rows: 1, dir: 'auto', 'aria-label': t('widget.message'), placeholder: t('widget.composer'), maxlength: 8000,
  })
  #send = h('button', { type: 'button', class: 'send', 'aria-label': t('common.send') }, icon(SEND, 'mirrored'))
  #quoted = h('div', { class: 'quoted', hidden: true })
  /** @type {string|undefined} */
  #quote
  #typing = new TypingSignal(active => this.tell('chat-typing', active))

  start() {
    fill(this, this.#quoted, h('div', { class: 'compose' }, this.#text, this.#send))
    const { signal } = this
    this.#text.addEventListener('input', () => this.#changed(), { signal })
    this.#text.addEventListener('blur', () => this.#typing.stop(), { signal })
    this.#text.addEventListener('keydown', event => {
      if (!sends(event)) return
      event.preventDefault()
      this.#submit()
    }, { signal })
    this.#send.addEventListener('click', () => this.#submit(), { signal })
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

  #changed() {
    const text = this.#text
    text.style.blockSize = 'auto'
    text.style.blockSize = `${text.scrollHeight}px`
    const something = text.value.trim() !== ''
    this.#send.disabled = !something
    this.#typing.typed(something)
  }

  #submit() {
    const body = this.#text.value.trim()
    if (!body) return
    this.#text.value = ''
    this.#changed()
    this.tell('chat-send', { body, quote: this.#quote })
    this.quote()
    this.#text.focus()
  }
}

customElements.define('chat-composer', ChatComposer)
