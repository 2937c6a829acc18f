import { openStorage } from '../common/storage.js'

/**
 * What a member chose for themselves.
 * @typedef {object} Preferences
 * @property {boolean} desktop Desktop notifications of what comes in while the page is not looked at.
 * @property {boolean} sound A tone with it.
 * @property {boolean} [viewsPinned] Whether the views stand beside the list; without a choice the room decides.
 */

const KEY = 'majlis.inbox.preferences'

/** @type {Preferences} */
const AT_FIRST = { desktop: false, sound: true }
const storage = openStorage('localStorage')
const changes = new EventTarget()
/** @type {Preferences} */
let current = { ...AT_FIRST, ...read() }

/** @returns {Partial<Preferences>} */
function read() {
  try {
    const kept = JSON.parse(storage.getItem(KEY) ?? '{}')
    return typeof kept === 'object' && kept ? kept : {}
  } catch {
    return {}
  }
}

export function preferences() {
  return current
}

/** @param {Partial<Preferences>} change */
export function prefer(change) {
  current = { ...current, ...change }
  storage.setItem(KEY, JSON.stringify(current))
  changes.dispatchEvent(new Event('change'))
}

/**
 * @param {() => void} hear
 * @param {AbortSignal} signal
 */
export function onPreferences(hear, signal) {
  changes.addEventListener('change', hear, { signal })
}
