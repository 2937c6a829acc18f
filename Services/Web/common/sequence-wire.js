/**
 * How a text that several write crosses the wire: runs of units, not an object a letter.
 *
 * @typedef {[writer: string, clock: number]} Id
 * @typedef {object} Insertion
 * @property {string} writer
 * @property {number} clock Of the first unit.
 * @property {Id} origin What the first stands after; the others each stand after the one before.
 * @property {string[]|null} units Null for what was deleted since.
 * @property {number} length
 * @typedef {{writer: string, clock: number, length: number}} Range
 *
 * Units that are one UTF-16 unit each are one text; where some are longer, texts of those and longer units in turn:
 * `["ab", "😀", "c"]`. A number stands for so many deleted ones.
 * @typedef {string|string[]|number} Packed
 * @typedef {object} Delta
 * @property {string[]} w Writers; the numbers below count into it.
 * @property {[writer: number, clock: number, originWriter: number, originClock: number, units: Packed][]} i Inserted;
 *   an origin of clock 0 is the beginning.
 * @property {[writer: number, clock: number, length: number][]} d Deleted.
 */

/**
 * The place before everything.
 * @type {Id}
 */
export const ABSENT = ['', 0]

const WRITERS_LIMIT = 256
const WRITER_LENGTH = 24
const LENGTH_LIMIT = 65_536
const CLOCK_LIMIT = 2 ** 40
/** No reader's character is longer; what is longer is cut into several. */
const UNIT_LENGTH = 32
/** A run that goes into one piece. */
const PIECE_UNITS = 512

/** What came over the wire is no change of a text. */
export class NoDelta extends Error {}

const encoder = new TextEncoder()
const segments = 'Segmenter' in Intl ? new Intl.Segmenter('ar', { granularity: 'grapheme' }) : undefined

/** @param {string} text */
export function utf8Length(text) {
  return encoder.encode(text).length
}

/**
 * What a reader takes for one character each: a letter with its marks, an emoji with all of its parts.
 * @param {string} text Well-formed.
 * @returns {string[]}
 */
export function segment(text) {
  const units = segments ? Array.from(segments.segment(text), ({ segment }) => segment) : [...text]
  return units.flatMap(unit => unit.length <= UNIT_LENGTH ? [unit] : [...unit])
}

/**
 * @param {Insertion[]} insertions
 * @param {Range[]} ranges
 * @returns {Delta}
 */
export function encodeUnits(insertions, ranges) {
  /** @type {Map<string, number>} */
  const writers = new Map()
  const number = (/** @type {string} */ writer) => {
    if (!writers.has(writer)) writers.set(writer, writers.size)
    return writers.get(writer) ?? 0
  }
  /** @type {Delta['i']} */
  const i = insertions.map(({ writer, clock, origin, units, length }) =>
    [number(writer), clock, origin[1] ? number(origin[0]) : 0, origin[1], units ? pack(units) : length])
  /** @type {Delta['d']} */
  const d = ranges.map(({ writer, clock, length }) => [number(writer), clock, length])
  return { w: [...writers.keys()], i, d }
}

/**
 * Cuts a delta into smaller ones that together say the same.
 * @param {Delta} delta
 * @param {number} limit Bytes of each as JSON; the smallest that is possible where that is more.
 * @returns {Delta[]}
 */
export function pieces(delta, limit) {
  const { insertions, ranges } = parse(delta)
  /** @type {{insertions: Insertion[], ranges: Range[]}[]} */
  const parts = [...insertions.flatMap(slices).map(insertion => ({ insertions: [insertion], ranges: [] })),
    ...ranges.map(range => ({ insertions: [], ranges: [range] }))]
  /** @type {Delta[]} */
  const found = []
  /** @type {Insertion[]} */
  let these = []
  /** @type {Range[]} */
  let those = []
  // Counted generously: each part as if it named its writers again.
  let bytes = 0
  for (const part of parts) {
    const cost = utf8Length(JSON.stringify(encodeUnits(part.insertions, part.ranges)))
    if (bytes && bytes + cost > limit) {
      found.push(encodeUnits(these, those))
      these = []
      those = []
      bytes = 0
    }
    these.push(...part.insertions)
    those.push(...part.ranges)
    bytes += cost
  }
  if (bytes || !found.length) found.push(encodeUnits(these, those))
  return found
}

/**
 * @param {Insertion} insertion
 * @returns {Insertion[]}
 */
function slices({ writer, clock, origin, units, length }) {
  if (!units) return [{ writer, clock, origin, units, length }]
  /** @type {Insertion[]} */
  const found = []
  for (let at = 0; at < length; at += PIECE_UNITS) {
    const part = units.slice(at, at + PIECE_UNITS)
    const after = /** @type {Id} */ (at ? [writer, clock + at - 1] : origin)
    found.push({ writer, clock: clock + at, origin: after, units: part, length: part.length })
  }
  return found
}

/**
 * Reads what came over the wire, and believes nothing of it.
 * @param {any} delta
 * @returns {{insertions: Insertion[], ranges: Range[]}}
 * @throws {NoDelta}
 */
export function parse(delta) {
  const { w, i, d } = delta ?? {}
  check([w, i, d].every(Array.isArray) && w.length <= WRITERS_LIMIT)
  check(w.every((/** @type {unknown} */ name) => typeof name === 'string' && name && name.length <= WRITER_LENGTH))
  const writer = (/** @type {unknown} */ number) => {
    check(typeof number === 'number' && Number.isInteger(number) && number >= 0 && number < w.length)
    return w[/** @type {number} */ (number)]
  }
  const insertions = i.map((/** @type {any} */ entry) => {
    check(Array.isArray(entry) && entry.length === 5)
    const units = unpack(entry[4])
    const length = units?.length ?? entry[4]
    check(isCount(entry[1], 1) && isCount(entry[3], 0) && isCount(length, 1) && length <= LENGTH_LIMIT)
    return { writer: writer(entry[0]), clock: entry[1], origin: [writer(entry[2]), entry[3]], units, length }
  })
  const ranges = d.map((/** @type {any} */ entry) => {
    check(Array.isArray(entry) && entry.length === 3 && isCount(entry[1], 1))
    check(isCount(entry[2], 1) && entry[2] <= LENGTH_LIMIT)
    return { writer: writer(entry[0]), clock: entry[1], length: entry[2] }
  })
  return { insertions, ranges }
}

/**
 * @param {string[]} units
 * @returns {Packed}
 */
function pack(units) {
  if (units.every(unit => unit.length === 1)) return units.join('')
  const packed = ['']
  for (const unit of units) {
    if (unit.length === 1) packed[packed.length - 1] += unit
    else packed.push(unit, '')
  }
  return packed
}

/**
 * @param {unknown} packed
 * @returns {string[]|null}
 */
function unpack(packed) {
  if (typeof packed === 'number') return null
  const parts = typeof packed === 'string' ? [packed] : packed
  check(Array.isArray(parts) && parts.every(part => typeof part === 'string'))
  return /** @type {string[]} */ (parts).flatMap((part, at) => {
    // A text taken apart by UTF-16 units holds no pair that this would tear.
    const isUnit = part.length > 1 && part.length <= UNIT_LENGTH && !/\p{Cs}/u.test(part)
    check(at % 2 ? isUnit : !/[\ud800-\udfff]/.test(part))
    return at % 2 ? [part] : part.split('')
  })
}

/**
 * @param {unknown} value
 * @param {number} least
 */
function isCount(value, least) {
  return typeof value === 'number' && Number.isInteger(value) && value >= least && value <= CLOCK_LIMIT
}

/** @param {boolean} condition */
function check(condition) {
  if (!condition) throw new NoDelta()
}
