import { Run, RunList } from './sequence-runs.js'
import { ABSENT, encodeUnits, parse, segment, utf8Length } from './sequence-wire.js'

/** What a message holds: Shared/WireModel/Message.swift. */
export const TEXT_LIMIT_BYTES = 16 * 1024
/** Units that were ever typed into one text, those that were deleted included. */
export const UNITS_LIMIT = 65_536
/** Runs that came before what they stand after. */
const WAITING_LIMIT = 1_000

/**
 * @typedef {import('./sequence-wire.js').Delta} Delta
 * @typedef {import('./sequence-wire.js').Id} Id
 * @typedef {import('./sequence-wire.js').Insertion} Insertion
 * @typedef {import('./sequence-wire.js').Range} Range
 */

/** The text holds all it can: {@link UNITS_LIMIT}. It has to begin anew. */
export class SequenceFull extends Error {}

/**
 * A text that several write at once without a server that decides: a replicated growable array (RGA: Roh, Jeon, Kim and
 * Lee, “Replicated abstract data types”, 2011), kept in runs as Yjs keeps its own.
 *
 * A unit is what a reader takes for one character, with its marks; it is never torn. It has an id (writer, clock) and
 * an origin, the unit it was typed after, whose clock is lower. Read depth first, with the highest id first among those
 * of one origin, the units are the text. Deleted ones keep their place.
 *
 * The invariant: the text is a function of two sets that only grow, units inserted and ids deleted. So whoever has the
 * same sets reads the same text, in whatever order, however often and in whatever pieces they came; a change and a
 * whole state are the same kind of thing, merged by the same function; and what was typed is there until somebody
 * deletes it.
 */
export class Sequence {
  writer
  #runs = new RunList()
  /** @type {Insertion[]} */
  #waiting = []
  /**
   * Deleted before they came.
   * @type {Range[]}
   */
  #doomed = []
  #text = ''
  /** Of {@link RunList.changes} when the text was put together. */
  #textAt = 0

  /** @param {string} writer Unlike every other writer's, at every time. */
  constructor(writer) {
    this.writer = writer
  }

  get text() {
    if (this.#textAt === this.#runs.changes) return this.#text
    this.#text = ''
    for (const { units } of this.#runs.all()) if (units) this.#text += units.join('')
    this.#textAt = this.#runs.changes
    return this.#text
  }

  /** Units here, deleted ones included. */
  get size() {
    return this.#runs.size
  }

  /** Whether something is known to be missing. */
  get isWaiting() {
    return this.#waiting.length > 0 || this.#doomed.length > 0
  }

  /** The highest clock there is. */
  get clock() {
    return this.#runs.clock
  }

  /**
   * What of the text one writer typed past a clock.
   * @param {string} writer
   * @param {number} clock
   */
  textOf(writer, clock) {
    const own = this.#cells().filter(cell => cell.writer === writer && cell.clock > clock)
    return own.map(({ unit }) => unit).join('')
  }

  /**
   * Makes this the text, in as small a change as does it. Past the limits what is new is cut short, as a text field
   * does.
   * @param {string} text
   * @param {number} [caret] Where the writer stands after it: tells which of several equal letters is new.
   * @returns {Delta|null} For the others; null when nothing changed.
   * @throws {SequenceFull}
   */
  change(text, caret) {
    return this.step(text, caret)?.delta ?? null
  }

  /**
   * The same, with what it takes to take it back.
   * @param {string} text
   * @param {number} [caret]
   * @returns {{delta: Delta, typed: Range[], gone: Range[], erased: string, after: Id}|undefined}
   * @throws {SequenceFull}
   */
  step(text, caret = text.length) {
    const { after, removed, inserted } = this.#difference(text.replace(/\p{Cs}/gu, '\ufffd'), caret)
    const erased = removed.map(cell => cell.unit).join('')
    const units = fitting(inserted, TEXT_LIMIT_BYTES - utf8Length(this.text) + utf8Length(erased))
    if (this.size + units.length > UNITS_LIMIT) throw new SequenceFull()
    const clock = this.clock + 1
    /** @type {Insertion[]} */
    const typed = units.length ? [{ writer: this.writer, clock, origin: after, units, length: units.length }] : []
    const ranges = inRanges(removed)
    if (!typed.length && !ranges.length) return undefined
    for (const insertion of typed) this.#integrate(insertion)
    for (const range of ranges) this.#runs.remove(range)
    return { delta: encodeUnits(typed, ranges), typed, gone: ranges, erased, after }
  }

  /**
   * Takes away what is still there of these.
   * @param {Range[]} ranges
   * @returns {{delta: Delta, gone: Range[], text: string}} What was there.
   */
  erase(ranges) {
    const wanted = new Set(ranges.flatMap(({ writer, clock, length }) =>
      Array.from({ length }, (_, at) => `${clock + at} ${writer}`)))
    const cells = this.#cells().filter(({ writer, clock }) => wanted.has(`${clock} ${writer}`))
    const found = inRanges(cells)
    for (const range of found) this.#runs.remove(range)
    return { delta: encodeUnits([], found), gone: found, text: cells.map(({ unit }) => unit).join('') }
  }

  /**
   * @param {number} index Of a UTF-16 unit, as in a text field.
   * @param {string} text
   */
  insert(index, text) {
    const at = whole(this.text, index)
    return this.change(this.text.slice(0, at) + text + this.text.slice(at), at + text.length)
  }

  /**
   * @param {number} start
   * @param {number} end
   */
  remove(start, end) {
    const from = whole(this.text, start)
    return this.change(this.text.slice(0, from) + this.text.slice(whole(this.text, end)), from)
  }

  /**
   * Takes in somebody's change or whole state.
   * @param {unknown} delta What came over the wire.
   * @throws {import('./sequence-wire.js').NoDelta}
   * @throws {SequenceFull}
   */
  merge(delta) {
    const { insertions, ranges } = parse(delta)
    let waiting = [...this.#waiting, ...insertions]
    for (let before = -1; waiting.length !== before;) {
      before = waiting.length
      waiting = waiting.filter(insertion => !this.#integrate(insertion))
    }
    // Whoever misses more than that is given the whole state again.
    let units = 0
    this.#waiting = waiting.slice(-WAITING_LIMIT).filter(({ length }) => (units += length) <= UNITS_LIMIT)
    this.#doomed = [...this.#doomed, ...ranges].flatMap(range => this.#runs.remove(range)).slice(-WAITING_LIMIT)
  }

  /** @returns {Delta} Everything: merged anywhere, it brings all that is known here. */
  state() {
    const insertions = [...this.#runs.all()].map(({ writer, clock, origin, units, length }) =>
      ({ writer, clock, origin, units, length }))
    return encodeUnits([...insertions, ...this.#waiting], this.#doomed)
  }

  /** The same for the same sets of units and of deletions, and for hardly any others. */
  digest() {
    let hash = 0x811c9dc5
    const mix = (/** @type {number} */ value) => { hash = Math.imul(hash ^ value, 0x01000193) }
    for (const run of this.#runs.all()) {
      let name = 0
      for (const letter of run.writer) name = Math.imul(name, 31) + (letter.codePointAt(0) ?? 0)
      for (let at = 0; at < run.length; at += 1) {
        mix(name)
        mix((run.clock + at) * 2 + (run.units ? 1 : 0))
      }
    }
    return `${this.size}.${(hash >>> 0).toString(36)}`
  }

  /**
   * A place that stays where it is, whatever is written around it.
   * @param {number} index
   * @returns {Id} The unit before it.
   */
  anchor(index) {
    const cells = this.#cells()
    let low = 0
    for (let high = cells.length; low < high;) {
      const middle = (low + high) >> 1
      if (cells[middle].start + cells[middle].unit.length <= index) low = middle + 1
      else high = middle
    }
    return low ? [cells[low - 1].writer, cells[low - 1].clock] : ABSENT
  }

  /**
   * Where a place is now.
   * @param {Id} anchor
   * @returns {number|undefined} Undefined for one that is not known here.
   */
  index([writer, clock]) {
    if (!clock) return 0
    let index = 0
    for (const run of this.#runs.all()) {
      const here = run.writer === writer && run.clock <= clock && clock < run.clock + run.length
      if (here) return index + (run.units?.slice(0, clock - run.clock + 1).join('').length ?? 0)
      index += run.units?.join('').length ?? 0
    }
    return undefined
  }

  /**
   * The units that stand in the text, each with the index it starts at.
   * @returns {{writer: string, clock: number, unit: string, start: number}[]}
   */
  #cells() {
    const cells = []
    let start = 0
    for (const { writer, clock, units } of this.#runs.all()) {
      for (const [at, unit] of (units ?? []).entries()) {
        cells.push({ writer, clock: clock + at, unit, start })
        start += unit.length
      }
    }
    return cells
  }

  /**
   * Which units go and which come. A unit beside the change is looked at too: a mark may have come to it.
   * @param {string} text
   * @param {number} caret
   */
  #difference(text, caret) {
    const old = this.text
    const most = Math.min(old.length, text.length)
    let suffix = 0
    while (suffix < Math.min(most, text.length - caret) && old.at(-1 - suffix) === text.at(-1 - suffix)) suffix += 1
    let prefix = 0
    while (prefix < most - suffix && old[prefix] === text[prefix]) prefix += 1
    const cells = this.#cells()
    const ends = (/** @type {number} */ at) => cells[at].start + cells[at].unit.length
    let first = 0
    while (first < cells.length && ends(first) < prefix) first += 1
    let last = cells.length
    while (last > first && cells[last - 1].start > old.length - suffix) last -= 1
    const from = cells[first]?.start ?? old.length
    const tail = last > 0 ? old.length - ends(last - 1) : old.length
    let units = segment(text.slice(from, text.length - tail))
    while (first < last && units.length && cells[first].unit === units[0] && ends(first) <= prefix) {
      first += 1
      units = units.slice(1)
    }
    while (first < last && units.length && cells[last - 1].unit === units.at(-1)) {
      last -= 1
      units = units.slice(0, -1)
    }
    /** @type {Id} */
    const after = first ? [cells[first - 1].writer, cells[first - 1].clock] : ABSENT
    return { after, removed: cells.slice(first, last), inserted: units }
  }

  /**
   * Puts what is not here yet in its place.
   * @param {Insertion} insertion
   * @returns {boolean} False while what it stands after is not here.
   */
  #integrate(insertion) {
    const { writer, clock, length } = insertion
    let known = 0
    for (let hit; known < length && (hit = this.#runs.find(writer, clock + known));) {
      known += hit.run.length - hit.at
    }
    if (!insertion.units && known) this.#runs.remove({ writer, clock, length: Math.min(known, length) })
    if (known >= length) return true
    const [originWriter, originClock] = known ? [writer, clock + known - 1] : insertion.origin
    const origin = originClock ? this.#runs.find(originWriter, originClock) : this.#runs.beginning
    if (!origin) return false
    const units = insertion.units?.slice(known) ?? null
    const count = Math.min(length, this.#runs.nextClock(writer, clock + known) - clock) - known
    // Only a writer who breaks the rules goes back in time, or gives one id twice.
    if (clock + known <= originClock || (units && units.length !== count) || count !== length - known) return true
    if (this.size + count > UNITS_LIMIT) throw new SequenceFull()
    this.#runs.place(new Run(writer, clock + known, [originWriter, originClock], units, count), origin)
    return true
  }
}

/**
 * As many as fit into so many bytes.
 * @param {string[]} units
 * @param {number} room
 */
function fitting(units, room) {
  let bytes = 0
  const past = units.findIndex(unit => (bytes += utf8Length(unit)) > room)
  return past < 0 ? units : units.slice(0, past)
}

/**
 * @param {{writer: string, clock: number}[]} cells
 * @returns {Range[]}
 */
function inRanges(cells) {
  /** @type {Range[]} */
  const ranges = []
  for (const { writer, clock } of cells) {
    const last = ranges.at(-1)
    if (last && last.writer === writer && last.clock + last.length === clock) last.length += 1
    else ranges.push({ writer, clock, length: 1 })
  }
  return ranges
}

/**
 * Never within a surrogate pair.
 * @param {string} text
 * @param {number} index
 */
function whole(text, index) {
  return /[\udc00-\udfff]/.test(text[index] ?? '') && /[\ud800-\udbff]/.test(text[index - 1] ?? '') ? index - 1 : index
}
