import assert from 'node:assert/strict'
import test from 'node:test'
import { mergeMessages, threadItems } from '../../../Services/Web/common/thread-items.js'

const message = (sequence, author, minute, change) => ({
  id: `msg_${sequence}`, conversation: 'c', sequence, kind: 'reply', author: { kind: author, id: author, name: author },
  body: 'x', clientId: sequence + 100,
  sentAt: new Date(2026, 10, 21, 10, minute).toISOString(), ...change,
})
const isOwn = ({ author }) => author.kind === 'member'
const shape = items => items.map(item => (item.type === 'message' || item.type === 'outgoing'
  ? `${item.key}${item.first ? ' first' : ''}${item.last ? ' last' : ''}`
  : item.type))

test('messages of one author within five minutes stand together', () => {
  const messages = [
    message(1, 'visitor', 0), message(2, 'visitor', 3), message(3, 'visitor', 20), message(4, 'member', 21),
  ]

  assert.deepEqual(shape(threadItems({ messages, outgoing: [], isOwn })), [
    'day', 'm:1 first', 'm:2 last', 'm:3 first last', 'own:104 first last',
  ])
})

test('the line stands above the first unread message of somebody else', () => {
  const messages = [message(1, 'visitor', 0), message(2, 'member', 1), message(3, 'visitor', 2)]

  assert.deepEqual(shape(threadItems({ messages, outgoing: [], isOwn, unreadAfter: 1 })), [
    'day', 'm:1 first last', 'own:102 first last', 'unread', 'm:3 first last',
  ])
})

test('a message on its way has the key that it keeps once stored', () => {
  const entry = {
    clientId: 102, conversation: 'c', kind: 'reply', body: 'x', writtenAt: message(2, 'member', 1).sentAt,
    state: 'sending',
  }

  const before = threadItems({ messages: [message(1, 'visitor', 0)], outgoing: [entry], isOwn })
  const after = threadItems({ messages: [message(1, 'visitor', 0), message(2, 'member', 1)], outgoing: [], isOwn })

  assert.equal(before.at(-1).key, after.at(-1).key)
})

test('another day gets its name', () => {
  const messages = [
    message(1, 'visitor', 0), message(2, 'visitor', 1, { sentAt: new Date(2026, 10, 22, 10).toISOString() }),
  ]

  assert.deepEqual(shape(threadItems({ messages, outgoing: [], isOwn })), [
    'day', 'm:1 first last', 'day', 'm:2 first last',
  ])
})

test('a message that comes twice is shown once, in its place', () => {
  const [one, two, three] = [1, 2, 3].map(sequence => message(sequence, 'visitor', 0))

  assert.deepEqual(mergeMessages([one, three], [two, three]).map(({ sequence }) => sequence), [1, 2, 3])
})
