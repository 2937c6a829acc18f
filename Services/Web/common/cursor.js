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
