import assert from 'node:assert/strict'
import test from 'node:test'
import { joinPage, layOut, mergeChanges, nextEarlier, takeMessages } from '../../../Services/Web/inbox/layout.js'

const message = (sequence, author, minute, change) => ({
  id: `msg_${sequence}`, conversation: 'c', sequence, kind: 'reply', author: { kind: author, id: author, name: author },
  body: 'x', clientId: sequence + 100, sentAt: new Date(2026, 10, 21, 10, minute).toISOString(), ...change,
})
const change = (id, sequence, action = 'status', by = { kind: 'member', id: 'm', name: 'Sara' }) => ({
  id: `chg_${id}`, conversation: 'c', at: '2026-11-21T10:00:00.000Z', sequence, by, action, details: {},
})
const isOwn = ({ author }) => author.kind === 'member'
const shape = parts => parts.map(part => {
  if (part.type === 'changes') return `${part.key} ×${part.changes.length}`
  if (part.type !== 'message' && part.type !== 'outgoing') return part.type
  return `${part.key}${part.first ? ' first' : ''}${part.last ? ' last' : ''}`
})
const entry = (clientId, kind = 'reply') => ({
  clientId, conversation: 'c', kind, body: 'x', writtenAt: new Date(2026, 10, 21, 10, 5).toISOString(),
  state: 'sending',
})

test('messages of one author within five minutes stand together, and a change between them parts them', () => {
  const messages = [1, 2, 3].map(sequence => message(sequence, 'visitor', sequence))

  assert.deepEqual(shape(layOut({ messages, isOwn })), ['day', 'm:1 first', 'm:2', 'm:3 last'])
  assert.deepEqual(shape(layOut({ messages, isOwn, changes: [change(1, 2)] })), [
    'day', 'm:1 first', 'm:2 last', 'c:2 ×1', 'm:3 first last',
  ])
})

test('changes between the same two messages are folded into one line', () => {
  const messages = [message(1, 'visitor', 0), message(2, 'visitor', 1)]
  const changes = [change(1, 1, 'tagged'), change(2, 1), change(3, 1, 'assigned'), change(4, 2)]

  assert.deepEqual(shape(layOut({ messages, isOwn, changes })), [
    'day', 'm:1 first last', 'c:1 ×3', 'm:2 first last', 'c:2 ×1',
  ])
})

test('what a message says of itself is not said again, nor that a visitor began', () => {
  const changes = [
    change(1, 0, 'created', { kind: 'visitor', name: '' }), change(2, 1, 'messageEdited'),
    change(3, 1, 'messageDeleted'),
  ]

  assert.deepEqual(shape(layOut({ messages: [message(1, 'visitor', 0)], isOwn, changes })), ['day', 'm:1 first last'])
})

test('changes outside of the stretch that is here wait for its messages', () => {
  const messages = [message(5, 'visitor', 0), message(6, 'visitor', 1)]
  const changes = [change(1, 3), change(2, 5), change(3, 9)]
  const counted = stretch => layOut({ messages, isOwn, changes, ...stretch }).filter(({ type }) => type === 'changes')

  assert.equal(counted({ hasOlder: true, hasNewer: true }).length, 1)
  assert.equal(counted({}).length, 3)
})

test('what is on its way stands below everything, under the key that it keeps once stored', () => {
  const messages = [message(1, 'visitor', 0)]
  const before = layOut({ messages, changes: [change(1, 1)], outgoing: [entry(102)], isOwn })
  const after = layOut({ messages: [message(1, 'visitor', 0), message(2, 'member', 5)], isOwn })

  assert.deepEqual(shape(before), ['day', 'm:1 first last', 'c:1 ×1', 'own:102 first last'])
  assert.equal(before.at(-1).key, after.at(-1).key)
  assert.equal(layOut({ messages, outgoing: [entry(102)], hasNewer: true, isOwn }).length, 2)
})

test('the line stands above the first unread message of somebody else', () => {
  const messages = [message(1, 'visitor', 0), message(2, 'member', 1), message(3, 'visitor', 2)]

  assert.deepEqual(shape(layOut({ messages, isOwn, unreadAfter: 1 })).slice(2), [
    'own:102 first last', 'unread', 'm:3 first last',
  ])
})

test('copies from another conversation stand apart from what was here, and share no key with it', () => {
  const copied = message(2, 'member', 0, { clientId: 101, copied: { from: 'cnv_2', sequence: 1 } })
  const keys = layOut({ messages: [message(1, 'member', 0), copied], isOwn }).map(({ key }) => key)

  assert.equal(new Set(keys).size, 3)
})

test('twenty thousand messages are laid out in one go', () => {
  const messages = Array.from({ length: 20_000 }, (_, place) =>
    message(place + 1, place % 3 ? 'visitor' : 'member', place))

  const parts = layOut({ messages, isOwn })

  assert.equal(parts.filter(({ type }) => type === 'message').length, 20_000)
  assert.equal(new Set(parts.map(({ key }) => key)).size, parts.length)
})

test('a change that comes twice is told once, in its order', () => {
  const log = mergeChanges([change(2, 1)], [change(1, 1), change(2, 1), change(3, 0)])

  assert.deepEqual(log.map(({ id }) => id), ['chg_3', 'chg_1', 'chg_2'])
})

test('a page that adjoins is joined, and one that does not takes the place of what was there', () => {
  const page = (from, to) => Array.from({ length: to - from + 1 }, (_, place) => message(from + place, 'visitor', 0))
  const span = messages => [messages[0].sequence, messages.at(-1).sequence, messages.length]

  assert.deepEqual(span(joinPage(page(5, 8), page(1, 4))), [1, 8, 8])
  assert.deepEqual(span(joinPage(page(5, 8), page(7, 9))), [5, 9, 5])
  assert.deepEqual(span(joinPage(page(5, 8), page(20, 22))), [20, 22, 3])
})

test('what a deleted message said is not said by its quotes either', () => {
  const quoting = message(2, 'member', 0, { quote: { message: 'msg_1', sequence: 1, author: {}, body: 'secret' } })
  const messages = takeMessages([message(1, 'visitor', 0), quoting], [
    message(1, 'visitor', 0, { body: '', deletedAt: '2026-11-21T11:00:00.000Z' }),
  ])

  assert.deepEqual([messages[0].body, messages[1].quote.body], ['', ''])
})

test('above the beginning stands the conversation before it, and above that one its own', () => {
  const thread = { hasOlder: false, earlier: [] }
  assert.equal(nextEarlier({ ...thread, hasOlder: true }, { earlier: 'cnv_2' }), undefined)
  assert.equal(nextEarlier(thread, { earlier: 'cnv_2' }).id, 'cnv_2')
  assert.equal(nextEarlier(thread, {}), undefined)

  const shown = { id: 'cnv_2', conversation: { earlier: 'cnv_1' }, messages: [], hasOlder: false }
  assert.equal(nextEarlier({ ...thread, earlier: [shown] }, {}).id, 'cnv_1')
  assert.equal(nextEarlier({ ...thread, earlier: [{ ...shown, hasOlder: true }] }, {}).id, 'cnv_2')
})
