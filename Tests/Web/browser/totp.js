import { createHmac } from 'node:crypto'

const STEP_MILLISECONDS = 30_000
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/**
 * The code that an authenticator app shows (RFC 6238).
 * @param {string} secret In base 32.
 * @param {number} [ahead] Steps from now: each code is good for one time, and the next one is accepted already.
 */
export function codeOf(secret, ahead = 0) {
  const count = Buffer.alloc(8)
  count.writeBigUInt64BE(BigInt(Math.floor(Date.now() / STEP_MILLISECONDS) + ahead))
  const mac = createHmac('sha1', bytesOf(secret)).update(count).digest()
  const number = mac.readUInt32BE(mac[19] & 15) & 0x7fffffff
  return String(number % 1_000_000).padStart(6, '0')
}

/** @param {string} secret */
function bytesOf(secret) {
  const bits = [...secret].map(letter => LETTERS.indexOf(letter).toString(2).padStart(5, '0')).join('')
  return Buffer.from((bits.match(/.{8}/g) ?? []).map(byte => Number.parseInt(byte, 2)))
}
