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

/**
 * How far this page has read the log of conversations. Handed back in `hello`, it lets a page that was cut off get exactly what
 * it missed; events that come twice are told from new ones by it.
 */
export class Cursor {
  /** @type {string|undefined} */
  epoch
  /** @type {number|undefined} */
  after

  /** What goes into `hello`. */
  hello() {
    return this.epoch === undefined ? {} : { epoch: this.epoch, after: this.after }
  }

  /**
   * Takes the server's answer to `hello`.
   * @param {import('./wire.js').Welcome} welcome
   * @returns {'complete'|'reset'} `complete`: what was missed follows. `reset`: fetch afresh.
   */
  welcome({ epoch, seq, resume }) {
    // A complete answer does not move the cursor: the missed events follow and each of them does.
    if (resume === 'complete' && epoch === this.epoch) return 'complete'
    this.epoch = epoch
    this.after = seq
    return 'reset'
  }

  /**
   * @param {import('./wire.js').LogEvent} event
   * @returns {boolean} Whether it is new.
   */
  accepts(event) {
    if (event.log !== 'conversations' || event.seq === undefined) return true
    if (this.after !== undefined && event.seq <= this.after) return false
    this.after = event.seq
    return true
  }
}
