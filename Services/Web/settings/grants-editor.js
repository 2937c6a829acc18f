import { fill, h } from '../common/html.js'
import { t } from '../common/i18n.js'
import { GROUPS, isImplied, reachesAsFar, scopesOf, tidied } from './grants.js'

/**
 * @typedef {import('../common/wire.js').Permission} Permission
 * @typedef {import('../common/wire.js').Scope} Scope
 * @typedef {import('../common/wire.js').Grants} Grants
 */

/**
 * What may be done, and how far: one line a permission, one chip a scope. A wide scope ticks what it says already.
 * @param {object} parts
 * @param {Grants} parts.value
 * @param {Grants} parts.limit What the giver may do: nobody gives more.
 * @param {boolean} [parts.readOnly]
 */
export function grantsEditor({ value, limit, readOnly = false }) {
  /** @type {Grants} */
  let grants = tidied(value)
  const element = h('div', { class: 'grants', data: { field: 'grants' } })
  const show = () => fill(element, GROUPS.map(group => h('section', { class: 'grant-group' },
    h('h4', {}, t(`permissionGroup.${group.name}`)),
    group.permissions.map(permission => line(permission)))))

  /** @param {Permission} permission */
  function line(permission) {
    const scopes = scopesOf(permission)
    const lacksView = permission.startsWith('conversations.') && permission !== 'conversations.view'
      && grants[permission]?.length && !grants['conversations.view']?.length
    return h('fieldset', { class: scopes.length > 1 ? 'grant scoped' : 'grant' },
      h('legend', { class: 'unseen' }, t(`permission.${permission}`)),
      h('div', { class: 'grant-text' },
        h('b', {}, t(`permission.${permission}`)),
        h('small', {}, t(`permissionHint.${permission}`)),
        lacksView ? h('small', { class: 'warn' }, t('grants.needsView')) : null),
      h('div', { class: 'chips' }, scopes.map(scope => chip(permission, scope))))
  }

  /**
   * @param {Permission} permission
   * @param {Scope} scope
   */
  function chip(permission, scope) {
    const held = grants[permission] ?? []
    const implied = isImplied(held, scope)
    const beyond = !reachesAsFar(limit[permission], scope)
    const single = scopesOf(permission).length === 1
    return h('label', { class: 'chip', title: beyond ? t('grants.beyond') : t(`scopeHint.${scope}`) },
      h('input', {
        type: 'checkbox', value: `${permission}/${scope}`, checked: held.includes(scope) || implied,
        disabled: readOnly || implied || (beyond && !held.includes(scope)),
        'aria-label': `${t(`permission.${permission}`)}: ${t(`scope.${scope}`)}`,
        on: { change: (/** @type {Event} */ event) => toggle(permission, scope, event) },
      }),
      h('span', {}, single ? t('grants.allowed') : t(`scope.${scope}`)))
  }

  /**
   * @param {Permission} permission
   * @param {Scope} scope
   * @param {Event} event
   */
  function toggle(permission, scope, event) {
    const on = /** @type {HTMLInputElement} */ (event.target).checked
    const held = (grants[permission] ?? []).filter(other => other !== scope)
    grants = tidied({ ...grants, [permission]: on ? [...held, scope] : held })
    show()
    const again = element.querySelector(`input[value="${permission}/${scope}"]`)
    if (again instanceof HTMLElement) again.focus()
    element.dispatchEvent(new Event('change', { bubbles: true }))
  }

  show()
  return {
    element,
    value: () => grants,
    /** @param {Grants} next */
    put(next) {
      grants = tidied(next)
      show()
    },
  }
}
