/** Where the modules of a QR code go. Coordinates are row, then column. */

/** Middles of the alignment patterns, by version from 1. */
const ALIGNMENTS = [
  [], [6, 18], [6, 22], [6, 26], [6, 30], [6, 34], [6, 22, 38], [6, 24, 42], [6, 26, 46], [6, 28, 50],
]
/** Which modules a mask turns. */
const MASKS = [
  (/** @type {number} */ row, /** @type {number} */ column) => (row + column) % 2 === 0,
  (/** @type {number} */ row) => row % 2 === 0,
  (/** @type {number} */ row, /** @type {number} */ column) => column % 3 === 0,
  (/** @type {number} */ row, /** @type {number} */ column) => (row + column) % 3 === 0,
  (/** @type {number} */ row, /** @type {number} */ column) => ((row >> 1) + Math.floor(column / 3)) % 2 === 0,
  (/** @type {number} */ row, /** @type {number} */ column) => row * column % 2 + row * column % 3 === 0,
  (/** @type {number} */ row, /** @type {number} */ column) => (row * column % 2 + row * column % 3) % 2 === 0,
  (/** @type {number} */ row, /** @type {number} */ column) => ((row + column) % 2 + row * column % 3) % 2 === 0,
]
const FORMAT_POLYNOMIAL = 0b10100110111
const FORMAT_MASK = 0b101010000010010
const VERSION_POLYNOMIAL = 0b1111100100101

/** @typedef {(boolean|undefined)[][]} Modules */

/**
 * @param {number} version
 * @param {number[]} codewords
 * @param {number} mask
 * @returns {boolean[][]}
 */
export function draw(version, codewords, mask) {
  const size = 17 + 4 * version
  /** @type {Modules} */
  const modules = Array.from({ length: size }, () => Array(size).fill(undefined))
  drawFinders(modules)
  drawAlignments(modules, ALIGNMENTS[version - 1])
  for (let place = 8; place < size - 8; place += 1) modules[6][place] = modules[place][6] = place % 2 === 0
  drawFormat(modules, mask)
  if (version >= 7) drawVersion(modules, version)
  drawData(modules, codewords, MASKS[mask])
  return /** @type {boolean[][]} */ (modules)
}

/** @param {Modules} modules */
function drawFinders(modules) {
  const end = modules.length - 7
  for (const [top, left] of [[0, 0], [0, end], [end, 0]]) {
    for (let row = -1; row <= 7; row += 1) {
      for (let column = -1; column <= 7; column += 1) {
        const distance = Math.max(Math.abs(row - 3), Math.abs(column - 3))
        if (modules[top + row] && left + column in modules) {
          modules[top + row][left + column] = distance !== 2 && distance !== 4
        }
      }
    }
  }
}

/**
 * @param {Modules} modules
 * @param {number[]} middles
 */
function drawAlignments(modules, middles) {
  for (const top of middles) {
    for (const left of middles) {
      // The three corners belong to the finders.
      if (modules[top][left] !== undefined) continue
      for (let row = -2; row <= 2; row += 1) {
        for (let column = -2; column <= 2; column += 1) {
          modules[top + row][left + column] = Math.max(Math.abs(row), Math.abs(column)) !== 1
        }
      }
    }
  }
}

/**
 * The level (M is 00) and the mask, twice.
 * @param {Modules} modules
 * @param {number} mask
 */
function drawFormat(modules, mask) {
  const size = modules.length
  const bits = (mask << 10 | checked(mask, FORMAT_POLYNOMIAL)) ^ FORMAT_MASK
  for (let bit = 0; bit < 15; bit += 1) {
    const dark = (bits >> bit & 1) === 1
    // Down the first finder's side and along its foot, past the timing pattern.
    if (bit < 8) modules[bit < 6 ? bit : bit + 1][8] = dark
    else modules[8][bit === 8 ? 7 : 14 - bit] = dark
    if (bit < 8) modules[8][size - 1 - bit] = dark
    else modules[size - 15 + bit][8] = dark
  }
  modules[size - 8][8] = true
}

/**
 * @param {Modules} modules
 * @param {number} version
 */
function drawVersion(modules, version) {
  const bits = version << 12 | checked(version, VERSION_POLYNOMIAL)
  for (let bit = 0; bit < 18; bit += 1) {
    const across = modules.length - 11 + bit % 3
    const along = Math.floor(bit / 3)
    modules[along][across] = modules[across][along] = (bits >> bit & 1) === 1
  }
}

/**
 * What division by the polynomial leaves of the value moved up by its degree.
 * @param {number} value
 * @param {number} polynomial
 */
function checked(value, polynomial) {
  const degree = 31 - Math.clz32(polynomial)
  let rest = value << degree
  for (let top = 31 - Math.clz32(rest); top >= degree; top = 31 - Math.clz32(rest)) rest ^= polynomial << top - degree
  return rest
}

/**
 * In columns of two from the right, up and down in turn, around everything drawn before.
 * @param {Modules} modules
 * @param {number[]} codewords
 * @param {(row: number, column: number) => boolean} turns
 */
function drawData(modules, codewords, turns) {
  const size = modules.length
  let bit = 0
  let upwards = true
  for (let right = size - 1; right > 0; right -= right === 8 ? 3 : 2, upwards = !upwards) {
    for (let step = 0; step < size; step += 1) {
      const row = upwards ? size - 1 - step : step
      for (const column of [right, right - 1]) {
        if (modules[row][column] !== undefined) continue
        const dark = (codewords[bit >> 3] >> 7 - bit % 8 & 1) === 1
        modules[row][column] = dark !== turns(row, column)
        bit += 1
      }
    }
  }
}

/**
 * How hard a drawing is to read, as the standard counts it.
 * @param {boolean[][]} modules
 */
export function penalty(modules) {
  const columns = modules.map((_, index) => modules.map(row => row[index]))
  const lines = [...modules, ...columns].map(line => line.map(dark => (dark ? '1' : '0')).join(''))
  const dark = modules.flat().filter(Boolean).length / modules.length ** 2
  return lines.reduce((sum, line) => sum + runs(line) + likeFinders(line), 0) + 3 * squares(modules)
    + 10 * Math.floor(Math.abs(dark * 100 - 50) / 5)
}

/** @param {string} line */
function runs(line) {
  return (line.match(/0{5,}|1{5,}/g) ?? []).reduce((sum, run) => sum + run.length - 2, 0)
}

/** @param {string} line */
function likeFinders(line) {
  return 40 * [...line.matchAll(/(?=10111010000|00001011101)/g)].length
}

/** @param {boolean[][]} modules */
function squares(modules) {
  let count = 0
  for (let row = 1; row < modules.length; row += 1) {
    for (let column = 1; column < modules.length; column += 1) {
      const dark = modules[row][column]
      if (modules[row - 1][column] === dark && modules[row][column - 1] === dark
        && modules[row - 1][column - 1] === dark) count += 1
    }
  }
  return count
}
