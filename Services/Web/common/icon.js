const SVG = 'http://www.w3.org/2000/svg'

/**
 * Makes a line icon on a grid of 24. Icons are decoration: the control around them carries the name.
 * @param {string} path The `d` of one path; several are joined in it.
 * @param {string} [classes] `mirrored` turns it round in right-to-left pages.
 * @returns {SVGSVGElement}
 */
export function icon(path, classes = '') {
  const svg = document.createElementNS(SVG, 'svg')
  svg.setAttribute('viewBox', '0 0 24 24')
  svg.setAttribute('class', `icon ${classes}`.trim())
  svg.setAttribute('aria-hidden', 'true')
  svg.setAttribute('focusable', 'false')
  const line = document.createElementNS(SVG, 'path')
  line.setAttribute('d', path)
  svg.append(line)
  return svg
}
