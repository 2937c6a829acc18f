/**
 * Filters as people build them and as the server reads them: `{all: […]}`, `{any: […]}`, `{not: …}` or a condition.
 *
 * @typedef {{field: string, op: string, values?: string[]}} Condition
 * @typedef {Condition | {all: Filter[]} | {any: Filter[]} | {not: Filter}} Filter
 * @typedef {{mode: 'all'|'any', not: boolean, items: (Group|Condition)[]}} Group What the builder edits.
 *
 * @typedef {'choice'|'moment'|'text'} Kind
 * @typedef {object} Field
 * @property {string} name
 * @property {Kind} kind
 * @property {string[]} ops
 * @property {string} [needs] A permission.
 */

export const DEPTH_LIMIT = 8
export const CONDITIONS_LIMIT = 100

const CHOICE = ['in', 'notIn']
/** `older` is the builder's word for `before` with a length of time. */
const MOMENT = ['within', 'older', 'before', 'after']

const FLAG = ['set', 'unset']

/** @type {Field[]} */
export const FIELDS = [
  { name: 'status', kind: 'choice', ops: CHOICE },
  { name: 'inbox', kind: 'choice', ops: CHOICE },
  { name: 'assignee', kind: 'choice', ops: CHOICE },
  { name: 'team', kind: 'choice', ops: CHOICE },
  { name: 'tags', kind: 'choice', ops: ['in', 'all', 'notIn', ...FLAG] },
  { name: 'priority', kind: 'choice', ops: CHOICE },
  { name: 'follower', kind: 'choice', ops: [...CHOICE, ...FLAG] },
  { name: 'mentioned', kind: 'choice', ops: CHOICE },
  { name: 'unread', kind: 'choice', ops: FLAG },
  { name: 'waiting', kind: 'moment', ops: ['older', 'within', 'before', 'after', ...FLAG] },
  { name: 'lastActivity', kind: 'moment', ops: MOMENT },
  { name: 'lastCustomer', kind: 'moment', ops: [...MOMENT, ...FLAG] },
  { name: 'lastTeam', kind: 'moment', ops: [...MOMENT, ...FLAG] },
  { name: 'created', kind: 'moment', ops: MOMENT },
  { name: 'text', kind: 'text', ops: ['contains'] },
  { name: 'title', kind: 'text', ops: ['contains'] },
  { name: 'contactName', kind: 'text', ops: ['contains'] },
  { name: 'contact.email', kind: 'text', ops: ['contains'], needs: 'contacts.unmask' },
  { name: 'contact.phone', kind: 'text', ops: ['contains'], needs: 'contacts.unmask' },
  { name: 'language', kind: 'choice', ops: CHOICE },
  { name: 'verified', kind: 'choice', ops: FLAG },
  { name: 'rating', kind: 'choice', ops: [...CHOICE, ...FLAG] },
  { name: 'snoozed', kind: 'choice', ops: FLAG },
  { name: 'snoozedUntil', kind: 'moment', ops: ['before', 'after', ...FLAG] },
  { name: 'spam', kind: 'choice', ops: FLAG },
]

/** @param {string} name */
export function fieldOf(name) {
  return FIELDS.find(field => field.name === name) ?? FIELDS[0]
}

/** @param {string} op */
export function takesValues(op) {
  return op !== 'set' && op !== 'unset'
}

/** @returns {Group} */
export function emptyGroup() {
  return { mode: 'all', not: false, items: [] }
}

/** @param {Group|Condition} item @returns {item is Group} */
export function isGroup(item) {
  return 'items' in item
}

/**
 * What the builder shows for a filter.
 * @param {Filter|undefined} filter
 * @returns {Group}
 */
export function groupOf(filter) {
  if (!filter) return emptyGroup()
  if ('not' in filter) {
    const inner = groupOf(filter.not)
    return inner.not ? { mode: 'all', not: true, items: [inner] } : { ...inner, not: true }
  }
  if ('all' in filter) return { mode: 'all', not: false, items: filter.all.map(partOf) }
  if ('any' in filter) return { mode: 'any', not: false, items: filter.any.map(partOf) }
  return { mode: 'all', not: false, items: [editable(filter)] }
}

/** @param {Filter} filter */
function partOf(filter) {
  return 'field' in filter ? editable(filter) : groupOf(filter)
}

/** @param {Condition} condition @returns {Condition} */
function editable({ field, op, values = [] }) {
  const older = op === 'before' && Boolean(values[0]?.startsWith('P'))
  return { field, op: older ? 'older' : op, values: [...values] }
}

/**
 * What the server is asked for; conditions without a value and groups without a condition say nothing.
 * @param {Group} group
 * @returns {Filter|undefined}
 */
export function filterOf(group) {
  const parts = group.items.flatMap(item => {
    if (isGroup(item)) return filterOf(item) ?? []
    return isComplete(item) ? clean(item) : []
  })
  if (!parts.length) return undefined
  const whole = group.mode === 'all' ? { all: parts } : { any: parts }
  return group.not ? { not: whole } : whole
}

/** @param {Condition} condition */
export function isComplete({ op, values = [] }) {
  return !takesValues(op) || values.some(value => value.trim() !== '')
}

/** @param {Condition} condition @returns {Condition} */
function clean({ field, op, values = [] }) {
  if (!takesValues(op)) return { field, op }
  const kept = values.map(value => value.trim()).filter(value => value !== '')
  return { field, op: op === 'older' ? 'before' : op, values: kept }
}

/**
 * @param {Filter|undefined} filter
 * @returns {number} How many conditions it has.
 */
export function countConditions(filter) {
  if (!filter) return 0
  if ('field' in filter) return 1
  if ('not' in filter) return countConditions(filter.not)
  return ('all' in filter ? filter.all : filter.any).reduce((sum, part) => sum + countConditions(part), 0)
}

/**
 * A condition about a field that says nothing yet.
 * @param {string} name
 * @returns {Condition}
 */
export function conditionOn(name) {
  const field = fieldOf(name)
  return { field: name, op: field.ops[0], values: /within|older/.test(field.ops[0]) ? ['PT24H'] : [] }
}

const DURATION = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?$/

/**
 * A length of time in its largest whole unit.
 * @param {string} text ISO 8601.
 * @returns {{count: number, unit: 'minutes'|'hours'|'days'}|undefined}
 */
export function durationOf(text) {
  const found = DURATION.exec(text)
  if (!found) return undefined
  const minutes = Number(found[1] ?? 0) * 1_440 + Number(found[2] ?? 0) * 60 + Number(found[3] ?? 0)
  if (minutes % 1_440 === 0 && minutes) return { count: minutes / 1_440, unit: 'days' }
  if (minutes % 60 === 0 && minutes) return { count: minutes / 60, unit: 'hours' }
  return { count: minutes, unit: 'minutes' }
}

/**
 * @param {number} count
 * @param {'minutes'|'hours'|'days'} unit
 */
export function durationText(count, unit) {
  const whole = Math.max(1, Math.round(count) || 1)
  return unit === 'days' ? `P${whole}D` : `PT${whole}${unit === 'hours' ? 'H' : 'M'}`
}
