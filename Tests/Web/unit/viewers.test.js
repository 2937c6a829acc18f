import assert from 'node:assert/strict'
import test from 'node:test'
import { Viewers } from '../../../Services/Web/inbox/viewers.js'

/** A page whose time the test moves. */
function page(me = 'salem') {
  let time = 0
  let tasks = []
  const said = []
  const changes = []
  const viewers = new Viewers({
    me, say: (conversation, active) => said.push(`${conversation} ${active}`), changed: id => changes.push(id),
    clock: {
      now: () => time,
      later: (task, milliseconds) => {
        const entry = { at: time + milliseconds, task }
        tasks.push(entry)
        return () => { tasks = tasks.filter(other => other !== entry) }
      },
    },
  })
  const run = milliseconds => {
    for (const end = time + milliseconds; ;) {
      const [next] = tasks.sort((one, other) => one.at - other.at)
      if (!next || next.at > end) return void (time = end)
      tasks.shift()
      time = next.at
      next.task()
    }
  }
  return { viewers, said, changes, run }
}

const heard = (member, active = true) => ({ member, active })

test('a page says what it shows, says so again, and says when it does not', () => {
  const { viewers, said, run } = page()

  viewers.view('a')
  viewers.view('a')
  run(25_000)
  viewers.view('b')
  viewers.view(undefined)
  run(60_000)

  assert.deepEqual(said, ['a true', 'a true', 'a true', 'a false', 'b true', 'b false'])
})

test('the others are there while they say so, and no longer', () => {
  const { viewers, changes, run } = page()

  viewers.hear('a', heard('huda'))
  viewers.hear('a', heard('omar'))
  run(20_000)
  viewers.hear('a', heard('huda'))
  run(20_000)
  assert.deepEqual(viewers.of('a'), ['huda'])
  viewers.hear('a', heard('huda', false))
  viewers.hear('a', heard('huda', false))

  assert.deepEqual(viewers.of('a'), [])
  assert.deepEqual(changes, ['a', 'a', 'a', 'a'])
})

test('who comes is told at once of who is there, but not again and again', () => {
  const { viewers, said, run } = page()
  viewers.view('a')
  run(2_000)

  viewers.hear('a', heard('huda'))
  viewers.hear('a', heard('omar'))
  viewers.hear('b', heard('nora'))

  assert.deepEqual(said, ['a true', 'a true'])
})

test('the reader is not among the viewers, and stays there when another page of theirs closes', () => {
  const { viewers, said } = page()
  viewers.view('a')

  viewers.hear('a', heard('salem'))
  viewers.hear('a', heard('salem', false))
  viewers.hear('b', heard('salem', false))

  assert.deepEqual(viewers.of('a'), [])
  assert.deepEqual(said, ['a true', 'a true'])
})
