/** @typedef {Record<string, number>} Heard Of each writer, how many of their edits. */

/**
 * @param {Heard} one
 * @param {Heard} other
 */
export function same(one, other) {
  const writers = new Set([...Object.keys(one), ...Object.keys(other)])
  return [...writers].every(writer => one[writer] === other[writer])
}

/**
 * @param {any} heard
 * @returns {Heard}
 */
export function heardIn(heard) {
  const pairs = Object.entries(heard ?? {}).slice(0, 256)
  return Object.fromEntries(pairs.filter(([, n]) => Number.isSafeInteger(n) && /** @type {number} */ (n) > 0))
}

/**
 * @param {any} value
 * @returns {value is import('../common/sequence-wire.js').Id}
 */
export function isId(value) {
  return Array.isArray(value) && value.length === 2 && typeof value[0] === 'string' && Number.isSafeInteger(value[1])
}
