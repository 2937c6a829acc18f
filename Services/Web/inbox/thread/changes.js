import { fill, h, icon, setAttribute } from '../../common/html.js'
import { clock, t } from '../../common/i18n.js'
import { CHEVRON, HISTORY } from '../../common/icons.js'
import { full } from '../../common/time.js'
import { changeActor, changeReason, changeText } from '../change-text.js'

/**
 * @typedef {import('./items.js').Host} Host
 * @typedef {Extract<import('../layout.js').Part, {type: 'changes'}>} ChangesPart
 * @typedef {import('../../common/wire.js').Change} Change
 */

/**
 * @param {ChangesPart} part
 * @param {Host} host
 */
export function changesFace({ key, changes }, { unfolded, desk: { store } }) {
  return [
    changes.length, changes.at(-1)?.id, unfolded.has(key), store.members.length + store.teams.length,
    store.inboxes.length, store.open?.contactName,
  ].join()
}

/**
 * What was done between two messages: one line by itself, several folded into one.
 * @param {HTMLElement} element
 * @param {ChangesPart} part
 * @param {Host} host
 */
export function drawChanges(element, { key, changes }, host) {
  const open = host.unfolded.has(key)
  element.className = 'part changes'
  setAttribute(element, 'role', null)
  if (changes.length === 1) return fill(element, h('ul', {}, changeLine(changes[0], host)))
  fill(element,
    h('button', {
      type: 'button', class: 'changes-fold', 'aria-expanded': String(open), on: { click: () => host.toggle(key) },
    },
      icon(HISTORY), h('span', {}, t('thread.changes', { count: changes.length })),
      open ? null : h('span', { class: 'changes-last' }, changeText(changes[changes.length - 1], namesOf(host))),
      icon(CHEVRON)),
    open ? h('ul', {}, changes.map(change => changeLine(change, host))) : null)
}

/**
 * @param {Change} change
 * @param {Host} host
 */
function changeLine(change, host) {
  const names = namesOf(host)
  const reason = changeReason(change)
  return h('li', {},
    h('span', { class: 'change-text' }, changeText(change, names)),
    h('span', { class: 'change-by' }, h('bdi', {}, changeActor(change, names)),
      reason ? ['\u00a0· ', reason] : null, '\u00a0· ',
      h('time', { datetime: change.at, title: full(change.at) }, clock(change.at))))
}

/**
 * @param {Host} host
 * @returns {import('../change-text.js').Names}
 */
function namesOf({ desk: { store } }) {
  return {
    member: id => store.member(id)?.name, team: id => store.team(id)?.name, inbox: id => store.inboxName(id),
    contact: store.open?.contactName,
  }
}
