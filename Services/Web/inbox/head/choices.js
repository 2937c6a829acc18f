import { avatar } from '../../common/elements/avatar.js'
import { openMenu } from '../../common/elements/menu.js'
import { openPicker } from '../../common/elements/picker.js'
import { tagDot } from '../../common/elements/tag-chip.js'
import { icon } from '../../common/html.js'
import { t } from '../../common/i18n.js'
import { CODE, GROUP, USER } from '../../common/icons.js'
import { may } from '../../common/rights.js'
import { priorityMark } from './priority.js'

/**
 * The lists that open at the head's buttons.
 *
 * @typedef {import('../../common/wire.js').Conversation} Conversation
 * @typedef {import('../../common/wire.js').Member} Member
 * @typedef {import('../store.js').InboxStore} Store
 * @typedef {import('./deeds.js').Deeds} Deeds
 */

/** @type {import('../../common/wire.js').Status[]} */
const STATUSES = ['open', 'inProgress', 'waiting', 'closed']
/** @type {import('../../common/wire.js').Priority[]} */
const PRIORITIES = ['urgent', 'high', 'normal', 'low']
const NOBODY = 'none'
const NO_TEAM = 'no-team'

/**
 * @param {HTMLElement} anchor
 * @param {Store} store
 * @param {Deeds} deeds
 * @param {Conversation} item
 */
export function chooseAssignee(anchor, store, deeds, item) {
  // The reader stands first, and is where the list opens while nobody has it: A and Enter take the conversation.
  const members = colleagues(store, item)
  openPicker(anchor, {
    label: t('thread.assign'), search: t('assign.search'), empty: t('assign.nobodyFound'),
    choices: [
      ...members.map(member => ({
        ...personChoice(store, member), group: t('assign.people'), chosen: member.id === item.assignee,
      })),
      { id: NOBODY, label: t('thread.nobody'), face: icon(USER), group: t('assign.people') },
      ...store.teams.map(team => ({
        id: team.id, label: team.name, face: icon(GROUP), group: t('assign.teams'), chosen: team.id === item.team,
      })),
      ...item.team ? [{ id: NO_TEAM, label: t('thread.noTeam'), face: icon(GROUP), group: t('assign.teams') }] : [],
    ],
    choose: id => {
      if (store.team(id)) deeds.hand(item.id, id)
      else if (id === NO_TEAM) deeds.hand(item.id, undefined)
      else deeds.assign(item.id, id === NOBODY ? undefined : id)
    },
  })
}

/**
 * Who follows is put on and taken off one by one.
 * @param {HTMLElement} anchor
 * @param {Store} store
 * @param {Deeds} deeds
 * @param {Conversation} item
 */
export function chooseFollowers(anchor, store, deeds, item) {
  const followers = new Set(item.followers ?? [])
  const members = colleagues(store, item)
    .sort((one, other) => Number(followers.has(other.id)) - Number(followers.has(one.id)))
  openPicker(anchor, {
    label: t('follow.label'), search: t('assign.search'), empty: t('assign.nobodyFound'), several: true,
    choices: members.map(member => ({ ...personChoice(store, member), chosen: followers.has(member.id) })),
    choose: (member, on) => { deeds.follow(item.id, member, on) },
  })
}

/**
 * Tags are sent together when the list closes: one change and not many.
 * @param {HTMLElement} anchor
 * @param {Store} store
 * @param {Deeds} deeds
 * @param {Conversation} item
 */
export function chooseTags(anchor, store, deeds, item) {
  const chosen = new Set(item.tags ?? [])
  const tags = store.tags.all.sort((one, other) => Number(chosen.has(other.id)) - Number(chosen.has(one.id)))
  const create = may(store.session, 'tags.manage')
  openPicker(anchor, {
    label: t('tags.label'), several: true,
    search: t(create ? 'tags.searchOrCreate' : 'tags.search'),
    empty: t(tags.length ? 'tags.none' : create ? 'tags.first' : 'tags.noneYet'),
    choices: tags.map(tag => ({ id: tag.id, label: tag.name, face: tagDot(tag), chosen: chosen.has(tag.id) })),
    choose: (id, on) => {
      if (on) chosen.add(id)
      else chosen.delete(id)
      store.patch(item.id, { tags: [...chosen] })
    },
    createLabel: create ? name => t('tags.create', { name }) : undefined,
    create: name => { deeds.tag(item.id, [...chosen], name) },
    closed: changed => { if (changed) deeds.tag(item.id, [...chosen]) },
  })
}

/**
 * @param {HTMLElement} anchor
 * @param {Store} store
 * @param {Deeds} deeds
 * @param {Conversation} item
 */
export function chooseInbox(anchor, store, deeds, item) {
  openPicker(anchor, {
    label: t('move.label'), search: t('move.search'), empty: t('move.none'),
    choices: store.inboxes.filter(inbox => inbox.id !== item.inbox && !inbox.archived)
      .map(({ id, name }) => ({ id, label: name, face: icon(CODE) })),
    choose: inbox => { deeds.move(item.id, inbox) },
  })
}

/**
 * @param {HTMLElement} anchor
 * @param {Store} _
 * @param {Deeds} deeds
 * @param {Conversation} item
 */
export function chooseStatus(anchor, _, deeds, item) {
  openMenu(anchor, t('thread.statusMenu'), STATUSES.map(status => ({
    label: t(`status.${status}`), hint: t(`statusHint.${status}`), chosen: status === item.status,
    act: () => deeds.setStatus(item.id, status),
  })))
}

/**
 * @param {HTMLElement} anchor
 * @param {Store} _
 * @param {Deeds} deeds
 * @param {Conversation} item
 */
export function choosePriority(anchor, _, deeds, item) {
  openMenu(anchor, t('priority.menu'), PRIORITIES.map(priority => ({
    label: t(`priority.${priority}`), face: priorityMark(priority), chosen: priority === (item.priority ?? 'normal'),
    act: () => deeds.prioritise(item.id, priority),
  })))
}

/**
 * Those who could have the conversation: oneself first, then who is here, then by name.
 * @param {Store} store
 * @param {Conversation} item
 */
function colleagues(store, item) {
  return store.members.filter(member => member.active && seesInbox(member, item.inbox, store.teams))
    .sort((one, other) => Number(other.id === store.me) - Number(one.id === store.me)
      || Number(store.membersOnline.has(other.id)) - Number(store.membersOnline.has(one.id))
      || one.name.localeCompare(other.name))
}

/**
 * @param {Store} store
 * @param {Member} member
 */
function personChoice(store, member) {
  const online = store.membersOnline.has(member.id)
  return {
    id: member.id, label: member.id === store.me ? t('thread.me', { name: member.name }) : member.name,
    hint: online ? t('assign.online') : undefined, face: avatar(member, { team: true, size: 'small', online }),
  }
}

/**
 * Whether a member was given the inbox, themselves or with one of their teams. What their role reaches is the server's
 * to say.
 * @param {Member} member
 * @param {string} inbox
 * @param {import('../../common/wire.js').Team[]} teams
 */
function seesInbox(member, inbox, teams) {
  return [member, ...teams.filter(({ members }) => members.includes(member.id))]
    .some(({ inboxes }) => inboxes === 'all' || inboxes.includes(inbox))
}
