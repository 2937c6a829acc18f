import { withErrorCorrection } from './qr-correction.js'
import { draw, penalty } from './qr-matrix.js'

/** By version from 1: error codewords of a block, then each kind of block as its count and its data codewords. */
const BLOCKS = /** @type {[number, ...[number, number][]][]} */ ([
  [10, [1, 16]], [16, [1, 28]], [26, [1, 44]], [18, [2, 32]], [24, [2, 43]], [16, [4, 27]], [18, [4, 31]],
  [22, [2, 38], [2, 39]], [22, [3, 36], [2, 37]], [26, [4, 43], [1, 44]],
])
const MASKS = 8
const BYTE_MODE = 0b0100
/** They fill what the text leaves empty, in turn. */
const FILLERS = [0xec, 0x11]

/**
 * A QR code (ISO/IEC 18004, model 2) of a text as UTF-8 at error level M, up to version 10: what a telephone scans to
 * enrol, and nothing else.
 * @param {string} text
 * @returns {boolean[][]|undefined} Rows of modules, true where dark, without the quiet zone of four around them;
 *   undefined for a text that does not fit.
 */
export function qrCode(text) {
  const bytes = new TextEncoder().encode(text)
  const version = BLOCKS.findIndex((_, index) => bits(bytes, index + 1).length <= 8 * room(index + 1)) + 1
  if (version === 0) return undefined
  const [errorLength, ...kinds] = BLOCKS[version - 1]
  const codewords = withErrorCorrection(padded(bits(bytes, version), room(version)), kinds, errorLength)
  const drawn = Array.from({ length: MASKS }, (_, mask) => draw(version, codewords, mask))
  const costs = drawn.map(penalty)
  return drawn[costs.indexOf(Math.min(...costs))]
}

/**
 * Data codewords of a version.
 * @param {number} version
 */
function room(version) {
  const [, ...kinds] = BLOCKS[version - 1]
  return kinds.reduce((sum, [count, length]) => sum + count * length, 0)
}

/**
 * The mode, the length, the bytes.
 * @param {Uint8Array} bytes
 * @param {number} version
 */
function bits(bytes, version) {
  const text = (/** @type {number} */ value, /** @type {number} */ length) => value.toString(2).padStart(length, '0')
  return text(BYTE_MODE, 4) + text(bytes.length, version < 10 ? 8 : 16) + [...bytes].map(byte => text(byte, 8)).join('')
}

/**
 * Up to four zeros, zeros to the end of the byte, then the fillers.
 * @param {string} stream
 * @param {number} length In bytes.
 */
function padded(stream, length) {
  const ended = stream.padEnd(Math.min(stream.length + 4, 8 * length), '0')
  const bytes = (ended.match(/.{1,8}/g) ?? []).map(byte => Number.parseInt(byte.padEnd(8, '0'), 2))
  return [...bytes, ...Array.from({ length: length - bytes.length }, (_, index) => FILLERS[index % 2])]
}
