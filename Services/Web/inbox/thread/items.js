import { fill, h } from '../../common/html.js'
import { dayName, t } from '../../common/i18n.js'
import { drawMessage, drawOutgoing, faceOf } from './bubble.js'
import { changesFace, drawChanges } from './changes.js'
import { drawEarlier } from './earlier.js'

/**
 * @typedef {import('../layout.js').Part} Part
 * @typedef {import('../desk.js').Desk} Desk
 *
 * What the parts of a thread ask of it.
 * @typedef {object} Host
 * @property {Desk} desk
 * @property {Set<string>} unfolded The keys of those changes that are shown one by one.
 * @property {(key: string) => void} toggle Folds or unfolds changes.
 * @property {(sequence: number, conversation?: string) => void} goTo Shows a message.
 * @property {(message: import('../../common/wire.js').Message, anchor: HTMLElement) => void} openMenu
 * @property {(message: import('../../common/wire.js').Message) => void} quote
 * @property {(attachments: import('../../common/wire.js').Attachment[], place: number) => void} openPicture
 * @property {(clientId: number) => void} takeBack Gives a message back to its writer.
 */

/**
 * Draws one part of a thread, anew only where something of it changed.
 * @param {HTMLElement} element
 * @param {Part} part
 * @param {Host} host
 */
export function drawPart(element, part, host) {
  const face = `${part.type}|${detailsOf(part, host)}`
  if (element.dataset.face === face) return
  element.dataset.face = face
  element.removeAttribute('role')
  element.removeAttribute('tabindex')
  switch (part.type) {
    case 'day': return draw(element, 'day', h('span', {}, dayName(part.at)))
    case 'unread': return draw(element, 'unread-line', h('span', {}, t('message.unread')))
    case 'more': return draw(element, 'thread-wait', h('span', { class: 'spinner' }), t('common.loading'))
    case 'typing': return drawTyping(element, host)
    case 'changes': return drawChanges(element, part, host)
    case 'earlier': return drawEarlier(element, part, host)
    case 'message': return drawMessage(element, part, host)
    case 'outgoing': return drawOutgoing(element, part, host)
    default: return draw(element, 'thread-begin')
  }
}

/**
 * What a part's looks depend on.
 * @param {Part} part
 * @param {Host} host
 */
function detailsOf(part, host) {
  if (part.type === 'day') return dayName(part.at)
  if (part.type === 'changes') return changesFace(part, host)
  if (part.type === 'earlier') return part.face
  if (part.type === 'typing') return namesOf(host).join()
  return part.type === 'message' || part.type === 'outgoing' ? faceOf(part, host) : ''
}

/**
 * @param {HTMLElement} element
 * @param {string} classes
 * @param {...import('../../common/shapes.js').Child} children
 */
function draw(element, classes, ...children) {
  element.className = `part ${classes}`
  fill(element, ...children)
}

/** @param {Host} host */
function namesOf({ desk }) {
  const { openId, open } = desk.store
  const names = openId ? desk.threads.get(openId)?.typing.names ?? [] : []
  return names.map(name => name || open?.contactName || t('contact.nameless'))
}

/**
 * @param {HTMLElement} element
 * @param {Host} host
 */
function drawTyping(element, host) {
  const names = namesOf(host)
  draw(element, 'typing',
    h('span', { class: 'dots', 'aria-hidden': 'true' }, h('i'), h('i'), h('i')),
    h('span', {}, names.length > 1
      ? t('typing.many', { count: names.length })
      : t('typing.one', { name: names[0] ?? '' })))
}
