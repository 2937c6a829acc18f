/** In this order: each names those after it as well. */
const BROWSERS = [
  ['Edg/', 'edge'], ['EdgA/', 'edge'], ['EdgiOS/', 'edge'], ['OPR/', 'opera'], ['SamsungBrowser/', 'samsung'],
  ['YaBrowser/', 'yandex'], ['Vivaldi/', 'vivaldi'], ['FxiOS/', 'firefox'], ['Firefox/', 'firefox'],
  ['CriOS/', 'chrome'], ['Chrome/', 'chrome'], ['Safari/', 'safari'], ['curl/', 'curl'],
]
const SYSTEMS = [
  ['iPhone', 'iphone'], ['iPad', 'ipad'], ['Android', 'android'], ['CrOS', 'chromeos'], ['Windows', 'windows'],
  ['Mac OS X', 'macos'], ['Linux', 'linux'],
]

/**
 * What a browser says of itself, as names of the catalogue. Only names known here are ever shown: whoever signs in
 * writes that header.
 * @param {string} agent
 * @returns {{browser?: string, system?: string, small: boolean}} `small` for what fits a hand.
 */
export function deviceOf(agent) {
  const find = (/** @type {string[][]} */ names) => names.find(([sign]) => agent.includes(sign))?.[1]
  const system = find(SYSTEMS)
  return { browser: find(BROWSERS), system, small: ['iphone', 'ipad', 'android'].includes(system ?? '') }
}
