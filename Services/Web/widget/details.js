/** @typedef {'name'|'email'|'phone'} DetailName */

/**
 * What a visitor may be asked.
 * @type {{name: DetailName, type: string, autocomplete: string}[]}
 */
export const DETAILS = [
  { name: 'name', type: 'text', autocomplete: 'name' },
  { name: 'email', type: 'email', autocomplete: 'email' },
  { name: 'phone', type: 'tel', autocomplete: 'tel' },
]

/**
 * Finds what has to be mended before it is sent. The server checks again and has the last word.
 * @param {Record<string, string>} values
 * @param {import('../common/wire.js').PreChat} rules
 * @returns {import('../common/api.js').ProblemField[]}
 */
export function checkDetails(values, rules) {
  /** @type {import('../common/api.js').ProblemField[]} */
  const problems = []
  for (const { name } of DETAILS) {
    const value = values[name] ?? ''
    if (rules[name] === 'hidden') continue
    if (!value && rules[name] === 'required') problems.push({ field: name, code: 'required', message: '' })
    if (value && name === 'email' && !isEmail(value)) problems.push({ field: name, code: 'email', message: '' })
    if (value && name === 'phone' && !isPhone(value)) problems.push({ field: name, code: 'phone', message: '' })
  }
  return problems
}

/** @param {string} text */
export function isEmail(text) {
  return /^[^\s@]+@[^\s@.]+(\.[^\s@.]+)+$/u.test(text)
}

/**
 * Six to fifteen digits, Latin or Arabic, with what people write between them.
 * @param {string} text
 */
export function isPhone(text) {
  const digits = text.replace(/[\s()./\u2066-\u2069\u200e\u200f+-]/g, '')
  return /^[0-9\u0660-\u0669\u06f0-\u06f9]{6,15}$/.test(digits)
}
