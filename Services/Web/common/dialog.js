import { fill, h, icon } from './html.js'
import { t } from './i18n.js'
import { CLOSE } from './icons.js'
import { run } from './forms.js'

/**
 * Opens a form over the page. The browser keeps the focus within and gives it back; Escape closes.
 *
 * @param {object} parts
 * @param {string} parts.title
 * @param {import('./shapes.js').Child} [parts.lead]
 * @param {import('./shapes.js').Child} parts.body
 * @param {string} parts.submit
 * @param {boolean} [parts.danger]
 * @param {boolean} [parts.wide]
 * @param {(form: HTMLFormElement, stay: (...after: import('./shapes.js').Child[]) => void) => Promise<unknown>}
 *   parts.act What it does; it closes then, unless `stay` was called with what to show instead.
 * @returns {Promise<boolean>} Whether it was done.
 */
export function openForm({ title, lead, body, submit, danger, wide, act }) {
  return new Promise(answer => {
    let done = false
    const content = h('div', { class: 'dialog-body' }, body)
    const problem = h('p', { class: 'notice bad form-problem', role: 'alert', hidden: true })
    const cancel = h('button', { type: 'button', class: 'button quiet', on: { click: () => dialog.close() } },
      t('common.cancel'))
    const foot = h('div', { class: 'dialog-foot' }, problem,
      h('div', { class: 'foot' },
        h('button', { type: 'submit', class: `button ${danger ? 'danger-fill' : 'primary'}` }, submit), cancel))
    const form = h('form', { novalidate: true }, content, foot)
    /** @type {HTMLDialogElement} */
    const dialog = h('dialog', { class: `sheet form-sheet${wide ? ' wide' : ''}`, 'aria-label': title },
      h('header', {},
        h('div', {}, h('h2', {}, title), lead ? h('p', { class: 'lead' }, lead) : null),
        h('button', {
          type: 'button', class: 'icon-button', 'aria-label': t('common.close'), on: { click: () => dialog.close() },
        }, icon(CLOSE))),
      form)
    const stay = (/** @type {import('./shapes.js').Child[]} */ ...after) => {
      fill(content, ...after)
      const close = h('button', { type: 'button', class: 'button primary', on: { click: () => dialog.close() } },
        t('common.done'))
      fill(foot, h('div', { class: 'foot' }, close))
      close.focus()
    }
    form.addEventListener('submit', event => {
      event.preventDefault()
      run(form, async () => {
        let stays = false
        await act(form, (...after) => { stays = true; stay(...after) })
        done = true
        if (!stays) dialog.close()
      })
    })
    dialog.addEventListener('close', () => { dialog.remove(); answer(done) })
    document.body.append(dialog)
    dialog.showModal()
    const first = form.querySelector('input:not([type=radio], [type=checkbox], [type=search]), textarea')
      ?? form.querySelector('select')
    if (first instanceof HTMLElement && !matchMedia('(pointer: coarse)').matches) first.focus()
  })
}
