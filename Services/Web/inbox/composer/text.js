/**
 * What became of a text, as one stretch that was replaced.
 *
 * @typedef {{at: number, removed: number, added: string}} Replacement
 */

/**
 * @param {string} before
 * @param {string} after
 * @returns {Replacement}
 */
export function difference(before, after) {
  const shorter = Math.min(before.length, after.length)
  let start = 0
  while (start < shorter && before[start] === after[start]) start += 1
  let end = 0
  while (end < shorter - start && before[before.length - 1 - end] === after[after.length - 1 - end]) end += 1
  // Never between the two halves of a character.
  if (isLow(before, start) || isLow(after, start)) start -= 1
  if (end > 0 && (isLow(before, before.length - end) || isLow(after, after.length - end))) end -= 1
  return { at: start, removed: before.length - end - start, added: after.slice(start, after.length - end) }
}

/**
 * @param {string} text
 * @param {number} place
 */
function isLow(text, place) {
  const code = text.charCodeAt(place)
  return code >= 0xDC00 && code <= 0xDFFF
}

/**
 * Where a caret stands after a replacement. One within what was removed goes to the end of what came for it.
 * @param {number} caret
 * @param {Replacement} replacement
 */
export function movedCaret(caret, { at, removed, added }) {
  if (caret <= at) return caret
  return caret >= at + removed ? caret + added.length - removed : at + added.length
}

/**
 * Joins what two people, or one on two devices, made of the same text.
 * @param {string} base
 * @param {string} mine
 * @param {string} theirs
 * @returns {string|undefined} Nothing where both changed the same place.
 */
export function mergeTexts(base, mine, theirs) {
  if (mine === theirs || theirs === base) return mine
  if (mine === base) return theirs
  const own = difference(base, mine)
  const other = difference(base, theirs)
  const [first, second] = own.at <= other.at ? [own, other] : [other, own]
  if (first.at + first.removed > second.at || own.at === other.at) return undefined
  return base.slice(0, first.at) + first.added + base.slice(first.at + first.removed, second.at) + second.added
    + base.slice(second.at + second.removed)
}

/**
 * Replaces what stands in a field by a text that came from elsewhere; the caret stays with the words that it stood at.
 * @param {HTMLTextAreaElement} area
 * @param {string} text
 */
export function takeText(area, text) {
  if (area.value === text) return
  const change = difference(area.value, text)
  const [from, to] = [area.selectionStart, area.selectionEnd].map(caret => movedCaret(caret, change))
  const { scrollTop } = area
  area.value = text
  area.setSelectionRange(from, to)
  area.scrollTop = scrollTop
}

/**
 * Types for the writer, who may undo it as if they had typed it themselves.
 * @param {HTMLTextAreaElement} area
 * @param {string} text
 * @param {number} [from] Where what it replaces begins; at the selection when absent.
 * @param {number} [to]
 */
export function typeText(area, text, from = area.selectionStart, to = area.selectionEnd) {
  area.focus({ preventScroll: true })
  area.setSelectionRange(from, to)
  // Outdated by its description, and still the only way that keeps the field's own history.
  if (document.execCommand(text ? 'insertText' : 'delete', false, text)) return
  area.setRangeText(text, from, to, 'end')
  area.dispatchEvent(new Event('input', { bubbles: true }))
}

/**
 * Which way a field is written: as its letters are, and without any, after a slash say, as the page is.
 * @param {string} text
 */
export function directionOf(text) {
  return !text || /\p{L}/u.test(text) ? 'auto' : document.documentElement.dir
}
