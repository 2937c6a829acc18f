import { digitsOf } from './digits.js'
import { field } from './field.js'
import { t } from './i18n.js'

const DIGITS = 6

/**
 * One field for the six digits of an authenticator. The form is sent as soon as they are complete.
 * @param {string} [hint]
 */
export function codeField(hint) {
  const box = field({ name: 'code', label: t('code.label'), hint, autocomplete: 'one-time-code' })
  const input = /** @type {HTMLInputElement} */ (box.querySelector('input'))
  Object.assign(input, { inputMode: 'numeric', pattern: '[0-9]*', className: 'input code', dir: 'ltr' })
  input.setAttribute('enterkeyhint', 'done')
  let before = ''
  input.addEventListener('input', () => {
    const code = digitsOf(input.value).slice(0, DIGITS)
    input.value = code
    if (code.length === DIGITS && code !== before) input.form?.requestSubmit()
    before = code
  })
  return box
}

/** One field for a code out of the list that was kept for a lost telephone. */
export function backupCodeField() {
  const box = field({ name: 'code', label: t('code.backupLabel'), hint: t('code.backupHint'), autocomplete: 'off' })
  const input = /** @type {HTMLInputElement} */ (box.querySelector('input'))
  Object.assign(input, { className: 'input code', dir: 'ltr', spellcheck: false, autocapitalize: 'none' })
  return box
}
