const FIRST_DELAY_MILLISECONDS = 500
const LONGEST_DELAY_MILLISECONDS = 30_000
const SPREAD_MILLISECONDS = 2_000
const CALM_DOWN_MILLISECONDS = 5_000

/**
 * What follows the end of a socket.
 * @typedef {{kind: 'retry', delay: number} | {kind: 'stop', why: 'session'|'origin'}} Next
 */

/**
 * @param {number} code The close code.
 * @param {number} attempt How many attempts have failed in a row, 0 for a socket that had been welcomed.
 * @param {number} chance At least 0, below 1: spreads many clients over time.
 * @returns {Next}
 */
export function afterClose(code, attempt, chance) {
  switch (code) {
    case 4401: return { kind: 'stop', why: 'session' }
    case 4403: return { kind: 'stop', why: 'origin' }
    // The server goes away or cut us off for being slow: another is ready, only not for all of us in one instant.
    case 1001:
    case 4409: return { kind: 'retry', delay: attempt === 0 ? chance * SPREAD_MILLISECONDS : backOff(attempt, chance) }
    case 4429: return { kind: 'retry', delay: CALM_DOWN_MILLISECONDS + backOff(attempt, chance) }
    default: return { kind: 'retry', delay: backOff(attempt, chance) }
  }
}

/**
 * Exponential, with the upper half left to chance.
 * @param {number} attempt
 * @param {number} chance
 */
function backOff(attempt, chance) {
  const ceiling = Math.min(LONGEST_DELAY_MILLISECONDS, FIRST_DELAY_MILLISECONDS * 2 ** Math.min(attempt, 10))
  return ceiling / 2 + chance * ceiling / 2
}
