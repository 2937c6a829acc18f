import { avatar } from '../../common/elements/avatar.js'
import { copyButton } from '../../common/elements/copy-button.js'
import { openMenu } from '../../common/elements/menu.js'
import { toast } from '../../common/elements/toast.js'
import { field } from '../../common/field.js'
import { fill, h, icon, LiveElement } from '../../common/html.js'
import { problemText, t } from '../../common/i18n.js'
import { CHEVRON, TRASH } from '../../common/icons.js'
import { all, ask } from '../../common/team.js'
import { ago } from '../../common/time.js'
import { choice, run, sure, valuesOf } from '../forms.js'

/**
 * @typedef {import('../../common/wire.js').Member} Member
 * @typedef {import('../../common/wire.js').Role} Role
 * @typedef {import('../../common/wire.js').Invitation} Invitation
 */

/** @type {Role[]} */
const GIVEN = ['admin', 'agent']

/** Who is in the team, and who is asked to join. */
export class MemberSettings extends LiveElement {
  #session
  /** @type {Member[]} */
  #members = []
  /** @type {Invitation[]} */
  #invitations = []
  /** @type {import('../../common/wire.js').Inbox[]} */
  #inboxes = []
  #list = h('section', { class: 'panel flush' })
  #open = h('section', { class: 'panel flush' })
  #link = h('div', { class: 'ready', 'aria-live': 'polite' })

  /** @param {import('../../common/wire.js').Session} session */
  constructor(session) {
    super()
    this.#session = session
  }

  start() {
    this.#load()
  }

  async #load() {
    fill(this, h('div', { class: 'panel' }, h('div', { class: 'skeleton bar' }), h('div', { class: 'skeleton bar' })))
    try {
      const pages = [all('/members'), all('/invitations'), all('/inboxes')];
      [this.#members, this.#invitations, this.#inboxes] = await Promise.all(pages)
      fill(this, this.#list, this.#form(), this.#open)
      this.#show()
    } catch (error) {
      fill(this,
        h('div', { class: 'blank' },
          h('p', {}, problemText(error)),
          h('button', { type: 'button', class: 'button', on: { click: () => this.#load() } }, t('common.retry'))))
    }
  }

  #show() {
    fill(this.#list,
      h('h3', {}, t('members.count', { count: this.#members.length })),
      h('ul', {}, this.#members.map(member => this.#member(member))))
    const open = this.#invitations.filter(({ status }) => status === 'open')
    this.#open.hidden = open.length === 0
    fill(this.#open, h('h3', {}, t('invite.open')), h('ul', {}, open.map(invitation => this.#invitation(invitation))))
  }

  /** @param {Member} member */
  #member(member) {
    const self = member.id === this.#session.member.id
    const fixed = self || member.role === 'owner'
    return h('li', { class: 'person-row' }, avatar(member, { team: true }),
      h('div', { class: 'person-text' },
        h('b', {}, h('bdi', {}, member.name), self ? ` (${t('members.you')})` : null),
        h('span', {}, h('bdi', {}, member.email))),
      h('span', { class: 'access' }, this.#access(member.inboxes)),
      fixed ? h('span', { class: 'role' }, t(`role.${member.role}`)) : this.#roleButton(member),
      fixed ? h('span', { class: 'icon-button', 'aria-hidden': 'true' }) : h('button', {
        type: 'button', class: 'icon-button', 'aria-label': t('members.remove', { name: member.name }),
        title: t('members.removeButton'), on: { click: () => this.#remove(member) },
      }, icon(TRASH)))
  }

  /** @param {'all'|string[]} inboxes */
  #access(inboxes) {
    if (inboxes === 'all') return t('members.allInboxes')
    if (inboxes.length === 1) {
      return h('bdi', {},
        this.#inboxes.find(({ id }) => id === inboxes[0])?.name ?? t('members.onlyInboxes', { count: 1 }))
    }
    return t('members.onlyInboxes', { count: inboxes.length })
  }

  /** @param {Member} member */
  #roleButton(member) {
    const button = h('button', {
      type: 'button', class: 'button small', 'aria-haspopup': 'menu',
      'aria-label': `${t('members.role')}: ${t(`role.${member.role}`)}`,
    },
      t(`role.${member.role}`), icon(CHEVRON))
    const accesses = [
      {
        label: t('members.allInboxes'), starts: true, chosen: member.inboxes === 'all',
        act: () => this.#change(member, { inboxes: 'all' }),
      },
      ...this.#inboxes.map(inbox => ({
        label: inbox.name, chosen: member.inboxes !== 'all' && member.inboxes.includes(inbox.id),
        act: () => this.#change(member, { inboxes: toggled(member.inboxes, inbox.id) }),
      })),
    ]
    button.addEventListener('click', () => openMenu(button, t('members.role'), [
      ...GIVEN.map(role => ({
        label: t(`role.${role}`), hint: t(`roleHint.${role}`), chosen: role === member.role,
        act: () => this.#change(member, { role }),
      })),
      ...accesses,
    ]))
    return button
  }

  /**
   * @param {Member} member
   * @param {{role?: Role, inboxes?: 'all'|string[]}} change
   */
  async #change(member, change) {
    try {
      const after = await ask('PATCH', `/members/${member.id}`, change)
      this.#members = this.#members.map(other => (other.id === member.id ? after : other))
      this.#show()
      toast(t('common.saved'))
    } catch (error) {
      toast(problemText(error))
    }
  }

  /** @param {Member} member */
  async #remove(member) {
    const title = t('members.removeSure', { name: member.name })
    if (!await sure({ title, text: t('members.removeHint'), button: t('members.removeButton') })) return
    try {
      await ask('DELETE', `/members/${member.id}`)
      this.#members = this.#members.filter(other => other.id !== member.id)
      this.#show()
      toast(t('members.removed', { name: member.name }))
    } catch (error) {
      toast(problemText(error))
    }
  }

  #form() {
    const form = h('form', { class: 'panel', novalidate: true },
      h('h3', {}, t('invite.title')),
      h('p', { class: 'hint' }, t('invite.lead')),
      h('div', { class: 'pair' },
        field({
          name: 'email', type: 'email', label: t('invite.email'), optional: true, hint: t('invite.emailHint'),
          maxlength: 254, autocomplete: 'off',
        }),
        choice({
          name: 'role', label: t('members.role'), value: 'agent',
          options: GIVEN.map(role => [role, t(`role.${role}`)]),
        }),
        choice({
          name: 'inboxes', label: t('members.access'), value: 'all',
          options: [
            ['all', t('members.allInboxes')],
            .../** @type {[string, string][]} */ (this.#inboxes.map(({ id, name }) => [id, name])),
          ],
        })),
      h('div', { class: 'foot' }, h('button', { type: 'submit', class: 'button primary' }, t('invite.create'))),
      this.#link)
    form.addEventListener('submit', event => {
      event.preventDefault()
      run(form, () => this.#invite(form))
    })
    return form
  }

  /** @param {HTMLFormElement} form */
  async #invite(form) {
    const { email, role, inboxes } = valuesOf(form)
    const { invitation, token } = await ask('POST', '/invitations', {
      ...(email ? { email } : {}), role, inboxes: inboxes === 'all' ? 'all' : [inboxes],
    })
    const link = `${location.origin}/join#${token}`
    this.#invitations = [invitation, ...this.#invitations]
    this.#show()
    form.reset()
    fill(this.#link,
      h('p', {}, t('invite.ready')),
      h('div', { class: 'secret' }, h('code', { dir: 'ltr' }, link), copyButton(() => link)))
  }

  /** @param {Invitation} invitation */
  #invitation(invitation) {
    return h('li', { class: 'person-row' },
      h('div', { class: 'person-text' },
        h('b', {}, invitation.email ? h('bdi', {}, invitation.email) : t('invite.anybody')),
        h('span', {}, t('invite.until', { when: ago(invitation.expiresAt) }))),
      h('span', { class: 'access' }, this.#access(invitation.inboxes)),
      h('span', { class: 'role' }, t(`role.${invitation.role}`)),
      h('button', {
        type: 'button', class: 'icon-button', 'aria-label': t('invite.revoke'), title: t('invite.revoke'),
        on: { click: () => this.#revoke(invitation) },
      }, icon(TRASH)))
  }

  /** @param {Invitation} invitation */
  async #revoke(invitation) {
    try {
      await ask('DELETE', `/invitations/${invitation.id}`)
      this.#invitations = this.#invitations.filter(other => other.id !== invitation.id)
      fill(this.#link)
      this.#show()
      toast(t('invite.revoked'))
    } catch (error) {
      toast(problemText(error))
    }
  }
}

/**
 * @param {'all'|string[]} inboxes
 * @param {string} id
 * @returns {string[]}
 */
function toggled(inboxes, id) {
  if (inboxes === 'all') return [id]
  return inboxes.includes(id) ? inboxes.filter(other => other !== id) : [...inboxes, id]
}

customElements.define('member-settings', MemberSettings)
