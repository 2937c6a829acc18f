import assert from 'node:assert/strict'
import test from 'node:test'
import { erase, inOrder, join, Network, pair, type } from './network.js'

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

test('a page that was loaded anew goes on with what it had, at another writer', () => {
  const { network, salem, huda } = pair()
  type(huda, ' وسهلا')
  network.run(1_000)
  const kept = JSON.parse(JSON.stringify(huda.draft.together.save()))
  const text = huda.draft.text
  huda.draft.close()
  huda.isOnline = false
  erase(salem, 0, 1)
  type(salem, 'ا', 0)
  network.run(1_000)
  const again = network.page('huda')
  again.draft.restore(kept)
  again.draft.open(text)
  network.run(5_000)

  assert.equal(again.draft.text, 'اهلا وسهلا')
  assert.equal(salem.draft.text, 'اهلا وسهلا')
  again.draft.restore({ ...kept, state: 7 })
  assert.equal(again.draft.text, 'اهلا وسهلا')
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

  const spam = { ...edit, n: 9, deltas: [{ w: ['spy9'], i: [[0, 99, 0, 0, 'spam']], d: [] }] }
  salem.draft.hear('spy', { ...spam, from: 'spy9' })
  // Nor under a colleague's name.
  salem.draft.hear('spy', { ...spam, from: 'huda1' })

  assert.equal(salem.draft.text, 'أهلا!')
})

test('what no page of ours says does nothing', () => {
  const { network, salem } = pair()
  const group = { kind: 'reply', from: 'huda1', group: salem.draft.peers[0] && 'salem0.0', round: 0 }
  const wrong = [
    null, 7, 'x', [], {}, { kind: 'reply' }, { kind: 'reply', from: 7 },
    { kind: 'reply', from: 'x'.repeat(99), do: 'here' },
    { ...group, do: 'edit' }, { ...group, do: 'edit', n: 1, deltas: [{}] },
    { ...group, do: 'edit', n: 'x', deltas: [] },
    { ...group, do: 'state', delta: 7 }, { ...group, do: 'pulse', heard: 7, digest: {}, caret: 'x', party: 'x' },
    { ...group, do: 'pulse', heard: { __proto__: 1, x: -1 }, caret: [1, 2] }, { ...group, do: 'dance' },
    { ...group, round: 1.5, do: 'edit' }, { ...group, group: 'y'.repeat(999), do: 'pulse' },
  ]
  for (const data of wrong) salem.draft.hear('huda', data)
  network.run(5_000)

  assert.equal(salem.draft.text, 'أهلا')
})
