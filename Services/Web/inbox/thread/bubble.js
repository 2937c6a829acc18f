import { avatar } from '../../common/elements/avatar.js'
import { fill, h, icon, setAttribute } from '../../common/html.js'
import { clock, problemText, t } from '../../common/i18n.js'
import { ALERT, CHECK, CHECKS, CLOCK, DOTS, NOTE, TRASH } from '../../common/icons.js'
import { full } from '../../common/time.js'
import { COPIED, QUOTE } from '../thread-icons.js'
import { attachmentsOf, bodyOf, quoteOf } from './body.js'

/**
 * @typedef {import('./items.js').Host} Host
 * @typedef {Extract<import('../layout.js').Part, {type: 'message'}>} MessagePart
 * @typedef {Extract<import('../layout.js').Part, {type: 'outgoing'}>} OutgoingPart
 */

/**
 * What a bubble's looks depend on.
 * @param {MessagePart|OutgoingPart} part
 * @param {Host} host
 */
export function faceOf(part, host) {
  const { store } = host.desk
  const run = `${part.first}${part.last}`
  if (part.type === 'outgoing') {
    const { entry } = part
    return [run, stateOf(part, host), entry.problem, entry.body.length].join()
  }
  const { id, editedAt, deletedAt, quote, mentions, body } = part.message
  const { contact, contactName } = store.open ?? {}
  return [
    run, id, stateOf(part, host), editedAt, deletedAt, quote?.body.length, body.length, contact, contactName,
    pictureOf(part, host), mentions && store.members.length + store.teams.length,
  ].join()
}

/**
 * How far a message got: `held`, `queued`, `waiting`, `sending`, `failed`, `sent` or `seen`; nothing where nobody asks.
 * @param {MessagePart|OutgoingPart} part
 * @param {Host} host
 */
function stateOf(part, { desk: { store, outbox } }) {
  if (part.type === 'outgoing') {
    if (outbox.heldFor(part.entry)) return 'held'
    return part.entry.state === 'queued' && part.entry.problem ? 'waiting' : part.entry.state
  }
  const { author, kind, sequence, conversation } = part.message
  if (author.kind === 'visitor' || kind === 'note' || conversation !== store.openId) return ''
  return sequence <= (store.open?.visitorRead ?? 0) ? 'seen' : 'sent'
}

/**
 * The picture of whoever of the team wrote it: people are known a moment after the thread.
 * @param {MessagePart} part
 * @param {Host} host
 */
function pictureOf({ message: { author } }, { desk: { store } }) {
  return author.kind === 'member' ? store.member(author.id)?.avatar : undefined
}

/**
 * @param {HTMLElement} element
 * @param {MessagePart} part
 * @param {Host} host
 */
export function drawMessage(element, part, host) {
  const { message, own, first, last } = part
  const { author, kind, deletedAt } = message
  const team = author.kind !== 'visitor'
  const who = whoWrote(part, host)
  element.className = `part message ${team ? 'ours' : 'theirs'} ${own ? 'own ' : ''}${kind}${first ? ' first' : ''}`
    + (deletedAt ? ' gone' : '')
  setAttribute(element, 'role', 'article')
  element.tabIndex = -1
  fill(element,
    h('span', { class: 'face' },
      first && !own ? avatar({ ...who, avatar: pictureOf(part, host) }, { team }) : null),
    h('div', { class: 'column' },
      authorLine(first, kind, own ? t('thread.you') : who.name),
      h('div', { class: 'bubble-line' }, bubble(part, host), deletedAt ? null : acts(part, host)),
      metaLine(part, stateOf(part, host), last)))
}

/**
 * A customer is the contact that the team knows, here as in the list: one name and one colour. The message itself
 * carries no name: it goes to the customer's browser too, which is not told whom the team takes it for.
 * @param {MessagePart} part
 * @param {Host} host
 */
function whoWrote({ message: { author } }, { desk: { store } }) {
  const { contact = '', contactName = '' } = store.open ?? {}
  if (author.kind === 'visitor') return { id: contact, name: contactName || t('contact.nameless') }
  return { id: author.id ?? '', name: author.kind === 'system' ? t('message.system') : author.name }
}

/**
 * Seen above the first of a run; said to screen readers with each.
 * @param {boolean} first
 * @param {'reply'|'note'} kind
 * @param {string} name
 */
function authorLine(first, kind, name) {
  if (!first) return h('span', { class: 'unseen' }, kind === 'note' ? `${t('thread.note')}, ${name}:` : `${name}:`)
  return h('p', { class: 'author' },
    kind === 'note' ? [icon(NOTE), t('thread.note'), ' · '] : null, h('bdi', {}, name))
}

/**
 * @param {MessagePart} part
 * @param {Host} host
 */
function bubble({ message }, host) {
  const { body, attachments, sentAt, deletedAt } = message
  if (deletedAt) {
    return h('div', { class: 'bubble', title: full(deletedAt) }, icon(TRASH), h('span', {}, t('thread.deleted')))
  }
  const bare = !body && !message.quote
  return h('div', { class: `bubble${bare ? ' bare' : ''}`, title: full(sentAt) },
    quoteOf(message, host),
    body ? bodyOf(message, host) : null,
    attachmentsOf(attachments, host))
}

/**
 * What can be done with it, where the pointer or the keyboard is.
 * @param {MessagePart} part
 * @param {Host} host
 */
function acts({ message }, host) {
  const may = host.desk.store.openId === message.conversation
    && (host.desk.store.may('conversations.reply') || host.desk.store.may('conversations.note'))
  return h('span', { class: 'acts' },
    may ? act('thread.quote', QUOTE, () => host.quote(message)) : null,
    act('thread.more', DOTS, event => host.openMenu(message, /** @type {HTMLElement} */ (event.currentTarget))))
}

/**
 * @param {string} label
 * @param {string} path
 * @param {(event: Event) => void} click
 */
function act(label, path, click) {
  return h('button', { type: 'button', class: 'act', 'aria-label': t(label), title: t(label), on: { click } },
    icon(path))
}

/**
 * @param {MessagePart} part
 * @param {string} state
 * @param {boolean} last
 */
function metaLine({ message }, state, last) {
  const { sentAt, editedAt, deletedAt, copied } = message
  const marked = (editedAt && !deletedAt) || copied
  if (!last && !marked) return null
  return h('p', { class: 'meta' },
    last ? h('time', { datetime: sentAt, title: full(sentAt) }, clock(sentAt)) : null,
    editedAt && !deletedAt ? h('span', { title: full(editedAt) }, t('thread.edited')) : null,
    copied ? copiedMark(copied) : null,
    last && state && !deletedAt
      ? h('span', { class: `state ${state}` }, icon(state === 'seen' ? CHECKS : CHECK), t(`message.${state}`))
      : null)
}

/** @param {{from: string, sequence: number}} copied */
function copiedMark({ from, sequence }) {
  return h('a', { class: 'copied', href: `#all/${from}/${sequence}`, title: t('thread.copiedHint') },
    icon(COPIED, 'mirrored'), t('thread.copied'))
}

/**
 * @param {HTMLElement} element
 * @param {OutgoingPart} part
 * @param {Host} host
 */
export function drawOutgoing(element, part, host) {
  const { entry, first, last } = part
  const state = stateOf(part, host)
  element.className = `part message ours own pending ${entry.kind} ${state}${first ? ' first' : ''}`
  setAttribute(element, 'role', 'article')
  element.tabIndex = -1
  const bare = !entry.body && !entry.quote
  fill(element,
    h('span', { class: 'face' }),
    h('div', { class: 'column' },
      authorLine(first, entry.kind, t('thread.you')),
      h('div', { class: 'bubble-line' }, h('div', { class: `bubble${bare ? ' bare' : ''}` },
        quoteOf(/** @type {any} */ (entry), host),
        entry.body ? bodyOf(entry, host) : null,
        attachmentsOf(entry.attachments, host))),
      last || state === 'failed' || state === 'held' ? outgoingLine(entry, state, host) : null))
}

/**
 * @param {import('../../common/shapes.js').Outgoing} entry
 * @param {string} state
 * @param {Host} host
 */
function outgoingLine(entry, state, host) {
  const { outbox } = host.desk
  if (state === 'held') return heldLine(entry, host)
  const failed = state === 'failed'
  return h('p', { class: 'meta' },
    h('span', { class: `state ${state}` },
      icon(failed ? ALERT : CLOCK),
      t(`message.${state === 'queued' ? 'sending' : state}`),
      failed ? `: ${problemText({ code: entry.problem })}` : null),
    failed ? [
      button('message.retry', () => outbox.retry(entry.clientId)),
      button('thread.edit', () => host.takeBack(entry.clientId)),
      button('message.discard', () => outbox.discard(entry.clientId)),
    ] : null)
}

/**
 * How long it may still be taken back, and how.
 * @param {import('../../common/shapes.js').Outgoing} entry
 * @param {Host} host
 */
function heldLine(entry, host) {
  const { outbox } = host.desk
  const left = outbox.heldFor(entry)
  const whole = Math.max(left, Date.parse(entry.writtenAt) ? (entry.dueAt ?? 0) - Date.parse(entry.writtenAt) : left)
  return h('p', { class: 'meta held-line' },
    h('span', {
      class: 'ring', 'aria-hidden': 'true', vars: { '--whole': `${whole}ms`, '--gone': `${left - whole}ms` },
    }),
    h('span', { class: 'countdown' }, countdown(left)),
    button('thread.takeBack', () => host.takeBack(entry.clientId)),
    button('thread.sendNow', () => outbox.hurry(entry.clientId)))
}

/** @param {number} milliseconds */
export function countdown(milliseconds) {
  return t('thread.leavesIn', { count: Math.ceil(milliseconds / 1000) })
}

/**
 * @param {string} label
 * @param {() => void} click
 */
function button(label, click) {
  return h('button', { type: 'button', on: { click } }, t(label))
}
