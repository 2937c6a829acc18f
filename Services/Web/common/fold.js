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
