import { clock, daysBetween, format, language, localeOf, t } from './i18n.js'

const MINUTE = 60_000

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
