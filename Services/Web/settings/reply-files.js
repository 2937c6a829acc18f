import { fileLine, refusal, refusalText, upload } from '../common/attachments.js'
import { toast } from '../common/elements/toast.js'
import { fill, h, icon } from '../common/html.js'
import { t } from '../common/i18n.js'
import { CLOSE, PLUS } from '../common/icons.js'
import { ask } from '../common/team.js'

document.head.append(h('link', { rel: 'stylesheet', href: '/assets/common/attachments.css' }))

/**
 * The files of a canned reply within its form. What is chosen and what is taken off happens once the form is saved.
 *
 * @typedef {import('../common/wire.js').Attachment} Attachment
 */
export class ReplyFiles {
  /**
   * What the server has.
   * @type {Attachment[]}
   */
  stored
  /** @type {Set<string>} */
  #removed = new Set()
  /** @type {File[]} */
  #chosen = []
  #rules
  #list = h('div', { class: 'reply-files', role: 'list', 'aria-label': t('files.list') })
  element

  /**
   * @param {Attachment[]} stored
   * @param {import('../common/wire.js').AttachmentRules} rules
   */
  constructor(stored, rules) {
    this.stored = stored
    this.#rules = rules
    const input = h('input', { type: 'file', multiple: true, hidden: true, tabindex: -1 })
    input.addEventListener('change', () => {
      for (const file of input.files ?? []) this.#choose(file)
      input.value = ''
      this.#show()
    })
    this.element = h('div', { class: 'field' },
      h('span', { class: 'label' }, t('files.list')), this.#list,
      h('div', {}, h('button', { type: 'button', class: 'button quiet small', on: { click: () => input.click() } },
        icon(PLUS), t('composer.attach')), input))
    this.#show()
  }

  /**
   * Brings the server to what the form shows. May be called again after it failed: what was done is done.
   * @param {string} reply
   */
  async save(reply) {
    for (const id of this.#removed) {
      await ask('DELETE', `/replies/${reply}/attachments/${id}`)
      this.#removed.delete(id)
      this.stored = this.stored.filter(file => file.id !== id)
    }
    for (let file; (file = this.#chosen[0]);) {
      this.stored = [...this.stored, await upload(file, `/replies/${reply}`)]
      this.#chosen.shift()
      this.#show()
    }
  }

  get #kept() {
    return this.stored.filter(({ id }) => !this.#removed.has(id))
  }

  /** @param {File} file */
  #choose(file) {
    const problem = refusal(file, this.#rules, this.#kept.length + this.#chosen.length)
    if (problem) toast(refusalText(problem, this.#rules))
    else this.#chosen.push(file)
  }

  #show() {
    this.#list.hidden = !this.#kept.length && !this.#chosen.length
    fill(this.#list,
      this.#kept.map(file => this.#row(file, () => this.#removed.add(file.id))),
      this.#chosen.map(file => this.#row({ id: '', name: file.name, type: file.type, bytes: file.size },
        () => { this.#chosen = this.#chosen.filter(other => other !== file) })))
  }

  /**
   * @param {Attachment} file
   * @param {() => unknown} remove
   */
  #row(file, remove) {
    const label = t('files.remove')
    const [kind, ...text] = fileLine(file)
    return h('div', { class: 'file', role: 'listitem' }, kind, h('span', { class: 'file-text' }, ...text),
      h('button', {
        type: 'button', class: 'file-act', 'aria-label': label, title: label,
        on: { click: () => { remove(); this.#show() } },
      }, icon(CLOSE)))
  }
}
