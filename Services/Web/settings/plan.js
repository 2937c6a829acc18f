/**
 * How much of a limit is used, from 0 on; 0 where there is no limit.
 * @param {number} used
 * @param {number|undefined} limit
 */
export function share(used, limit) {
  return limit ? used / limit : 0
}

/**
 * A number of bytes in the largest unit that keeps it readable.
 * @param {number} bytes
 * @param {string} locale
 */
export function bytesText(bytes, locale) {
  const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte']
  const step = bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log2(bytes) / 10))
  return new Intl.NumberFormat(locale, {
    style: 'unit', unit: units[step], unitDisplay: 'short', maximumFractionDigits: step > 1 ? 1 : 0,
  }).format(bytes / 1024 ** step)
}
