import { toast } from '../../common/elements/toast.js'
import { problemText, t } from '../../common/i18n.js'
import { ask } from '../../common/team.js'

/**
 * Says something else in a message that was sent: shown at once, and as it was again where the server refuses.
 * @param {import('../desk.js').Desk} desk
 * @param {import('../../common/wire.js').Message} message
 * @param {string} body
 * @param {() => void} again Goes back to editing.
 */
export async function saveEdit({ threads }, message, body, again) {
  const { conversation, sequence } = message
  if (body === message.body) return
  threads.change(conversation, { ...message, body, editedAt: new Date().toISOString() })
  try {
    threads.change(conversation, await ask('PATCH', `/conversations/${conversation}/messages/${sequence}`, { body }))
  } catch (error) {
    threads.change(conversation, message)
    toast(problemText(error), { label: t('common.retry'), act: again })
  }
}

/**
 * The last message of the reader's own that can be edited.
 * @param {import('../desk.js').Desk} desk
 * @param {string} conversation
 */
export function lastOwn({ store, threads }, conversation) {
  return threads.get(conversation)?.messages
    .filter(({ author, deletedAt, body }) => author.id === store.me && !deletedAt && body).at(-1)
}
