import assert from 'node:assert/strict'
import test from 'node:test'
import { contrast, inkOn, readable } from '../../../Services/Web/common/colour.js'

test('contrast is WCAG’s', () => {
  assert.equal(Math.round(contrast('#000000', '#ffffff')), 21)
  assert.equal(contrast('#777777', '#777777'), 1)
})

test('whatever colour an owner chooses, what is written on it and in it can be read', () => {
  for (const colour of ['#0c5a52', '#ffe600', '#ff5a5f', '#808080', '#000000', '#ffffff', '#00d0ff']) {
    assert.ok(contrast(inkOn(colour), colour) >= 4.5, `on ${colour}`)
    for (const page of ['#fffefb', '#1a1e1c']) {
      assert.ok(contrast(readable(colour, page), page) >= 4.5, `${colour} on ${page}`)
    }
  }
})
