import assert from 'node:assert/strict'
import test from 'node:test'
import { Listing } from '../../../Services/Web/inbox/listing.js'
import { Selection } from '../../../Services/Web/inbox/selection.js'
import { belongs, countOf, isView, orderOf, pileRequest, wholePile } from '../../../Services/Web/inbox/views.js'

const ME = 'mbr_1'
const at = minute => `2026-11-21T09:${String(minute).padStart(2, '0')}:00.000Z`
const item = (id, change) => ({
  id, inbox: 'inb_1', contact: 'ctc_1', status: 'open', priority: 'normal', tags: [], followers: [], spam: false,
  createdAt: at(0), updatedAt: at(0), ...change,
})
const PILES = ['mine', 'unassigned', 'following', 'active', 'snoozed', 'closed', 'spam', 'inb_1', 'open']
const views = conversation => PILES
  .filter(view => belongs(conversation, { view }, ME))

test('a conversation lies in the piles that the server would list it in', () => {
  assert.deepEqual(views(item('c')), ['unassigned', 'active', 'inb_1', 'open'])
  assert.deepEqual(views(item('c', { assignee: ME, followers: [ME], status: 'waiting' })),
    ['mine', 'following', 'active', 'inb_1'])
  assert.deepEqual(views(item('c', { assignee: ME, snooze: {} })), ['snoozed'])
  assert.deepEqual(views(item('c', { status: 'closed', snooze: {} })), ['closed'])
  assert.deepEqual(views(item('c', { status: 'closed', spam: true })), ['spam'])
  assert.deepEqual(views(item('c', { mergedInto: 'cnv_2' })), [])
})

test('who was mentioned, saved views and filters are for the server to know', () => {
  const filter = { field: 'tags', op: 'in', values: ['tag_1'] }

  assert.equal(belongs(item('c'), { view: 'mentioned' }, ME), undefined)
  assert.equal(belongs(item('c'), { view: 'viw_1' }, ME), undefined)
  assert.equal(belongs(item('c'), { view: 'active', filter }, ME), undefined)
  assert.equal(belongs(item('c', { status: 'closed' }), { view: 'active', filter }, ME), false)
})

test('each order puts first what the server puts first', () => {
  const items = [
    item('a', { updatedAt: at(5), createdAt: at(1) }),
    item('b', { updatedAt: at(4), createdAt: at(2), waitingSince: at(3), priority: 'urgent' }),
    item('c', { updatedAt: at(3), createdAt: at(3), waitingSince: at(1), priority: 'low' }),
    item('d', { updatedAt: at(5), createdAt: at(1) }),
  ]
  const sorted = sort => [...items].sort(orderOf(sort)).map(({ id }) => id).join('')

  assert.deepEqual(['activity', 'newest', 'waiting', 'priority'].map(sorted), ['dabc', 'cbda', 'cbda', 'bdac'])
})

test('a pile is asked for by its address; a long filter by a body', () => {
  const filter = { field: 'text', op: 'contains', values: ['x'.repeat(2_000)] }

  assert.deepEqual(pileRequest({ view: 'mine' }, undefined, 50), ['GET', '/conversations?view=mine&limit=50'])
  assert.deepEqual(pileRequest({ view: 'inb_1', sort: 'waiting' }, 'x', 9),
    ['GET', '/conversations?view=active&inbox=inb_1&sort=waiting&cursor=x&limit=9'])
  assert.deepEqual(pileRequest({ view: 'open', filter }, undefined, 9), ['POST', '/conversations/query', {
    view: 'active', filter: { all: [{ field: 'status', op: 'in', values: ['open'] }, filter] }, limit: 9,
  }])
  assert.deepEqual(wholePile({ view: 'viw_1', filter }), { view: 'viw_1', filter })
})

test('what the address names is a pile or it is not', () => {
  assert.deepEqual(['mine', 'waiting', 'inb_1', 'viw_2', 'closed', '', 'x', undefined].filter(isView),
    ['mine', 'waiting', 'inb_1', 'viw_2', 'closed'])
})

test('a count is found for every kind of pile', () => {
  const counts = { mine: 1, inboxes: { inb_1: 2 }, statuses: { open: 3 }, views: { viw_1: 4 } }

  assert.deepEqual(['mine', 'inb_1', 'inb_2', 'open', 'viw_1', 'viw_2'].map(view => countOf(counts, view)),
    [1, 2, 0, 3, 4, undefined])
})

/** A server with so many conversations, the newest first, and a listing of them. */
function listingOf(count, { belongs: fits = () => true } = {}) {
  const known = new Map()
  const server = Array.from({ length: count }, (_, place) => item(`c${place}`, { updatedAt: at(59 - place) }))
  const later = []
  let asked = 0
  const listing = new Listing({
    ask: async (cursor, limit) => {
      asked += 1
      const from = Number(cursor ?? 0)
      const more = from + limit < server.length
      return { items: server.slice(from, from + limit), nextCursor: more ? String(from + limit) : undefined }
    },
    belongs: fits, order: orderOf('activity'), get: id => known.get(id),
    learn: items => { for (const one of items) known.set(one.id, one) },
    changed() {}, later: task => later.push(task),
  })
  const tell = conversation => { known.set(conversation.id, conversation); listing.take(conversation) }
  return { listing, server, tell, later, asked: () => asked }
}

test('a list goes on from page to page without a gap or a double', async () => {
  const { listing, server } = listingOf(55)

  await listing.load()
  assert.equal(listing.ids.length, 50)
  await listing.more()
  await listing.more()

  assert.deepEqual(listing.ids, server.map(({ id }) => id))
})

test('a conversation that changes goes to its place, leaves, and comes back', async () => {
  const { listing, tell } = listingOf(5, { belongs: ({ status }) => status !== 'closed' })
  await listing.load()

  tell(item('c3', { updatedAt: '2026-11-21T10:00:00.000Z' }))
  assert.deepEqual(listing.ids, ['c3', 'c0', 'c1', 'c2', 'c4'])
  tell(item('c3', { status: 'closed' }))
  assert.deepEqual(listing.ids, ['c0', 'c1', 'c2', 'c4'])
  tell(item('new', { updatedAt: at(58) }))
  assert.deepEqual(listing.ids, ['c0', 'new', 'c1', 'c2', 'c4'])
})

test('what belongs below the last page that was fetched waits there', async () => {
  const { listing, tell } = listingOf(55)
  await listing.load()

  tell(item('old', { updatedAt: '2026-11-20T00:00:00.000Z' }))

  assert.ok(!listing.ids.includes('old'))
})

test('where only the server knows, changes that come together are one question', async () => {
  const { listing, server, tell, later, asked } = listingOf(5, { belongs: () => undefined })
  await listing.load()

  server.splice(2, 1)
  tell(item('c2', { updatedAt: at(59) }))
  tell(item('c4', { updatedAt: at(55) }))
  assert.equal(later.length, 1)
  await later[0]()
  await new Promise(resolve => setImmediate(resolve))

  assert.deepEqual([asked(), listing.ids], [2, ['c0', 'c1', 'c3', 'c4']])
})

test('an answer that is late does not bring back what left meanwhile', async () => {
  const known = new Map()
  let answer
  const listing = new Listing({
    ask: () => new Promise(resolve => { answer = resolve }),
    belongs: ({ status }) => status !== 'closed', order: orderOf('activity'), get: id => known.get(id),
    learn: items => { for (const one of items) if (!known.has(one.id)) known.set(one.id, one) }, changed() {},
  })
  const loading = listing.load()

  known.set('a', item('a', { status: 'closed' }))
  answer({ items: [item('a'), item('b')] })
  await loading

  assert.deepEqual(listing.ids, ['b'])
})

test('a list that fails says so, and is asked again', async () => {
  let fails = true
  const listing = new Listing({
    ask: async () => { if (fails) throw new Error('gone'); return { items: [item('a')] } },
    belongs: () => true, order: orderOf('activity'), get: id => item(id), learn() {}, changed() {},
  })

  await listing.load()
  assert.deepEqual([listing.problem?.message, listing.loaded, listing.loading], ['gone', false, false])
  fails = false
  await listing.load()

  assert.deepEqual([listing.problem, listing.ids], [null, ['a']])
})

test('one, a range, everything that is seen, and everything there is can be picked', () => {
  const order = ['a', 'b', 'c', 'd', 'e']
  const selection = new Selection()

  selection.toggle('b', order)
  selection.toggle('d', order, true)
  assert.deepEqual([...selection.ids], ['b', 'c', 'd'])
  selection.toggle('c', order)
  assert.deepEqual([...selection.ids], ['b', 'd'])
  selection.all(order)
  selection.allThatMatch()
  assert.ok(selection.has('never seen'))
  selection.toggle('a', order)
  assert.deepEqual([selection.everything, [...selection.ids]], [false, ['b', 'c', 'd', 'e']])
})

test('what left the list is picked no more', () => {
  const selection = new Selection()
  selection.all(['a', 'b', 'c'])

  assert.equal(selection.retain(['a', 'c', 'd']), true)
  assert.deepEqual([...selection.ids], ['a', 'c'])
  assert.equal(selection.retain(['a', 'c']), false)
})
