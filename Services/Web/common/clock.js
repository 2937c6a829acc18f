import { language, localeOf, t } from './i18n.js'

const DAY = 86_400_000

/** @type {Map<string, Intl.DateTimeFormat>} */
const formats = new Map()

/**
 * Formats are slow to make and quick to use.
 * @param {Intl.DateTimeFormatOptions} options In the reader's own time zone.
 */
export function format(options) {
  const key = language() + JSON.stringify(options)
  let made = formats.get(key)
  if (!made) formats.set(key, made = new Intl.DateTimeFormat(localeOf(language()), options))
  return made
}

/**
 * The hour and minute.
 * @param {string|number|Date} moment
 */
export function clock(moment) {
  return format({ hour: 'numeric', minute: '2-digit', hour12: true }).format(new Date(moment))
}

/**
 * Names a day within a thread.
 * @param {string} moment
 * @param {number} [now]
 */
export function dayName(moment, now = Date.now()) {
  const days = daysBetween(moment, now)
  if (days === 0) return t('time.today')
  if (days === 1) return t('time.yesterday')
  if (days < 7) return format({ weekday: 'long' }).format(new Date(moment))
  const sameYear = new Date(moment).getFullYear() === new Date(now).getFullYear()
  return format(sameYear ? { day: 'numeric', month: 'long' } : { day: 'numeric', month: 'long', year: 'numeric' })
    .format(new Date(moment))
}

/**
 * Midnights between a moment and now, in the reader's zone.
 * @param {string} moment
 * @param {number} now
 */
export function daysBetween(moment, now) {
  const midnight = (/** @type {Date} */ date) => new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime()
  return Math.round((midnight(new Date(now)) - midnight(new Date(moment))) / DAY)
}

/**
 * @param {string} one
 * @param {string} other
 */
export function sameDay(one, other) {
  return new Date(one).toDateString() === new Date(other).toDateString()
}
