import {
  BADGE, BELL, BOLT, BUILDING, CLOCK, CODE, GAUGE, GROUP, KEY, LAPTOP, SCROLL, SHIELD, TAG, USER, USERS,
} from '../common/icons.js'
import { may } from '../common/rights.js'

/**
 * A part of the settings. Its texts are `settings.<name>` and `settings.<name>Lead`.
 *
 * @typedef {import('../common/wire.js').Session} Session
 * @typedef {object} Section
 * @property {string} name As the address has it.
 * @property {'workspace'|'me'} group
 * @property {string} path Its icon.
 * @property {import('../common/wire.js').Permission[]} needs Any of them lets somebody in; none lets everybody in.
 * @property {(session: Session, rest: string) => Promise<HTMLElement>} make `rest` is what the address names within it.
 * @property {boolean} [wide] Whether it takes the whole width.
 */

/**
 * In the order of the rail; each is fetched when it is opened first.
 * @type {Section[]}
 */
export const SECTIONS = [
  {
    name: 'workspace', group: 'workspace', path: BUILDING, needs: ['workspace.manage'],
    make: async session => new (await import('./elements/workspace-settings.js')).WorkspaceSettings(session),
  },
  {
    name: 'people', group: 'workspace', path: USERS, needs: ['members.manage', 'members.viewAs'], wide: true,
    make: async (session, rest) => rest
      ? new (await import('./elements/view-as.js')).ViewAs(session, rest)
      : new (await import('./elements/people-settings.js')).PeopleSettings(session),
  },
  {
    name: 'teams', group: 'workspace', path: GROUP, needs: ['teams.manage'],
    make: async session => new (await import('./elements/team-settings.js')).TeamSettings(session),
  },
  {
    name: 'roles', group: 'workspace', path: BADGE, needs: ['roles.manage', 'members.manage'], wide: true,
    make: async (session, rest) => rest
      ? new (await import('./elements/role-editor.js')).RoleEditor(session, rest)
      : new (await import('./elements/role-settings.js')).RoleSettings(session),
  },
  {
    name: 'inboxes', group: 'workspace', path: CODE, needs: ['inboxes.manage'], wide: true,
    make: async (_, rest) => rest
      ? new (await import('./elements/inbox-settings.js')).InboxSettings(rest)
      : new (await import('./elements/inbox-list.js')).InboxList(),
  },
  {
    name: 'talk', group: 'workspace', path: CLOCK, needs: ['workspace.manage'],
    make: async () => new (await import('./elements/talk-settings.js')).TalkSettings(),
  },
  {
    name: 'tags', group: 'workspace', path: TAG, needs: ['tags.manage'],
    make: async () => new (await import('./elements/tag-settings.js')).TagSettings(),
  },
  {
    name: 'replies', group: 'workspace', path: BOLT, needs: ['conversations.reply'],
    make: async session => new (await import('./elements/reply-settings.js')).ReplySettings(session),
  },
  {
    name: 'keys', group: 'workspace', path: KEY, needs: ['keys.manage'],
    make: async session => new (await import('./elements/key-settings.js')).KeySettings(session),
  },
  {
    name: 'security', group: 'workspace', path: SHIELD, needs: ['security.manage'],
    make: async session => new (await import('./elements/security-settings.js')).SecuritySettings(session),
  },
  {
    name: 'audit', group: 'workspace', path: SCROLL, needs: ['audit.view'], wide: true,
    make: async () => new (await import('./elements/audit-settings.js')).AuditSettings(),
  },
  {
    name: 'plan', group: 'workspace', path: GAUGE, needs: ['workspace.manage'],
    make: async () => new (await import('./elements/plan-settings.js')).PlanSettings(),
  },
  {
    name: 'profile', group: 'me', path: USER, needs: [],
    make: async session => new (await import('./elements/profile-settings.js')).ProfileSettings(session),
  },
  {
    name: 'preferences', group: 'me', path: BELL, needs: [],
    make: async session => new (await import('./elements/preference-settings.js')).PreferenceSettings(session),
  },
  {
    name: 'login', group: 'me', path: KEY, needs: [],
    make: async session => new (await import('./elements/account-security.js')).AccountSecurity(session),
  },
  {
    name: 'sessions', group: 'me', path: LAPTOP, needs: [],
    make: async () => new (await import('./elements/session-settings.js')).SessionSettings(),
  },
]

/**
 * Those that this reader may open.
 * @param {Session} session
 */
export function sectionsFor(session) {
  return SECTIONS.filter(({ needs }) => !needs.length || needs.some(permission => may(session, permission)))
}

/**
 * Addresses of an earlier release, which stand in bookmarks and mails.
 * @type {Record<string, string>}
 */
const FORMER = { members: 'people' }

/**
 * What an address asks for.
 * @param {string} hash With or without its `#`.
 * @returns {{name: string, rest: string}}
 */
export function placeOf(hash) {
  const [first, ...rest] = hash.replace(/^#/, '').split('/')
  return { name: FORMER[first] ?? first, rest: rest.join('/') }
}
