/**
 * The page's own time.
 * @type {import('./shared-draft.js').Clock}
 */
export const pageClock = {
  now: () => performance.now(),
  later: (task, milliseconds) => {
    const timer = setTimeout(task, milliseconds)
    return () => clearTimeout(timer)
  },
}
