import { fold } from '../common/fold.js'
import { t } from '../common/i18n.js'

/** Cities that most of our readers live by, in their own language; the rest have their names of the database. */
const NEAR = [
  'Asia/Riyadh', 'Asia/Dubai', 'Asia/Kuwait', 'Asia/Qatar', 'Asia/Bahrain', 'Asia/Muscat', 'Asia/Aden', 'Asia/Baghdad',
  'Asia/Amman', 'Asia/Damascus', 'Asia/Beirut', 'Asia/Gaza', 'Asia/Hebron', 'Africa/Cairo', 'Africa/Khartoum',
  'Africa/Tripoli', 'Africa/Tunis', 'Africa/Algiers', 'Africa/Casablanca', 'Africa/Nouakchott', 'Africa/Mogadishu',
  'Africa/Djibouti', 'Indian/Comoro', 'Europe/Istanbul', 'Europe/London',
]

/**
 * @typedef {object} Zone
 * @property {string} id IANA name; empty for none of one's own.
 * @property {string} name As the reader calls it.
 * @property {string} search
 */

/**
 * Every zone that this browser knows, those near first.
 * @param {string} own In the list whether or not the browser knows it.
 * @param {string} [empty] The words for none of one's own.
 * @returns {Zone[]}
 */
export function zonesOf(own, empty) {
  const known = /** @type {any} */ (Intl).supportedValuesOf?.('timeZone') ?? []
  const ids = [...new Set([...NEAR, own, 'UTC', ...known])].filter(Boolean)
  const zones = ids.map(zone)
  return empty ? [{ id: '', name: empty, search: fold(empty) }, ...zones] : zones
}

/** @param {string} id @returns {Zone} */
function zone(id) {
  const name = zoneName(id)
  return { id, name, search: fold(`${id.replaceAll('_', ' ')} ${name}`) }
}

/**
 * From UTC now, such as `UTC+3`.
 * @param {string} id Empty for none.
 */
export function offsetOf(id) {
  if (!id) return ''
  try {
    const parts = new Intl.DateTimeFormat('en', { timeZone: id, timeZoneName: 'shortOffset' }).formatToParts(new Date())
    return (parts.find(({ type }) => type === 'timeZoneName')?.value ?? '').replace('GMT', 'UTC')
  } catch {
    return ''
  }
}

/**
 * Whether every word of the text is in what the zone is called.
 * @param {Zone} zone
 * @param {string} text
 */
export function matches({ search }, text) {
  return fold(text).trim().split(/[\s/]+/).every(word => search.includes(word))
}

/**
 * What a zone is called, outside of a list.
 * @param {string} id
 */
export function zoneName(id) {
  return NEAR.includes(id) ? t(`zone.${id}`) : id.replaceAll('_', ' ')
}
