import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { readdirSync, realpathSync } from 'node:fs'
import { createRequire } from 'node:module'
import test from 'node:test'
import { lean, read, WEB } from '../weight.js'

/** The compiler's own reader, found beside the `tsc` that checks our types. */
const typescript = createRequire(realpathSync(execFileSync('which', ['tsc'], { encoding: 'utf8' }).trim()))(
  '../lib/typescript.js')
const files = readdirSync(WEB, { recursive: true }).map(String)

/** A script as the compiler reads it, however it is written. */
function meaning(text) {
  const source = typescript.createSourceFile('a.js', text, typescript.ScriptTarget.ES2022)
  assert.deepEqual(source.parseDiagnostics, [])
  return typescript.createPrinter({ removeComments: true }).printFile(source)
}

test('a script without its comments is the same script, line by line', () => {
  for (const path of files.filter(path => path.endsWith('.js'))) {
    assert.equal(meaning(lean(path)), meaning(read(path)), path)
    assert.equal(lean(path).split('\n').length, read(path).split('\n').length, path)
  }
})

test('a style without its comments has every rule that it had', () => {
  const rules = text => text.replace(/\/\*[^]*?\*\//g, '').replace(/\s+/g, ' ').trim()
  for (const path of files.filter(path => path.endsWith('.css'))) {
    assert.equal(rules(lean(path)), rules(read(path)), path)
  }
})
