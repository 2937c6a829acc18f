/**
 * A dice that falls the same way again.
 * @param {number} seed
 */
export function dice(seed) {
  let state = seed >>> 0
  const roll = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  return {
    below: limit => Math.floor(roll() * limit),
    chance: share => roll() < share,
    one: items => items[Math.floor(roll() * items.length)],
  }
}
