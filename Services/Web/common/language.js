import { choose } from './i18n.js'
import { openStorage } from './storage.js'

const KEY = 'majlis.language'

/**
 * Which language to speak: what the address says, what was chosen in this browser, the reader's own, what the browser
 * prefers.
 * @param {import('./wire.js').Language} [own] Of the member who is signed in.
 * @returns {import('./wire.js').Language}
 */
export function preferredLanguage(own) {
  const asked = new URLSearchParams(location.search).get('lang')
  return choose([asked, openStorage('localStorage').getItem(KEY), own, ...navigator.languages])
}

/** @param {import('./wire.js').Language} language */
export function keepLanguage(language) {
  openStorage('localStorage').setItem(KEY, language)
}

/**
 * Chooses another language and shows the page anew in it.
 * @param {import('./wire.js').Language} language
 */
export function switchLanguage(language) {
  keepLanguage(language)
  const url = new URL(location.href)
  url.searchParams.delete('lang')
  if (url.href === location.href) location.reload()
  else location.replace(url)
}
