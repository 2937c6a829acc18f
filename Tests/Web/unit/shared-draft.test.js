import assert from 'node:assert/strict'
import test from 'node:test'
import { erase, inOrder, join, pair, type } from './network.js'

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

test('a step is taken back without those of the others, and brought back again', () => {
  const { network, salem, huda } = pair({}, 'ab')
  const step = what => {
    const place = huda.draft.together[what]()
    network.run(500)
    assert.equal(salem.draft.text, huda.draft.text)
    return place
  }
  network.run(2_000)
  type(huda, '12', 1)
  network.run(500)
  type(salem, 'X', 2)
  network.run(3_000)
  erase(huda, 4, 5)
  network.run(500)
  assert.equal(huda.draft.text, 'a1X2')

  assert.equal(step('undo'), 5)
  assert.equal(huda.draft.text, 'a1X2b')
  assert.equal(step('undo'), 1)
  assert.equal(huda.draft.text, 'aXb')
  assert.equal(step('undo'), undefined)
  step('redo')
  assert.equal(huda.draft.text, 'a12Xb')
  step('redo')
  assert.equal(huda.draft.text, 'a12X')
  assert.equal(step('redo'), undefined)
})

test('what was typed in one go is taken back in one go, a mark with its letter left', () => {
  const { network, salem, huda } = pair({}, '.')
  for (const letter of 'مرحبا') {
    type(huda, letter)
    network.run(200)
  }
  network.run(5_000)
  type(huda, '\u064b')

  huda.draft.together.undo()
  network.run(500)
  assert.equal(salem.draft.text, '.مرحبا')
  huda.draft.together.undo()
  network.run(500)
  assert.equal(salem.draft.text, '.')
  huda.draft.together.redo()
  network.run(500)
  assert.equal(salem.draft.text, '.مرحبا')
})

test('what was mistyped and mended in one go leaves nothing behind when it is taken back', () => {
  const { network, salem, huda } = pair({}, '.')
  network.run(2_000)
  type(huda, 'helo')
  erase(huda, 4, 5)
  type(huda, 'lo')
  assert.equal(huda.draft.text, '.hello')

  for (const [step, text] of [['undo', '.'], ['redo', '.hello'], ['undo', '.'], ['redo', '.hello']]) {
    huda.draft.together[step]()
    network.run(500)
    assert.equal(salem.draft.text, text)
  }
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
test('a caret is where the other sees it, whatever is typed before it', () => {
  const { network, salem, huda } = pair({}, 'abcdef')
  huda.draft.together.select(3)
  network.run(500)
  type(salem, 'xx', 0)
  network.run(500)

  assert.deepEqual(salem.draft.peers.map(({ caret }) => caret), [5])
})
