import assert from 'node:assert/strict'
import test from 'node:test'
import { afterClose, Cursor } from '../../../Services/Web/common/socket.js'

const event = (seq, log = 'conversations') => ({ log, seq, type: 'message.created', at: '', data: {} })

test('a first hello names no place, and its welcome fetches afresh', () => {
  const cursor = new Cursor()

  assert.deepEqual(cursor.hello(), {})
  assert.equal(cursor.welcome({ epoch: 'a', seq: 10, resume: 'reset' }), 'reset')
  assert.deepEqual(cursor.hello(), { epoch: 'a', after: 10 })
})

test('after a complete resume the missed events are new, and those seen before are not', () => {
  const cursor = new Cursor()
  cursor.welcome({ epoch: 'a', seq: 10, resume: 'reset' })
  cursor.accepts(event(12))

  assert.equal(cursor.welcome({ epoch: 'a', seq: 15, resume: 'complete' }), 'complete')

  assert.deepEqual([12, 13, 15, 15].map(seq => cursor.accepts(event(seq))), [false, true, true, false])
  assert.deepEqual(cursor.hello(), { epoch: 'a', after: 15 })
})

test('another epoch begins anew, whatever the server calls it', () => {
  const cursor = new Cursor()
  cursor.welcome({ epoch: 'a', seq: 900, resume: 'reset' })

  assert.equal(cursor.welcome({ epoch: 'b', seq: 3, resume: 'complete' }), 'reset')

  assert.equal(cursor.accepts(event(4)), true)
})

test('what has no place in the log of conversations always passes and moves nothing', () => {
  const cursor = new Cursor()
  cursor.welcome({ epoch: 'a', seq: 10, resume: 'reset' })

  assert.equal(cursor.accepts(event(undefined)), true)
  assert.equal(cursor.accepts(event(3, 'contacts')), true)
  assert.equal(cursor.hello().after, 10)
})

test('an ended session and a refused origin are not tried again', () => {
  assert.deepEqual(afterClose(4401, 0, 0.5), { kind: 'stop', why: 'session' })
  assert.deepEqual(afterClose(4403, 0, 0.5), { kind: 'stop', why: 'origin' })
})

test('a server that goes away is followed at once, spread over two seconds', () => {
  assert.deepEqual(afterClose(1001, 0, 0), { kind: 'retry', delay: 0 })
  assert.ok(afterClose(4409, 0, 0.999).delay < 2_000)
})

test('failures in a row wait longer, up to half a minute', () => {
  const delays = [0, 1, 2, 3, 20].map(attempt => afterClose(1006, attempt, 0.999).delay)

  assert.deepEqual(delays.map(Math.round), [500, 1000, 1999, 3998, 29985])
})

test('who said too much waits at least five seconds', () => {
  assert.ok(afterClose(4429, 0, 0).delay >= 5_000)
})
