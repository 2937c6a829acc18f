/** @typedef {[number, number, number]} RGB */

/**
 * @param {string} hex `#rrggbb`
 * @returns {RGB}
 */
function parse(hex) {
  const value = Number.parseInt(hex.slice(1), 16)
  return [Math.floor(value / 65536), Math.floor(value / 256) % 256, value % 256]
}

/**
 * @param {RGB} colour
 * @returns {string}
 */
function write(colour) {
  return `#${colour.map(part => Math.round(part).toString(16).padStart(2, '0')).join('')}`
}

/** @param {string} hex */
function luminance(hex) {
  const [red, green, blue] = parse(hex).map(part => {
    const share = part / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

/**
 * WCAG's contrast ratio, 1 to 21.
 * @param {string} one
 * @param {string} other
 */
export function contrast(one, other) {
  const [dark, light] = [luminance(one), luminance(other)].sort((left, right) => left - right)
  return (light + 0.05) / (dark + 0.05)
}

/**
 * What to write in on `background`: white where it reads well, else black, which then does.
 * @param {string} background
 */
export function inkOn(background) {
  return contrast('#ffffff', background) >= 4.5 ? '#ffffff' : '#000000'
}

/**
 * `colour`, moved towards black or white until it reads on `background` at 4.5 to 1: whatever colour an owner chooses,
 * text and links in it stay readable.
 * @param {string} colour
 * @param {string} background
 */
export function readable(colour, background) {
  const towards = luminance(background) > 0.4 ? 0 : 255
  let [red, green, blue] = parse(colour)
  for (let step = 0; step < 24 && contrast(write([red, green, blue]), background) < 4.5; step += 1) {
    [red, green, blue] = [red, green, blue].map(part => part + (towards - part) * 0.12)
  }
  return write([red, green, blue])
}

/** @param {unknown} text */
export function isColour(text) {
  return typeof text === 'string' && /^#[0-9a-f]{6}$/.test(text)
}
