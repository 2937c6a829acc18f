import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import test from 'node:test'
import { read, WEB } from '../weight.js'

const FILES = ['common/icons.js', 'inbox/list-icons.js', 'inbox/thread-icons.js']
const names = FILES.flatMap(path => [...read(path).matchAll(/^export const (\w+)/gm)].map(([, name]) => name))

test('one name means one picture, whichever file it is drawn from', () => {
  assert.deepEqual(names.filter((name, place) => names.indexOf(name) !== place), [])
})

test('every picture is drawn somewhere', () => {
  const sources = readdirSync(WEB, { recursive: true }).map(String)
    .filter(path => path.endsWith('.js') && !FILES.includes(path)).map(read).join('\n')

  assert.deepEqual(names.filter(name => !new RegExp(`\\b${name}\\b`).test(sources)), [])
})
