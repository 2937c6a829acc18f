import { toast } from '../../common/elements/toast.js'
import { field } from '../../common/field.js'
import { run, valuesOf } from '../../common/forms.js'
import { fill, h } from '../../common/html.js'
import { t } from '../../common/i18n.js'
import { ask } from '../../common/team.js'
import { SectionElement } from '../parts.js'

const MEGABYTE = 1_048_576
const KINDS = /** @type {const} */ (['image', 'pdf', 'text', 'office', 'audio', 'video', 'archive'])

/**
 * @typedef {{reopenHours: number, attachments?: {maxCount: number, maxBytes: number, types: string[]}}} TalkRules
 */

/** How long a conversation may be opened again, and what may be attached. */
export class TalkSettings extends SectionElement {
  /** @type {TalkRules} */
  #rules = { reopenHours: 72 }

  async fetch() {
    this.#rules = await ask('GET', '/workspace-settings')
  }

  draw() {
    const { reopenHours, attachments } = this.#rules
    const form = h('form', { class: 'panel', novalidate: true },
      h('h3', {}, t('talk.reopen')),
      whole({
        name: 'reopenHours', label: t('talk.reopenHours'), hint: t('talk.reopenHint'), value: reopenHours, max: 8760,
      }),
      attachments ? [
        h('h3', {}, t('talk.attachments')),
        h('div', { class: 'pair' },
          whole({ name: 'maxCount', label: t('talk.maxCount'), value: attachments.maxCount, max: 10 }),
          whole({
            name: 'maxBytes', label: t('talk.maxBytes'), value: Math.round(attachments.maxBytes / MEGABYTE), max: 50,
          })),
        h('fieldset', { class: 'field', data: { field: 'types' } },
          h('legend', { class: 'label' }, t('talk.types')),
          h('p', { class: 'hint' }, t('talk.typesHint')),
          h('div', { class: 'ways-row' }, KINDS.map(kind => h('label', { class: 'way' },
            h('input', { type: 'checkbox', name: 'kind', value: kind, checked: attachments.types.includes(kind) }),
            t(`talk.type.${kind}`))))),
      ] : null,
      h('p', { class: 'notice bad form-problem', role: 'alert', hidden: true }),
      h('div', { class: 'foot' }, h('button', { type: 'submit', class: 'button primary' }, t('common.save'))))
    form.addEventListener('submit', event => {
      event.preventDefault()
      run(form, () => this.#save(form))
    })
    fill(this, form)
  }

  /** @param {HTMLFormElement} form */
  async #save(form) {
    const { reopenHours, maxCount, maxBytes } = valuesOf(form)
    const { attachments } = this.#rules
    const types = new FormData(form).getAll('kind')
    this.#rules = await ask('PUT', '/workspace-settings', {
      reopenHours: Number(reopenHours),
      ...(attachments ? {
        attachments: { maxCount: Number(maxCount), maxBytes: Number(maxBytes) * MEGABYTE, types },
      } : {}),
    }) ?? this.#rules
    toast(t('common.saved'))
  }
}

/**
 * @param {{name: string, label: string, hint?: string, value: number, max: number}} parts
 */
function whole({ name, label, hint, value, max }) {
  const box = field({ name, type: 'number', label, hint, value: String(value) })
  const input = /** @type {HTMLInputElement} */ (box.querySelector('input'))
  Object.assign(input, { min: '0', max: String(max), inputMode: 'numeric' })
  return box
}

customElements.define('talk-settings', TalkSettings)
