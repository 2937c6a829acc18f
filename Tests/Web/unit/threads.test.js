import assert from 'node:assert/strict'
import { test } from 'node:test'
import { InboxStore } from '../../../Services/Web/inbox/store.js'
import { Threads } from '../../../Services/Web/inbox/threads.js'

const message = (/** @type {number} */ sequence) => ({
  id: `msg_${sequence}`, conversation: 'cnv_1', sequence, body: `${sequence}`, sentAt: '2026-11-22T07:00:00.000Z',
  author: { kind: 'visitor', id: 'vis_1' }, kind: 'reply', clientId: sequence,
})
const ITEM = /** @type {any} */ ({
  id: 'cnv_1', contact: 'ctc_1', inbox: 'inb_1', status: 'open', lastSequence: 2, teamRead: 2, visitorRead: 2,
  createdAt: '2026-11-22T07:00:00.000Z', updatedAt: '2026-11-22T07:00:00.000Z',
})

/** An open thread on a server that holds so many messages; what is asked of it stands in `asked`. */
async function reading() {
  const server = { messages: 2, asked: /** @type {string[]} */ ([]) }
  globalThis.fetch = /** @type {any} */ (async (/** @type {string} */ address, /** @type {any} */ init) => {
    server.asked.push(`${init.method} ${address}`)
    const items = address.includes('/messages') ? Array.from({ length: server.messages }, (_, at) => message(at + 1))
      : []
    return new Response(JSON.stringify({ items }), { headers: { 'content-type': 'application/json' } })
  })
  const session = { member: { id: 'mbr_1' }, workspace: {}, grants: {}, inboxes: 'all', teams: [] }
  const store = new InboxStore(/** @type {any} */ (session))
  store.put(ITEM)
  store.openId = 'cnv_1'
  const threads = new Threads(store, () => undefined)
  await threads.open('cnv_1')
  const hear = (/** @type {any} */ event) => store.hear({ log: 'conversations', conversation: 'cnv_1', ...event })
  return { server, store, threads, hear }
}

test('after a merge the first unread message is that of the whole, and nobody has read it yet', async () => {
  const { server, store, threads, hear } = await reading()
  server.messages = 5
  hear({
    type: 'conversation.changed',
    data: { ...ITEM, lastSequence: 5, teamRead: 1, updatedAt: '2026-11-22T07:00:01.000Z' },
  })
  hear({ type: 'conversation.merged', data: { into: 'cnv_1', from: ['cnv_2'], merged: true } })

  const again = threads.renumbered('cnv_1')
  threads.markRead('cnv_1')
  await again

  const thread = threads.get('cnv_1')
  assert.equal(store.conversation('cnv_1')?.teamRead, 1)
  assert.equal(thread?.messages.length, 5)
  assert.equal(thread?.unreadAfter, 1)
  assert.equal(thread?.place?.why, 'unread')
  assert.deepEqual(server.asked.filter(line => line.startsWith('PUT')), [])
})

test('a merge of what was read takes nobody from their place', async () => {
  const { threads, hear } = await reading()
  const thread = /** @type {import('../../../Services/Web/inbox/threads.js').Thread} */ (threads.get('cnv_1'))
  thread.place = undefined
  hear({ type: 'conversation.merged', data: { into: 'cnv_1', from: ['cnv_2'], merged: true } })

  await threads.renumbered('cnv_1')

  assert.equal(thread.place, undefined)
  assert.equal(thread.unreadAfter, undefined)
})
