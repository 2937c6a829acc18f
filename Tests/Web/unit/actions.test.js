import assert from 'node:assert/strict'
import test from 'node:test'
import { actions, chordOf, keyNames, match, registerAction, runAction }
  from '../../../Services/Web/inbox/actions.js'

const action = (id, ...keys) => ({ id, keys, label: id, group: 'list', run() {} })
const pressed = (code, held = {}) => chordOf({ code, ...held })

test('a chord says what is held, Ctrl and Command alike', () => {
  assert.deepEqual([
    pressed('KeyJ'), pressed('KeyJ', { shiftKey: true }), pressed('KeyK', { metaKey: true }),
    pressed('KeyK', { ctrlKey: true, shiftKey: true }),
  ], ['KeyJ', 'Shift+KeyJ', 'Mod+KeyK', 'Mod+Shift+KeyK'])
})

test('a key finds its action, and only with what is held', () => {
  const all = [action('next', 'KeyJ', 'ArrowDown'), action('more', 'Shift+KeyJ')]

  assert.deepEqual(['KeyJ', 'ArrowDown', 'Shift+KeyJ', 'Mod+KeyJ'].map(chord => match(all, '', chord).action?.id),
    ['next', 'next', 'more', undefined])
})

test('two keys one after the other are one action; what they do not say together the second says alone', () => {
  const all = [action('go', 'KeyG KeyI'), action('reply', 'KeyR')]

  assert.deepEqual(match(all, '', 'KeyG'), { begins: true })
  assert.equal(match(all, 'KeyG', 'KeyI').action?.id, 'go')
  assert.equal(match(all, 'KeyG', 'KeyR').action?.id, 'reply')
  assert.equal(match(all, '', 'KeyI').action, undefined)
})

test('what cannot be done now has no keys', () => {
  const all = [{ ...action('close', 'KeyE'), when: () => false }]

  assert.equal(match(all, '', 'KeyE').action, undefined)
})

test('an action ends with whoever registered it, unless another has taken its place', () => {
  const first = new AbortController()
  const second = new AbortController()
  let ran = 0
  registerAction({ ...action('one'), run: () => { ran += 1 } }, first.signal)
  registerAction({ ...action('one'), run: () => { ran += 10 } }, second.signal)

  first.abort()
  runAction('one')
  second.abort()
  runAction('one')

  assert.equal(ran, 10)
  assert.deepEqual(actions(), [])
})

test('keys are named as a keyboard shows them', () => {
  assert.deepEqual(keyNames('KeyG KeyI'), ['G', 'I'])
  assert.deepEqual(keyNames('Shift+KeyJ'), ['Shift', 'J'])
  assert.deepEqual([keyNames('Mod+KeyK'), keyNames('Mod+KeyK', true)], [['Ctrl', 'K'], ['⌘', 'K']])
  assert.deepEqual([keyNames('Slash'), keyNames('Shift+Slash'), keyNames('Escape')], [['/'], ['?'], ['Esc']])
})
