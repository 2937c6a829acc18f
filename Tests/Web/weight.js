// What pages weigh as browsers get them. Run by itself it prints what the benchmark's table has no other way to know.

import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync } from 'node:zlib'

export const WEB = new URL('../../Services/Web/', import.meta.url)

export const read = path => readFileSync(new URL(path, WEB), 'utf8')
/** What a browser gets: each file without its comments, compressed by itself as deploy/Dockerfile does. */
const packed = path => brotliCompressSync(lean(path)).length
export const sum = paths => paths.reduce((bytes, path) => bytes + packed(path), 0)

/**
 * A file as the gateway sends it (`LeanText` in Shared/Server): without what begins a line as a comment, types, and
 * indentation.
 * @param {string} path
 */
export function lean(path) {
  const script = path.endsWith('.js')
  if (!script && !path.endsWith('.css')) return read(path)
  let inside = false
  const code = line => {
    let rest = inside ? line : line.replace(/^[ \t]+/, '')
    while (inside || rest.startsWith('/*')) {
      const end = rest.indexOf('*/', inside ? 0 : 2)
      inside = end < 0
      if (inside) return ''
      rest = rest.slice(end + 2).replace(/^[ \t]+/, '')
    }
    if (!script) return rest
    return rest.startsWith('//') ? '' : rest.replace(/\/\*\* @type .*?\*\/ ?/g, '')
  }
  return read(path).split('\n').map(code).join('\n')
}

/** What the frame loads at once, found as a browser finds it: its tags, then imports of imports. */
export function firstLook() {
  const tags = [...read('widget/frame.html').matchAll(/(?:href|src)="\/assets\/([^"]+)"/g)].map(match => match[1])
  const own = ['widget/loader.js', 'widget/launcher.css', 'widget/frame.html', 'common/catalogue/ar-visitor.js']
  return [...own, ...withImports(tags)]
}

/** The whole widget: its first look, and what comes with a conversation. */
export function widget() {
  return [...new Set([...firstLook(), ...withImports(['widget/talk.js']), 'widget/talk.css'])]
}

/** @param {string[]} paths */
export function withImports(paths) {
  const found = new Set()
  const waiting = [...paths]
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

/** What the team's page loads before anybody does anything: its tags, its first import and the reader's language. */
export function inboxFirstLoad() {
  const tags = [...read('inbox/index.html').matchAll(/(?:href|src)="\/assets\/([^"]+)"/g)].map(match => match[1])
  const later = [...read('inbox/app.js').matchAll(/import\('(\.[^']+)'\)/g)].map(([, name]) => `inbox/${name.slice(2)}`)
  const files = language => withImports([...tags, ...later, `common/catalogue/${language}.js`])
  return ['ar', 'en'].map(language => ['inbox/index.html', ...files(language)])
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [first, whole] = [firstLook(), widget()].map(files => (sum(files) / 1024).toFixed(1))
  console.log(`widget, compressed: ${first} KB at first, ${whole} KB with a conversation (must: 30 KB)`)
  for (const files of inboxFirstLoad()) {
    const language = files.some(path => path.includes('catalogue/ar')) ? 'Arabic' : 'English'
    const size = (sum(files) / 1024).toFixed(1)
    console.log(`inbox page, first load in ${language}, compressed: ${size} KB in ${files.length} files (must: 150 KB)`)
  }
}
