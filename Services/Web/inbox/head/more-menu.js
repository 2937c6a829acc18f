import { openMenu } from '../../common/elements/menu.js'
import { icon } from '../../common/html.js'
import { t } from '../../common/i18n.js'
import { BELL, BLOCK, LINK, MERGE, MOVE, PENCIL, REPLY, SPAM } from '../../common/icons.js'
import { may } from '../../common/rights.js'
import { chooseInbox } from './choices.js'

/**
 * @typedef {import('../../common/wire.js').Conversation} Conversation
 * @typedef {import('../store.js').InboxStore} Store
 * @typedef {import('./deeds.js').Deeds} Deeds
 * @typedef {import('../../common/elements/menu.js').MenuItem} MenuItem
 */

/**
 * What is done seldom, and what cannot be seen in the head itself.
 * @param {HTMLElement} anchor
 * @param {Store} store
 * @param {Deeds} deeds
 * @param {Conversation} item
 */
export function openMoreMenu(anchor, store, deeds, item) {
  const follows = (item.followers ?? []).includes(store.me)
  const blocked = Boolean(store.contacts.get(item.contact)?.blocked)
  const assign = store.may('conversations.assign')
  const merge = store.may('conversations.merge') && !item.mergedInto
  /** @type {(MenuItem|false)[]} */
  const items = [
    {
      label: t(follows ? 'follow.stop' : 'follow.start'), hint: t('follow.hint'), face: icon(BELL),
      act: () => { deeds.follow(item.id, store.me, !follows) },
    },
    { label: t('link.copy'), face: icon(LINK), act: () => { deeds.copyLink(item.id) } },
    may(store.session, 'conversations.reply')
      && { label: t('start.menu'), face: icon(PENCIL), act: () => startConversation(store, item) },
    assign && {
      label: t('move.menu'), face: icon(MOVE), starts: true, act: () => chooseInbox(anchor, store, deeds, item),
    },
    merge && {
      label: t('merge.menu'), face: icon(MERGE), starts: !assign, act: () => openMerge(store, deeds, item),
    },
    store.may('conversations.status') && {
      label: t(item.spam ? 'spam.not' : 'spam.mark'), face: icon(item.spam ? REPLY : SPAM), starts: true,
      act: () => { deeds.setSpam(item.id, !item.spam) },
    },
    may(store.session, 'contacts.block') && {
      label: t(blocked ? 'block.lift' : 'block.menu'), face: icon(BLOCK), starts: !store.may('conversations.status'),
      act: () => blocked ? deeds.setBlocked(item.contact, false) : askToBlock(deeds, item),
    },
  ]
  openMenu(anchor, t('more.label'), items.flatMap(entry => entry || []))
}

/**
 * @param {Deeds} deeds
 * @param {Pick<Conversation, 'contact'|'contactName'>} item
 */
export async function askToBlock(deeds, { contact, contactName }) {
  const { sure } = await import('../../common/forms.js')
  const yes = await sure({
    title: t('block.title', { name: contactName || t('contact.nameless') }), text: t('block.text'),
    button: t('block.button'),
  })
  if (yes) deeds.setBlocked(contact, true)
}

/**
 * @param {Store} store
 * @param {Deeds} deeds
 * @param {Conversation} item
 */
export async function openMerge(store, deeds, item) {
  const { openMergeDialog } = await import('./merge-dialog.js')
  openMergeDialog(store, deeds, item)
}

/**
 * @param {Store} store
 * @param {Pick<Conversation, 'contact'|'contactName'|'inbox'>} item
 */
export async function startConversation(store, item) {
  const { openStartDialog } = await import('./start-dialog.js')
  openStartDialog(store, item)
}
