import assert from 'node:assert/strict'
import test from 'node:test'
import { chosenMoment, instantOf, snoozeChoices, wallTime } from '../../../Services/Web/inbox/head/snooze-times.js'

// As much of a page as these modules need to be read.
globalThis.HTMLElement = class {}
globalThis.Node = class {}
const { Deeds } = await import('../../../Services/Web/inbox/head/deeds.js')

const RIYADH = 'Asia/Riyadh'
const at = text => Date.parse(text)
const offered = (now, zone, weekStart) => snoozeChoices(at(now), zone, weekStart).map(({ name, at }) => `${name} ${at}`)

test('moments are those of the workspace, wherever the reader sits', () => {
  const shown = wallTime(at('2026-11-22T22:30:00Z'), RIYADH)
  assert.deepEqual(shown, { year: 2026, month: 11, day: 23, hour: 1, minute: 30 })
  assert.equal(instantOf({ year: 2026, month: 11, day: 23, hour: 9, minute: 0 }, RIYADH), at('2026-11-23T06:00:00Z'))
  assert.equal(instantOf({ year: 2026, month: 11, day: 31, hour: 9, minute: 0 }, RIYADH), at('2026-12-01T06:00:00Z'))
})

test('a moment is right on both sides of a change of the clocks, and within it', () => {
  const wall = (month, day, hour) => instantOf({ year: 2026, month, day, hour, minute: 30 }, 'Europe/Berlin')

  assert.equal(wall(3, 28, 9), at('2026-03-28T08:30:00Z'))
  assert.equal(wall(3, 29, 9), at('2026-03-29T07:30:00Z'))
  // Half past two does not happen on that night: it is half past three.
  assert.equal(wallTime(wall(3, 29, 2), 'Europe/Berlin').hour, 3)
  assert.equal(wall(10, 25, 9), at('2026-10-25T08:30:00Z'))
})

test('later today, tomorrow morning and next week are offered, each once', () => {
  // A Tuesday, 10:05 in Riyadh.
  assert.deepEqual(offered('2026-11-24T07:05:00Z', RIYADH, 0), [
    'later 2026-11-24T10:30:00.000Z', 'tomorrow 2026-11-25T06:00:00.000Z', 'nextWeek 2026-11-29T06:00:00.000Z',
  ])
  // Late in the evening nothing of the day is left.
  assert.deepEqual(offered('2026-11-24T18:30:00Z', RIYADH, 0).map(text => text.split(' ')[0]), ['tomorrow', 'nextWeek'])
  // On Saturday tomorrow is next week.
  assert.deepEqual(offered('2026-11-28T18:30:00Z', RIYADH, 0), ['tomorrow 2026-11-29T06:00:00.000Z'])
  // On the first day of the week the next one is seven days away.
  assert.equal(offered('2026-11-29T18:30:00Z', RIYADH, 0).at(-1), 'nextWeek 2026-12-06T06:00:00.000Z')
  assert.equal(offered('2026-11-24T07:05:00Z', RIYADH, 1).at(-1), 'nextWeek 2026-11-30T06:00:00.000Z')
})

/** A store with one conversation, which remembers what it was asked to show. */
function storeOf(item) {
  const shown = []
  return {
    shown, item, contacts: new Map(), conversation: () => item, countSoon: () => {}, inboxName: () => '',
    patch(_, change) { item = { ...item, ...change }; shown.push(change) },
    put(after) { item = after },
    now: () => item,
  }
}

test('what the server refuses is taken back to what it was', async () => {
  globalThis.document = { createElement: () => fake(), body: fake() }
  globalThis.fetch = async () => new Response(JSON.stringify({ code: 'permission.denied' }), { status: 403 })
  const store = storeOf({ id: 'cnv_1', priority: 'high', tags: ['tag_1'] })
  const deeds = new Deeds(store)

  assert.equal(await deeds.prioritise('cnv_1', 'urgent'), false)
  assert.equal(await deeds.tag('cnv_1', []), false)

  assert.deepEqual(store.shown, [{ priority: 'urgent' }, { priority: 'high' }, { tags: [] }, { tags: ['tag_1'] }])
})

test('what the server answers is what stands', async () => {
  const asked = []
  globalThis.fetch = async (path, { method, body }) => {
    asked.push(`${method} ${path} ${body ?? ''}`.trim())
    return new Response(JSON.stringify({ id: 'cnv_1', followers: ['mbr_1', 'mbr_2'] }))
  }
  const store = storeOf({ id: 'cnv_1', followers: ['mbr_1'] })
  const deeds = new Deeds(store)

  assert.equal(await deeds.follow('cnv_1', 'mbr_2', true), true)
  await deeds.tag('cnv_1', ['tag_1'], 'VIP')

  assert.deepEqual(store.now().followers, ['mbr_1', 'mbr_2'])
  assert.deepEqual(asked, [
    'PUT /api/v1/conversations/cnv_1/followers/mbr_2',
    'PUT /api/v1/conversations/cnv_1/tags {"tags":["tag_1"],"create":["VIP"]}',
  ])
})

/** As much of an element as a toast needs. */
function fake() {
  const nothing = () => {}
  return { append: nothing, remove: nothing, setAttribute: nothing, addEventListener: nothing, children: [] }
}

test('a moment that somebody picks lies ahead, and not too far', () => {
  const now = at('2026-11-24T07:05:00Z')
  const pick = (date, time) => chosenMoment(date, time, RIYADH, now)

  assert.deepEqual(pick('2026-11-24', '10:06'), { at: '2026-11-24T07:06:00.000Z' })
  assert.deepEqual(pick('2026-11-24', '10:05'), { problem: 'past' })
  assert.deepEqual(pick('2028-01-01', '09:00'), { problem: 'far' })
  for (const [date, time] of [['', '09:00'], ['2026-11-25', ''], ['x', 'y']]) {
    assert.deepEqual(pick(date, time), { problem: 'required' })
  }
})
