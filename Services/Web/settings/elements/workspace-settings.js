import { toast } from '../../common/elements/toast.js'
import { field } from '../../common/field.js'
import { fill, h, LiveElement } from '../../common/html.js'
import { t } from '../../common/i18n.js'
import { ask } from '../../common/team.js'
import { choice, run, valuesOf } from '../../common/forms.js'
import { ZoneField } from './zone-field.js'

/** The workspace's own facts. */
export class WorkspaceSettings extends LiveElement {
  #session

  /** @param {import('../../common/wire.js').Session} session */
  constructor(session) {
    super()
    this.#session = session
  }

  start() {
    const { workspace } = this.#session
    const form = h('form', { class: 'panel', novalidate: true },
      field({ name: 'name', label: t('settings.workspaceName'), value: workspace.name, maxlength: 80 }),
      choice({
        name: 'language', label: t('settings.workspaceLanguage'), value: workspace.language,
        hint: t('settings.workspaceLanguageHint'),
        options: [['ar', t('language.ar')], ['en', t('language.en')]],
      }),
      new ZoneField({ label: t('settings.timeZone'), value: workspace.timeZone }),
      h('div', { class: 'foot' }, h('button', { type: 'submit', class: 'button primary' }, t('common.save'))))
    form.addEventListener('submit', event => {
      event.preventDefault()
      run(form, async () => {
        Object.assign(workspace, await ask('PATCH', '/workspace', valuesOf(form)))
        toast(t('common.saved'))
      })
    })
    fill(this, form)
  }
}

customElements.define('workspace-settings', WorkspaceSettings)
