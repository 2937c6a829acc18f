const MORNING_HOUR = 9
const HOUR_MILLISECONDS = 3_600_000

/**
 * When a conversation may come back: a few hours from now, tomorrow morning, in a week.
 * @param {Date} now In the reader's own time.
 * @returns {{name: string, until?: string}[]} Without a time: when the customer answers.
 */
export function snoozeTimes(now) {
  const morning = (/** @type {number} */ days) => {
    const day = new Date(now)
    day.setDate(day.getDate() + days)
    day.setHours(MORNING_HOUR, 0, 0, 0)
    return day.toISOString()
  }
  return [
    { name: 'hour', until: new Date(now.getTime() + HOUR_MILLISECONDS).toISOString() },
    { name: 'later', until: new Date(now.getTime() + 4 * HOUR_MILLISECONDS).toISOString() },
    { name: 'tomorrow', until: morning(1) },
    { name: 'threeDays', until: morning(3) },
    { name: 'week', until: morning(7) },
    { name: 'answer' },
  ]
}
