import assert from 'node:assert/strict'
import test from 'node:test'
import { changedBy, unreadCount } from '../../../Services/Web/inbox/changes.js'

const conversation = change => ({
  id: 'cnv_1', inbox: 'inb_1', contact: 'ctc_1', contactName: 'Fahd', visitor: 'vst_1', language: 'ar',
  status: 'waiting', lastSequence: 4,
  teamRead: 4, visitorRead: 2, lastMessage: { body: 'x', kind: 'reply', authorKind: 'member' },
  createdAt: '2026-11-21T09:00:00.000Z',
  updatedAt: '2026-11-21T09:00:00.000Z', ...change,
})
const message = change => ({
  id: 'msg_1', conversation: 'cnv_1', sequence: 5, kind: 'reply',
  author: { kind: 'visitor', id: 'vst_1', name: 'Fahd' }, body: 'a\nb', clientId: 1,
  sentAt: '2026-11-21T10:00:00.000Z', ...change,
})
const created = (change, status = 'open') => ({
  log: 'conversations', seq: 9, type: 'message.created', conversation: 'cnv_1', at: '',
  data: { message: message(change), status },
})

test("a customer's message opens the conversation, is its preview, and waits", () => {
  const after = changedBy(conversation(), created({}))

  assert.deepEqual([after.status, after.lastSequence, after.lastMessage.body, after.waitingSince, unreadCount(after)],
    ['open', 5, 'a b', '2026-11-21T10:00:00.000Z', 1])
})

test('a reply ends the waiting and a note does not', () => {
  const waiting = conversation({ waitingSince: '2026-11-21T08:00:00.000Z' })
  const author = { kind: 'member', id: 'mbr_1', name: 'Noura' }

  assert.equal(changedBy(waiting, created({ author }, 'waiting')).waitingSince, undefined)
  assert.equal(changedBy(waiting, created({ author, kind: 'note' }, 'waiting')).waitingSince,
    '2026-11-21T08:00:00.000Z')
})

test('an older message changes nothing', () => {
  const before = conversation()

  assert.equal(changedBy(before, created({ sequence: 3 })), before)
})

test('a read mark never goes back', () => {
  const read = sequence => ({
    log: 'conversations', type: 'conversation.read', at: '', data: { by: 'visitor', sequence },
  })

  assert.equal(changedBy(conversation(), read(4)).visitorRead, 4)
  assert.equal(changedBy(conversation(), read(1)).visitorRead, 2)
})
