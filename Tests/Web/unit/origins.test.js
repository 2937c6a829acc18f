import assert from 'node:assert/strict'
import test from 'node:test'
import { originOf } from '../../../Services/Web/settings/origins.js'

test('an address is taken as people write it', () => {
  const given = [
    'https://shop.example', ' shop.example ', 'HTTPS://Shop.Example/products?x=1#y', 'https://shop.example:443',
    'http://localhost:3000/', 'https://*.shop.example', '*.shop.example/x', 'https://متجر.example',
  ]

  assert.deepEqual(given.map(originOf), [
    'https://shop.example', 'https://shop.example', 'https://shop.example', 'https://shop.example',
    'http://localhost:3000', 'https://*.shop.example', 'https://*.shop.example', 'https://xn--pgbep1f.example',
  ])
})

test('what is no address of pages is none', () => {
  for (const text of ['', ' ', 'ftp://shop.example', 'javascript:alert(1)', 'https://', 'a b', 'https://*.example',
    'https://me@shop.example', 'mailto:a@b.example']) assert.equal(originOf(text), undefined, text)
})
