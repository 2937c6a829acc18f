import assert from 'node:assert/strict'
import { test } from 'node:test'
import { InboxStore } from '../../../Services/Web/inbox/store.js'

const ITEM = /** @type {any} */ ({
  id: 'cnv_1', contact: 'ctc_1', inbox: 'inb_1', status: 'open', lastSequence: 5, teamRead: 5, visitorRead: 5,
  createdAt: '2026-11-22T07:00:00.000Z', updatedAt: '2026-11-22T07:00:00.000Z',
})

function store() {
  const session = { member: { id: 'mbr_1' }, workspace: {}, grants: {}, inboxes: 'all', teams: [] }
  const made = new InboxStore(/** @type {any} */ (session))
  made.put(ITEM)
  return made
}

test('what was read stays read when a slower answer knows less of it', () => {
  const made = store()

  made.put({ ...ITEM, teamRead: 3, visitorRead: 2, updatedAt: '2026-11-22T07:00:01.000Z' })

  assert.equal(made.conversation('cnv_1')?.teamRead, 5)
  assert.equal(made.conversation('cnv_1')?.visitorRead, 5)
})

test('a conversation that lost messages to another is read as far as the server says', () => {
  const made = store()

  made.put({ ...ITEM, lastSequence: 2, teamRead: 2, visitorRead: 1, updatedAt: '2026-11-22T07:00:01.000Z' })

  assert.equal(made.conversation('cnv_1')?.teamRead, 2)
  assert.equal(made.conversation('cnv_1')?.visitorRead, 1)
})

test('a merge numbers messages anew, and the marks are those that the server says', () => {
  const made = store()
  const merged = { ...ITEM, lastSequence: 8, teamRead: 2, visitorRead: 3, updatedAt: '2026-11-22T07:00:01.000Z' }
  const hear = (/** @type {any} */ event) => made.hear({ log: 'conversations', conversation: 'cnv_1', ...event })

  hear({ type: 'conversation.changed', data: merged })
  hear({ type: 'conversation.merged', data: { into: 'cnv_1', from: ['cnv_2'], merged: true } })

  assert.equal(made.conversation('cnv_1')?.teamRead, 2)
  assert.equal(made.conversation('cnv_1')?.visitorRead, 3)
})
