import { toast } from '../../common/elements/toast.js'
import { field } from '../../common/field.js'
import { run, tick, valuesOf } from '../../common/forms.js'
import { fill, h, LiveElement } from '../../common/html.js'
import { t } from '../../common/i18n.js'
import { ask } from '../../common/team.js'

/**
 * @typedef {import('../../common/wire.js').Inbox} Inbox
 * @typedef {import('../../common/wire.js').Assignment} Assignment
 */

const STRATEGIES = /** @type {const} */ (['manual', 'roundRobin', 'leastLoaded'])
const CAP = 100
const AWAY_MINUTES = 1440

/** Who gets what comes in. */
export class InboxAssignment extends LiveElement {
  #inbox
  #changed

  /**
   * @param {Inbox} inbox
   * @param {(inbox: Inbox) => void} changed
   */
  constructor(inbox, changed) {
    super()
    this.#inbox = inbox
    this.#changed = changed
  }

  start() {
    /** @type {Assignment} */
    const now = this.#inbox.assignment ?? { strategy: 'manual', onlineOnly: false, sticky: false }
    const automatic = h('div', { class: 'automatic' },
      number({
        name: 'cap', label: t('assignment.cap'), hint: t('assignment.capHint'), value: now.cap, max: CAP,
      }),
      tick({
        name: 'onlineOnly', label: t('assignment.onlineOnly'), hint: t('assignment.onlineOnlyHint'),
        checked: now.onlineOnly,
      }),
      tick({ name: 'sticky', label: t('assignment.sticky'), hint: t('assignment.stickyHint'), checked: now.sticky }))
    const ways = h('fieldset', { class: 'field' }, h('legend', { class: 'label' }, t('assignment.strategy')),
      STRATEGIES.map(strategy => h('label', { class: 'tick strategy' },
        h('input', {
          type: 'radio', name: 'strategy', value: strategy, checked: strategy === now.strategy,
          on: { change: () => { automatic.hidden = strategy === 'manual' } },
        }),
        h('span', {}, h('b', {}, t(`assignment.${strategy}`)), h('small', {}, t(`assignmentHint.${strategy}`))))))
    automatic.hidden = now.strategy === 'manual'
    const form = h('form', { class: 'panel', novalidate: true },
      h('h3', {}, t('assignment.title')), ways, automatic,
      number({
        name: 'awayMinutes', label: t('assignment.away'), hint: t('assignment.awayHint'), value: now.awayMinutes,
        max: AWAY_MINUTES,
      }),
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
    const { strategy, cap, awayMinutes, onlineOnly, sticky } = valuesOf(form)
    const assignment = {
      strategy, onlineOnly: onlineOnly === 'on', sticky: sticky === 'on',
      ...(cap && strategy !== 'manual' ? { cap: Number(cap) } : {}),
      ...(awayMinutes ? { awayMinutes: Number(awayMinutes) } : {}),
    }
    const after = await ask('PATCH', `/inboxes/${this.#inbox.id}`, { assignment })
    this.#inbox = after
    this.#changed(after)
    toast(t('common.saved'))
  }
}

/**
 * A field for a whole number that may be left empty.
 * @param {{name: string, label: string, hint: string, value: number|undefined, max: number}} parts
 */
function number({ name, label, hint, value, max }) {
  const text = value === undefined ? '' : String(value)
  const box = field({ name, type: 'number', label, hint, value: text, optional: true })
  const input = /** @type {HTMLInputElement} */ (box.querySelector('input'))
  input.min = '1'
  input.max = String(max)
  input.inputMode = 'numeric'
  return box
}

customElements.define('inbox-assignment', InboxAssignment)
