import { toast } from '../common/elements/toast.js'
import { fill, h, icon } from '../common/html.js'
import { problemText, t } from '../common/i18n.js'
import { COPY, LINK, MAIL, TRASH } from '../common/icons.js'
import { ask } from '../common/team.js'
import { ago } from '../common/time.js'
import { sure } from '../common/forms.js'
import { accessText, listed, roleName } from './names.js'

/**
 * @typedef {import('../common/wire.js').Invitation} Invitation
 * @typedef {{invitation: Invitation, token: string}} Made
 */

/** @param {string} token */
export function joinLink(token) {
  return `${location.origin}/join#${token}`
}

/** The invitations that are open. */
export class Invitations {
  element = h('section', { class: 'panel flush' })
  /** @type {Invitation[]} */
  items = []
  #page
  /** @type {Map<string, string>} */
  #tokens = new Map()

  /** @param {import('./elements/people-settings.js').PeopleSettings} page */
  constructor(page) {
    this.#page = page
  }

  /** @param {Made[]} made */
  add(made) {
    for (const { invitation, token } of made) this.#tokens.set(invitation.id, token)
    this.items = [...made.map(({ invitation }) => invitation), ...this.items]
    this.show()
  }

  show() {
    const open = this.items.filter(({ status }) => status === 'open')
    this.element.hidden = !open.length
    fill(this.element,
      h('h3', {}, t('invite.open'), h('span', { class: 'number' }, open.length)),
      h('ul', {}, open.map(invitation => this.#row(invitation))))
  }

  /** @param {Invitation} invitation */
  #row(invitation) {
    const { roles, teams, inboxes } = this.#page
    const names = teams.filter(({ id }) => invitation.teams?.includes(id)).map(({ name }) => name)
    return h('li', { class: 'person-row' },
      h('span', { class: 'key-face' }, icon(invitation.email ? MAIL : LINK)),
      h('div', { class: 'person-text' },
        h('b', {}, invitation.email ? h('bdi', {}, invitation.email) : t('invite.anybody')),
        h('span', {}, [
          roleName(invitation.role, roles), names.length ? listed(names) : '', accessText(invitation.inboxes, inboxes),
        ].filter(Boolean).join(' · ')),
        h('span', {}, t('invite.until', { when: ago(invitation.expiresAt), name: invitation.invitedBy }))),
      h('div', { class: 'row-actions' },
        h('button', { type: 'button', class: 'button small', on: { click: () => this.#copy(invitation) } },
          icon(COPY), t('invite.copy')),
        h('button', {
          type: 'button', class: 'icon-button', 'aria-label': t('invite.revoke'), title: t('invite.revoke'),
          on: { click: () => this.#revoke(invitation) },
        }, icon(TRASH))))
  }

  /** @param {Invitation} invitation */
  async #copy(invitation) {
    try {
      const token = this.#tokens.get(invitation.id) ?? (await ask('POST', `/invitations/${invitation.id}/link`)).token
      this.#tokens.set(invitation.id, token)
      await navigator.clipboard?.writeText(joinLink(token))
      toast(t('invite.copied'))
    } catch (error) {
      // One from before links could be told again: another takes its place.
      if (/** @type {any} */ (error)?.code === 'invitation.noLink') return this.#renew(invitation)
      toast(problemText(error))
    }
  }

  /** @param {Invitation} invitation */
  async #renew(invitation) {
    try {
      const { email, role, inboxes, teams } = invitation
      const made = await ask('POST', '/invitations', { ...(email ? { email } : {}), role, inboxes, teams })
      await ask('DELETE', `/invitations/${invitation.id}`)
      this.items = this.items.filter(({ id }) => id !== invitation.id)
      this.add([made])
      await navigator.clipboard?.writeText(joinLink(made.token)).catch(() => {})
      toast(t('invite.renewed'))
    } catch (error) {
      toast(problemText(error))
    }
  }

  /** @param {Invitation} invitation */
  async #revoke(invitation) {
    const title = t('invite.revokeSure')
    if (!await sure({ title, text: t('invite.revokeHint'), button: t('invite.revoke') })) return
    try {
      await ask('DELETE', `/invitations/${invitation.id}`)
      this.items = this.items.filter(({ id }) => id !== invitation.id)
      this.show()
      toast(t('invite.revoked'))
    } catch (error) {
      toast(problemText(error))
    }
  }
}
