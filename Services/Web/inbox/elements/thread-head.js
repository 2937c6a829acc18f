import { avatar } from '../../common/elements/avatar.js'
import { openMenu } from '../../common/elements/menu.js'
import { toast } from '../../common/elements/toast.js'
import { fill, h, icon, LiveElement } from '../../common/html.js'
import { problemText, t } from '../../common/i18n.js'
import { BACK, CARD, CHEVRON, DONE, GROUP, SHIELD, USER, WARN } from '../../common/icons.js'
import { isKnown } from './contact-card.js'
import { viewerFaces, viewersOf } from './viewer-faces.js'

/** @type {import('../../common/wire.js').Status[]} */
const STATUSES = ['open', 'inProgress', 'waiting', 'closed']

/** Who it is, who answers, and where the conversation stands. */
export class ThreadHead extends LiveElement {
  #desk
  #store
  #shown = ''

  /** @param {import('../desk.js').Desk} desk */
  constructor(desk) {
    super()
    this.#desk = desk
    this.#store = desk.store
  }

  start() {
    this.#store.on(['open', 'list', 'team', 'presence', 'contact', 'viewing'], () => this.#show(), this.signal)
    this.#show()
  }

  openAssignees() {
    this.querySelector('.assign')?.dispatchEvent(new MouseEvent('click'))
  }

  #show() {
    const item = this.#store.open
    if (!item) return
    const store = this.#store
    const assignee = store.member(item.assignee)
    const online = store.visitorsOnline.has(item.visitor)
    const viewers = viewersOf(this.#desk, item.id)
    const face = [
      item.id, viewers.map(({ id, name }) => id + name),
      item.contactName, item.status, item.assignee, assignee?.name, online, store.inboxes.length,
      store.team(item.team)?.name, store.may('conversations.assign'), store.may('conversations.status'),
      this.#doubtful(item),
    ].join('|')
    if (face === this.#shown) return
    this.#shown = face
    const closed = item.status === 'closed'
    fill(this,
      h('a', { class: 'icon-button back', href: `#${store.view}`, 'aria-label': t('thread.back') },
        icon(BACK, 'mirrored')),
      h('button', {
        type: 'button', class: 'who', title: t('thread.card'), on: { click: () => this.tell('toggle-card') },
      },
        avatar({ id: item.contact, name: item.contactName }, { online }),
        h('span', { class: 'who-text' },
          h('span', { class: 'who-name' },
            h('bdi', {}, item.contactName || t('contact.nameless')), this.#standing(item)),
          h('span', { class: 'who-state' }, t(online ? 'thread.online' : 'thread.offline'),
            store.inboxes.length > 1 ? [' · ', h('bdi', {}, store.inboxName(item.inbox))] : null))),
      viewerFaces(viewers),
      this.#assignButton(item, assignee),
      this.#statusButton(item),
      closed || !store.may('conversations.status')
        ? null
        : h('button', {
          type: 'button', class: 'button small primary finish', title: t('thread.closeHint'),
          on: { click: () => this.setStatus('closed') },
        },
          icon(DONE),
          h('span', {}, t('thread.close'))),
      h('button', {
        type: 'button', class: 'icon-button card-toggle', 'aria-label': t('thread.card'),
        on: { click: () => this.tell('toggle-card') },
      }, icon(CARD)))
  }

  /**
   * Whether somebody writes under a known customer's name who has not proved to be that customer.
   * @param {import('../../common/wire.js').Conversation} item
   */
  #doubtful({ verified, contact }) {
    const known = this.#store.contacts.get(contact)
    return !verified && known !== undefined && isKnown(known)
  }

  /** @param {import('../../common/wire.js').Conversation} item */
  #standing(item) {
    if (!item.verified && !this.#doubtful(item)) return null
    const label = t(item.verified ? 'card.verified' : 'card.unproven')
    const classes = item.verified ? 'standing good' : 'standing'
    return h('span', { class: classes, role: 'img', 'aria-label': label, title: label },
      icon(item.verified ? SHIELD : WARN))
  }

  /**
   * @param {import('../../common/wire.js').Conversation} item
   * @param {import('../../common/wire.js').Member|undefined} assignee
   */
  #assignButton(item, assignee) {
    const team = this.#store.team(item.team)
    const name = assignee?.name ?? team?.name
    const face = [
      assignee ? avatar(assignee, { team: true, size: 'small' }) : icon(team ? GROUP : USER),
      h('span', { class: 'label' }, h('bdi', {}, name ?? t('thread.unassigned'))),
    ]
    const label = [
      name ? t('thread.assignedTo', { name }) : t(
        this.#store.may('conversations.assign') ? 'thread.assign' : 'thread.unassigned'),
      assignee && team ? t('thread.ofTeam', { name: team.name }) : '',
    ].filter(Boolean).join(' · ')
    if (!this.#store.may('conversations.assign')) return h('span', { class: 'standing', title: label }, face)
    const button = h('button', {
      type: 'button', class: 'button small assign', 'aria-haspopup': 'menu', 'aria-expanded': 'false',
      'aria-label': label, title: label,
    }, face, icon(CHEVRON))
    button.addEventListener('click', () => this.#chooseAssignee(button, item))
    return button
  }

  /** @param {import('../../common/wire.js').Conversation} item */
  #statusButton(item) {
    const pill = h('span', { class: `pill ${item.status}` }, t(`status.${item.status}`))
    if (!this.#store.may('conversations.status')) return h('span', { class: 'standing' }, pill)
    const button = h('button', {
      type: 'button', class: 'button small status', 'aria-haspopup': 'menu', 'aria-expanded': 'false',
      'aria-label': t('thread.status', { status: t(`status.${item.status}`) }),
    }, pill, icon(CHEVRON))
    button.addEventListener('click', () => openMenu(button, t('thread.statusMenu'), STATUSES.map(status => ({
      label: t(`status.${status}`), hint: t(`statusHint.${status}`), chosen: status === item.status,
      act: () => this.setStatus(status),
    }))))
    return button
  }

  /**
   * @param {HTMLElement} button
   * @param {import('../../common/wire.js').Conversation} item
   */
  #chooseAssignee(button, item) {
    // Without an assignee the reader stands first and is where the menu opens: A and Enter take the conversation.
    const store = this.#store
    const able = store.members.filter(member => member.active && seesInbox(member, item.inbox, store.teams))
    const sorted = [...able].sort((one, other) => Number(other.id === store.me) - Number(one.id === store.me))
    openMenu(button, t('thread.assign'), [
      ...sorted.map(member => ({
        label: member.id === store.me ? t('thread.me', { name: member.name }) : member.name,
        face: avatar(member, { team: true, size: 'small', online: store.membersOnline.has(member.id) }),
        chosen: member.id === item.assignee, act: () => this.#assign(item.id, member.id),
      })),
      {
        label: t('thread.nobody'), starts: true, face: icon(USER), chosen: false,
        act: () => this.#assign(item.id, undefined),
      },
      ...store.teams.map((team, index) => ({
        label: team.name, hint: index ? undefined : t('thread.team'), starts: index === 0, face: icon(GROUP),
        chosen: team.id === item.team, act: () => this.#hand(item.id, team.id),
      })),
      ...item.team ? [{
        label: t('thread.noTeam'), face: icon(GROUP), chosen: false, act: () => this.#hand(item.id, undefined),
      }] : [],
    ])
  }

  /**
   * @param {string} id
   * @param {string|undefined} member
   */
  #assign(id, member) {
    this.#store.assign(id, member).catch(error => toast(problemText(error)))
  }

  /**
   * @param {string} id
   * @param {string|undefined} team
   */
  #hand(id, team) {
    this.#store.hand(id, team).catch(error => toast(problemText(error)))
  }

  /** @param {import('../../common/wire.js').Status} status */
  async setStatus(status) {
    const item = this.#store.open
    if (!item || item.status === status || !this.#store.may('conversations.status')) return
    const { id, status: before } = item
    try {
      await this.#store.setStatus(id, status)
    } catch (error) {
      return toast(problemText(error))
    }
    if (status !== 'closed') return
    const mailed = this.#store.contacts.get(item.contact)?.email
    toast(t(mailed ? 'thread.closedMailed' : 'thread.closed'), {
      label: t('thread.undo'),
      act: () => this.#store.setStatus(id, before).catch(error => toast(problemText(error))),
    })
  }
}

/**
 * Whether a member was given the inbox, themselves or with one of their teams. What their role reaches is the server's
 * to say.
 * @param {import('../../common/wire.js').Member} member
 * @param {string} inbox
 * @param {import('../../common/wire.js').Team[]} teams
 */
function seesInbox(member, inbox, teams) {
  return [member, ...teams.filter(({ members }) => members.includes(member.id))]
    .some(({ inboxes }) => inboxes === 'all' || inboxes.includes(inbox))
}

customElements.define('thread-head', ThreadHead)
