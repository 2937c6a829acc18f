import { problemText, t } from './i18n.js'

/**
 * How long, as a person says it.
 * @param {number} seconds
 */
export function waitWords(seconds) {
  if (seconds < 60) return t('wait.seconds', { count: Math.max(1, Math.ceil(seconds)) })
  const minutes = Math.ceil(seconds / 60)
  return minutes < 60 ? t('wait.minutes', { count: minutes }) : t('wait.hours', { count: Math.ceil(minutes / 60) })
}

/**
 * What to tell a person of a problem, and until when it lasts where the server says so.
 * @param {any} error
 */
export function explain(error) {
  const text = problemText(error)
  return error?.status === 429 && error.retryAfter
    ? `${text} ${t('wait.again', { wait: waitWords(error.retryAfter) })}` : text
}

/**
 * Keeps a button at rest for as long as the server asks, and counts it down on the button.
 * @param {HTMLButtonElement} button
 * @param {any} error Anything but a limit leaves the button alone.
 */
export function holdBack(button, error) {
  if (error?.status !== 429 || !error.retryAfter) return
  const end = Date.now() + error.retryAfter * 1_000
  const count = document.createElement('span')
  count.className = 'countdown'
  count.setAttribute('aria-hidden', 'true')
  button.append(count)
  button.disabled = true
  const timer = setInterval(tick, 250)
  tick()

  function tick() {
    const left = Math.ceil((end - Date.now()) / 1_000)
    count.textContent = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, '0')}`
    if (left > 0 && button.isConnected) return
    clearInterval(timer)
    count.remove()
    button.disabled = false
  }
}
