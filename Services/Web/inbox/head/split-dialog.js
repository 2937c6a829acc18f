import { sure } from '../../common/forms.js'
import { toast } from '../../common/elements/toast.js'
import { problemText, t } from '../../common/i18n.js'
import { ask } from '../../common/team.js'

/**
 * Makes a conversation of its own of everything from a message on, and goes there.
 * @param {import('../store.js').InboxStore} store
 * @param {import('../../common/wire.js').Conversation} item
 * @param {number} sequence The first message that goes.
 */
export async function openSplitDialog(store, item, sequence) {
  const count = Math.max(1, item.lastSequence - sequence + 1)
  const question = {
    title: t('split.title'), text: t('split.text', { count }), button: t('split.button'), calm: true,
  }
  if (!await sure(question)) return
  try {
    const made = await ask('POST', `/conversations/${item.id}/split`, { sequence })
    store.put(made.conversation)
    store.put(made.new)
    store.countSoon()
    location.hash = `${store.view}/${made.new.id}`
    toast(t('split.done'), { label: t('thread.undo'), act: () => join(store, item.id, made.new.id) })
  } catch (error) {
    toast(problemText(error))
  }
}

/**
 * Takes what was split off back.
 * @param {import('../store.js').InboxStore} store
 * @param {string} id
 * @param {string} part
 */
async function join(store, id, part) {
  try {
    store.put(await ask('POST', `/conversations/${id}/merge`, { from: [part] }))
    store.countSoon()
    location.hash = `${store.view}/${id}`
    toast(t('split.undone'))
  } catch (error) {
    toast(problemText(error))
  }
}
