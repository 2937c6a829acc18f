import { avatar } from '../common/elements/avatar.js'
import { relativeTime } from '../common/elements/relative-time.js'
import { fill, h, icon, setAttribute } from '../common/html.js'
import { clock, dayName, sameDay, t } from '../common/i18n.js'
import { CHEVRON, CLOCK, NOTE, PENCIL, REPLY } from '../common/icons.js'
import { full } from '../common/time.js'
import { unreadCount } from './changes.js'
import { viewerFaces } from './elements/viewer-faces.js'
import { CHEVRON_UP, CHEVRONS_UP } from './list-icons.js'

const TAGS_SHOWN = 2

/**
 * @typedef {import('../common/wire.js').Conversation} Conversation
 * @typedef {{id: string, name: string, avatar?: string}} Face
 *
 * What a row shows besides the conversation itself.
 * @typedef {object} RowLooks
 * @property {string} view
 * @property {import('./views.js').Sort} sort
 * @property {boolean} chosen Whether it is open.
 * @property {boolean} picked
 * @property {boolean} picking Whether conversations are being picked for an action on many.
 * @property {boolean} typing
 * @property {boolean} online
 * @property {boolean} unsent
 * @property {boolean} draft
 * @property {import('../common/wire.js').Member[]} viewers
 * @property {Face} [assignee]
 * @property {string} [team]
 * @property {string} [inbox] Its inbox's name, where the list holds several.
 * @property {{name: string, colour: string}[]} tags
 */

/** A row without a conversation. */
export function makeRow() {
  return h('div', { class: 'slot' },
    h('a', { class: 'row', draggable: 'false' }),
    h('label', { class: 'pick' }, h('input', { type: 'checkbox', tabindex: '-1' })))
}

/**
 * Makes a row show a conversation.
 * @param {HTMLElement} slot Of `makeRow`.
 * @param {Conversation} item
 * @param {RowLooks} looks
 */
export function updateRow(slot, item, looks) {
  const { tags, viewers, assignee, ...plain } = looks
  const face = [
    item.id, item.updatedAt, item.status, item.contactName, item.title, item.titled, item.priority, item.spam,
    item.snooze?.until ?? item.snooze !== undefined, item.waitingSince, unreadCount(item), assignee?.name,
    assignee?.avatar, ...viewers.map(({ id }) => id), ...tags.flatMap(tag => [tag.name, tag.colour]),
    ...Object.values(plain),
  ].join('|')
  if (slot.dataset.face === face) return
  slot.dataset.face = face
  const [link, pick] = /** @type {[HTMLAnchorElement, HTMLLabelElement]} */ (/** @type {unknown} */ (slot.children))
  const unread = unreadCount(item)
  link.setAttribute('href', `#${looks.view}/${item.id}`)
  link.className = `row${unread ? ' unread' : ''}`
  setAttribute(link, 'aria-current', looks.chosen ? 'true' : null)
  slot.classList.toggle('picked', looks.picked)
  const box = /** @type {HTMLInputElement} */ (pick.firstElementChild)
  box.checked = looks.picked
  box.setAttribute('aria-label', t('list.pick', { name: item.contactName || t('contact.nameless') }))
  fill(link,
    avatar({ id: item.contact, name: item.contactName }, { online: looks.online }),
    h('span', { class: 'row-name' }, h('bdi', {}, item.contactName || t('contact.nameless'))),
    moment(item, looks),
    item.titled ? h('span', { class: 'row-title' }, h('bdi', {}, item.title)) : null,
    preview(item, looks),
    unread ? h('span', { class: 'count', 'aria-label': t('list.unread', { count: unread }) },
      unread > 99 ? '99+' : unread) : null,
    foot(item, looks))
}

/**
 * @param {Conversation} item
 * @param {RowLooks} looks
 */
function moment(item, { view, sort }) {
  if (view === 'snoozed' && item.snooze) return snooze(item.snooze)
  const since = sort === 'waiting' && item.waitingSince
  const time = relativeTime(since || (sort === 'newest' ? item.createdAt : item.updatedAt), true)
  return h('span', { class: `row-time${since ? ' since' : ''}` }, mark(item), since ? icon(CLOCK) : null, time)
}

/** @param {Conversation} item */
function mark({ priority }) {
  if (!priority || priority === 'normal') return null
  const label = t(`priority.${priority}`)
  const path = priority === 'urgent' ? CHEVRONS_UP : priority === 'high' ? CHEVRON_UP : CHEVRON
  return h('span', { class: `priority ${priority}`, role: 'img', 'aria-label': label, title: label }, icon(path))
}

/** @param {{until?: string}} snooze */
function snooze({ until }) {
  const now = new Date().toISOString()
  const text = !until ? t('list.untilAnswer') : sameDay(until, now) ? clock(until) : dayName(until)
  return h('span', { class: 'row-time since', title: until ? full(until) : undefined }, icon(CLOCK), text)
}

/**
 * @param {Conversation} item
 * @param {RowLooks} looks
 */
function preview({ lastMessage }, { typing, draft }) {
  if (typing) return h('span', { class: 'row-text typing' }, t('typing.someone'))
  if (!lastMessage) return h('span', { class: 'row-text' })
  const note = lastMessage.kind === 'note'
  const byTeam = lastMessage.authorKind !== 'visitor'
  return h('span', { class: `row-text${note ? ' note' : ''}` },
    draft ? h('span', { class: 'row-draft' }, icon(PENCIL), t('list.draft')) : null,
    !draft && note ? icon(NOTE) : !draft && byTeam ? icon(REPLY, 'mirrored') : null,
    h('bdi', {}, lastMessage.body || t('list.noText')))
}

/**
 * @param {Conversation} item
 * @param {RowLooks} looks
 */
function foot(item, looks) {
  const { tags, assignee, team, viewers } = looks
  const snoozed = item.snooze && looks.view !== 'snoozed'
  return h('span', { class: 'row-foot' },
    h('span', { class: `pill ${item.status}` }, t(`status.${item.status}`)),
    snoozed ? h('span', { class: 'row-snooze', title: t('list.snoozed') }, icon(CLOCK)) : null,
    looks.unsent ? h('span', { class: 'row-unsent' }, t('list.unsent')) : null,
    h('span', { class: 'row-tags' },
      tags.slice(0, TAGS_SHOWN).map(tag => h('span', { class: 'tag', vars: { '--tag': tag.colour } },
        h('bdi', {}, tag.name))),
      tags.length > TAGS_SHOWN ? h('span', { class: 'tag-rest', dir: 'ltr' }, `+${tags.length - TAGS_SHOWN}`) : null,
      looks.inbox && tags.length < TAGS_SHOWN ? h('span', { class: 'row-inbox', dir: 'auto' }, looks.inbox) : null),
    viewerFaces(viewers),
    assignee
      ? h('span', { class: 'row-assignee', title: assignee.name }, avatar(assignee, { team: true, size: 'small' }))
      : team ? h('span', { class: 'row-team', dir: 'auto' }, team) : null)
}
