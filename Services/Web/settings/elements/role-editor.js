import { toast } from '../../common/elements/toast.js'
import { field } from '../../common/field.js'
import { fill, h } from '../../common/html.js'
import { t } from '../../common/i18n.js'
import { ask } from '../../common/team.js'
import { choice, run, valuesOf } from '../../common/forms.js'
import { countOf, covers } from '../grants.js'
import { grantsEditor } from '../grants-editor.js'
import { roleName } from '../names.js'
import { innerHead, SectionElement } from '../parts.js'

/** @typedef {import('../../common/wire.js').RoleDefinition} RoleDefinition */

/** A role of the workspace's own: `new`, `new/<the role it starts from>`, or its id. */
export class RoleEditor extends SectionElement {
  #session
  #place
  /** @type {RoleDefinition[]} */
  #roles = []

  /**
   * @param {import('../../common/wire.js').Session} session
   * @param {string} place
   */
  constructor(session, place) {
    super()
    this.#session = session
    this.#place = place
    this.className = 'role-editor'
  }

  async fetch() {
    this.#roles = (await ask('GET', '/roles')).items
  }

  draw() {
    const [first, from] = this.#place.split('/')
    const role = this.#roles.find(({ id, builtIn }) => id === first && !builtIn)
    const start = this.#roles.find(({ id }) => id === from) ?? this.#roles.find(({ id }) => id === 'agent')
    if (first !== 'new' && !role) return fill(this, this.#head(t('roles.missing')))
    const editor = grantsEditor({ value: role?.grants ?? start?.grants ?? {}, limit: this.#session.grants })
    const problem = h('p', { class: 'notice bad form-problem', role: 'alert', hidden: true })
    const form = h('form', { class: 'panel', novalidate: true },
      h('div', { class: 'pair' },
        field({
          name: 'name', label: t('roles.name'), hint: t('roles.nameHint'), maxlength: 80, autocomplete: 'off',
          value: role?.name ?? (from && start ? t('roles.copyOf', { name: roleName(start.id, this.#roles) }) : ''),
        }),
        role ? null : this.#start(start?.id ?? '', editor)),
      h('p', { class: 'hint' }, t('roles.scopesHint')),
      editor.element,
      h('div', { class: 'sticky-foot' }, problem,
        h('div', { class: 'foot' },
          h('button', { type: 'submit', class: 'button primary' }, t(role ? 'common.save' : 'roles.create')),
          h('a', { class: 'button quiet', href: '#roles' }, t('common.cancel')))))
    form.addEventListener('submit', event => {
      event.preventDefault()
      run(form, () => this.#save(role, { name: valuesOf(form).name, grants: editor.value() }))
    })
    fill(this, this.#head(role ? t('roles.editNamed', { name: role.name }) : t('roles.new')), form)
  }

  /** @param {string} title */
  #head(title) {
    return innerHead({ back: '#roles', backText: t('settings.roles'), title, lead: t('roles.editorLead') })
  }

  /**
   * What a new one begins with; nobody begins with more than they hold.
   * @param {string} value
   * @param {ReturnType<typeof grantsEditor>} editor
   */
  #start(value, editor) {
    const roles = this.#roles.filter(({ id, grants }) => id !== 'owner' && covers(this.#session.grants, grants))
    const box = choice({
      name: 'start', label: t('roles.start'), value, hint: t('roles.startHint'),
      options: [
        .../** @type {[string, string][]} */ (roles.map(({ id }) => [id, roleName(id, roles)])),
        ['', t('roles.empty')],
      ],
    })
    box.addEventListener('change', () => {
      const chosen = box.querySelector('select')?.value
      editor.put(roles.find(({ id }) => id === chosen)?.grants ?? {})
    })
    return box
  }

  /**
   * @param {RoleDefinition|undefined} role
   * @param {{name: string, grants: import('../../common/wire.js').Grants}} draft
   */
  async #save(role, draft) {
    await (role ? ask('PATCH', `/roles/${role.id}`, draft) : ask('POST', '/roles', draft))
    toast(t(role ? 'common.saved' : 'roles.created', { count: countOf(draft.grants) }))
    location.hash = 'roles'
  }
}

customElements.define('role-editor', RoleEditor)
