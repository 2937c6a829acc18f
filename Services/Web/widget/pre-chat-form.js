import { field, showErrors } from '../common/field.js'
import { fill, h, LiveElement } from '../common/html.js'
import { t } from '../common/i18n.js'

/** @typedef {'name'|'email'|'phone'} DetailName */

/**
 * What a visitor may be asked.
 * @type {{name: DetailName, type: string, autocomplete: string}[]}
 */
const DETAILS = [
  { name: 'name', type: 'text', autocomplete: 'name' },
  { name: 'email', type: 'email', autocomplete: 'email' },
  { name: 'phone', type: 'tel', autocomplete: 'tel' },
]

/**
 * Finds what has to be mended before it is sent. The server checks again and has the last word.
 * @param {Record<string, string>} values
 * @param {import('../common/wire.js').PreChat} rules
 * @returns {import('../common/api.js').ProblemField[]}
 */
export function checkDetails(values, rules) {
  /** @type {import('../common/api.js').ProblemField[]} */
  const problems = []
  for (const { name } of DETAILS) {
    const value = values[name] ?? ''
    if (rules[name] === 'hidden') continue
    if (!value && rules[name] === 'required') problems.push({ field: name, code: 'required', message: '' })
    if (value && name === 'email' && !isEmail(value)) problems.push({ field: name, code: 'email', message: '' })
    if (value && name === 'phone' && !isPhone(value)) problems.push({ field: name, code: 'phone', message: '' })
  }
  return problems
}

/**
 * Enter sends where there is a real keyboard; elsewhere it begins a new line.
 * @param {KeyboardEvent} event
 */
export function sends(event) {
  return event.key === 'Enter' && !event.shiftKey && !event.isComposing && !matchMedia('(pointer: coarse)').matches
}

/** @param {string} text */
function isEmail(text) {
  return /^[^\s@]+@[^\s@.]+(\.[^\s@.]+)+$/u.test(text)
}

/**
 * Six to fifteen digits, Latin or Arabic, with what people write between them.
 * @param {string} text
 */
function isPhone(text) {
  const digits = text.replace(/[\s()./\u2066-\u2069\u200e\u200f+-]/g, '')
  return /^[0-9\u0660-\u0669\u06f0-\u06f9]{6,15}$/.test(digits)
}

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
    const form = h('form', {
      novalidate: true, on: { submit: (/** @type {SubmitEvent} */ event) => this.#submit(event) },
    },
      asked.map(({ name, type, autocomplete }) => field({
        name, type, autocomplete, label: t(`widget.${name}`), value: this.#known[name] ?? '',
        optional: this.#rules[name] === 'optional', maxlength: 200,
      })),
      field({
        name: 'body', type: 'textarea', label: t('widget.message'), placeholder: t('widget.messageHint'),
        maxlength: 8000,
      }),
      h('div', { class: 'go' },
        h('button', { class: 'button primary wide', type: 'submit' }, t('widget.start')),
        asked.length ? h('p', { class: 'privacy' }, t('widget.privacy')) : null))
    form.addEventListener('keydown', event => {
      if (event.target instanceof HTMLTextAreaElement && sends(event)) {
        event.preventDefault()
        form.requestSubmit()
      }
    })
    fill(this, form)
  }

  /**
   * Gives the form back to be mended.
   * @param {{fields: import('../common/api.js').ProblemField[], body: string}} refusal
   */
  mend({ fields, body }) {
    const text = this.querySelector('textarea')
    if (text) text.value = body
    showErrors(this, fields)
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
    this.#known = details
    this.tell('chat-start', { body: values.body, details })
  }
}

customElements.define('pre-chat-form', PreChatForm)
