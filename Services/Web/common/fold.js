const MARKS = /[\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0640\u200c-\u200f\u2066-\u2069]/g
/** @type {Record<string, string>} */
const LETTERS = {
  أ: 'ا', إ: 'ا', آ: 'ا', ٱ: 'ا', ى: 'ي', ئ: 'ي', ؤ: 'و', ة: 'ه', ک: 'ك', ی: 'ي', گ: 'ك',
}

/**
 * A text as people look for it: without marks, however its letters are spelled, digits in Latin, small letters.
 * @param {string} text
 */
export function fold(text) {
  return text.normalize('NFKD').replace(/[\u0300-\u036f]/g, '').replace(MARKS, '').toLowerCase()
    .replace(/[أإآٱىئؤةکیگ]/g, letter => LETTERS[letter])
    .replace(/[٠-٩]/g, digit => String(digit.charCodeAt(0) - 0x660))
    .replace(/[۰-۹]/g, digit => String(digit.charCodeAt(0) - 0x6f0))
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
