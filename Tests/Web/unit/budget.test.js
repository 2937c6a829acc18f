import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import test from 'node:test'
import vm from 'node:vm'
import { gzipSync } from 'node:zlib'

const WEB = new URL('../../../Services/Web/', import.meta.url)
const LOADER_BYTES = 5 * 1024
const WIDGET_BYTES = 30 * 1024
const LINES_LIMIT = 420

const read = path => readFileSync(new URL(path, WEB), 'utf8')
const packed = text => gzipSync(text, { level: 9 }).length

/** What a server sends that leaves out the lines of comments: blocks that begin a line, and lines that begin with two slashes. */
function served(path) {
  const text = read(path)
  return /\.(js|css)$/.test(path) ? text.replace(/^[ \t]*\/\*[^]*?\*\/[ \t]*\n/gm, '').replace(/^[ \t]*\/\/.*\n/gm, '') : text
}

/** Every file that an open widget loads, found as a browser finds it: the frame's tags, then imports of imports. */
function loaded() {
  const found = new Set(['widget/frame.html', 'common/catalogue/ar-visitor.js'])
  const waiting = [...read('widget/frame.html').matchAll(/(?:href|src)="\/assets\/([^"]+)"/g)].map(match => match[1])
  for (let path; (path = waiting.pop());) {
    if (found.has(path)) continue
    found.add(path)
    if (!path.endsWith('.js')) continue
    for (const [, name] of read(path).matchAll(/^(?:import|export) .*from '(\.[^']+)'/gm)) waiting.push(new URL(name, new URL(path, 'file:///')).pathname.slice(1))
  }
  return [...found]
}

test('the loader is under 5 KB compressed, even with its comments', () => {
  assert.ok(packed(read('widget/loader.js')) < LOADER_BYTES, `${packed(read('widget/loader.js'))} bytes`)
})

test('the whole widget, loader included, is under 30 KB compressed, its comments left out', () => {
  const files = ['widget/loader.js', ...loaded()]
  const bytes = files.reduce((sum, path) => sum + packed(served(path)), 0)

  assert.ok(bytes < WIDGET_BYTES, `${bytes} bytes in ${files.length} files`)
})

test('without their comments the modules are still what they were', () => {
  for (const path of ['widget/loader.js', ...loaded()].filter(path => path.endsWith('.js'))) {
    // Modules are read as functions here: only whether they parse is asked.
    const body = served(path).replace(/^import .*$/gm, '').replace(/^export (default )?/gm, (_, word) => (word ? 'const _ = ' : ''))
    assert.doesNotThrow(() => new vm.Script(`(async () => {${body}\n})`), path)
  }
})

test('the frame fetches every module of its own at once', () => {
  const frame = read('widget/frame.html')
  for (const path of loaded()) if (path.endsWith('.js') && !path.includes('catalogue')) assert.ok(frame.includes(`/assets/${path}"`), path)
})

test('no file is longer than a reader follows', () => {
  const files = readdirSync(WEB, { recursive: true }).map(String).filter(path => /\.(js|css|html)$/.test(path))
  for (const path of files) assert.ok(read(path).split('\n').length <= LINES_LIMIT, path)
})
