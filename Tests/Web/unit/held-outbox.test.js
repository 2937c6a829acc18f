import assert from 'node:assert/strict'
import test from 'node:test'
import { Problem } from '../../../Services/Web/common/api.js'
import { clientIds } from '../../../Services/Web/common/outbox.js'
import { memoryStorage } from '../../../Services/Web/common/storage.js'
import { HeldOutbox } from '../../../Services/Web/inbox/held-outbox.js'

const settle = async () => { for (let turn = 0; turn < 6; turn += 1) await new Promise(done => setImmediate(done)) }

/** An outbox whose clock and timers are the test's. */
function desk({ storage = memoryStorage(), send = async () => 'stored', nextClientId = clientIds(3) } = {}) {
  const clock = { now: Date.parse('2026-11-22T10:00:00Z') }
  const timers = []
  const sent = []
  const box = new HeldOutbox({
    storage, scope: 'me', nextClientId, changed() {}, delivered() {}, now: () => clock.now,
    send: async entry => { sent.push(entry.body); return send(entry) },
    later: (task, milliseconds) => timers.push({ task, at: clock.now + milliseconds }),
  })
  return {
    box, sent, storage, clock,
    async pass(milliseconds) {
      clock.now += milliseconds
      for (const timer of timers.splice(0)) if (timer.at <= clock.now) timer.task(); else timers.push(timer)
      await settle()
    },
  }
}

test('an answer leaves when its time to be taken back is over, and not before', async () => {
  const { box, sent, pass } = desk()
  const entry = box.hold({ conversation: 'c', body: 'one' }, 10_000)
  await settle()

  await pass(9_999)
  assert.deepEqual([sent, box.heldFor(entry)], [[], 1])
  await pass(1)

  assert.deepEqual(sent, ['one'])
})

test('what was taken back never leaves, and comes back whole', async () => {
  const { box, sent, pass, storage } = desk()
  const { clientId } = box.hold({ conversation: 'c', body: 'one', basedOn: 4 }, 10_000)
  await pass(5_000)

  const entry = box.takeBack(clientId)
  await pass(60_000)

  assert.deepEqual([entry.body, entry.basedOn, sent, storage.keys()], ['one', 4, [], []])
  assert.equal(box.takeBack(clientId), undefined)
})

test('without a time to be taken back an answer leaves at once', async () => {
  const { box, sent } = desk()

  box.hold({ conversation: 'c', body: 'one' }, 0)
  await settle()

  assert.deepEqual(sent, ['one'])
})

test('a second answer never overtakes the first, however short its own wait; a note does', async () => {
  const { box, sent, pass } = desk()
  box.hold({ conversation: 'c', body: 'slow' }, 10_000)
  box.hold({ conversation: 'c', body: 'quick' }, 1_000)
  box.add({ conversation: 'c', body: 'now', kind: 'reply' })
  box.add({ conversation: 'c', body: 'note', kind: 'note' })

  await pass(5_000)
  assert.deepEqual(sent, ['note'])
  await pass(5_000)

  assert.deepEqual(sent, ['note', 'slow', 'quick', 'now'])
})

test('sent now, it takes along what was written before it', async () => {
  const { box, sent, pass } = desk()
  box.hold({ conversation: 'c', body: 'one' }, 10_000)
  const two = box.hold({ conversation: 'c', body: 'two' }, 10_000)
  box.hold({ conversation: 'c', body: 'three' }, 10_000)

  box.hurry(two.clientId)
  await settle()

  assert.deepEqual(sent, ['one', 'two'])
  await pass(10_000)
  assert.deepEqual(sent, ['one', 'two', 'three'])
})

test('after a reload it waits for the rest of its time', async () => {
  const first = desk()
  first.box.hold({ conversation: 'c', body: 'one', attachments: [{ id: 'att_1', name: 'a.png' }] }, 10_000)
  const second = desk({ storage: first.storage })
  second.clock.now += 4_000
  const [entry] = second.box.of('c')
  second.box.flush()
  await settle()

  assert.deepEqual([second.sent, second.box.heldFor(entry), entry.attachments[0].id], [[], 6_000, 'att_1'])
  await second.pass(6_000)
  assert.deepEqual(second.sent, ['one'])
})

test('taken back in one tab, it does not leave from another', async () => {
  const first = desk()
  const { clientId } = first.box.hold({ conversation: 'c', body: 'one' }, 10_000)
  const second = desk({ storage: first.storage })

  second.box.takeBack(clientId)
  await first.pass(10_000)

  assert.deepEqual([first.sent, first.box.size], [[], 0])
})

test('the other tab hears of it at once', () => {
  const first = desk()
  const { clientId } = first.box.hold({ conversation: 'c', body: 'one' }, 10_000)
  first.storage.removeItem(`majlis.outbox.me.${clientId}`)

  first.box.hear(`majlis.outbox.me.${clientId}`)

  assert.equal(first.box.size, 0)
})

test('a storage that is full loses no message', async () => {
  const full = { ...memoryStorage(), setItem() {} }
  const { box, sent, pass } = desk({ storage: full })

  box.hold({ conversation: 'c', body: 'one' }, 10_000)
  await pass(10_000)

  assert.deepEqual(sent, ['one'])
})

test('refused because a colleague has answered, it is sent anyway or goes back to its writer', async () => {
  const asked = []
  const { box } = desk({
    send: async ({ basedOn }) => {
      asked.push(basedOn)
      if (basedOn) throw new Problem({ status: 409, code: 'conversation.answered' })
    },
  })
  const one = box.hold({ conversation: 'c', body: 'one', basedOn: 4 }, 0)
  const two = box.hold({ conversation: 'c', body: 'two', basedOn: 4 }, 0)
  await settle()

  assert.equal(box.takeBack(two.clientId).problem, 'conversation.answered')
  box.sendAnyway(one.clientId)
  await settle()

  assert.deepEqual([asked, box.size], [[4, 4, undefined], 0])
})
