import { avatar } from '../../common/elements/avatar.js'
import { fill, h, icon } from '../../common/html.js'
import { clock, dayName, problemText, t } from '../../common/i18n.js'
import { ALERT, CHECK, CHECKS, CLOCK, NOTE } from '../../common/icons.js'
import { messageText } from '../../common/linkify.js'
import { full } from '../../common/time.js'

/**
 * @typedef {import('../../common/shapes.js').ThreadItem} ThreadItem
 * @typedef {import('../desk.js').Desk} Desk
 */

/**
 * Draws one thing of a thread, anew only where something of it changed.
 * @param {HTMLElement} element
 * @param {ThreadItem} item
 * @param {Desk} desk
 */
export function drawItem(element, item, desk) {
  const state = stateOf(item, desk)
  const { contact, contactName } = desk.store.open ?? {}
  const run = 'first' in item ? `${item.first}${item.last}` : ''
  const face = [item.type, state, run, contact, contactName, pictureOf(item, desk)].join()
  if (element.dataset.face === face) return
  element.dataset.face = face
  if (item.type === 'day') draw(element, 'day', h('span', {}, dayName(item.at)))
  else if (item.type === 'unread') draw(element, 'unread-line', h('span', {}, t('message.unread')))
  else if (item.type === 'message') drawMessage(element, item, state, desk)
  else drawOutgoing(element, item, state, desk)
}

/**
 * The picture of whoever of the team wrote it: people are known a moment after the thread.
 * @param {ThreadItem} item
 * @param {Desk} desk
 */
function pictureOf(item, { store }) {
  const author = item.type === 'message' ? item.message.author : undefined
  return author?.kind === 'member' ? store.member(author.id)?.avatar : undefined
}

/**
 * @param {HTMLElement} element
 * @param {string} classes
 * @param {...import('../../common/shapes.js').Child} children
 */
function draw(element, classes, ...children) {
  element.className = classes
  fill(element, ...children)
}

/**
 * @param {ThreadItem} item
 * @param {Desk} desk
 */
function stateOf(item, { store }) {
  if (item.type === 'outgoing') {
    return item.entry.state === 'queued' && item.entry.problem ? 'waiting' : item.entry.state
  }
  if (item.type !== 'message' || item.message.author.kind === 'visitor' || item.message.kind === 'note') return ''
  return item.message.sequence <= (store.open?.visitorRead ?? 0) ? 'seen' : 'sent'
}

/**
 * @param {HTMLElement} element
 * @param {Extract<ThreadItem, {type: 'message'}>} item
 * @param {string} state
 * @param {Desk} desk
 */
function drawMessage(element, item, state, desk) {
  const { message, own, first, last } = item
  const { store } = desk
  const { author, kind, sentAt } = message
  const team = author.kind !== 'visitor'
  // A customer is the contact that the team knows, here as in the list: one name and one colour. The message itself
  // carries no name: it goes to the customer's browser too, which is not told whom the team takes it for.
  const { contact = '', contactName = '' } = store.open ?? {}
  const who = team ? { id: author.id ?? '', name: author.name } : { id: contact, name: contactName }
  const name = author.kind === 'system' ? t('message.system') : who.name || t('contact.nameless')
  draw(element, `message ${team ? 'ours' : 'theirs'} ${kind}${first ? ' first' : ''}`,
    h('span', { class: 'face' },
      first && !own ? avatar({ id: who.id, name, avatar: pictureOf(item, desk) }, { team }) : null),
    h('div', { class: 'column' },
      first
        ? h('p', { class: 'author' },
          kind === 'note' ? [icon(NOTE), t('thread.note'), ' · '] : null,
          h('bdi', {}, own ? t('thread.you') : name))
        : null,
      h('div', { class: 'bubble', title: full(sentAt) }, messageText(message.body)),
      last ? h('p', { class: 'meta' }, h('time', { datetime: sentAt }, clock(sentAt)),
        state
          ? h('span', { class: `state ${state}` }, icon(state === 'seen' ? CHECKS : CHECK), t(`message.${state}`))
          : null) : null))
}

/**
 * @param {HTMLElement} element
 * @param {Extract<ThreadItem, {type: 'outgoing'}>} item
 * @param {string} state
 * @param {Desk} desk
 */
function drawOutgoing(element, { entry, first, last }, state, { outbox }) {
  const failed = state === 'failed'
  draw(element, `message ours pending ${entry.kind} ${state}${first ? ' first' : ''}`,
    h('span', { class: 'face' }),
    h('div', { class: 'column' },
      first
        ? h('p', { class: 'author' },
          entry.kind === 'note' ? [icon(NOTE), t('thread.note'), ' · '] : null,
          t('thread.you'))
        : null,
      h('div', { class: 'bubble' }, messageText(entry.body)),
      last || failed ? h('p', { class: 'meta' },
        h('span', { class: `state ${state}` },
          icon(failed ? ALERT : CLOCK),
          t(`message.${state === 'queued' ? 'sending' : state}`),
          failed ? `: ${problemText({ code: entry.problem })}` : null),
        failed
          ? h('button', { type: 'button', on: { click: () => outbox.retry(entry.clientId) } }, t('message.retry'))
          : null,
        failed
          ? h('button', { type: 'button', on: { click: () => outbox.discard(entry.clientId) } }, t('message.discard'))
          : null) : null))
}
