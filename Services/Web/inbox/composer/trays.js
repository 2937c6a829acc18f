import { address, filesOf } from '../../common/attachments.js'
import { AttachmentTray } from '../../common/elements/attachment-tray.js'
import { t } from '../../common/i18n.js'

/** The files beside drafts: each conversation has its own, which go on arriving while another is open. */
export class Trays {
  /** @type {Map<string, AttachmentTray>} */
  #trays = new Map()
  #rules
  #changed

  /**
   * @param {() => import('../../common/wire.js').AttachmentRules} rules
   * @param {(conversation: string, tray: AttachmentTray) => void} changed
   */
  constructor(rules, changed) {
    this.#rules = rules
    this.#changed = changed
  }

  /** @param {string} conversation */
  of(conversation) {
    let tray = this.#trays.get(conversation)
    if (tray) return tray
    const made = new AttachmentTray({
      rules: this.#rules, path: () => `/conversations/${conversation}`, source: address,
    })
    made.addEventListener('attachments-changed', () => this.#changed(conversation, made))
    this.#trays.set(conversation, made)
    return made
  }
}

/**
 * Takes files that are dropped anywhere on a conversation, or pasted into its field; what is text stays text.
 * @param {object} parts
 * @param {HTMLElement} parts.place
 * @param {HTMLElement} parts.field
 * @param {HTMLElement} parts.target Shows where they go.
 * @param {() => boolean} parts.ready
 * @param {(files: File[]) => void} parts.take
 * @param {AbortSignal} signal
 */
export function listenForFiles({ place, field, target, ready, take }, signal) {
  let depth = 0
  const show = (/** @type {number} */ now) => {
    depth = Math.max(0, now)
    target.classList.toggle('dropping', depth > 0)
    target.dataset.drop = t('files.drop')
  }
  const isFile = (/** @type {DragEvent} */ event) => ready() && [...event.dataTransfer?.types ?? []].includes('Files')
  const accept = (/** @type {Event} */ event, /** @type {DataTransfer|null} */ data) => {
    const files = filesOf(data)
    if (!files.length || !ready()) return
    event.preventDefault()
    take(files)
  }
  place.addEventListener('dragenter', event => { if (isFile(event)) show(depth + 1) }, { signal })
  place.addEventListener('dragleave', event => { if (isFile(event)) show(depth - 1) }, { signal })
  place.addEventListener('dragover', event => { if (isFile(event)) event.preventDefault() }, { signal })
  place.addEventListener('drop', event => { show(0); accept(event, event.dataTransfer) }, { signal })
  field.addEventListener('paste', event => accept(event, event.clipboardData), { signal })
}
