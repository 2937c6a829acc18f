const ENOUGH = 10
/** What everybody tries first, without the figures that people add to it. */
const COMMON =
  /^(p[a@4]ss?w[o0]rd|qwerty\w*|azerty\w*|asdf\w*|welcome|admin|letmein|iloveyou|majlis|مجلس|كلم[ةه]|السر)+$/i
const FORWARDS = [
  '0123456789', 'abcdefghijklmnopqrstuvwxyz', 'qwertyuiop', 'asdfghjkl', 'zxcvbnm', 'ابتثجحخدذرزسشصضطظعغفقكلمنهوي',
]
/** What runs along a keyboard, an alphabet or a count, there and back. */
const LINES = FORWARDS.flatMap(line => [line, [...line].reverse().join('')])

/**
 * How well a password would stand against guessing, as a hint and no more: length is what counts, and what repeats,
 * runs along the keyboard or is everybody's does not count.
 * @param {string} password
 * @param {string[]} [known] What others know of the person: name, e-mail.
 * @returns {0|1|2|3} 0 is too short to be accepted.
 */
export function strengthOf(password, known = []) {
  const letters = [...password]
  if (letters.length < ENOUGH) return 0
  const bare = password.toLowerCase().replace(/[\d\s\W_]+$/u, '')
  if (COMMON.test(bare) || mentions(password, known)) return 1
  const worth = worthOf(letters)
  return worth < ENOUGH ? 1 : worth < 14 ? 2 : 3
}

/**
 * @param {string} password
 * @param {string[]} known
 */
function mentions(password, known) {
  const text = password.toLowerCase()
  const parts = known.flatMap(word => word.toLowerCase().split(/[@\s.]+/)).filter(part => part.length > 3)
  const rest = parts.reduce((left, part) => left.replaceAll(part, ''), text)
  return rest !== text && rest.length < ENOUGH - 2
}

/**
 * Letters that could not be told from those before them.
 * @param {string[]} letters
 */
function worthOf(letters) {
  const fresh = letters.filter((letter, index) => {
    const before = letters[index - 1] ?? ''
    if (letter === before) return false
    return index === 0 || !LINES.some(line => line.includes((before + letter).toLowerCase()))
  })
  return Math.min(fresh.length, 2 * new Set(letters).size)
}
