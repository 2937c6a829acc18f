/**
 * The moments that a conversation may come back at: pure. The workspace's zone says what a morning is, wherever the
 * reader sits.
 *
 * @typedef {{year: number, month: number, day: number, hour: number, minute: number}} WallTime
 * @typedef {{name: 'later'|'tomorrow'|'nextWeek', at: string}} SnoozeChoice `at` as the wire has it.
 */

const MINUTE_MILLISECONDS = 60_000
const HALF_HOUR_MILLISECONDS = 30 * MINUTE_MILLISECONDS
const LATER_MILLISECONDS = 3 * 60 * MINUTE_MILLISECONDS
const MORNING_HOUR = 9
const LAST_HOUR = 21
/** How far ahead somebody may put a conversation. */
export const FARTHEST_DAYS = 365

/**
 * What a clock on the wall shows.
 * @param {number} instant
 * @param {string} zone
 * @returns {WallTime}
 */
export function wallTime(instant, zone) {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone, calendar: 'gregory', numberingSystem: 'latn', hourCycle: 'h23', year: 'numeric', month: 'numeric',
    day: 'numeric', hour: 'numeric', minute: 'numeric',
  }).formatToParts(instant)
  const value = (/** @type {string} */ name) => Number(parts.find(({ type }) => type === name)?.value)
  return {
    year: value('year'), month: value('month'), day: value('day'), hour: value('hour'), minute: value('minute'),
  }
}

/**
 * When a clock on the wall shows it; where the clocks are put forward over it, just as much later.
 * @param {WallTime} wall Days past the end of a month are days of the next.
 * @param {string} zone
 */
export function instantOf({ year, month, day, hour, minute }, zone) {
  const wanted = Date.UTC(year, month - 1, day, hour, minute)
  let instant = wanted - offset(wanted, zone)
  // The offset is that of the moment itself, which may lie beyond a change of the clocks.
  instant = wanted - offset(instant, zone)
  return instant
}

/**
 * @param {number} instant
 * @param {string} zone
 */
function offset(instant, zone) {
  const { year, month, day, hour, minute } = wallTime(instant, zone)
  return Date.UTC(year, month - 1, day, hour, minute) - Math.floor(instant / MINUTE_MILLISECONDS) * MINUTE_MILLISECONDS
}

/**
 * What is offered now, soonest first, each moment once.
 * @param {number} now
 * @param {string} zone
 * @param {number} [weekStart] 0 is Sunday.
 * @returns {SnoozeChoice[]}
 */
export function snoozeChoices(now, zone, weekStart = 0) {
  const today = wallTime(now, zone)
  const morning = (/** @type {number} */ days) =>
    instantOf({ ...today, day: today.day + days, hour: MORNING_HOUR, minute: 0 }, zone)
  const weekday = new Date(Date.UTC(today.year, today.month - 1, today.day)).getUTCDay()
  /** @type {[SnoozeChoice['name'], number][]} */
  const moments = [['tomorrow', morning(1)], ['nextWeek', morning((weekStart - weekday + 7) % 7 || 7)]]
  const later = Math.ceil((now + LATER_MILLISECONDS) / HALF_HOUR_MILLISECONDS) * HALF_HOUR_MILLISECONDS
  const wall = wallTime(later, zone)
  if (wall.day === today.day && wall.hour <= LAST_HOUR) moments.unshift(['later', later])
  return moments
    .filter(([, at], index) => moments.findIndex(other => other[1] === at) === index)
    .map(([name, at]) => ({ name, at: new Date(at).toISOString() }))
}

/**
 * The moment that two fields name.
 * @param {string} date As a date field has it: `2026-11-23`.
 * @param {string} time As a time field has it: `09:30`.
 * @param {string} zone
 * @param {number} now
 * @returns {{at: string} | {problem: 'required'|'past'|'far'}}
 */
export function chosenMoment(date, time, zone, now) {
  const [year, month, day] = date.split('-').map(Number)
  const [hour, minute] = time.split(':').map(Number)
  if (![year, month, day, hour, minute].every(Number.isInteger)) return { problem: 'required' }
  const instant = instantOf({ year, month, day, hour, minute }, zone)
  if (instant <= now) return { problem: 'past' }
  if (instant > now + FARTHEST_DAYS * 24 * 60 * MINUTE_MILLISECONDS) return { problem: 'far' }
  return { at: new Date(instant).toISOString() }
}
