import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import test from 'node:test'
import { qrCode } from '../../../Services/Web/common/qr.js'

/** Drawings of versions 1 to 10, each of which zbar and OpenCV read as its text. */
const CONFIRMED = JSON.parse(readFileSync(new URL('data/qr-codes.json', import.meta.url), 'utf8'))

for (const { text, rows } of CONFIRMED) {
  test(`a text of ${Buffer.byteLength(text)} bytes is drawn as readers confirmed it`, () => {
    const drawn = qrCode(text)?.map(row => row.map(dark => (dark ? '#' : '.')).join(''))

    assert.deepEqual(drawn, rows)
  })
}

test('each version holds exactly as much as the standard says', () => {
  const rooms = [14, 26, 42, 62, 84, 106, 122, 152, 180, 213]
  rooms.forEach((room, index) => {
    assert.equal(qrCode('x'.repeat(room))?.length, 21 + 4 * index)
    assert.equal(qrCode('x'.repeat(room + 1))?.length, index < 9 ? 25 + 4 * index : undefined)
  })
})
