import { language, localeOf, t } from './i18n.js'

const MINUTE = 60_000
const DAY = 86_400_000

/** @type {Map<string, Intl.DateTimeFormat>} */
const formats = new Map()

/**
 * Formats are slow to make and quick to use.
 * @param {Intl.DateTimeFormatOptions} options In the reader's own time zone.
 */
function format(options) {
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
 * Day and time in full, for a tooltip.
 * @param {string} moment
 */
export function full(moment) {
  return format({ dateStyle: 'full', timeStyle: 'short' }).format(new Date(moment))
}

/** @param {string} moment */
export function shortDate(moment) {
  return format({ day: 'numeric', month: 'short', year: 'numeric' }).format(new Date(moment))
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
 * When something was, as short as a list needs it.
 * @param {string} moment
 * @param {number} [now]
 */
export function listTime(moment, now = Date.now()) {
  const age = now - Date.parse(moment)
  if (age < MINUTE) return t('time.now')
  if (age < 60 * MINUTE) return t('time.minutesShort', { count: Math.floor(age / MINUTE) })
  const days = daysBetween(moment, now)
  if (days === 0) return clock(moment)
  if (days === 1) return t('time.yesterday')
  if (days < 7) return format({ weekday: 'short' }).format(new Date(moment))
  return format({ day: 'numeric', month: 'short' }).format(new Date(moment))
}

/**
 * How long ago, in words.
 * @param {string} moment
 * @param {number} [now]
 */
export function ago(moment, now = Date.now()) {
  const words = new Intl.RelativeTimeFormat(localeOf(language()), { numeric: 'auto' })
  const minutes = Math.round((Date.parse(moment) - now) / MINUTE)
  if (Math.abs(minutes) < 1) return t('time.justNow')
  if (Math.abs(minutes) < 60) return words.format(minutes, 'minute')
  const hours = Math.round(minutes / 60)
  if (Math.abs(hours) < 24) return words.format(hours, 'hour')
  const days = Math.round(hours / 24)
  if (Math.abs(days) < 30) return words.format(days, 'day')
  return shortDate(moment)
}

/**
 * Midnights between a moment and now, in the reader's zone.
 * @param {string} moment
 * @param {number} now
 */
function daysBetween(moment, now) {
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
