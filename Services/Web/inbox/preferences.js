import { openStorage } from '../common/storage.js'
import { ask } from '../common/team.js'

/**
 * What a member chose for themselves.
 * @typedef {object} Preferences
 * @property {boolean} desktop Desktop notifications of what comes in while the page is not looked at.
 * @property {boolean} sound A tone with it.
 * @property {boolean} [viewsPinned] Whether the views stand beside the list, in this browser; without a choice the room
 *   decides.
 */

const KEY = 'majlis.inbox.viewsPinned'

const storage = openStorage('localStorage')
const changes = new EventTarget()
/** @type {Preferences} */
let current = { desktop: false, sound: true, viewsPinned: kept() }

/** @returns {boolean|undefined} */
function kept() {
  const text = storage.getItem(KEY)
  return text === null ? undefined : text === 'true'
}

export function preferences() {
  return current
}

/**
 * What the server knows of the member's choices, from any of their devices.
 * @param {Partial<Preferences>|undefined} known
 */
export function learnPreferences({ desktop, sound } = {}) {
  take({ ...desktop === undefined ? {} : { desktop }, ...sound === undefined ? {} : { sound } })
}

/**
 * Chooses, here at once and for the member's other devices.
 * @param {Partial<Preferences>} change
 * @returns {Promise<unknown>}
 */
export async function prefer(change) {
  const { viewsPinned, ...shared } = change
  const before = current
  take(change)
  if (viewsPinned !== undefined) storage.setItem(KEY, String(viewsPinned))
  if (!Object.keys(shared).length) return
  try {
    await ask('PATCH', '/profile', { preferences: shared })
  } catch {
    // What was not kept is not shown as if it were.
    take({ desktop: before.desktop, sound: before.sound })
  }
}

/** @param {Partial<Preferences>} change */
function take(change) {
  current = { ...current, ...change }
  changes.dispatchEvent(new Event('change'))
}

/**
 * @param {() => void} hear
 * @param {AbortSignal} signal
 */
export function onPreferences(hear, signal) {
  changes.addEventListener('change', hear, { signal })
}
