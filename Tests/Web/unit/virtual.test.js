import assert from 'node:assert/strict'
import test from 'node:test'
import { VirtualRows } from '../../../Services/Web/common/virtual.js'

const keys = (count, from = 0) => Array.from({ length: count }, (_, place) => `k${from + place}`)
function rows(count, estimate = 100) {
  const made = new VirtualRows(estimate)
  made.setKeys(keys(count))
  return made
}

test('only the rows within the window are seen, however many there are', () => {
  const many = rows(50_000)

  assert.deepEqual(many.seen(1_000_050, 800), { from: 10_000, to: 10_009 })
  assert.deepEqual(many.seen(0, 800, 300), { from: 0, to: 12 })
  assert.deepEqual(many.seen(4_999_900, 800, 300), { from: 49_996, to: 50_000 })
  assert.equal(many.total, 5_000_000)
})

test('without rows nothing is seen and nothing is high', () => {
  const none = rows(0)

  assert.deepEqual([none.seen(0, 500), none.total, none.release(none.hold(0, 500))], [{ from: 0, to: 0 }, 0, 0])
})

test('a measured height moves everything below it', () => {
  const some = rows(10)

  assert.equal(some.measure('k2', 140), true)
  assert.equal(some.measure('k2', 140), false)
  assert.deepEqual([some.top(2), some.top(3), some.total, some.at(339), some.at(340)], [200, 340, 1_040, 2, 3])
})

test('heights stay known while keys come and go', () => {
  const some = rows(5)
  some.measure('k4', 300)

  some.setKeys(['new', 'k4', 'k0'])

  assert.deepEqual([some.top(1), some.top(2), some.total], [100, 400, 500])
})

test('rows that come in above do not move what is read', () => {
  const some = rows(100)
  const hold = some.hold(5_030, 400)

  some.setKeys([...keys(7, 500), ...keys(100)])

  assert.equal(some.release(hold), 5_730)
})

test('a row that jumps to the top does not take its reader along', () => {
  const some = rows(100)
  const hold = some.hold(5_000, 400)

  some.setKeys(['k50', ...keys(100).filter(key => key !== 'k50')])

  assert.equal(some.release(hold), 5_000)
})

test('a row that leaves above holds the others where they are', () => {
  const some = rows(100)
  const hold = some.hold(5_000, 400)

  some.setKeys(keys(100).filter(key => key !== 'k3'))

  assert.equal(some.release(hold), 4_900)
})

test('rows that turn out taller above the window move the offset by as much', () => {
  const some = rows(1_000)
  const hold = some.hold(20_000, 600)

  for (let place = 190; place < 200; place += 1) some.measure(`k${place}`, 160)

  assert.equal(some.release(hold), 20_600)
})

test('where nothing of what was seen is left the offset stays', () => {
  const some = rows(20)
  const hold = some.hold(500, 300)

  some.setKeys(keys(20, 700))

  assert.equal(some.release(hold), 500)
})

test('the arithmetic agrees with adding up, whatever is measured in whatever order', () => {
  const some = rows(300, 50)
  const heights = new Map(keys(300).map(key => [key, 50]))
  let seed = 7
  const random = limit => (seed = (seed * 48_271) % 2_147_483_647) % limit
  for (let step = 0; step < 500; step += 1) {
    const key = `k${random(300)}`
    const height = 20 + random(200)
    some.measure(key, height)
    heights.set(key, height)
    const place = random(301)
    const sum = keys(place).reduce((all, name) => all + heights.get(name), 0)
    assert.equal(some.top(place), sum)
    if (place < 300) assert.equal(some.at(sum), place)
  }
})
