import { avatar } from '../../common/elements/avatar.js'
import { openMenu } from '../../common/elements/menu.js'
import { toast } from '../../common/elements/toast.js'
import { fill, h, icon } from '../../common/html.js'
import { problemText, t } from '../../common/i18n.js'
import { DOTS, EYE, LEAVE, PENCIL, PLUS, REPLY, SEARCH, SHIELD, TRASH, USERS } from '../../common/icons.js'
import { may } from '../../common/rights.js'
import { all, ask } from '../../common/team.js'
import { sure } from '../../common/forms.js'
import { Invitations } from '../invitations.js'
import { invite } from '../invite.js'
import { editMember } from '../member-editor.js'
import { accessText, listed, roleName } from '../names.js'
import { nothing, SectionElement } from '../parts.js'
import { EVERYBODY, shownMembers, teamsOf } from '../people.js'

/**
 * @typedef {import('../../common/wire.js').Member} Member
 * @typedef {import('../people.js').PeopleFilter} PeopleFilter
 */

/** Who is in the team, what each of them is, and who is asked to join. */
export class PeopleSettings extends SectionElement {
  #session
  #filter = EVERYBODY
  /** @type {Member[]} */
  members = []
  /** @type {import('../../common/wire.js').RoleDefinition[]} */
  roles = []
  /** @type {import('../../common/wire.js').Team[]} */
  teams = []
  /** @type {import('../../common/wire.js').Inbox[]} */
  inboxes = []
  #invitations
  #tools = h('div', { class: 'tools' })
  #list = h('section', { class: 'panel flush' })

  /** @param {import('../../common/wire.js').Session} session */
  constructor(session) {
    super()
    this.#session = session
    this.#invitations = new Invitations(this)
  }

  get session() {
    return this.#session
  }

  get #manages() {
    return may(this.#session, 'members.manage')
  }

  async fetch() {
    const [members, roles, teams, inboxes, invitations] = await Promise.all([
      all('/members'), ask('GET', '/roles'), ask('GET', '/teams'), all('/inboxes'),
      this.#manages ? all('/invitations') : [],
    ])
    Object.assign(this, { members, roles: roles.items, teams: teams.items, inboxes })
    this.#invitations.items = invitations
  }

  draw() {
    this.#showTools()
    this.#showList()
    fill(this, this.#tools, this.#list, this.#manages ? this.#invitations.element : null)
    this.#invitations.show()
  }

  #showTools() {
    /** @type {HTMLInputElement} */
    const search = h('input', {
      type: 'search', class: 'input', dir: 'auto', placeholder: t('people.search'), 'aria-label': t('people.search'),
      on: { input: () => this.#narrow({ text: search.value }) },
    })
    /** @type {HTMLSelectElement} */
    const standings = h('select', {
      class: 'input', 'aria-label': t('people.standing'),
      on: { change: () => this.#narrow({ standing: /** @type {any} */ (standings.value) }) },
    }, ['active', 'ended', 'all'].map(name => h('option', { value: name }, t(`people.standing.${name}`))))
    /** @type {HTMLSelectElement} */
    const roles = h('select', {
      class: 'input', 'aria-label': t('members.role'), on: { change: () => this.#narrow({ role: roles.value }) },
    },
      h('option', { value: '' }, t('people.anyRole')),
      this.roles.map(({ id }) => h('option', { value: id }, roleName(id, this.roles))))
    fill(this.#tools,
      h('div', { class: 'search' }, icon(SEARCH), search), standings, roles,
      this.#manages
        ? h('button', { type: 'button', class: 'button primary', on: { click: () => this.#invite() } },
          icon(PLUS), t('invite.title'))
        : null)
  }

  /** @param {Partial<PeopleFilter>} change */
  #narrow(change) {
    this.#filter = { ...this.#filter, ...change }
    this.#showList()
  }

  #showList() {
    const shown = shownMembers(this.members, this.teams, this.#filter)
    fill(this.#list, shown.length
      ? h('table', { class: 'grid people' },
        h('thead', {}, h('tr', {},
          ['person', 'role', 'teams', 'inboxes', 'twoFactor'].map(name =>
            h('th', { scope: 'col' }, t(`people.${name}`))),
          h('th', {}, h('span', { class: 'unseen' }, t('people.actions'))))),
        h('tbody', {}, shown.map(member => this.#row(member))))
      : nothing({ path: USERS, title: t('people.none'), text: t('people.noneHint') }))
  }

  /** @param {Member} member */
  #row(member) {
    const self = member.id === this.#session.member.id
    const teams = teamsOf(member.id, this.teams)
    const label = t('people.actionsOf', { name: member.name })
    /** @type {HTMLButtonElement} */
    const menu = h('button', {
      type: 'button', class: 'icon-button', 'aria-haspopup': 'menu', 'aria-expanded': 'false', 'aria-label': label,
      on: { click: () => openMenu(menu, label, this.#actions(member)) },
    }, icon(DOTS))
    return h('tr', { class: member.active ? '' : 'ended' },
      h('td', { class: 'who-cell' }, h('div', {},
        avatar(member, { team: true }),
        h('div', { class: 'person-text' },
          h('b', {}, h('bdi', {}, member.name), self ? ` (${t('members.you')})` : null,
            member.active ? null : h('span', { class: 'tag' }, t('people.ended'))),
          h('span', {}, h('bdi', {}, member.email))))),
      cell('role', h('span', { class: `role-tag ${member.role}`, dir: 'auto' }, roleName(member.role, this.roles))),
      cell('teams', teams.length ? listed(teams.map(({ name }) => name)) : h('span', { class: 'faint' }, '—')),
      cell('inboxes', accessText(member.inboxes, this.inboxes)),
      cell('twoFactor', member.twoFactor
        ? h('span', { class: 'yes' }, icon(SHIELD), t('people.twoFactorOn'))
        : h('span', { class: 'faint' }, t('people.twoFactorOff'))),
      h('td', { class: 'menu-cell' }, this.#actions(member).length ? menu : null))
  }

  /**
   * What may be done with this member. The server has the last word on owners and on those who may do more.
   * @param {Member} member
   * @returns {import('../../common/elements/menu.js').MenuItem[]}
   */
  #actions(member) {
    const self = member.id === this.#session.member.id
    const above = member.role === 'owner' && this.#session.member.role !== 'owner'
    const manages = this.#manages && !above
    const items = [
      manages && { label: t('people.edit'), face: icon(PENCIL), act: () => this.#edit(member) },
      may(this.#session, 'members.viewAs') && !above && {
        label: t('people.viewAs'), hint: t('people.viewAsHint'), face: icon(EYE),
        act: () => { location.hash = `people/${member.id}` },
      },
      manages && !self && member.active && {
        label: t('people.deactivate'), face: icon(LEAVE, 'mirrored'), starts: true,
        act: () => this.#deactivate(member),
      },
      manages && !self && !member.active && {
        label: t('people.reactivate'), face: icon(REPLY, 'mirrored'), starts: true,
        act: () => this.#change(member, { active: true }, t('people.reactivated', { name: member.name })),
      },
      manages && !self && { label: t('people.remove'), face: icon(TRASH), act: () => this.#remove(member) },
    ]
    return /** @type {import('../../common/elements/menu.js').MenuItem[]} */ (items.filter(Boolean))
  }

  async #invite() {
    const made = await invite(this)
    if (!made.length) return
    this.#invitations.add(made)
  }

  /** @param {Member} member */
  async #edit(member) {
    if (!await editMember(member, this)) return
    toast(t('common.saved'))
    await this.#refresh()
  }

  async #refresh() {
    const [members, teams] = await Promise.all([all('/members'), ask('GET', '/teams')])
    Object.assign(this, { members, teams: teams.items })
    this.#showList()
  }

  /** Where what they have open goes, as the workspace says. */
  #handover() {
    const heir = this.members.find(({ id }) => id === this.#session.workspace.handTo)
    return heir ? t('people.handTo', { name: heir.name }) : t('people.handToNobody')
  }

  /** @param {Member} member */
  async #deactivate(member) {
    const title = t('people.deactivateSure', { name: member.name })
    const text = `${t('people.deactivateHint')} ${this.#handover()}`
    if (!await sure({ title, text, button: t('people.deactivate') })) return
    await this.#change(member, { active: false }, t('people.deactivated', { name: member.name }))
  }

  /**
   * @param {Member} member
   * @param {{active: boolean}} change
   * @param {string} done
   */
  async #change(member, change, done) {
    try {
      await ask('PATCH', `/members/${member.id}`, change)
      toast(done)
      await this.#refresh()
    } catch (error) {
      toast(problemText(error))
    }
  }

  /** @param {Member} member */
  async #remove(member) {
    const title = t('members.removeSure', { name: member.name })
    const text = `${t('members.removeHint')} ${this.#handover()}`
    if (!await sure({ title, text, button: t('members.removeButton') })) return
    try {
      await ask('DELETE', `/members/${member.id}`)
      toast(t('members.removed', { name: member.name }))
      await this.#refresh()
    } catch (error) {
      toast(problemText(error))
    }
  }
}

/**
 * @param {string} name Its column's, which stands before it where there are no columns.
 * @param {import('../../common/shapes.js').Child} content
 */
function cell(name, content) {
  return h('td', { data: { label: t(`people.${name}`) } }, content)
}

customElements.define('people-settings', PeopleSettings)
