/**
 * The digits of a text in Latin: Arabic keyboards write ١٢٣, Persian ones ۱۲۳, and telephones paste "123 456".
 * @param {string} text
 */
export function digitsOf(text) {
  return [...text.normalize('NFKC')].map(letter => {
    const point = letter.codePointAt(0) ?? 0
    if (point >= 0x0660 && point <= 0x0669) return String(point - 0x0660)
    if (point >= 0x06f0 && point <= 0x06f9) return String(point - 0x06f0)
    return letter
  }).filter(letter => letter >= '0' && letter <= '9').join('')
}
