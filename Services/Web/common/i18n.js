const ISOLATE = '\u2068'
const END_ISOLATE = '\u2069'
const DAY_MILLISECONDS = 86_400_000

/**
 * Speaks one language out of one catalogue.
 * @param {import('./wire.js').Language} language
 * @param {import('./shapes.js').Catalogue} catalogue
 */
export function speaker(language, catalogue) {
  const plurals = new Intl.PluralRules(language)
  const numbers = new Intl.NumberFormat(localeOf(language))

  /**
   * @param {string} key
   * @param {import('./shapes.js').Values} [values] What goes into `{name}`; `count` chooses the plural form.
   * @returns {string} The key itself where the catalogue has no such text.
   */
  function say(key, values = {}) {
    const phrase = catalogue[key]
    if (phrase === undefined) return key
    const text = typeof phrase === 'string' ? phrase : phrase[plurals.select(Number(values.count))] ?? phrase.other
    return text.replace(/\{(\w+)\}/g, (whole, name) => {
      const value = values[name]
      if (value === undefined) return whole
      // A name in the other script must not turn the sentence round it.
      return typeof value === 'number' ? numbers.format(value) : ISOLATE + value + END_ISOLATE
    })
  }

  return { language, catalogue, say, has: (/** @type {string} */ key) => key in catalogue }
}

/**
 * Latin digits and the Gregorian calendar in both languages, as Gulf software writes them.
 * @param {import('./wire.js').Language} language
 */
export function localeOf(language) {
  return language === 'ar' ? 'ar-u-nu-latn-ca-gregory' : 'en-GB'
}

let current = speaker('en', {})

/**
 * Makes `language` the page's own: its texts, its direction, its `lang`.
 * @param {import('./wire.js').Language} language
 * @param {import('./shapes.js').Catalogue} catalogue
 */
export function useLanguage(language, catalogue) {
  current = speaker(language, catalogue)
  document.documentElement.lang = language
  document.documentElement.dir = language === 'ar' ? 'rtl' : 'ltr'
}

/**
 * Adds texts that were not needed before.
 * @param {import('./shapes.js').Catalogue} more
 */
export function learn(more) {
  current = speaker(current.language, { ...current.catalogue, ...more })
}

/**
 * A text in the page's language.
 * @param {string} key
 * @param {import('./shapes.js').Values} [values]
 */
export function t(key, values) {
  return current.say(key, values)
}

export function language() {
  return current.language
}

/**
 * What to tell a person of a problem: by its code, else the server's own sentence.
 * @param {unknown} error
 */
export function problemText(error) {
  const { code = 'unknown', detail = '', status = 0 } = /** @type {any} */ (error ?? {})
  if (current.has(`problem.${code}`)) return t(`problem.${code}`)
  if (status === 429) return t('problem.tooMany')
  if (status >= 500) return t('problem.unavailable')
  if (String(code).endsWith('.notFound')) return t('problem.notFound')
  return detail || t('problem.unknown')
}

/**
 * @param {import('./api.js').ProblemField} field
 */
export function fieldText(field) {
  const name = field.field.split('.').at(-1)
  for (const key of [`field.${name}.${field.code}`, `field.${field.code}`]) if (current.has(key)) return t(key)
  return field.message || t('problem.unknown')
}

/**
 * The first of these that we speak. A browser set to Arabic of any country gets Arabic; without Arabic or English,
 * English.
 * @param {(string|null|undefined)[]} tags Best first.
 * @returns {import('./wire.js').Language}
 */
export function choose(tags) {
  for (const tag of tags) {
    const start = tag?.toLowerCase().slice(0, 2)
    if (start === 'ar' || start === 'en') return start
  }
  return 'en'
}

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
  return Math.round((midnight(new Date(now)) - midnight(new Date(moment))) / DAY_MILLISECONDS)
}

/**
 * @param {string} one
 * @param {string} other
 */
export function sameDay(one, other) {
  return new Date(one).toDateString() === new Date(other).toDateString()
}
