import { Problem } from '../common/api.js'
import { toast } from '../common/elements/toast.js'
import { showErrors } from '../common/field.js'
import { explain, holdBack } from '../common/wait.js'

/** What the server says of a wrong password or code, and the fields that may hold it. */
const PLACES = /** @type {Record<string, {fields: string[], code: string}>} */ ({
  'session.wrong': { fields: ['current', 'password'], code: 'wrong' },
  'session.wrongCode': { fields: ['code'], code: 'wrong' },
})

/**
 * Runs what asks for a password or a code: its button rests meanwhile, and for as long as too many tries ask for.
 * @param {HTMLFormElement|HTMLButtonElement} control
 * @param {() => Promise<unknown>} act
 */
export async function runGuarded(control, act) {
  const form = control instanceof HTMLFormElement ? control : undefined
  const button = form ? /** @type {HTMLButtonElement|null} */ (form.querySelector('button[type="submit"]')) : control
  if (!(button instanceof HTMLButtonElement) || button.disabled) return
  button.disabled = true
  if (form) showErrors(form, [])
  try {
    await act()
    button.disabled = false
  } catch (error) {
    button.disabled = false
    if (!form || !shown(form, error)) toast(explain(error))
    holdBack(button, error)
  }
}

/**
 * @param {HTMLFormElement} form
 * @param {unknown} error
 */
function shown(form, error) {
  if (!(error instanceof Problem)) return false
  const place = PLACES[error.code]
  const name = place?.fields.find(field => form.querySelector(`[data-field="${field}"]`))
  const fields = name ? [{ field: name, code: place.code, message: '' }] : error.fields
  return fields.length > 0 && showErrors(form, fields)
}
