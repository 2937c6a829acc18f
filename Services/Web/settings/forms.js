import { Problem } from '../common/api.js'
import { showErrors } from '../common/field.js'
import { h } from '../common/html.js'
import { problemText, t } from '../common/i18n.js'
import { toast } from '../common/elements/toast.js'

let made = 0

/**
 * A labelled choice.
 * @param {object} parts
 * @param {string} parts.name
 * @param {string} parts.label
 * @param {string} parts.value
 * @param {[value: string, label: string][]} parts.options
 * @param {string} [parts.hint]
 */
export function choice({ name, label, value, options, hint }) {
  const id = `choice-${++made}`
  const select = h('select', { id, name, class: 'input', 'aria-describedby': hint ? `${id}-hint` : undefined },
    options.map(([key, text]) => h('option', { value: key, selected: key === value }, text)))
  return h('div', { class: 'field', data: { field: name } },
    h('label', { for: id }, label),
    select,
    hint ? h('p', { class: 'hint', id: `${id}-hint` }, hint) : null)
}

/**
 * Runs what a form does, with its button at rest meanwhile, and shows what went wrong where it belongs.
 * @param {HTMLFormElement} form
 * @param {() => Promise<unknown>} act
 */
export async function run(form, act) {
  const button = form.querySelector('button[type="submit"]')
  button?.setAttribute('disabled', '')
  showErrors(form, [])
  try {
    await act()
  } catch (error) {
    const placed = error instanceof Problem && error.fields.length > 0 && showErrors(form, error.fields)
    if (!placed) toast(problemText(error))
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
 * @param {{title: string, text: string, button: string}} question
 * @returns {Promise<boolean>}
 */
export function sure({ title, text, button }) {
  return new Promise(answer => {
    /** @type {HTMLDialogElement} */
    const dialog = h('dialog', { class: 'sheet ask', 'aria-label': title }, h('h2', {}, title), h('p', {}, text),
      h('form', { method: 'dialog', class: 'foot' },
        h('button', { class: 'button danger', value: 'yes' }, button),
        h('button', { class: 'button quiet', value: 'no', autofocus: true }, t('common.cancel'))))
    dialog.addEventListener('close', () => { answer(dialog.returnValue === 'yes'); dialog.remove() })
    document.body.append(dialog)
    dialog.showModal()
  })
}
