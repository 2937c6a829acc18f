import { call, Problem } from '../api.js'
import { field, showErrors } from '../field.js'
import { h } from '../html.js'
import { language, t } from '../i18n.js'
import { leave } from '../team.js'
import { explain, holdBack } from '../wait.js'

/** Asks for the name of another workspace, makes it, and goes to its inbox. */
export function newWorkspace() {
  const notice = h('p', { class: 'notice bad', role: 'alert', hidden: true })
  const button = h('button', { type: 'submit', class: 'button primary' }, t('newWorkspace.button'))
  const form = h('form', { novalidate: true }, notice,
    field({
      name: 'name', label: t('account.workspaceName'), hint: t('account.workspaceHint'), maxlength: 80,
      autocomplete: 'organization',
    }),
    h('div', { class: 'actions' }, button,
      h('button', { type: 'button', class: 'button quiet', on: { click: () => dialog.close() } }, t('common.cancel'))))
  /** @type {HTMLDialogElement} */
  const dialog = h('dialog', { class: 'sheet new-workspace', 'aria-label': t('newWorkspace.title') },
    h('h2', {}, t('newWorkspace.title')), h('p', {}, t('newWorkspace.lead')), form)
  form.addEventListener('submit', event => { event.preventDefault(); make() })
  dialog.addEventListener('close', () => dialog.remove())
  document.body.append(dialog)
  dialog.showModal()
  form.querySelector('input')?.focus()

  async function make() {
    if (button.disabled) return
    button.disabled = true
    notice.hidden = true
    showErrors(form, [])
    try {
      const { timeZone } = Intl.DateTimeFormat().resolvedOptions()
      const name = String(new FormData(form).get('name')).trim()
      await leave(() => call('POST', '/workspaces', { name, language: language(), timeZone }))
      location.assign('/inbox')
    } catch (error) {
      button.disabled = false
      const placed = error instanceof Problem && error.fields.length > 0 && showErrors(form, error.fields)
      notice.hidden = placed
      notice.textContent = placed ? '' : explain(error)
      holdBack(button, error)
    }
  }
}
