const COUNTER_LIMIT = 2 ** 32
const TAB_LIMIT = 2 ** 21

/**
 * Names messages so that each may be sent again until it is acknowledged and is still stored once: 21 random bits for this
 * tab above a counter of 32, together at most 2^53 - 1. Made by arithmetic, since bit operators stop at 32 bits.
 * @param {number} tab At least 0, below 2^21.
 * @returns {() => number}
 */
export function clientIds(tab) {
  let counter = 0
  return () => {
    counter = (counter + 1) % COUNTER_LIMIT
    return tab * COUNTER_LIMIT + counter
  }
}

/** A tab's number, by chance. */
export function randomTab() {
  return crypto.getRandomValues(new Uint32Array(1))[0] % TAB_LIMIT
}
