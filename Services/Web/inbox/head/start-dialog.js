import { openForm } from '../../common/dialog.js'
import { field } from '../../common/field.js'
import { choice, valuesOf } from '../../common/forms.js'
import { toast } from '../../common/elements/toast.js'
import { t } from '../../common/i18n.js'
import { clientIds, randomTab } from '../../common/outbox.js'
import { mayOn } from '../../common/rights.js'
import { ask } from '../../common/team.js'

/**
 * Writes to a customer first: a conversation that the team begins.
 * @param {import('../store.js').InboxStore} store
 * @param {Pick<import('../../common/wire.js').Conversation, 'contact'|'contactName'|'inbox'>} item
 */
export async function openStartDialog(store, item) {
  const { session } = store
  const inboxes = store.inboxes.filter(({ id, archived }) => !archived
    && mayOn(session, 'conversations.reply', { inbox: id, assignee: session.member.id }))
  if (!inboxes.length) return toast(t('start.noInbox'))
  const own = inboxes.some(({ id }) => id === item.inbox) ? item.inbox : inboxes[0].id
  const message = field({ name: 'body', type: 'textarea', label: t('start.message'), maxlength: 8_000 })
  message.querySelector('textarea')?.setAttribute('rows', '6')
  // The same at every attempt, so that a second press begins no second conversation.
  const clientId = clientIds(randomTab())()
  await openForm({
    title: t('start.title', { name: item.contactName || t('contact.nameless') }), lead: t('start.lead'),
    submit: t('start.submit'),
    body: [
      inboxes.length > 1 ? choice({
        name: 'inbox', label: t('start.inbox'), value: own, options: inboxes.map(({ id, name }) => [id, name]),
      }) : null,
      message,
    ],
    act: async form => {
      const { inbox = own, body } = valuesOf(form)
      const made = await ask('POST', '/conversations', { contact: item.contact, inbox, message: { clientId, body } })
      const conversation = made?.conversation ?? made
      if (conversation?.id) {
        store.put(conversation)
        location.hash = `active/${conversation.id}`
      }
      store.countSoon()
    },
  })
}
