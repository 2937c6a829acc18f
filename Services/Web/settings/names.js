import { deviceOf } from '../common/device.js'
import { h } from '../common/html.js'
import { format, localeOf, language, t } from '../common/i18n.js'
import { BUILT_IN } from './grants.js'

/**
 * @typedef {import('../common/wire.js').RoleDefinition} RoleDefinition
 * @typedef {import('../common/wire.js').Inbox} Inbox
 * @typedef {import('../common/wire.js').Scope} Scope
 */

/**
 * What a role is called: ours from the catalogue, the workspace's own as it named them.
 * @param {string} id
 * @param {RoleDefinition[]} roles
 */
export function roleName(id, roles) {
  if (BUILT_IN.includes(id)) return t(`role.${id}`)
  return roles.find(role => role.id === id)?.name ?? t('role.unknown')
}

/**
 * Which inboxes, in few words.
 * @param {import('../common/wire.js').InboxAccess} access
 * @param {Inbox[]} inboxes
 * @returns {string}
 */
export function accessText(access, inboxes) {
  if (access === 'all') return t('members.allInboxes')
  if (!access.length) return t('members.noInboxes')
  const names = access.map(id => inboxes.find(inbox => inbox.id === id)?.name).filter(Boolean)
  if (names.length > 2 || names.length < access.length) return t('members.onlyInboxes', { count: access.length })
  return listed(/** @type {string[]} */ (names))
}

/** @param {string[]} names Each isolated from its neighbours. */
export function listed(names) {
  const list = new Intl.ListFormat(localeOf(language()), { type: 'conjunction' })
  return list.format(names.map(name => `\u2068${name}\u2069`))
}

/** @param {Scope[]} scopes */
export function scopesText(scopes) {
  return listed(scopes.map(scope => t(`scope.${scope}`)))
}

/** @param {string} moment */
export function day(moment) {
  return h('time', { datetime: moment }, format({ day: 'numeric', month: 'short', year: 'numeric' })
    .format(new Date(moment)))
}

/** @param {string} [device] What a browser called itself. */
export function deviceName(device = '') {
  const { browser, system } = deviceOf(device)
  const [one, other] = [browser && t(`device.${browser}`), system && t(`device.${system}`)]
  if (one && other) return t('device.on', { browser: one, system: other })
  return one ?? other ?? t('device.unknown')
}
