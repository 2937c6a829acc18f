/**
 * Text as it is compared: without case, marks above and below letters, and the letters that Arabic writes both ways.
 * @param {string} text
 */
export function folded(text) {
  return text.normalize('NFKD').replace(/[\p{M}\u0640]/gu, '').toLowerCase()
    .replace(/[أإآٱ]/g, 'ا').replace(/ى/g, 'ي').replace(/ة/g, 'ه').trim()
}

/**
 * Whether every word of a query begins a word of the text, in whatever order. Both are folded.
 * @param {string} text
 * @param {string} query
 */
export function matches(text, query) {
  const words = text.split(/\s+/)
  return query.split(/\s+/).every(part => words.some(word => word.startsWith(part) || word.startsWith(`ال${part}`)))
}
