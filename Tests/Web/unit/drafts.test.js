import assert from 'node:assert/strict'
import test from 'node:test'
import { Problem } from '../../../Services/Web/common/api.js'
import { memoryStorage } from '../../../Services/Web/common/storage.js'
import { Drafts, emptyDraft, mergeDraft } from '../../../Services/Web/inbox/composer/drafts.js'

const settle = async () => { for (let turn = 0; turn < 8; turn += 1) await new Promise(done => setImmediate(done)) }
const draft = (body, change) => ({ ...emptyDraft(), body, ...change })
const file = id => ({ id, name: id, type: 'image/png', bytes: 1 })

/** A device of somebody; its pauses end when the test says so. */
function device({ storage = memoryStorage(), server = {} } = {}) {
  const timers = new Set()
  const saved = []
  const shown = []
  let minute = 10
  const drafts = new Drafts({
    storage,
    load: async () => server.draft,
    save: async (_, body) => {
      if (server.down) throw new Problem({ status: 0, code: 'network' })
      saved.push(body)
      server.draft = body && { ...body, updatedAt: `2026-11-22T10:${minute++}:00.000Z` }
      return server.draft
    },
    changed: (_, { body }) => shown.push(body),
    later: task => { const timer = { task }; timers.add(timer); return timer },
    cancel: timer => timers.delete(timer),
  })
  return {
    drafts, saved, shown, storage, server,
    async pause() {
      for (const timer of [...timers]) { timers.delete(timer); timer.task() }
      await settle()
    },
  }
}

test('it is saved once the writer pauses, and not with every letter', async () => {
  const { drafts, saved, pause } = device()

  for (const body of ['a', 'ab', 'abc']) drafts.write('c', draft(body))
  await pause()

  assert.deepEqual(saved, [{ body: 'abc', kind: 'reply' }])
})

test('a draft that was emptied is taken away', async () => {
  const { drafts, saved, pause, storage } = device()
  drafts.write('c', draft('a'))
  await pause()

  drafts.write('c', draft(' '))
  await pause()

  assert.deepEqual(saved, [{ body: 'a', kind: 'reply' }, undefined])
  assert.deepEqual(storage.keys(), [])
})

test('what another device wrote is shown', async () => {
  const { drafts, shown } = device()

  drafts.hear('c', { body: 'from the phone', kind: 'note', updatedAt: '2026-11-22T11:00:00.000Z' })

  assert.deepEqual(shown, ['from the phone'])
  assert.equal(drafts.get('c').kind, 'note')
})

test('the echo of what was saved tears nothing of what was typed since', async () => {
  const { drafts, shown, pause, server } = device()
  drafts.write('c', draft('first'))
  await pause()
  const echo = server.draft
  drafts.write('c', draft('first and more'))

  drafts.hear('c', echo)

  assert.deepEqual([shown, drafts.get('c').body], [[], 'first and more'])
})

test('typing here and there at once keeps both where they do not touch, and here where they do', () => {
  const base = draft('one two three')

  assert.equal(mergeDraft(base, draft('1 two three'), draft('one two 3')).body, '1 two 3')
  assert.equal(mergeDraft(base, draft('one two 3'), draft('one two III')).body, 'one two 3')
})

test('files of both devices are kept, and what one removed is gone', () => {
  const base = draft('', { attachments: [file('a'), file('b')] })
  const mine = draft('', { attachments: [file('b'), file('c')] })
  const theirs = draft('', { attachments: [file('a'), file('b'), file('d')] })

  assert.deepEqual(mergeDraft(base, mine, theirs).attachments.map(({ id }) => id), ['b', 'c', 'd'])
})

test('files are named to the server by their ids, and another device hears what they are called', async () => {
  const { drafts, pause, server } = device()
  drafts.write('c', draft('see', { attachments: [file('att_1')] }))
  await pause()
  assert.deepEqual(server.draft.attachments, ['att_1'])

  const attachments = [file('att_1'), file('att_2')]
  drafts.hear('c', { ...server.draft, attachments, updatedAt: '2026-11-22T12:00:00.000Z' })

  assert.deepEqual(drafts.get('c').attachments, attachments)
})

test('what was written without a connection survives a reload and is saved later', async () => {
  const first = device({ server: { down: true } })
  first.drafts.write('c', draft('kept'))
  await first.pause()

  const second = device({ storage: first.storage })
  await second.drafts.open('c')
  await second.pause()

  assert.equal(second.drafts.get('c').body, 'kept')
  assert.deepEqual(second.saved, [{ body: 'kept', kind: 'reply' }])
})

test('a draft that was sent from another device does not come back here', async () => {
  const server = {}
  const { drafts, pause, shown } = device({ server })
  drafts.write('c', draft('sent soon'))
  await pause()
  server.draft = undefined

  await drafts.open('c')

  assert.deepEqual([drafts.get('c').body, shown], ['', ['']])
})
