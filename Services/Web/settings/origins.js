/** On an inbox's list of pages: whatever page there is. */
export const EVERY_PAGE = '*'

/**
 * The address of pages in what somebody typed or pasted: scheme, host and port, the host as browsers name it. Without
 * a scheme it is taken for a shop of today, `https`.
 * @param {string} text
 * @returns {string|undefined} Nothing for what is no address.
 */
export function originOf(text) {
  const typed = text.trim()
  const whole = /^[a-z][a-z0-9+.-]*:\/\//i.test(typed) ? typed : `https://${typed}`
  const wild = /^https?:\/\/\*\./i.test(whole)
  try {
    const { protocol, origin, hostname, username } = new URL(wild ? whole.replace('*.', '') : whole)
    if (!/^https?:$/.test(protocol) || username || (wild && !hostname.includes('.'))) return undefined
    return wild ? origin.replace('://', '://*.') : origin
  } catch {
    return undefined
  }
}
