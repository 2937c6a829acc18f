import { openMenu } from '../../common/elements/menu.js'
import { toast } from '../../common/elements/toast.js'
import { icon } from '../../common/html.js'
import { problemText, t } from '../../common/i18n.js'
import { COPY, LINK, PENCIL, SPLIT, TRASH } from '../../common/icons.js'
import { ask } from '../../common/team.js'
import { QUOTE } from '../thread-icons.js'

/**
 * What can be done with one message.
 *
 * @typedef {import('../../common/wire.js').Message} Message
 * @typedef {import('../desk.js').Desk} Desk
 */

/**
 * @param {import('../../common/html.js').LiveElement} thread Tells the page what was chosen.
 * @param {Desk} desk
 * @param {Message} message
 * @param {HTMLElement} anchor
 */
export function openMessageMenu(thread, desk, message, anchor) {
  const { store } = desk
  const here = message.conversation === store.openId
  const writes = here && (store.may('conversations.reply') || store.may('conversations.note'))
  const own = here && message.author.kind === 'member' && message.author.id === store.me
    && store.may(`conversations.${message.kind}`)
  const splits = here && message.sequence > 1 && store.may('conversations.merge')
  openMenu(anchor, t('thread.more'), [
    ...writes ? [item('thread.quote', QUOTE, () => thread.tell('quote-message', message))] : [],
    ...message.body ? [item('thread.copyText', COPY, () => copy(message.body, 'thread.textCopied'))] : [],
    item('thread.copyLink', LINK, () => copy(linkTo(message), 'thread.linkCopied')),
    ...own && message.body ? [starting(item('thread.edit', PENCIL, () => thread.tell('edit-message', message)))] : [],
    ...own ? [item('thread.delete', TRASH, () => remove(desk, message))] : [],
    ...splits
      ? [starting(item('thread.split', SPLIT, () => thread.tell('split-from', { sequence: message.sequence })))]
      : [],
  ])
}

/**
 * @param {string} label
 * @param {string} path
 * @param {() => void} act
 * @returns {import('../../common/elements/menu.js').MenuItem}
 */
function item(label, path, act) {
  return { label: t(label), face: icon(path), act }
}

/**
 * @param {import('../../common/elements/menu.js').MenuItem} entry
 * @returns {import('../../common/elements/menu.js').MenuItem}
 */
function starting(entry) {
  return { ...entry, starts: true }
}

/** @param {Message} message */
export function linkTo({ conversation, sequence }) {
  return `${location.origin}${location.pathname}#active/${conversation}/${sequence}`
}

/**
 * @param {string} text
 * @param {string} said
 */
async function copy(text, said) {
  try {
    await navigator.clipboard.writeText(text)
    toast(t(said))
  } catch {
    toast(t('thread.notCopied'))
  }
}

/**
 * @param {Desk} desk
 * @param {Message} message
 */
async function remove(desk, message) {
  const { conversation, sequence, kind } = message
  const { sure } = await import('../../common/forms.js')
  const text = t(kind === 'note' ? 'thread.deleteNote' : 'thread.deleteReply')
  if (!await sure({ title: t('thread.deleteTitle'), text, button: t('common.delete') })) return
  desk.threads.change(conversation, {
    ...message, body: '', attachments: undefined, quote: undefined, deletedAt: new Date().toISOString(),
  })
  try {
    desk.threads.change(conversation, await ask('DELETE', `/conversations/${conversation}/messages/${sequence}`))
    toast(t('thread.deletedNow'))
  } catch (error) {
    desk.threads.change(conversation, message)
    toast(problemText(error))
  }
}
