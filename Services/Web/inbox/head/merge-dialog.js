import { openForm } from '../../common/dialog.js'
import { relativeTime } from '../../common/elements/relative-time.js'
import { toast } from '../../common/elements/toast.js'
import { fill, h } from '../../common/html.js'
import { problemText, t } from '../../common/i18n.js'
import { ask } from '../../common/team.js'

const LISTED = 50

/**
 * @typedef {import('../../common/wire.js').Conversation} Conversation
 * @typedef {import('../store.js').InboxStore} Store
 * @typedef {import('./deeds.js').Deeds} Deeds
 */

/**
 * Chooses others of the same customer's conversations to bring into this one.
 * @param {Store} store
 * @param {Deeds} deeds
 * @param {Conversation} item
 */
export async function openMergeDialog(store, deeds, item) {
  /** @type {Conversation[]} */
  let others
  try {
    const { items } = await ask('GET', `/conversations?contact=${item.contact}&limit=${LISTED}`)
    others = items.filter((/** @type {Conversation} */ other) => other.id !== item.id && !other.mergedInto)
  } catch (error) {
    return toast(problemText(error))
  }
  if (!others.length) return toast(t('merge.nothing'))
  /** @type {Set<string>} */
  const chosen = new Set()
  const preview = h('p', { class: 'notice merge-preview', role: 'status' })
  const body = h('div', { class: 'merge-rows' }, others.map((other, place) => row(store, other, place === 0, on => {
    if (on) chosen.add(other.id)
    else chosen.delete(other.id)
    show()
  })))
  const show = () => {
    const messages = [item, ...others.filter(({ id }) => chosen.has(id))]
      .reduce((sum, { lastSequence }) => sum + lastSequence, 0)
    fill(preview, chosen.size
      ? `${t('merge.preview', { count: messages, title: item.title || item.contactName })} ${t('merge.previewHint')}`
      : t('merge.chooseFirst'))
    const button = preview.closest('form')?.querySelector('button[type=submit]')
    if (button instanceof HTMLButtonElement) button.disabled = !chosen.size
  }
  show()
  const done = openForm({
    title: t('merge.title'), lead: t('merge.lead'), submit: t('merge.submit'), body: [body, preview],
    act: () => merge(store, deeds, item, [...chosen]),
  })
  // The form stands now, and its button waits for a choice.
  show()
  await done
}

/**
 * @param {Store} store
 * @param {Conversation} other
 * @param {boolean} first
 * @param {(on: boolean) => void} choose
 */
function row(store, other, first, choose) {
  return h('label', { class: 'merge-row' },
    h('input', {
      type: 'checkbox', value: other.id, autofocus: first,
      on: { change: (/** @type {any} */ event) => choose(event.target.checked) },
    }),
    h('span', { class: 'merge-text' },
      h('b', {}, h('bdi', {}, other.title || other.lastMessage?.body || t('merge.untitled'))),
      h('small', {}, h('bdi', {}, store.inboxName(other.inbox)), ' · ',
        t('merge.messages', { count: other.lastSequence }), ' · ', relativeTime(other.updatedAt, true))),
    h('span', { class: `pill ${other.status}` }, t(`status.${other.status}`)))
}

/**
 * @param {Store} store
 * @param {Deeds} deeds
 * @param {Conversation} item
 * @param {string[]} from
 */
async function merge(store, deeds, item, from) {
  const after = await ask('POST', `/conversations/${item.id}/merge`, { from })
  if (after?.id === item.id) store.put(after)
  store.countSoon()
  toast(t('merge.done', { count: from.length + 1 }), {
    label: t('thread.undo'),
    act: async () => { for (const id of from) if (!await deeds.unmerge(item.id, id)) return },
  })
}
