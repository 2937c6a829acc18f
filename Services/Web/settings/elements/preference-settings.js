import { toast } from '../../common/elements/toast.js'
import { run, tick } from '../../common/forms.js'
import { fill, h, LiveElement } from '../../common/html.js'
import { t } from '../../common/i18n.js'
import { ask } from '../../common/team.js'

const UNDO_SECONDS = 30

/** @typedef {import('../../common/wire.js').Preferences} Preferences */

/** How the pages behave for whoever reads this. Each choice is kept as it is made. */
export class PreferenceSettings extends LiveElement {
  #session

  /** @param {import('../../common/wire.js').Session} session */
  constructor(session) {
    super()
    this.#session = session
  }

  /** @returns {Preferences} */
  get #now() {
    return this.#session.preferences ?? { undoSeconds: 10, enterSends: true, sound: true, desktop: false }
  }

  start() {
    const { enterSends, sound } = this.#now
    fill(this,
      h('form', { class: 'panel', novalidate: true },
        h('h3', {}, t('preferences.writing')), this.#undo(),
        h('fieldset', { class: 'field' }, h('legend', { class: 'label' }, t('preferences.enter')),
          [true, false].map(value => h('label', { class: 'tick strategy' },
            h('input', {
              type: 'radio', name: 'enterSends', value: String(value), checked: value === enterSends,
              on: { change: () => this.#keep({ enterSends: value }) },
            }),
            h('span', {}, h('b', {}, t(`preferences.enter.${value}`)),
              h('small', {}, t(`preferences.enterHint.${value}`))))))),
      h('form', { class: 'panel', novalidate: true },
        h('h3', {}, t('preferences.hearing')), this.#desktop(),
        this.#box('sound', sound)))
  }

  #undo() {
    const { undoSeconds } = this.#now
    const shown = h('output', { class: 'undo-shown' }, undoText(undoSeconds))
    /** @type {HTMLInputElement} */
    const range = h('input', {
      type: 'range', id: 'undo-seconds', min: 0, max: UNDO_SECONDS, step: 1, value: undoSeconds,
      'aria-describedby': 'undo-hint', 'aria-valuetext': undoText(undoSeconds),
      on: {
        input: () => {
          shown.textContent = undoText(Number(range.value))
          range.setAttribute('aria-valuetext', undoText(Number(range.value)))
        },
        change: () => this.#keep({ undoSeconds: Number(range.value) }),
      },
    })
    return h('div', { class: 'field' },
      h('div', { class: 'undo-row' }, h('label', { for: 'undo-seconds' }, t('preferences.undo')), shown), range,
      h('p', { class: 'hint', id: 'undo-hint' }, t('preferences.undoHint')))
  }

  /** A notification needs the browser's consent, which is asked for when somebody wants the first one. */
  #desktop() {
    const known = 'Notification' in window
    const refused = known && Notification.permission === 'denied'
    const box = this.#box('desktop', this.#now.desktop && known && Notification.permission === 'granted',
      !known || refused, refused ? t('preferences.desktopRefused') : undefined)
    return box
  }

  /**
   * @param {'desktop'|'sound'} name
   * @param {boolean} checked
   * @param {boolean} [disabled]
   * @param {string} [hint]
   */
  #box(name, checked, disabled = false, hint = t(`preferences.${name}Hint`)) {
    const label = tick({ name, label: t(`preferences.${name}`), hint, checked, disabled })
    const input = /** @type {HTMLInputElement} */ (label.querySelector('input'))
    input.addEventListener('change', () => this.#choose(name, input))
    return label
  }

  /**
   * @param {'desktop'|'sound'} name
   * @param {HTMLInputElement} input
   */
  async #choose(name, input) {
    if (name === 'desktop' && input.checked && await Notification.requestPermission() !== 'granted') {
      return this.start()
    }
    this.#keep({ [name]: input.checked })
  }

  /** @param {Partial<Preferences>} change */
  #keep(change) {
    const form = this.querySelector('form')
    if (!form) return
    run(form, async () => {
      try {
        await ask('PATCH', '/profile', { preferences: change })
      } catch (error) {
        this.start()
        throw error
      }
      this.#session.preferences = { ...this.#now, ...change }
      toast(t('common.saved'))
    })
  }
}

/** @param {number} seconds */
function undoText(seconds) {
  return seconds ? t('preferences.seconds', { count: seconds }) : t('preferences.atOnce')
}

customElements.define('preference-settings', PreferenceSettings)
