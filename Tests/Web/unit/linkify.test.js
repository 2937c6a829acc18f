import assert from 'node:assert/strict'
import test from 'node:test'

// The module also draws; finding addresses needs no page.
globalThis.HTMLElement ??= /** @type {any} */ (class {})
const { linkify } = await import('../../../Services/Web/common/linkify.js')

const links = text => linkify(text).filter(({ href }) => href)
  .map(({ text, href }) => (text === href ? href : [text, href]))

test('addresses are found and the text around them stays', () => {
  const pieces = linkify('انظر https://a.example/x?y=1&z=2، ثم www.b.example.')

  assert.equal(pieces.map(({ text }) => text).join(''), 'انظر https://a.example/x?y=1&z=2، ثم www.b.example.')
  assert.deepEqual(pieces.filter(({ href }) => href).map(({ href }) => href), [
    'https://a.example/x?y=1&z=2', 'https://www.b.example',
  ])
})

test('the end of a sentence is not part of an address', () => {
  assert.deepEqual(links('(see https://a.example/b_(c))!'), ['https://a.example/b_(c)'])
  assert.deepEqual(links('هل رأيت https://a.example/ب؟'), ['https://a.example/ب'])
})

test('mail addresses become mailto', () => {
  assert.deepEqual(links('write to a.b+c@example.com, please'), [['a.b+c@example.com', 'mailto:a.b+c@example.com']])
})

test('nothing else ever becomes a link', () => {
  assert.deepEqual(links('javascript:alert(1) data:text/html,x ftp://a.example <a href="https:">'), [])
  assert.deepEqual(links('"https://a.example/"onclick="x"'), ['https://a.example/'])
})
