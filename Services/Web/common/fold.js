const MARKS = /[\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0640\u200b-\u200f\u2066-\u2069]|\p{Mn}/gu
/** @type {Record<string, string>} */
const LETTERS = {
  أ: 'ا', إ: 'ا', آ: 'ا', ٱ: 'ا', ة: 'ه', ى: 'ي', ی: 'ي', ئ: 'ي', ؤ: 'و', ک: 'ك', ڪ: 'ك',
}

/**
 * What two spellings of the same word have in common: letter forms, digits, marks and case are folded away.
 * @param {string} text
 */
export function fold(text) {
  return text.toLowerCase().normalize('NFKC').replace(/[أإآٱةىیئؤکڪ]/g, letter => LETTERS[letter])
    .replace(/[٠-٩۰-۹]/g, digit => String((digit.codePointAt(0) ?? 0) & 15))
    .normalize('NFD').replace(MARKS, '')
}

/**
 * How well a text answers a query, both folded: the whole start best, then the start of a word, then anywhere.
 * @param {string} text
 * @param {string} query
 * @returns {number} 0 where it does not.
 */
export function matchRank(text, query) {
  if (!query || text.startsWith(query)) return 3
  const place = text.indexOf(query)
  if (place < 0) return 0
  // The article does not begin a word that people look for.
  return /(?:^|[\s_.\-/])(?:و?ال)?$/.test(text.slice(0, place)) ? 2 : 1
}

/**
 * How well a text answers a query: every word of the query begins a word of it, or at least stands in it.
 * @param {string} query Folded.
 * @param {string} text Folded.
 * @returns {number} 0 where it does not; more is better.
 */
export function rate(query, text) {
  if (!query) return 1
  if (text === query) return 100
  let sum = text.startsWith(query) ? 40 : 0
  for (const word of query.split(/\s+/).filter(Boolean)) {
    const rated = rateWord(word, text)
    if (!rated) return 0
    sum += rated
  }
  // Of two that answer alike the shorter one is meant.
  return sum + 10 / (10 + text.length)
}

/**
 * @param {string} word
 * @param {string} text
 */
function rateWord(word, text) {
  const at = text.indexOf(word)
  if (at < 0) return 0
  const begins = text.split(/[\s·،,()\-/]+/).some(part => part.startsWith(word) || part.startsWith(`ال${word}`))
  return begins ? 10 : word.length > 1 ? 3 : 0
}
