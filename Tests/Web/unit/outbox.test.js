import assert from 'node:assert/strict'
import test from 'node:test'
import { Problem } from '../../../Services/Web/common/api.js'
import { clientIds, Outbox, randomTab } from '../../../Services/Web/common/outbox.js'
import { memoryStorage } from '../../../Services/Web/common/storage.js'

const offline = () => { throw new Problem({ status: 0, code: 'network' }) }
const refused = code => { throw new Problem({ status: 409, code }) }

/** An outbox whose retries run only when the test says so. */
function outbox({ send, storage = memoryStorage(), nextClientId = clientIds(7) }) {
  const sent = []
  const delivered = []
  const waiting = []
  const box = new Outbox({
    storage, scope: 'me', nextClientId, changed() {},
    send: async entry => { sent.push(entry.clientId); return send(entry) },
    delivered: (entry, answer) => delivered.push([entry.body, answer]),
    later: (task, milliseconds) => waiting.push({ task, milliseconds }),
  })
  return { box, sent, delivered, waiting, storage }
}

const settle = () => new Promise(done => setImmediate(done))

test('a message leaves, and goes once it is acknowledged', async () => {
  const { box, delivered, storage } = outbox({ send: async () => 'stored' })

  box.add({ conversation: 'c', body: 'hello' })
  await settle()

  assert.deepEqual(delivered, [['hello', 'stored']])
  assert.equal(box.size, 0)
  assert.deepEqual(storage.keys(), [])
})

test('without a network it waits and goes out again under the same clientId', async () => {
  let there = false
  const { box, sent, delivered, waiting } = outbox({ send: async () => (there ? 'stored' : offline()) })

  box.add({ conversation: 'c', body: 'hello' })
  await settle()
  assert.equal(box.of('c')[0].state, 'queued')
  there = true
  waiting[0].task()
  await settle()

  assert.equal(sent.length, 2)
  assert.equal(sent[0], sent[1])
  assert.equal(delivered.length, 1)
})

test('retries come later and later, and not before the server asked', async () => {
  const { box, waiting } = outbox({
    send: async () => {
      throw new Problem({ status: 503, code: 'unavailable', retryAfter: waiting.length ? 9 : undefined })
    },
  })

  box.add({ conversation: 'c', body: 'hello' })
  await settle()
  waiting[0].task()
  await settle()

  assert.equal(waiting[0].milliseconds, 1000)
  assert.equal(waiting[1].milliseconds, 9000)
})

test('messages leave in the order written, one after the other', async () => {
  const bodies = []
  const { box } = outbox({ send: async ({ body }) => { await settle(); bodies.push(body) } })

  for (const body of ['one', 'two', 'three']) box.add({ conversation: 'c', body })
  for (let turn = 0; turn < 12; turn += 1) await settle()

  assert.deepEqual(bodies, ['one', 'two', 'three'])
})

test('what was unsent survives a reload', async () => {
  const before = outbox({ send: async () => offline() })
  before.box.add({ conversation: 'c', body: 'kept', kind: 'note', extra: { name: 'x' } })
  await settle()

  const after = outbox({ send: async () => 'stored', storage: before.storage })
  const [entry] = after.box.of('c')
  after.box.flush()
  await settle()

  assert.equal(entry.kind, 'note')
  assert.deepEqual(entry.extra, { name: 'x' })
  assert.deepEqual(after.sent, before.sent)
  assert.equal(after.delivered.length, 1)
})

test('a refusal waits for its writer, who sends it again or lets it go', async () => {
  let closed = true
  const { box, delivered } = outbox({ send: async () => (closed ? refused('conversation.closed') : 'stored') })

  const first = box.add({ conversation: 'c', body: 'one' })
  const second = box.add({ conversation: 'c', body: 'two' })
  await settle()
  assert.deepEqual(box.of('c').map(({ state, problem }) => [state, problem]), [
    ['failed', 'conversation.closed'], ['failed', 'conversation.closed'],
  ])
  closed = false
  box.retry(first.clientId)
  box.discard(second.clientId)
  await settle()

  assert.deepEqual(delivered, [['one', 'stored']])
  assert.equal(box.size, 0)
})

test('an event that is quicker than the answer takes the message away, and nothing is shown as failed', async () => {
  let fail = () => {}
  const { box } = outbox({ send: () => new Promise((_, reject) => { fail = reject }) })

  const { clientId } = box.add({ conversation: 'c', body: 'hello' })
  box.discard(clientId)
  fail(new Problem({ status: 0, code: 'network' }))
  await settle()

  assert.equal(box.size, 0)
})

test('messages written before their conversation existed follow the first into it', async () => {
  const { box, sent } = outbox({ send: async entry => { if (entry.conversation === 'new') box.move('new', 'c') } })

  box.add({ conversation: 'new', body: 'one' })
  box.add({ conversation: 'new', body: 'two' })
  for (let turn = 0; turn < 6; turn += 1) await settle()

  assert.equal(sent.length, 2)
  assert.equal(box.size, 0)
})

test('client ids differ, grow, and fit a number exactly', () => {
  const next = clientIds(2 ** 21 - 1)

  const [one, two] = [next(), next()]

  assert.equal(two, one + 1)
  assert.equal(Math.floor(one / 2 ** 32), 2 ** 21 - 1)
  assert.ok(two <= Number.MAX_SAFE_INTEGER)
  assert.ok(clientIds(0)() >= 1)
  assert.ok(randomTab() < 2 ** 21)
})
