import { field } from './field.js'
import { fill, h, icon } from './html.js'
import { t } from './i18n.js'
import { EYE, EYE_OFF } from './icons.js'
import { strengthOf } from './strength.js'

/**
 * A password, which its writer may look at. A new one says how well it would stand.
 * @param {object} parts
 * @param {'current-password'|'new-password'} parts.autocomplete
 * @param {string} [parts.name]
 * @param {string} [parts.label]
 * @param {() => string[]} [parts.known] What others know of the person, which makes a weak password.
 */
export function passwordField({ autocomplete, name = 'password', label = t('account.password'), known = () => [] }) {
  const eye = h('button', {
    type: 'button', class: 'icon-button', 'aria-label': t('account.show'), 'aria-pressed': 'false',
  }, icon(EYE))
  const fresh = autocomplete === 'new-password'
  const box = field({
    name, type: 'password', label, autocomplete, maxlength: 200, after: eye,
    hint: fresh ? t('account.passwordHint') : undefined,
  })
  const input = /** @type {HTMLInputElement} */ (box.querySelector('input'))
  eye.addEventListener('click', () => {
    const hidden = input.type === 'password'
    input.type = hidden ? 'text' : 'password'
    eye.setAttribute('aria-pressed', String(hidden))
    eye.setAttribute('aria-label', t(hidden ? 'account.hide' : 'account.show'))
    fill(eye, icon(hidden ? EYE_OFF : EYE))
  })
  if (fresh) showStrength(box, input, known)
  return box
}

/**
 * The hint turns into a word on what is written, with a bar of three beside it.
 * @param {HTMLElement} box
 * @param {HTMLInputElement} input
 * @param {() => string[]} known
 */
function showStrength(box, input, known) {
  const hint = /** @type {HTMLElement} */ (box.querySelector('.hint'))
  const words = h('span', {}, t('account.passwordHint'))
  hint.classList.add('strength')
  hint.setAttribute('aria-live', 'polite')
  fill(hint, h('span', { class: 'bars', 'aria-hidden': 'true' }, h('i'), h('i'), h('i')), words)
  input.addEventListener('input', () => {
    const strength = input.value ? strengthOf(input.value, known()) : 0
    hint.dataset.strength = String(strength)
    // A screen reader is told when it changes, not at each letter.
    const text = strength ? t(`strength.${strength}`) : t('account.passwordHint')
    if (words.textContent !== text) words.textContent = text
  })
}
