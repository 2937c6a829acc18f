import { toast } from '../../common/elements/toast.js'
import { fill, h, icon } from '../../common/html.js'
import { problemText, t } from '../../common/i18n.js'
import { BADGE, CHECK, COPY, PENCIL, PLUS, TRASH } from '../../common/icons.js'
import { may } from '../../common/rights.js'
import { all, ask } from '../../common/team.js'
import { sure } from '../../common/forms.js'
import { countOf, GROUPS } from '../grants.js'
import { roleName } from '../names.js'
import { nothing, SectionElement } from '../parts.js'

/** @typedef {import('../../common/wire.js').RoleDefinition} RoleDefinition */

/** What each role may do: the five that every workspace has, side by side, and those that it made. */
export class RoleSettings extends SectionElement {
  #session
  /** @type {RoleDefinition[]} */
  #roles = []
  /** @type {import('../../common/wire.js').Member[]} */
  #members = []

  /** @param {import('../../common/wire.js').Session} session */
  constructor(session) {
    super()
    this.#session = session
  }

  async fetch() {
    const [roles, members] = await Promise.all([ask('GET', '/roles'), all('/members')])
    this.#roles = roles.items
    this.#members = members
  }

  draw() {
    const custom = this.#roles.filter(({ builtIn }) => !builtIn)
    const manages = may(this.#session, 'roles.manage')
    const add = () => manages
      ? h('a', { class: 'button primary', href: '#roles/new' }, icon(PLUS), t('roles.new'))
      : null
    fill(this,
      h('section', { class: 'panel flush' },
        h('div', { class: 'panel-head' }, h('h3', {}, t('roles.own')), custom.length ? add() : null),
        custom.length
          ? h('ul', {}, custom.map(role => this.#row(role, manages)))
          : nothing({ path: BADGE, title: t('roles.none'), text: t('roles.noneHint'), action: add() })),
      this.#matrix(manages),
      h('p', { class: 'after' }, h('a', { href: '/help/roles', target: '_blank', rel: 'noopener' }, t('roles.help'))))
  }

  /**
   * @param {RoleDefinition} role
   * @param {boolean} manages
   */
  #row(role, manages) {
    const holders = this.#members.filter(member => member.role === role.id).length
    return h('li', { class: 'person-row' },
      h('span', { class: 'key-face' }, icon(BADGE)),
      h('div', { class: 'person-text' },
        h('b', {}, h('bdi', {}, role.name)),
        h('span', {}, `${t('roles.rights', { count: countOf(role.grants) })} · ${
          t('members.count', { count: holders })}`)),
      manages ? h('div', { class: 'row-actions' },
        h('a', {
          class: 'icon-button', href: `#roles/new/${role.id}`, 'aria-label': t('roles.copyNamed', { name: role.name }),
          title: t('roles.copy'),
        }, icon(COPY)),
        h('a', {
          class: 'icon-button', href: `#roles/${role.id}`, 'aria-label': t('roles.editNamed', { name: role.name }),
          title: t('roles.edit'),
        }, icon(PENCIL)),
        h('button', {
          type: 'button', class: 'icon-button', 'aria-label': t('roles.removeNamed', { name: role.name }),
          title: t('roles.remove'), on: { click: () => this.#remove(role) },
        }, icon(TRASH))) : null)
  }

  /** @param {boolean} manages */
  #matrix(manages) {
    const roles = this.#roles.filter(({ builtIn }) => builtIn)
    return h('section', { class: 'panel flush' },
      h('h3', {}, t('roles.builtIn')),
      h('div', { class: 'matrix-box', tabindex: '0', role: 'region', 'aria-label': t('roles.builtIn') },
        h('table', { class: 'matrix' },
          h('thead', {}, h('tr', {},
            h('th', { scope: 'col' }, h('span', { class: 'unseen' }, t('roles.permission'))),
            roles.map(role => h('th', { scope: 'col' },
              h('b', {}, roleName(role.id, roles)),
              h('small', {}, t(`roleHint.${role.id}`)),
              manages && role.id !== 'owner'
                ? h('a', {
                  href: `#roles/new/${role.id}`,
                  'aria-label': t('roles.copyNamed', { name: roleName(role.id, roles) }),
                }, t('roles.copyShort'))
                : null)))),
          GROUPS.map(group => h('tbody', {},
            h('tr', { class: 'group-row' },
              h('th', { colspan: roles.length + 1, scope: 'colgroup' }, t(`permissionGroup.${group.name}`))),
            group.permissions.map(permission => h('tr', {},
              h('th', { scope: 'row' }, h('b', {}, t(`permission.${permission}`)),
                h('small', {}, t(`permissionHint.${permission}`))),
              roles.map(({ grants }) => h('td', {}, reach(permission, grants))))))))))
  }

  /** @param {RoleDefinition} role */
  async #remove(role) {
    const title = t('roles.removeSure', { name: role.name })
    if (!await sure({ title, text: t('roles.removeHint'), button: t('roles.remove') })) return
    try {
      await ask('DELETE', `/roles/${role.id}`)
      this.#roles = this.#roles.filter(({ id }) => id !== role.id)
      this.draw()
      toast(t('roles.removed'))
    } catch (error) {
      toast(problemText(error))
    }
  }
}

/**
 * How far a permission reaches, in a cell.
 * @param {import('../../common/wire.js').Permission} permission
 * @param {import('../../common/wire.js').Grants} grants
 */
function reach(permission, grants) {
  const scopes = grants[permission] ?? []
  if (!scopes.length) return h('span', { class: 'no' }, h('span', { class: 'unseen' }, t('grants.no')), '—')
  if (!permission.startsWith('conversations.')) {
    return h('span', { class: 'yes' }, icon(CHECK), h('span', { class: 'unseen' }, t('grants.allowed')))
  }
  return scopes.map(scope => h('span', { class: `tag scope ${scope}` }, t(`scope.${scope}`)))
}

customElements.define('role-settings', RoleSettings)
