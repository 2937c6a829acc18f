/** Reed and Solomon's code over the field of 256 elements, as QR codes use it. */

/** Powers of 2 in the field made by x⁸ + x⁴ + x³ + x² + 1, and their logarithms. */
const POWERS = new Uint8Array(255)
const LOGARITHMS = new Uint8Array(256)
for (let power = 0, value = 1; power < 255; power += 1) {
  POWERS[power] = value
  LOGARITHMS[value] = power
  value = value << 1 ^ (value & 0x80 ? 0x11d : 0)
}

/**
 * Cuts the data into blocks, adds to each what mends it, and deals the codewords out in turn.
 * @param {number[]} data
 * @param {[count: number, length: number][]} kinds
 * @param {number} errorLength Error codewords of a block.
 */
export function withErrorCorrection(data, kinds, errorLength) {
  const lengths = kinds.flatMap(([count, length]) => Array(count).fill(length))
  let start = 0
  const blocks = lengths.map(length => data.slice(start, start += length))
  const generator = generatorOf(errorLength)
  return [...inTurn(blocks), ...inTurn(blocks.map(block => remainder(block, generator)))]
}

/** @param {number[][]} blocks */
function inTurn(blocks) {
  const longest = Math.max(...blocks.map(block => block.length))
  return Array.from({ length: longest }, (_, index) =>
    blocks.filter(block => index < block.length).map(block => block[index])).flat()
}

/**
 * The product of (x - 2ⁿ) for every n below `degree`, without its leading 1.
 * @param {number} degree
 */
function generatorOf(degree) {
  let product = [1]
  for (let root = 0; root < degree; root += 1) {
    const shifted = [...product, 0]
    product = shifted.map((value, index) => value ^ (index ? times(product[index - 1], POWERS[root]) : 0))
  }
  return product.slice(1)
}

/**
 * What is left of the block, moved up by the generator's degree, after division by the generator.
 * @param {number[]} block
 * @param {number[]} generator
 */
function remainder(block, generator) {
  const rest = [...block, ...generator.map(() => 0)]
  for (let index = 0; index < block.length; index += 1) {
    const factor = rest[index]
    generator.forEach((value, offset) => { rest[index + 1 + offset] ^= times(value, factor) })
  }
  return rest.slice(block.length)
}

/**
 * @param {number} one
 * @param {number} other
 */
function times(one, other) {
  return one && other ? POWERS[(LOGARITHMS[one] + LOGARITHMS[other]) % 255] : 0
}
