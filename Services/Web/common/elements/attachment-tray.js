import { fileLine, isPicture, refusal, refusalText, upload } from '../attachments.js'
import { fill, h, icon, LiveElement, reconcile } from '../html.js'
import { t } from '../i18n.js'

const CLOSE = 'm6 6 12 12M18 6 6 18'
const AGAIN = 'M19 12a7 7 0 1 1-2.1-5M17 3.5V7h-3.5'

/**
 * @typedef {import('../wire.js').Attachment} Attachment
 *
 * @typedef {object} Parts
 * @property {() => import('../wire.js').AttachmentRules} rules
 * @property {() => string} path Of the conversation below `/api/v1`.
 * @property {() => Promise<string|undefined>} [token] A visitor's.
 * @property {(attachment: Attachment) => string} [source] Where a picture kept from before is shown from.
 *
 * One file beside a draft.
 * @typedef {object} Entry
 * @property {string} key
 * @property {File} [file] Absent for one that was sent before.
 * @property {Attachment} [attachment] Once the server has it.
 * @property {unknown} [problem]
 * @property {number} share
 * @property {string} [preview] A `blob:` address.
 * @property {AbortController} stop
 */

/**
 * The files that will leave with a message: what is on its way, what has arrived, and what was refused and why. Says
 * `attachments-changed` whenever one of these changes.
 */
export class AttachmentTray extends LiveElement {
  #parts
  /** @type {Entry[]} */
  #entries = []
  #count = 0
  #busy = false

  /** @param {Parts} parts */
  constructor(parts) {
    super()
    this.#parts = parts
  }

  start() {
    this.setAttribute('role', 'list')
    this.setAttribute('aria-label', t('files.list'))
    this.#show()
  }

  /** What may go with a message, in the order chosen. */
  get attachments() {
    return this.#entries.flatMap(entry => entry.attachment ?? [])
  }

  /** Whether something is still on its way. */
  get busy() {
    return this.#entries.some(entry => !entry.attachment && !entry.problem)
  }

  /** @param {File[]} files */
  add(files) {
    for (const file of files) {
      const present = this.#entries.filter(entry => !entry.problem).length
      const preview = /^image\/(png|jpeg|gif|webp)$/.test(file.type) ? URL.createObjectURL(file) : undefined
      this.#put({ file, preview, problem: refusal(file, this.#parts.rules(), present) ?? undefined })
    }
    this.#changed()
    this.#pump()
  }

  /**
   * Takes up what was sent before, of a draft that was kept.
   * @param {Attachment[]} attachments
   */
  restore(attachments) {
    this.clear()
    this.attach(attachments)
  }

  /**
   * Adds what the server has already, each once.
   * @param {Attachment[]} attachments
   */
  attach(attachments) {
    const here = new Set(this.attachments.map(({ id }) => id))
    for (const attachment of attachments) if (!here.has(attachment.id)) this.#put({ attachment, share: 1 })
    this.#changed()
  }

  /** Lets go of everything: the message has left, or another draft is shown. */
  clear() {
    if (!this.#entries.length) return
    for (const entry of this.#entries) drop(entry)
    this.#entries = []
    this.#changed()
  }

  /** @param {Partial<Entry>} entry */
  #put(entry) {
    this.#entries.push({ key: String(++this.#count), share: 0, stop: new AbortController(), ...entry })
  }

  /** One after the other: whoever sends ten pictures sees them arrive. */
  async #pump() {
    if (this.#busy) return
    this.#busy = true
    for (let entry; (entry = this.#entries.find(({ attachment, problem }) => !attachment && !problem));) {
      await this.#send(entry)
    }
    this.#busy = false
  }

  /** @param {Entry} entry */
  async #send(entry) {
    const { file, stop } = entry
    try {
      entry.attachment = await upload(/** @type {File} */ (file), this.#parts.path(), {
        token: await this.#parts.token?.(), signal: stop.signal,
        progress: share => {
          entry.share = share
          this.#show()
        },
      })
    } catch (error) {
      entry.problem = error
    }
    this.#changed()
  }

  /** @param {Entry} entry */
  #remove(entry) {
    drop(entry)
    this.#entries = this.#entries.filter(other => other !== entry)
    this.#changed()
  }

  /** @param {Entry} entry */
  #again(entry) {
    Object.assign(entry, { problem: undefined, share: 0, stop: new AbortController() })
    this.#changed()
    this.#pump()
  }

  #changed() {
    this.#show()
    this.tell('attachments-changed')
  }

  #show() {
    this.hidden = !this.#entries.length
    reconcile(this, this.#entries, entry => entry.key, () => h('div', { class: 'file', role: 'listitem' }),
      (element, entry) => this.#draw(element, entry))
  }

  /**
   * @param {HTMLElement} element
   * @param {Entry} entry
   */
  #draw(element, entry) {
    const { attachment, problem } = entry
    const state = problem ? 'refused' : attachment ? 'ready' : 'sending'
    element.style.setProperty('--share', String(entry.share))
    if (element.dataset.state === state) return
    element.dataset.state = state
    const { name = '', type = '', size = 0 } = entry.file ?? {}
    const shown = attachment ?? { id: '', name, type, bytes: size }
    const passing = Boolean(/** @type {any} */ (problem)?.passing)
    fill(element,
      this.#thumbnail(entry, shown),
      h('span', { class: 'file-text' }, ...fileLine(shown).slice(1), problem
        ? h('span', { class: 'file-problem', role: 'alert' }, refusalText(problem, this.#parts.rules()))
        : null),
      passing ? this.#button('files.retry', AGAIN, () => this.#again(entry)) : null,
      this.#button(state === 'sending' ? 'files.cancel' : 'files.remove', CLOSE, () => this.#remove(entry)))
  }

  /**
   * @param {Entry} entry
   * @param {Attachment} shown
   */
  #thumbnail({ preview, attachment }, shown) {
    const source = preview ?? (attachment && isPicture(attachment) ? this.#parts.source?.(attachment) : undefined)
    return source ? h('img', { class: 'file-thumb', alt: '', src: source }) : fileLine(shown)[0]
  }

  /**
   * @param {string} label
   * @param {string} path
   * @param {() => void} click
   */
  #button(label, path, click) {
    return h('button', { type: 'button', class: 'file-act', 'aria-label': t(label), title: t(label), on: { click } },
      icon(path))
  }
}

/** @param {Entry} entry */
function drop({ stop, preview }) {
  stop.abort()
  if (preview) URL.revokeObjectURL(preview)
}

customElements.define('attachment-tray', AttachmentTray)
