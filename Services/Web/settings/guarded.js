import { Problem } from '../common/api.js'
import { toast } from '../common/elements/toast.js'
import { showErrors } from '../common/field.js'
import { explain, holdBack } from '../common/wait.js'

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
    const placed = form && error instanceof Problem && error.fields.length > 0 && showErrors(form, error.fields)
    if (!placed) toast(explain(error))
    holdBack(button, error)
  }
}
