/** Steps that follow one another as fast as one types are one to whoever takes them back. */
const PAUSE_MILLISECONDS = 1_000
const STEPS_LIMIT = 500

/**
 * @typedef {import('../common/sequence.js').Sequence} Sequence
 * @typedef {import('../common/sequence-wire.js').Delta} Delta
 * @typedef {import('../common/sequence-wire.js').Id} Id
 * @typedef {import('../common/sequence-wire.js').Range} Range
 * @typedef {object} Step
 * @property {Range[]} typed
 * @property {Range[]} gone What it deleted,
 * @property {string} erased its text,
 * @property {Id} after and the unit before it.
 * @property {number} at When.
 */

/** A writer's own steps in a text of several: taken back without those of the others. */
export class OwnSteps {
  /** @type {Step[]} */
  #done = []
  /** @type {Step[]} */
  #undone = []
  /**
   * A unit that was deleted comes back as another: the ids of both.
   * @type {Map<string, Range>}
   */
  #again = new Map()

  /**
   * Makes this the text, as a step.
   * @param {Sequence} sequence
   * @param {string} text
   * @param {number|undefined} caret
   * @param {number} now
   * @returns {Delta|undefined}
   */
  change(sequence, text, caret, now) {
    const step = sequence.step(text, caret)
    if (!step) return undefined
    this.#done.push({ ...step, at: now })
    this.#done = this.#done.slice(-STEPS_LIMIT)
    this.#undone = []
    return step.delta
  }

  /** @param {Sequence} sequence */
  undo(sequence) {
    return this.#back(sequence, this.#done, this.#undone)
  }

  /** @param {Sequence} sequence */
  redo(sequence) {
    return this.#back(sequence, this.#undone, this.#done)
  }

  /**
   * Takes back the last steps that belong together, and remembers how they are brought back.
   * @param {Sequence} sequence
   * @param {Step[]} from
   * @param {Step[]} to
   * @returns {{deltas: Delta[], caret: number}|undefined} Undefined where there is none.
   */
  #back(sequence, from, to) {
    /** @type {Delta[]} */
    const deltas = []
    let caret = 0
    for (let last = from.at(-1); last && Math.abs(last.at - (from.at(-1)?.at ?? Infinity)) <= PAUSE_MILLISECONDS;) {
      last = /** @type {Step} */ (from.pop())
      const { gone, text, delta } = sequence.erase(this.#now(last.typed))
      const { before, after } = around(sequence, last.after)
      const again = last.erased ? sequence.step(before + last.erased + after, before.length + last.erased.length)
        : undefined
      if (again) this.#replace(last.gone, again.typed)
      caret = before.length + last.erased.length
      deltas.push(delta, ...again ? [again.delta] : [])
      to.push({ typed: again?.typed ?? [], gone, erased: text, after: last.after, at: last.at })
    }
    return deltas.length ? { deltas, caret } : undefined
  }

  /**
   * @param {Range[]} old
   * @param {Range[]} now
   */
  #replace(old, now) {
    const units = each(now)
    for (const [at, { writer, clock }] of each(old).entries()) {
      if (units[at]) this.#again.set(`${clock} ${writer}`, units[at])
    }
  }

  /**
   * The units that stand for these now.
   * @param {Range[]} ranges
   */
  #now(ranges) {
    return each(ranges).map(unit => {
      let here = unit
      for (let next; (next = this.#again.get(`${here.clock} ${here.writer}`));) here = next
      return here
    })
  }
}

/**
 * @param {Sequence} sequence
 * @param {Id} place
 */
function around(sequence, place) {
  const at = sequence.index(place) ?? 0
  return { before: sequence.text.slice(0, at), after: sequence.text.slice(at) }
}

/**
 * @param {Range[]} ranges
 * @returns {Range[]} Of one unit each.
 */
function each(ranges) {
  return ranges.flatMap(({ writer, clock, length }) =>
    Array.from({ length }, (_, at) => ({ writer, clock: clock + at, length: 1 })))
}
