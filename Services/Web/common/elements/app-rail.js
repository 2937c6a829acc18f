import { fill, h, icon, LiveElement } from '../html.js'
import { language, t } from '../i18n.js'
import { switchLanguage } from '../language.js'
import { BUILDING, GEAR, INBOX, KEYBOARD, LANGUAGE, LEAVE, PLUS, SEARCH, USER } from '../icons.js'
import { signOut, switchWorkspace } from '../session.js'
import { explain } from '../wait.js'
import { avatar } from './avatar.js'
import { openMenu } from './menu.js'
import { newWorkspace } from './new-workspace.js'
import { toast } from './toast.js'

/** The narrow bar that every page of the team shares: where to go, and who is here. */
export class AppRail extends LiveElement {
  #session
  #here

  /**
   * @param {import('../wire.js').Session} session
   * @param {'inbox'|'settings'} here
   */
  constructor(session, here) {
    super()
    this.#session = session
    this.#here = here
  }

  start() {
    const { member, workspace } = this.#session
    const me = h('button', {
      type: 'button', class: 'me', 'aria-haspopup': 'menu', 'aria-label': member.name,
      title: `${member.name}\n${workspace.name}`,
    },
      avatar(member, { team: true }))
    const { signal } = this
    document.addEventListener('member-changed', () => fill(me, avatar(member, { team: true })), { signal })
    me.addEventListener('click', () => this.#openMenu(me))
    fill(this,
      h('nav', { 'aria-label': t('rail.label') },
        h('a', { class: 'mark', href: '/inbox', 'aria-label': t('rail.home') },
          h('img', { src: '/assets/common/art/mark.svg', alt: '', width: 32, height: 32 })),
        this.#link('inbox', '/inbox', INBOX), this.#link('settings', '/settings', GEAR)),
      me)
  }

  /**
   * @param {'inbox'|'settings'} name
   * @param {string} href
   * @param {string} path
   */
  #link(name, href, path) {
    return h('a', { href, class: 'place', 'aria-current': name === this.#here ? 'page' : undefined },
      icon(path),
      h('span', {}, t(`rail.${name}`)))
  }

  /** @returns {import('./menu.js').MenuItem[]} */
  #workspaces() {
    const { workspace, workspaces } = this.#session
    return [
      ...workspaces.map(({ id, name }) => ({
        label: name, face: icon(BUILDING), chosen: id === workspace.id,
        act: () => id === workspace.id || switchWorkspace(id).catch(error => toast(explain(error))),
      })),
      { label: t('rail.newWorkspace'), face: icon(PLUS), act: newWorkspace },
    ]
  }

  /** @param {HTMLElement} anchor */
  #openMenu(anchor) {
    const other = language() === 'ar' ? 'en' : 'ar'
    // On a phone, which has no keys to call the bar with, it is called from here.
    const keys = () => [
      { label: t('keys.commands'), face: icon(SEARCH), act: () => this.tell('show-commands') },
      { label: t('keys.title'), face: icon(KEYBOARD), act: () => this.tell('show-keys') },
    ]
    openMenu(anchor, this.#session.member.name, [
      ...this.#workspaces(),
      { label: t('rail.profile'), face: icon(USER), starts: true, act: () => location.assign('/settings#profile') },
      { label: other === 'ar' ? 'العربية' : 'English', face: icon(LANGUAGE), act: () => switchLanguage(other) },
      ...this.#here === 'inbox' ? keys() : [],
      { label: t('rail.signOut'), face: icon(LEAVE, 'mirrored'), act: signOut },
    ])
  }
}

customElements.define('app-rail', AppRail)
