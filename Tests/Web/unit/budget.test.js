import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import test from 'node:test'
import { firstLook, inboxFirstLoad, read, sum, WEB, widget, withImports } from '../weight.js'

const LOADER_BYTES = 5 * 1024
/** Loader, frame, form and one language: everything before a visitor writes. */
const FIRST_LOOK_BYTES = 18 * 1024
/** The same with a conversation. */
const WIDGET_BYTES = 30_000
/** The team's page as it begins, in either language. */
const INBOX_BYTES = 80 * 1024
/** What the first file brings beyond a conversation, with its texts and looks. */
const FILES_BYTES = 6 * 1024
const LINES_LIMIT = 420

test('the loader is under 5 KB even without compression', () => {
  const bytes = Buffer.byteLength(read('widget/loader.js'))

  assert.ok(bytes < LOADER_BYTES, `${bytes} bytes`)
})

test('a first look at the widget keeps its budget as browsers get it', () => {
  const files = firstLook()

  assert.ok(sum(files) < FIRST_LOOK_BYTES, `${sum(files)} bytes in ${files.length} files`)
})

test('the whole widget keeps its budget as browsers get it', () => {
  const files = widget()

  assert.ok(sum(files) < WIDGET_BYTES, `${sum(files)} bytes in ${files.length} files`)
})

test('files come with the first of them, within a budget of their own', () => {
  const talk = new Set(widget())
  const own = ['common/attachments.css', 'common/catalogue/ar-files.js', ...withImports(['widget/files.js'])]
  const files = own.filter(path => !talk.has(path))

  assert.ok(!talk.has('widget/files.js') && !talk.has('common/attachments.js'))
  assert.ok(sum(files) < FILES_BYTES, `${sum(files)} bytes in ${files.length} files`)
})

test('a first look needs nothing of a conversation', () => {
  const later = withImports(['widget/talk.js']).filter(path => !firstLook().includes(path))
  for (const path of ['widget/chat.js', 'widget/chat-thread.js', 'widget/chat-composer.js', 'common/socket.js']) {
    assert.ok(later.includes(path), path)
  }
})

test('the frame fetches every module of its first look at once', () => {
  const frame = read('widget/frame.html')
  for (const path of firstLook()) {
    const asked = path.endsWith('.js') && !/catalogue|loader/.test(path)
    if (asked) assert.ok(frame.includes(`/assets/${path}"`), path)
  }
})

test("the team's page keeps its budget as browsers get it", () => {
  for (const files of inboxFirstLoad()) {
    assert.ok(files.includes('inbox/elements/conversation-list.js') && files.includes('inbox/list.css'))
    assert.ok(sum(files) < INBOX_BYTES, `${sum(files)} bytes in ${files.length} files`)
  }
})

test('what few people open on any day is fetched when they do', () => {
  const [files] = inboxFirstLoad()
  for (const path of ['command-bar', 'filter-builder', 'keys-sheet', 'elements/search-results', 'elements/bulk-bar']) {
    assert.ok(!files.includes(`inbox/${path}.js`), path)
  }
})

test('no file is longer than a reader follows', () => {
  const files = readdirSync(WEB, { recursive: true }).map(String).filter(path => /\.(js|css|html)$/.test(path))
  for (const path of files) assert.ok(read(path).split('\n').length <= LINES_LIMIT, path)
})
