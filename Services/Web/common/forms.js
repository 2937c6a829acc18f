import { Problem } from './api.js'
import { showErrors } from './field.js'
import { h } from './html.js'
import { problemText, t } from './i18n.js'
import { toast } from './elements/toast.js'

let made = 0

/**
 * A labelled choice.
 * @param {object} parts
 * @param {string} parts.name
 * @param {string} parts.label
 * @param {string} parts.value
 * @param {[value: string, label: string][]} parts.options
 * @param {string} [parts.hint]
 * @param {boolean} [parts.disabled]
 */
export function choice({ name, label, value, options, hint, disabled }) {
  const id = `choice-${++made}`
  const select = h('select', { id, name, class: 'input', disabled, 'aria-describedby': hint && `${id}-hint` },
    options.map(([key, text]) => h('option', { value: key, selected: key === value }, text)))
  return h('div', { class: 'field', data: { field: name } },
    h('label', { for: id }, label),
    select,
    hint ? h('p', { class: 'hint', id: `${id}-hint` }, hint) : null)
}

/**
 * A box to tick, with what it means.
 * @param {object} parts
 * @param {string} parts.name
 * @param {string} parts.label
 * @param {string} [parts.hint]
 * @param {boolean} [parts.checked]
 * @param {boolean} [parts.disabled]
 */
export function tick({ name, label, hint, checked, disabled }) {
  return h('label', { class: 'tick', data: { field: name } },
    h('input', { type: 'checkbox', name, checked, disabled }),
    h('span', {}, h('b', {}, label), hint ? h('small', {}, hint) : null))
}

/**
 * Runs what a form does, with its button at rest meanwhile, and shows what went wrong where it belongs: beside the
 * field, in the form's own line for problems, or for a moment on the page.
 * @param {HTMLFormElement} form
 * @param {() => Promise<unknown>} act
 */
export async function run(form, act) {
  const button = form.querySelector('button[type="submit"]')
  const line = /** @type {HTMLElement|null} */ (form.querySelector('.form-problem'))
  button?.setAttribute('disabled', '')
  if (line) line.hidden = true
  showErrors(form, [])
  try {
    await act()
  } catch (error) {
    const placed = error instanceof Problem && error.fields.length > 0 && showErrors(form, error.fields)
    if (placed) return
    if (!line) return toast(problemText(error))
    line.textContent = problemText(error)
    line.hidden = false
  } finally {
    button?.removeAttribute('disabled')
  }
}

/** @param {HTMLFormElement} form */
export function valuesOf(form) {
  return Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, String(value).trim()]))
}

/**
 * Asks before what cannot be taken back.
 * @param {{title: string, text: import('./shapes.js').Child, button: string, calm?: boolean}} question `calm` where it
 *   harms nobody.
 * @returns {Promise<boolean>}
 */
export function sure({ title, text, button, calm = false }) {
  return new Promise(answer => {
    /** @type {HTMLDialogElement} */
    const dialog = h('dialog', { class: 'sheet ask', 'aria-label': title }, h('h2', {}, title), h('p', {}, text),
      h('form', { method: 'dialog', class: 'foot' },
        h('button', { class: `button ${calm ? 'primary' : 'danger'}`, value: 'yes' }, button),
        h('button', { class: 'button quiet', value: 'no', autofocus: true }, t('common.cancel'))))
    dialog.addEventListener('close', () => { answer(dialog.returnValue === 'yes'); dialog.remove() })
    document.body.append(dialog)
    dialog.showModal()
  })
}
