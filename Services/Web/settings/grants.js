/**
 * Permissions and how far they reach, as the pages lay them out. A test holds these lists against the table in
 * Shared/WireModel/Permission.swift.
 *
 * @typedef {import('../common/wire.js').Permission} Permission
 * @typedef {import('../common/wire.js').Scope} Scope
 * @typedef {import('../common/wire.js').Grants} Grants
 * @typedef {import('../common/wire.js').InboxAccess} InboxAccess
 */

/** @type {{name: string, permissions: Permission[]}[]} */
export const GROUPS = [
  {
    name: 'conversations',
    permissions: [
      'conversations.view', 'conversations.reply', 'conversations.note', 'conversations.assign',
      'conversations.status', 'conversations.merge',
    ],
  },
  { name: 'contacts', permissions: ['contacts.view', 'contacts.edit', 'contacts.unmask', 'contacts.block'] },
  {
    name: 'workspace',
    permissions: [
      'tags.manage', 'views.share', 'replies.manage', 'inboxes.manage', 'members.manage', 'members.viewAs',
      'teams.manage', 'roles.manage', 'workspace.manage', 'security.manage', 'keys.manage', 'audit.view',
    ],
  },
]

/**
 * From the narrowest to the widest.
 * @type {Scope[]}
 */
export const SCOPES = ['own', 'unassigned', 'team', 'inbox', 'all']

/** @type {string[]} */
export const BUILT_IN = ['owner', 'admin', 'supervisor', 'agent', 'light']

/**
 * The scopes in which it may be granted.
 * @param {Permission} permission
 * @returns {Scope[]}
 */
export function scopesOf(permission) {
  return permission.startsWith('conversations.') ? SCOPES : ['all']
}

/**
 * Whether one of the scopes held reaches as far as this one.
 * @param {Scope[]|undefined} held
 * @param {Scope} scope
 */
export function reachesAsFar(held = [], scope) {
  if (held.includes('all') || held.includes(scope)) return true
  return scope !== 'all' && held.includes('inbox')
}

/**
 * Whether a wider scope that is held says it already.
 * @param {Scope[]} held
 * @param {Scope} scope
 */
export function isImplied(held, scope) {
  return reachesAsFar(held.filter(other => SCOPES.indexOf(other) > SCOPES.indexOf(scope)
    && (other === 'all' || other === 'inbox')), scope)
}

/**
 * Whether somebody with `held` may give all of `given`.
 * @param {Grants} held
 * @param {Grants} given
 */
export function covers(held, given) {
  return Object.entries(given).every(([permission, scopes]) =>
    scopes.every(scope => reachesAsFar(held[/** @type {Permission} */ (permission)], scope)))
}

/**
 * @param {InboxAccess} held
 * @param {InboxAccess} given
 */
export function coversInboxes(held, given) {
  return held === 'all' || (given !== 'all' && given.every(inbox => held.includes(inbox)))
}

/**
 * The scopes without those that a wider one says already.
 * @param {Scope[]} scopes
 */
export function widest(scopes) {
  return SCOPES.filter(scope => scopes.includes(scope) && !isImplied(scopes, scope))
}

/**
 * The same without what a wider scope says already, and without what is not granted.
 * @param {Grants} grants
 * @returns {Grants}
 */
export function tidied(grants) {
  /** @type {Grants} */
  const tidy = {}
  for (const { permissions } of GROUPS) {
    for (const permission of permissions) {
      const scopes = widest(grants[permission] ?? [])
      if (scopes.length) tidy[permission] = scopes
    }
  }
  return tidy
}

/**
 * How many permissions are granted at all.
 * @param {Grants} grants
 */
export function countOf(grants) {
  return Object.values(grants).filter(scopes => scopes.length > 0).length
}

/**
 * The inboxes that a reader may give to others.
 * @param {Pick<import('../common/wire.js').Session, 'grants'|'inboxes'>} session
 * @returns {InboxAccess}
 */
export function inboxesToGive({ grants, inboxes }) {
  return grants['conversations.view']?.includes('all') ? 'all' : inboxes
}
