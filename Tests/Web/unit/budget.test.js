import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import test from 'node:test'
import { gzipSync } from 'node:zlib'

const WEB = new URL('../../../Services/Web/', import.meta.url)
const LOADER_BYTES = 5 * 1024
const WIDGET_BYTES = 42 * 1024
const LINES_LIMIT = 420

const read = path => readFileSync(new URL(path, WEB), 'utf8')
/** What a browser gets: each file as it is, compressed by itself. */
const packed = path => gzipSync(read(path), { level: 9 }).length
const sum = paths => paths.reduce((bytes, path) => bytes + packed(path), 0)

/** Every file that an open widget loads, found as a browser finds it: the frame's tags, then imports of imports. */
function loaded() {
  const found = new Set(['widget/frame.html', 'common/catalogue/ar-visitor.js'])
  const waiting = [...read('widget/frame.html').matchAll(/(?:href|src)="\/assets\/([^"]+)"/g)].map(match => match[1])
  for (let path; (path = waiting.pop());) {
    if (found.has(path)) continue
    found.add(path)
    if (path.endsWith('.js')) waiting.push(...imports(path))
  }
  return [...found]
}

/** @param {string} path */
function imports(path) {
  return [...read(path).matchAll(/^(?:import|export) [^;]*? from '(\.[^']+)'/gm)]
    .map(([, name]) => new URL(name, new URL(path, 'file:///')).pathname.slice(1))
}

test('the loader is under 5 KB compressed', () => {
  assert.ok(packed('widget/loader.js') < LOADER_BYTES, `${packed('widget/loader.js')} bytes`)
})

test('the whole widget, loader included, keeps its budget as browsers get it', () => {
  const files = ['widget/loader.js', ...loaded()]

  assert.ok(sum(files) < WIDGET_BYTES, `${sum(files)} bytes in ${files.length} files`)
})

test('the frame fetches every module of its own at once', () => {
  const frame = read('widget/frame.html')
  for (const path of loaded()) {
    if (path.endsWith('.js') && !path.includes('catalogue')) assert.ok(frame.includes(`/assets/${path}"`), path)
  }
})

test('no file is longer than a reader follows', () => {
  const files = readdirSync(WEB, { recursive: true }).map(String).filter(path => /\.(js|css|html)$/.test(path))
  for (const path of files) assert.ok(read(path).split('\n').length <= LINES_LIMIT, path)
})
