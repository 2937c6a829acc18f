import { h, setAttribute } from './html.js'
import { fieldText, t } from './i18n.js'

let made = 0

/**
 * A labelled field with room for its hint and its error.
 * @param {import('./shapes.js').FieldParts} parts
 */
export function field({
  name, label, type = 'text', value = '', hint, optional, autocomplete, placeholder, maxlength, after,
}) {
  const id = `field-${++made}`
  const shared = {
    id, name, class: 'input', placeholder: placeholder || ' ', maxlength, autocomplete,
    'aria-describedby': hint ? `${id}-hint` : undefined, on: { input: clearOwnError },
  }
  const input = type === 'textarea' ? h('textarea', { ...shared, rows: 3, dir: 'auto' })
    : h('input', { ...shared, type, dir: type === 'text' ? 'auto' : undefined })
  input.value = value
  return h('div', { class: 'field', data: { field: name } },
    h('label', { for: id }, label, optional ? h('span', { class: 'optional' }, ` (${t('common.optional')})`) : null),
    after ? h('div', { class: 'input-box' }, input, after) : input,
    hint ? h('p', { class: 'hint', id: `${id}-hint` }, hint) : null)
}

/** @param {Event} event */
function clearOwnError(event) {
  const box = /** @type {Element} */ (event.target).closest('.field')
  if (box) setError(box, undefined)
}

/**
 * Shows each problem at its field and puts the reader on the first.
 * @param {HTMLElement} form
 * @param {import('./api.js').ProblemField[]} problems
 * @returns {boolean} Whether every problem found its field.
 */
export function showErrors(form, problems) {
  const left = new Map(problems.map(problem => [problem.field.split('.').at(-1), problem]))
  for (const box of form.querySelectorAll('[data-field]')) {
    const name = /** @type {HTMLElement} */ (box).dataset.field
    setError(box, left.get(name))
    left.delete(name)
  }
  const first = form.querySelector('[aria-invalid="true"]')
  if (first instanceof HTMLElement) first.focus()
  return left.size === 0
}

/**
 * @param {Element} box
 * @param {import('./api.js').ProblemField|undefined} problem
 */
function setError(box, problem) {
  const input = box.querySelector('input, textarea, select')
  if (!input) return
  box.querySelector('.error')?.remove()
  setAttribute(input, 'aria-invalid', problem ? 'true' : null)
  setAttribute(input, 'aria-errormessage', problem ? `${input.id}-error` : null)
  if (problem) box.append(h('p', { class: 'error', id: `${input.id}-error` }, fieldText(problem)))
}
