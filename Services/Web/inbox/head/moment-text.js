import { format } from '../../common/i18n.js'

/**
 * A moment as the workspace's clock has it.
 * @param {string} at
 * @param {string} zone
 */
export function momentText(at, zone) {
  const farther = new Date(at).getFullYear() !== new Date().getFullYear()
  return format({
    weekday: 'long', day: 'numeric', month: 'long', hour: 'numeric', minute: '2-digit', hour12: true, timeZone: zone,
    ...(farther ? { year: 'numeric' } : {}),
  }).format(new Date(at))
}
