import { field, showErrors } from '../common/field.js'
import { fill, h, LiveElement } from '../common/html.js'
import { t } from '../common/i18n.js'
import { checkDetails, DETAILS } from './details.js'

/** @typedef {import('../common/wire.js').PreChat} PreChat */

/** What is asked before the first message, with the message itself: one form, one press. */
export class PreChatForm extends LiveElement {
  #rules
  #known

  /**
   * @param {PreChat|undefined} rules
   * @param {import('../common/wire.js').VisitorDetails} known What they told before.
   */
  constructor(rules, known) {
    super()
    this.#rules = rules ?? { name: 'hidden', email: 'hidden', phone: 'hidden' }
    this.#known = known
  }

  start() {
    const asked = DETAILS.filter(({ name }) => this.#rules[name] !== 'hidden')
    const form = h('form', { novalidate: true, on: { submit: (/** @type {SubmitEvent} */ event) => this.#submit(event) } },
      asked.map(({ name, type, autocomplete }) => field({
        name, type, autocomplete, label: t(`widget.${name}`), value: this.#known[name] ?? '',
        optional: this.#rules[name] === 'optional', maxlength: 200,
      })),
      field({ name: 'body', type: 'textarea', label: t('widget.message'), placeholder: t('widget.messageHint'), maxlength: 8000 }),
      h('button', { class: 'button primary wide', type: 'submit' }, t('widget.start')),
      asked.length ? h('p', { class: 'privacy' }, t('widget.privacy')) : null)
    form.addEventListener('keydown', event => {
      const sends = event.key === 'Enter' && !event.shiftKey && !event.isComposing && event.target instanceof HTMLTextAreaElement
      if (sends && !matchMedia('(pointer: coarse)').matches) {
        event.preventDefault()
        form.requestSubmit()
      }
    })
    fill(this, form)
  }

  /** @param {SubmitEvent} event */
  #submit(event) {
    event.preventDefault()
    const form = /** @type {HTMLFormElement} */ (event.target)
    const values = Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, String(value).trim()]))
    const problems = checkDetails(values, this.#rules)
    if (!values.body) problems.push({ field: 'body', code: 'blank', message: '' })
    showErrors(form, problems)
    if (problems.length) return
    const details = Object.fromEntries(DETAILS.map(({ name }) => [name, values[name]]).filter(([, value]) => value))
    this.tell('chat-start', { body: values.body, details })
    this.#known = details
  }
}

customElements.define('pre-chat-form', PreChatForm)
