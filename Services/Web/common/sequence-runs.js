import { ABSENT } from './sequence-wire.js'

/**
 * @typedef {import('./sequence-wire.js').Id} Id
 * @typedef {import('./sequence-wire.js').Range} Range
 */

/**
 * Units that one writer typed one after another and that still stand side by side. Each but the first stands after the
 * one before it.
 */
export class Run {
  /** @type {Run|null} */
  next = null
  /** @type {Run|null} */
  previous = null

  /**
   * @param {string} writer
   * @param {number} clock Of the first unit; the others follow, each one more.
   * @param {Id} origin What the first stands after.
   * @param {string[]|null} units Null once they are deleted: their place stays, their text does not.
   * @param {number} length
   */
  constructor(writer, clock, origin, units, length) {
    this.writer = writer
    this.clock = clock
    this.origin = origin
    this.units = units
    this.length = length
  }
}

/** Runs in the order of their text, found by their ids as well. */
export class RunList {
  /** Units here, deleted ones included. */
  size = 0
  /** The highest there is. */
  clock = 0
  /** Grows with every change. */
  changes = 0
  #head = new Run('', 0, ABSENT, null, 0)
  /**
   * Of each writer, by clock.
   * @type {Map<string, Run[]>}
   */
  #runs = new Map()

  /** What comes after the beginning. */
  get beginning() {
    return { run: this.#head, at: -1 }
  }

  /**
   * After its origin and whatever there has a higher id: all of that was typed after the same unit, or within what was.
   * @param {Run} run
   * @param {{run: Run, at: number}} origin
   */
  place(run, { run: left, at }) {
    const isMiddle = at + 1 < left.length
    if (isMiddle && !isHigher(left.writer, left.clock + at + 1, run)) this.#split(left, at + 1)
    else while (left.next && isHigher(left.next.writer, left.next.clock, run)) left = left.next
    link(left, run, left.next)
    const own = this.#runs.get(run.writer) ?? []
    this.#runs.set(run.writer, own)
    own.splice(this.#rank(own, run.clock), 0, run)
    this.size += run.length
    this.clock = Math.max(this.clock, run.clock + run.length - 1)
    this.changes += 1
    this.#join(run)
    this.#join(left)
  }

  /**
   * @param {Range} range
   * @returns {Range[]} What of it is not here yet.
   */
  remove({ writer, clock, length }) {
    const unknown = []
    const end = clock + length
    for (let at = clock; at < end;) {
      const hit = this.find(writer, at)
      const stop = Math.min(end, hit ? hit.run.clock + hit.run.length : this.nextClock(writer, at))
      if (!hit) unknown.push({ writer, clock: at, length: stop - at })
      else if (hit.run.units) this.#bury(hit.run, hit.at, stop - hit.run.clock)
      at = stop
    }
    return unknown
  }

  /**
   * @param {Run} run
   * @param {number} from
   * @param {number} to
   */
  #bury(run, from, to) {
    if (to < run.length) this.#split(run, to)
    const buried = from ? this.#split(run, from) : run
    buried.units = null
    this.changes += 1
    this.#join(buried)
    if (buried.previous) this.#join(buried.previous)
  }

  /**
   * @param {Run} run
   * @param {number} at
   * @returns {Run} What follows the cut.
   */
  #split(run, at) {
    const rest = new Run(run.writer, run.clock + at, [run.writer, run.clock + at - 1], run.units?.slice(at) ?? null,
      run.length - at)
    run.units = run.units?.slice(0, at) ?? null
    run.length = at
    link(run, rest, run.next)
    const own = this.#runs.get(run.writer) ?? []
    own.splice(own.indexOf(run) + 1, 0, rest)
    return rest
  }

  /**
   * Makes one of a run and the one after it where they are one.
   * @param {Run} run
   */
  #join(run) {
    const { next } = run
    const follows = next && next.writer === run.writer && next.clock === run.clock + run.length
      && next.origin[0] === run.writer && next.origin[1] === next.clock - 1
    if (!follows || !next.units !== !run.units) return
    for (const unit of next.units ?? []) run.units?.push(unit)
    run.length += next.length
    run.next = next.next
    if (next.next) next.next.previous = run
    const own = this.#runs.get(run.writer) ?? []
    own.splice(own.indexOf(next), 1)
  }

  /**
   * @param {string} writer
   * @param {number} clock
   * @returns {{run: Run, at: number}|undefined}
   */
  find(writer, clock) {
    const own = this.#runs.get(writer)
    const run = own?.[this.#rank(own, clock + 1) - 1]
    return run && clock < run.clock + run.length ? { run, at: clock - run.clock } : undefined
  }

  /**
   * How many runs begin before `clock`.
   * @param {Run[]} own
   * @param {number} clock
   */
  #rank(own, clock) {
    let low = 0
    for (let high = own.length; low < high;) {
      const middle = (low + high) >> 1
      if (own[middle].clock < clock) low = middle + 1
      else high = middle
    }
    return low
  }

  /**
   * The first unit of a writer past `clock`.
   * @param {string} writer
   * @param {number} clock
   */
  nextClock(writer, clock) {
    const own = this.#runs.get(writer) ?? []
    return own[this.#rank(own, clock + 1)]?.clock ?? Infinity
  }

  /** In their order. */
  *all() {
    for (let run = this.#head.next; run; run = run.next) yield run
  }
}

/**
 * Ids are ordered by clock, then by writer.
 * @param {string} writer
 * @param {number} clock
 * @param {Run} than
 */
function isHigher(writer, clock, than) {
  return clock === than.clock ? writer > than.writer : clock > than.clock
}

/**
 * @param {Run} left
 * @param {Run} run
 * @param {Run|null} right
 */
function link(left, run, right) {
  left.next = run
  run.previous = left
  run.next = right
  if (right) right.previous = run
}
