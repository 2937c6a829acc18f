import assert from 'node:assert/strict'
import test from 'node:test'
import { Cowriting } from '../../../Services/Web/inbox/cowriting.js'
import { dice } from './dice.js'

/** Pages joined by a network of its own time. */
class Network {
  time = 0
  frames = 0
  #tasks = []
  #order = 0

  constructor({ seed = 1, loss = 0, twice = 0, delay = 40 } = {}) {
    Object.assign(this, { random: dice(seed), loss, twice, delay, pages: [] })
  }

  page(member, kind = 'reply') {
    const page = { member, isOnline: true, news: [], changes: 0, longest: 0 }
    page.draft = new Cowriting({
      me: member, writer: `${member}${this.pages.length}`, kind, send: data => this.#post(page, data),
      clock: { now: () => this.time, later: (task, milliseconds) => this.later(task, milliseconds) },
      changed: what => { if (what === 'text') page.changes += 1 },
      tell: news => page.news.push(`${news.what} ${news.member}`),
    })
    this.pages.push(page)
    return page
  }

  later(task, milliseconds) {
    const entry = { at: this.time + milliseconds, order: this.#order++, task }
    this.#tasks.push(entry)
    return () => { this.#tasks = this.#tasks.filter(other => other !== entry) }
  }

  run(milliseconds) {
    const end = this.time + milliseconds
    for (;;) {
      const [next] = this.#tasks.sort((one, other) => one.at - other.at || one.order - other.order)
      if (!next || next.at > end) break
      this.#tasks.shift()
      this.time = next.at
      next.task()
    }
    this.time = end
  }

  #post(from, data) {
    const text = JSON.stringify(data)
    from.longest = Math.max(from.longest, Buffer.byteLength(text))
    this.frames += 1
    if (!from.isOnline) return
    for (const to of this.pages) {
      if (this.random.chance(this.loss)) continue
      for (let copies = this.random.chance(this.twice) ? 2 : 1; copies > 0; copies -= 1) {
        this.later(() => { if (to.isOnline) to.draft.hear(from.member, JSON.parse(text)) },
          1 + this.random.below(this.delay))
      }
    }
  }
}

/** Types at a place as a person would, into whatever stands there. */
function type(page, text, at = page.draft.text.length) {
  const before = page.draft.text
  page.draft.typed(before.slice(0, at) + text + before.slice(at), at + text.length)
}

function erase(page, start, end) {
  const before = page.draft.text
  page.draft.typed(before.slice(0, start) + before.slice(end), start)
}

/** Lets `guest` into what `host` writes. */
function join(network, guest, host) {
  const known = () => guest.draft.others.find(({ member }) => member === host.member)
  for (let beats = 0; !known() && beats < 40; beats += 1) network.run(1_000)
  guest.draft.ask(known().writer)
  for (let beats = 0; !guest.draft.isTogether && beats < 40; beats += 1) {
    network.run(1_000)
    const asked = host.draft.asked.find(({ member }) => member === guest.member)
    if (asked) host.draft.accept(asked.writer)
  }
  assert.ok(guest.draft.isTogether)
}

/** @returns Two who write together, the first of whom began. */
function pair(options, text = 'أهلا') {
  const network = new Network(options)
  const [salem, huda] = [network.page('salem'), network.page('huda')]
  salem.draft.open('')
  huda.draft.open('')
  type(salem, text)
  join(network, huda, salem)
  return { network, salem, huda }
}

const inOrder = text => [...text].sort().join('')

test('who writes alone is seen, and shows nobody what', () => {
  const network = new Network()
  const [salem, huda] = [network.page('salem'), network.page('huda')]
  huda.draft.open('')
  salem.draft.open('a secret')
  network.run(1_000)

  assert.deepEqual(huda.draft.others.map(({ member }) => member), ['salem'])
  assert.equal(huda.draft.text, '')
  salem.draft.typed('')
  network.run(1_000)
  assert.deepEqual(huda.draft.others, [])
})

test('both have to want it: one asks, the other lets them in', () => {
  const network = new Network()
  const [salem, huda] = [network.page('salem'), network.page('huda')]
  salem.draft.open('مرحبا')
  huda.draft.open('')
  network.run(1_000)

  huda.draft.ask(huda.draft.others[0].writer)
  network.run(8_000)
  assert.equal(huda.draft.asking, 'salem')
  assert.equal(huda.draft.text, '')
  assert.deepEqual(salem.draft.asked.map(({ member }) => member), ['huda'])
  salem.draft.accept(salem.draft.asked[0].writer)
  network.run(1_000)

  assert.equal(huda.draft.text, 'مرحبا')
  assert.deepEqual(huda.draft.peers.map(({ member }) => member), ['salem'])
  assert.deepEqual(salem.draft.peers.map(({ member }) => member), ['huda'])
  assert.deepEqual(salem.draft.asked, [])
})

test('who is refused is told, and who gives up is not let in', () => {
  const network = new Network()
  const [salem, huda] = [network.page('salem'), network.page('huda')]
  salem.draft.open('x')
  huda.draft.open('')
  network.run(1_000)

  huda.draft.ask(huda.draft.others[0].writer)
  network.run(500)
  salem.draft.decline(salem.draft.asked[0].writer)
  network.run(500)
  assert.deepEqual(huda.news, ['declined salem'])
  assert.equal(huda.draft.asking, undefined)

  huda.draft.ask(huda.draft.others[0].writer)
  network.run(500)
  huda.draft.cancel()
  network.run(500)
  assert.deepEqual(salem.draft.asked, [])
})

test('where both ask, nobody has to answer', () => {
  const network = new Network()
  const [salem, huda] = [network.page('salem'), network.page('huda')]
  salem.draft.open('one')
  huda.draft.open('two')
  network.run(1_000)

  salem.draft.ask(salem.draft.others[0].writer)
  huda.draft.ask(huda.draft.others[0].writer)
  network.run(2_000)

  assert.equal(salem.draft.text, huda.draft.text)
  assert.deepEqual(salem.draft.text.split('\n').sort(), ['one', 'two'])
})

test('both see what the other types, and keep what each had written before', () => {
  const { network, salem, huda } = pair()
  type(huda, ' وسهلا')
  type(salem, '> ', 0)
  network.run(1_000)

  assert.equal(salem.draft.text, '> أهلا وسهلا')
  assert.equal(huda.draft.text, '> أهلا وسهلا')
  assert.ok(salem.changes > 0)
})

test('a caret is where the other sees it, whatever is typed before it', () => {
  const { network, salem, huda } = pair({}, 'abcdef')
  huda.draft.select(3)
  network.run(500)
  type(salem, 'xx', 0)
  network.run(500)

  assert.deepEqual(salem.draft.peers.map(({ caret }) => caret), [5])
})

test('two who type all the time on a network that loses, repeats and reorders end in one text with all of it', () => {
  for (let seed = 1; seed <= 40; seed += 1) {
    const { network, salem, huda } = pair({ seed, loss: 0.25, twice: 0.15, delay: 900 }, '.')
    const omar = network.page('omar')
    omar.draft.open('')
    join(network, omar, huda)
    const pages = [salem, huda, omar]
    let typed = salem.draft.text
    for (let step = 0; step < 60; step += 1) {
      const letter = String.fromCharCode(0x4e00 + seed * 100 + step)
      const page = network.random.one(pages)
      type(page, letter, network.random.below(page.draft.text.length + 1))
      typed += letter
      if (network.random.chance(0.1)) {
        const cut = network.random.below(page.draft.text.length)
        typed = typed.replace(page.draft.text[cut], '')
        erase(page, cut, cut + 1)
      }
      if (network.random.chance(0.06)) page.isOnline = !page.isOnline
      network.run(network.random.below(400))
    }
    for (const page of pages) {
      page.isOnline = true
      page.draft.back()
    }
    network.run(90_000)

    for (const page of pages) assert.equal(page.draft.text, salem.draft.text, `seed ${seed}`)
    assert.equal(inOrder(salem.draft.text), inOrder(typed), `seed ${seed}`)
  }
})

test('sending clears it for both, says who did, and keeps what was typed at that moment', () => {
  for (let seed = 1; seed <= 30; seed += 1) {
    const { network, salem, huda } = pair({ seed, loss: 0.2, twice: 0.2, delay: 600 })
    network.run(20_000)
    type(huda, '!')
    salem.draft.sent()
    assert.equal(salem.draft.text, '')
    network.run(30_000)

    assert.equal(huda.draft.text, '!', `seed ${seed}`)
    assert.equal(salem.draft.text, '!', `seed ${seed}`)
    erase(huda, 0, 1)
    network.run(30_000)
    assert.equal(salem.draft.text, '')
  }
  const { network, salem, huda } = pair()
  salem.draft.sent()
  network.run(1_000)
  assert.deepEqual(huda.news, ['sent salem'])
  assert.deepEqual(salem.news, [])
})

test('after a reply was sent the text begins anew, without the places of what was deleted', () => {
  const { network, salem, huda } = pair({}, 'word '.repeat(300))
  const frames = []
  const late = network.page('omar')
  late.draft.hear = (member, data) => frames.push(data)
  for (let reply = 1; reply <= 5; reply += 1) {
    type(huda, 'another '.repeat(100))
    network.run(5_000)
    salem.draft.sent()
    network.run(20_000)

    type(huda, 'x')
    network.run(1_000)
    const edit = frames.findLast(data => data.do === 'edit')
    assert.equal(edit.round, reply)
    assert.deepEqual(edit.deltas, [{ w: [edit.from], i: [[0, 1, 0, 0, 'x']], d: [] }])
    assert.equal(salem.draft.text, 'x')
  }
})

test('what was typed while cut off comes along into the text that has begun anew, and what was sent does not', () => {
  const { network, salem, huda } = pair()
  type(huda, ' وسهلا')
  network.run(10_000)
  huda.isOnline = false
  type(huda, ' بك')
  network.run(15_000)
  salem.draft.sent()
  network.run(20_000)
  type(salem, 'new ')
  network.run(1_000)
  salem.draft.sent()
  network.run(20_000)
  huda.isOnline = true
  huda.draft.back()
  network.run(10_000)

  assert.equal(huda.draft.text, ' بك')
  assert.equal(salem.draft.text, ' بك')
})

test('whoever vanishes leaves their text, and finds it again when they come back', () => {
  const { network, salem, huda } = pair()
  type(huda, ' وسهلا')
  network.run(1_000)
  huda.isOnline = false
  network.run(15_000)
  assert.deepEqual(salem.draft.peers, [])
  assert.equal(salem.draft.text, 'أهلا وسهلا')
  type(salem, '!')
  type(huda, '؟')
  network.run(1_000)
  huda.isOnline = true
  huda.draft.back()
  network.run(8_000)

  assert.equal(salem.draft.text, huda.draft.text)
  assert.equal(inOrder(salem.draft.text), inOrder('أهلا وسهلا!؟'))
  salem.draft.gone('huda')
  assert.deepEqual(salem.draft.peers, [])
})

test('who looks at another conversation and comes back goes on, without being asked again', () => {
  const { network, salem, huda } = pair()
  const kept = huda.draft.text
  network.run(500)
  huda.draft.close()
  network.run(500)
  assert.deepEqual(salem.draft.peers, [])
  type(salem, '!')
  network.run(5_000)
  huda.draft.open(kept)
  network.run(5_000)

  assert.equal(huda.draft.text, 'أهلا!')
  assert.equal(salem.draft.text, 'أهلا!')
  assert.deepEqual(salem.draft.peers.map(({ member }) => member), ['huda'])
})

test('a page that was loaded anew is let in again by itself, and what it kept is not there twice', () => {
  const { network, salem, huda } = pair()
  huda.isOnline = false
  const again = network.page('huda')
  again.draft.open(huda.draft.text)
  join(network, again, salem)
  network.run(3_000)

  assert.equal(again.draft.text, 'أهلا')
  assert.equal(salem.draft.text, 'أهلا')
  assert.deepEqual(salem.draft.asked, [])
})

test('who goes on alone keeps the text, and so does the other', () => {
  const { network, salem, huda } = pair()
  huda.draft.leave()
  type(huda, ' mine')
  type(salem, ' his')
  network.run(2_000)

  assert.deepEqual([huda.draft.text, salem.draft.text], ['أهلا mine', 'أهلا his'])
  assert.deepEqual(huda.draft.others.map(({ member }) => member), ['salem'])
})

test('an answer and a note are two texts', () => {
  const network = new Network()
  const [reply, note] = [network.page('salem', 'reply'), network.page('huda', 'note')]
  reply.draft.open('x')
  note.draft.open('')
  network.run(4_000)

  assert.deepEqual(note.draft.others, [])
})

test('nobody who was not let in writes into it', () => {
  const { network, salem } = pair()
  const frames = []
  const spy = network.page('spy')
  spy.draft.hear = (member, data) => frames.push(data)
  type(salem, '!')
  network.run(1_000)
  const edit = frames.find(data => data.do === 'edit')

  salem.draft.hear('spy', { ...edit, from: 'spy9', n: 9, deltas: [{ w: ['spy9'], i: [[0, 99, 0, 0, 'spam']], d: [] }] })
  // Nor under a colleague's name.
  salem.draft.hear('spy', { ...edit, from: 'huda1', n: 9, deltas: [{ w: ['spy9'], i: [[0, 99, 0, 0, 'spam']], d: [] }] })

  assert.equal(salem.draft.text, 'أهلا!')
})

test('while letters are put together nothing changes under them', () => {
  const { network, salem, huda } = pair({}, 'abc')
  huda.draft.hold()
  type(salem, 'x', 0)
  network.run(1_000)
  assert.equal(huda.draft.text, 'abc')
  type(huda, '漢', 3)
  huda.draft.release()
  network.run(1_000)

  assert.equal(huda.draft.text, 'xabc漢')
  assert.equal(salem.draft.text, 'xabc漢')
})

test('what no page of ours says does nothing', () => {
  const { network, salem } = pair()
  const group = { kind: 'reply', from: 'huda1', group: salem.draft.peers[0] && 'salem0.0', round: 0 }
  const wrong = [
    null, 7, 'x', [], {}, { kind: 'reply' }, { kind: 'reply', from: 7 }, { kind: 'reply', from: 'x'.repeat(99), do: 'here' },
    { ...group, do: 'edit' }, { ...group, do: 'edit', n: 1, deltas: [{}] }, { ...group, do: 'edit', n: 'x', deltas: [] },
    { ...group, do: 'state', delta: 7 }, { ...group, do: 'pulse', heard: 7, digest: {}, caret: 'x', party: 'x' },
    { ...group, do: 'pulse', heard: { __proto__: 1, x: -1 }, caret: [1, 2] }, { ...group, do: 'dance' },
    { ...group, round: 1.5, do: 'edit' }, { ...group, group: 'y'.repeat(999), do: 'pulse' },
  ]
  for (const data of wrong) salem.draft.hear('huda', data)
  network.run(5_000)

  assert.equal(salem.draft.text, 'أهلا')
})

test('a long text is given in frames that the gateway takes', () => {
  const { network, salem, huda } = pair({}, 'ب'.repeat(8_000))
  network.run(3_000)

  assert.equal(huda.draft.text, salem.draft.text)
  assert.ok(salem.longest < 20_000, `${salem.longest}`)
})

test('one letter is one small frame, and typing fast is not a frame a letter', () => {
  const { network, salem } = pair()
  network.run(2_000)
  const before = network.frames
  salem.longest = 0
  for (let at = 0; at < 50; at += 1) {
    type(salem, 'x')
    network.run(20)
  }

  assert.ok(network.frames - before <= 14, `${network.frames - before} frames`)
  assert.ok(salem.longest < 800, `${salem.longest} bytes`)
})
