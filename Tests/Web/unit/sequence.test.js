import assert from 'node:assert/strict'
import test from 'node:test'
import { Sequence, SequenceFull, TEXT_LIMIT_BYTES, UNITS_LIMIT } from '../../../Services/Web/common/sequence.js'
import { dice } from './dice.js'
import { NoDelta, pieces, segment, utf8Length } from '../../../Services/Web/common/sequence-wire.js'

/** As a wire would: nothing is shared between the two sides. */
const sent = delta => JSON.parse(JSON.stringify(delta))

const WORDS = ['السلام عليكم', 'مُحَمَّدٌ', ' ', 'hello', '\n',
  '👩‍👩‍👧', '🇸🇦', 'e\u0301', 'لَا', '٣', 'a', 'ب', '👍🏽', 'ـّ']

/** Places between two characters as a reader sees them. */
function gaps(text) {
  let at = 0
  return [0, ...segment(text).map(unit => (at += unit.length))]
}

/** One change as somebody would make it. */
function edit(sequence, random) {
  const places = gaps(sequence.text)
  const start = random.one(places)
  if (random.chance(0.35) && places.length > 1) {
    const end = Math.min(places.length - 1, places.indexOf(start) + 1 + random.below(6))
    return sequence.remove(start, places[end])
  }
  return sequence.insert(start, random.one(WORDS))
}

/** Several writers, and for each what is still on its way to them. */
class Room {
  constructor(count, random) {
    this.random = random
    this.writers = Array.from({ length: count }, (_, at) => new Sequence(`w${at}${random.below(1000)}`))
    this.mail = this.writers.map(() => [])
  }

  write(at, { loss = 0, twice = 0 } = {}) {
    const delta = edit(this.writers[at], this.random)
    if (!delta) return
    for (const [to, box] of this.mail.entries()) {
      if (to === at || this.random.chance(loss)) continue
      box.push(sent(delta))
      if (this.random.chance(twice)) box.push(sent(delta))
    }
  }

  /** Gives one of them anything that waits for them, in no order. */
  deliver(to) {
    const [delta] = this.mail[to].splice(this.random.below(this.mail[to].length), 1)
    if (delta) this.writers[to].merge(delta)
  }

  deliverAll() {
    for (const to of this.mail.keys()) while (this.mail[to].length) this.deliver(to)
  }

  /** Everybody is given everybody's whole state, in pieces and no order. */
  resync() {
    const states = this.writers.map(writer => writer.state())
    for (const [to, writer] of this.writers.entries()) {
      for (const [from, state] of states.entries()) {
        if (from === to) continue
        const parts = pieces(state, this.random.one([200, 2_000, 16_000]))
        while (parts.length) writer.merge(sent(parts.splice(this.random.below(parts.length), 1)[0]))
      }
    }
  }

  expectOneText() {
    const [first, ...others] = this.writers
    for (const other of others) {
      assert.equal(other.text, first.text)
      assert.equal(other.digest(), first.digest())
      assert.equal(other.isWaiting, false)
    }
  }
}

test('what one types the other reads', () => {
  const [one, other] = [new Sequence('a'), new Sequence('b')]

  other.merge(sent(one.insert(0, 'أهلا')))
  one.merge(sent(other.insert(4, ' بك')))
  other.merge(sent(one.remove(0, 1)))
  one.merge(sent(other.insert(0, 'أ')))

  assert.equal(one.text, 'أهلا بك')
  assert.equal(other.text, 'أهلا بك')
})

test('changes in any order, twice and by up to five writers end in one text', () => {
  let edits = 0
  for (let round = 0; round < 240; round += 1) {
    const random = dice(round + 1)
    const room = new Room(2 + (round % 4), random)
    for (let step = 0; step < 60; step += 1) {
      const who = random.below(room.writers.length)
      if (random.chance(0.5)) room.write(who, { twice: 0.2 })
      else room.deliver(who)
      edits += 1
    }
    room.deliverAll()
    room.expectOneText()
  }
  assert.ok(edits > 10_000)
})

test('what the network loses comes with the whole state, in pieces and any order', () => {
  for (let round = 0; round < 160; round += 1) {
    const random = dice(round + 7_000)
    const room = new Room(2 + (round % 4), random)
    for (let step = 0; step < 60; step += 1) {
      const who = random.below(room.writers.length)
      if (random.chance(0.5)) room.write(who, { loss: 0.3, twice: 0.1 })
      else room.deliver(who)
      if (random.chance(0.02)) room.resync()
    }
    room.deliverAll()
    room.resync()
    room.expectOneText()
  }
})

test('nothing that was typed is lost: a character is there once unless somebody deleted it', () => {
  for (let round = 0; round < 200; round += 1) {
    const random = dice(round + 90_000)
    const room = new Room(2 + (round % 4), random)
    const typed = new Set()
    let next = 0x4e00
    for (let step = 0; step < 80; step += 1) {
      const who = random.below(room.writers.length)
      const writer = room.writers[who]
      if (random.chance(0.4)) {
        room.deliver(who)
        continue
      }
      // Every character typed is another one; what somebody deletes they had before their eyes.
      const places = gaps(writer.text)
      const start = random.one(places)
      const isDeletion = random.chance(0.3)
      const gone = isDeletion ? writer.text.slice(start, start + 1 + random.below(4)) : ''
      const letters = isDeletion ? '' : Array.from({ length: 1 + random.below(5) },
        () => String.fromCharCode(next++)).join('')
      for (const letter of letters) typed.add(letter)
      for (const letter of gone) typed.delete(letter)
      const delta = isDeletion ? writer.remove(start, start + gone.length) : writer.insert(start, letters)
      for (const [to, box] of room.mail.entries()) if (to !== who && delta) box.push(sent(delta))
    }
    room.deliverAll()
    room.expectOneText()
    assert.deepEqual([...room.writers[0].text].sort(), [...typed].sort())
  }
})

test('words that two type at one place at the same time do not mix', () => {
  const [one, other] = [new Sequence('a'), new Sequence('b')]
  other.merge(one.insert(0, '[]'))

  const ones = [...'hello'].map((letter, at) => one.insert(1 + at, letter))
  const others = [...'سلام'].map((letter, at) => other.insert(1 + at, letter))
  ones.forEach(delta => other.merge(sent(delta)))
  others.reverse().forEach(delta => one.merge(sent(delta)))

  assert.equal(one.text, other.text)
  assert.ok(['[helloسلام]', '[سلامhello]'].includes(one.text), one.text)
})

test('a letter, its marks and an emoji of several parts are never torn', () => {
  for (let round = 0; round < 300; round += 1) {
    const random = dice(round + 500_000)
    const [one, other] = [new Sequence('a'), new Sequence('b')]
    other.merge(one.insert(0, 'xبy😀z'))

    // One puts a mark on the letter while the other writes right after it.
    const mark = one.insert(2, random.one(['\u064e', '\u0651', '\u0651\u064e']))
    const letter = other.insert(2, random.one(['ت', '😀', 'q']))
    const cut = other.remove(other.text.indexOf('z') - 1, other.text.indexOf('z'))
    for (const delta of [letter, cut]) one.merge(sent(delta))
    other.merge(sent(mark))

    assert.equal(one.text, other.text)
    assert.match(one.text, /^xب[\u064e\u0651]+(ت|😀|q)yz$/u)
  }
})

test('an index within a pair goes before it, and half a pair never leaves', () => {
  const [one, other] = [new Sequence('a'), new Sequence('b')]
  other.merge(one.insert(0, '😀'))

  other.merge(sent(one.insert(1, 'x')))
  other.merge(sent(one.change(`${one.text}\ud83d`)))
  other.merge(sent(other.remove(1, 2) ?? other.state()))

  assert.equal(one.text.isWellFormed?.() ?? true, true)
  assert.equal(other.text.startsWith('x'), true)
})

test('a text of 16 KiB is the most, and more is cut short', () => {
  const sequence = new Sequence('a')

  sequence.insert(0, 'ب'.repeat(TEXT_LIMIT_BYTES))
  const more = sequence.insert(0, 'x')

  assert.equal(utf8Length(sequence.text), TEXT_LIMIT_BYTES)
  assert.equal(more, null)
  assert.notEqual(sequence.remove(0, 1), null)
  assert.notEqual(sequence.insert(0, 'x'), null)
})

test('a text that was written and deleted too often says that it is full', () => {
  const sequence = new Sequence('a')
  const fill = () => {
    for (let left = UNITS_LIMIT; left > 0; left -= 8_000) {
      sequence.change('x'.repeat(8_000))
      sequence.change('')
    }
  }

  assert.throws(fill, SequenceFull)
  assert.throws(() => sequence.merge({ w: ['b'], i: [[0, 1, 0, 0, 65_536]], d: [] }), SequenceFull)
})

test('a state is runs, not letters, and comes in pieces that fit a frame', () => {
  const [one, late] = [new Sequence('a'), new Sequence('b')]
  for (let at = 0; at < 3_000; at += 1) one.insert(at, 'م')
  one.remove(100, 200)

  assert.ok(JSON.stringify(one.state()).length < 3_100)
  const parts = pieces(one.state(), 2_000)
  for (const part of parts) assert.ok(utf8Length(JSON.stringify(part)) <= 2_100)
  for (const part of parts.reverse()) late.merge(sent(part))
  assert.equal(late.text, one.text)
  assert.equal(late.digest(), one.digest())
})

test('a caret stays at its letter', () => {
  const [one, other] = [new Sequence('a'), new Sequence('b')]
  other.merge(one.insert(0, 'abc'))
  const caret = one.anchor(2)

  one.merge(other.insert(0, 'xyz'))
  assert.equal(one.index(caret), 5)
  one.merge(other.remove(3, 5))
  assert.equal(one.index(caret), 3)
  assert.equal(one.index(one.anchor(0)), 0)
  assert.equal(one.index(['nobody', 3]), undefined)
})

test('the changed letter among equal ones is the one at the caret', () => {
  const [one, other] = [new Sequence('a'), new Sequence('b')]
  other.merge(one.insert(0, 'aaaa'))

  const typed = one.change('aaaaa', 2)
  const between = other.insert(2, '|')
  one.merge(between)
  other.merge(typed)

  assert.equal(one.text, other.text)
  assert.deepEqual([one.text.indexOf('|')].filter(at => at === 2 || at === 3).length, 1)
})

test('what is no change is refused, and does nothing', () => {
  const sequence = new Sequence('a')
  sequence.insert(0, 'text')
  const wrong = [
    null, 7, [], {}, { w: [], i: [], d: {} }, { w: ['b'], i: [[1, 1, 0, 0, 'x']], d: [] },
    { w: ['b'], i: [[0, 0, 0, 0, 'x']], d: [] }, { w: ['b'], i: [[0, 1.5, 0, 0, 'x']], d: [] },
    { w: ['b'], i: [[0, 2 ** 50, 0, 0, 'x']], d: [] }, { w: ['b'], i: [[0, 1, 0, 0, '']], d: [] },
    { w: ['b'], i: [[0, 1, 0, 0, '\ud83d']], d: [] }, { w: ['b'], i: [[0, 1, 0, 0, '😀']], d: [] },
    { w: ['b'], i: [[0, 1, 0, 0, { length: 3 }]], d: [] }, { w: ['b'], i: [[0, 1, 0, 0, -4]], d: [] },
    { w: ['b'], i: [], d: [[0, 1, 1e9]] }, { w: ['b'.repeat(99)], i: [], d: [] }, { w: [''], i: [], d: [] },
    { w: [7], i: [], d: [] }, { w: ['b'], i: [[0, 1, 0, 0, ['', 'x'.repeat(50), '']]], d: [] },
  ]
  for (const delta of wrong) assert.throws(() => sequence.merge(delta), NoDelta, JSON.stringify(delta))
  // A writer who goes back in time is not believed.
  sequence.merge({ w: ['b', 'a'], i: [[0, 1, 1, 4, 'x']], d: [] })

  assert.equal(sequence.text, 'text')
})
