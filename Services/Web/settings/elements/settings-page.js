import { AppRail } from '../../common/elements/app-rail.js'
import { fill, h, icon, LiveElement } from '../../common/html.js'
import { t } from '../../common/i18n.js'
import { BUILDING, CODE, KEY, LAPTOP, SHIELD, USER, USERS } from '../../common/icons.js'
import { AccountSecurity } from './account-security.js'
import { InboxSettings } from './inbox-settings.js'
import { KeySettings } from './key-settings.js'
import { MemberSettings } from './member-settings.js'
import { ProfileSettings } from './profile-settings.js'
import { SessionSettings } from './session-settings.js'
import { WorkspaceSettings } from './workspace-settings.js'

/** @typedef {import('../../common/wire.js').Session} Session */

/** @type {Record<string, {path: string, make: (session: Session) => HTMLElement, admin: boolean}>} */
const SECTIONS = {
  workspace: { path: BUILDING, make: session => new WorkspaceSettings(session), admin: false },
  members: { path: USERS, make: session => new MemberSettings(session), admin: true },
  inboxes: { path: CODE, make: () => new InboxSettings(), admin: true },
  keys: { path: KEY, make: () => new KeySettings(), admin: true },
  profile: { path: USER, make: session => new ProfileSettings(session), admin: false },
  login: { path: SHIELD, make: session => new AccountSecurity(session), admin: false },
  sessions: { path: LAPTOP, make: () => new SessionSettings(), admin: false },
}

/** The settings: their sections, and the one that the address names. */
export class SettingsPage extends LiveElement {
  #session
  #nav = h('nav', { class: 'sections', 'aria-label': t('settings.title') })
  #main = h('main', { class: 'section', tabindex: '-1' })
  /** @type {string|undefined} */
  #shown

  /** @param {Session} session */
  constructor(session) {
    super()
    this.#session = session
  }

  start() {
    this.className = 'shell'
    document.title = t('settings.documentTitle')
    fill(this, new AppRail(this.#session, 'settings'),
      h('div', { class: 'settings' },
        h('div', { class: 'side' }, h('h1', {}, t('settings.title')), this.#nav),
        this.#main))
    window.addEventListener('hashchange', () => this.#follow(), { signal: this.signal })
    this.#follow()
  }

  #follow() {
    const asked = location.hash.slice(1).split('/')[0]
    const name = asked in SECTIONS ? asked : 'workspace'
    if (name === this.#shown) return
    this.#shown = name
    const allowed = this.#session.member.role !== 'agent'
    fill(this.#nav, Object.entries(SECTIONS).filter(([, section]) => allowed || !section.admin).map(([key, { path }]) =>
      h('a', { href: `#${key}`, 'aria-current': key === name ? 'page' : undefined }, icon(path), t(`settings.${key}`))))
    const content = allowed || !SECTIONS[name].admin
      ? SECTIONS[name].make(this.#session)
      : h('p', { class: 'notice' }, t('settings.forbidden'))
    fill(this.#main,
      h('header', { class: 'section-head' }, h('h2', {}, t(`settings.${name}`)), h('p', {}, t(`settings.${name}Lead`))),
      content)
    this.#main.scrollTop = 0
    this.#nav.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'center' })
  }
}

customElements.define('settings-page', SettingsPage)
