import { toast } from '../common/elements/toast.js'
import { h } from '../common/html.js'
import { problemText, t } from '../common/i18n.js'
import { ask } from '../common/team.js'
import { openSheet } from './sheet.js'
import { undoing } from './undoing.js'
import { wholePile } from './views.js'

/**
 * @typedef {import('./store.js').InboxStore} InboxStore
 * @typedef {import('./undoing.js').BulkAction} BulkAction
 * @typedef {{id: string, outcome: string, problem?: {code: string, detail?: string}}} Outcome
 */

/** So many one request takes. */
const MOST_IDS = 1_000

/**
 * Which conversations are meant: those that were picked, or all that a pile holds.
 * @param {import('./selection.js').Selection} selection
 * @param {InboxStore} store
 */
export function meant(selection, store) {
  if (!selection.everything) return { ids: [...selection.ids] }
  return { query: wholePile(store.pile) }
}

/**
 * Does it with all of them and says what became of each.
 * @param {InboxStore} store
 * @param {{ids?: string[], query?: object}} whom
 * @param {BulkAction} action
 * @returns {Promise<boolean>} Whether it was done with any.
 */
export async function act(store, whom, action) {
  const before = (whom.ids ?? []).flatMap(id => store.conversation(id) ?? [])
  let results
  try {
    results = await send(whom, action)
  } catch (error) {
    toast(problemText(error))
    return false
  }
  store.countSoon()
  const failed = results.filter(result => result.problem)
  const done = new Set(results.filter(result => !result.problem).map(({ id }) => id))
  if (failed.length) showOutcome(store, action, done.size, failed)
  else say(store, action, done.size, undoing(action, before.filter(({ id }) => done.has(id))))
  return done.size > 0
}

/**
 * @param {{ids?: string[], query?: object}} whom
 * @param {BulkAction} action
 * @returns {Promise<Outcome[]>}
 */
async function send({ ids, query }, action) {
  const { type, ...rest } = action
  // Nobody is said by naming nobody.
  const wire = { kind: type, ...Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== null)) }
  const results = []
  if (ids) {
    for (let from = 0; from < ids.length; from += MOST_IDS) {
      const part = ids.slice(from, from + MOST_IDS)
      results.push(...(await ask('POST', '/conversations/bulk', { ids: part, action: wire })).results)
    }
    return results
  }
  /** @type {{after?: string, operation?: string}} */
  let next = {}
  do {
    const answer = await ask('POST', '/conversations/bulk', { query: { ...query, ...next }, action: wire })
    results.push(...answer.results)
    next = answer.after ? { after: answer.after, operation: answer.operation } : {}
  } while (next.after)
  return results
}

/**
 * @param {InboxStore} store
 * @param {BulkAction} action
 * @param {number} count
 * @param {{action: BulkAction, ids: string[]}[]} back
 */
function say(store, action, count, back) {
  const undo = async () => {
    try {
      for (const group of back) await send({ ids: group.ids }, group.action)
      toast(t('bulk.undone'))
    } catch (error) {
      toast(problemText(error))
    }
    store.countSoon()
  }
  toast(doneText(action, count), back.length ? { label: t('thread.undo'), act: undo } : undefined)
}

/**
 * @param {BulkAction} action
 * @param {number} count
 */
function doneText({ type, status }, count) {
  return t(`bulk.done.${type === 'status' && status === 'closed' ? 'close' : type}`, { count })
}

/**
 * Which were left as they were, and why: by the reason, for many fail alike.
 * @param {InboxStore} store
 * @param {BulkAction} action
 * @param {number} done
 * @param {Outcome[]} failed
 */
function showOutcome(store, action, done, failed) {
  /** @type {Map<string, Outcome[]>} */
  const reasons = new Map()
  for (const outcome of failed) {
    const reason = problemText(outcome.problem)
    reasons.set(reason, [...reasons.get(reason) ?? [], outcome])
  }
  const sheet = openSheet({
    title: t('bulk.outcome'), classes: 'outcome-sheet',
    body: [
      done ? h('p', { class: 'notice good' }, doneText(action, done)) : null,
      h('p', { class: 'notice bad' }, t('bulk.failed', { count: failed.length })),
      ...[...reasons].map(([reason, outcomes]) => h('section', {},
        h('h3', {}, reason),
        h('ul', { class: 'outcomes' }, outcomes.map(({ id }) => {
          const item = store.conversation(id)
          return h('li', {}, h('a', { href: `#${store.view}/${id}`, on: { click: () => sheet.close() } },
            h('bdi', {}, item?.contactName || t('contact.nameless')),
            item ? h('small', {}, h('bdi', {}, item.title || item.lastMessage?.body || '')) : null))
        })))),
    ],
    foot: h('button', { type: 'button', class: 'button primary', on: { click: () => sheet.close() } },
      t('common.close')),
  })
}
