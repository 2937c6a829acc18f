import { h } from '../common/html.js'
import { t } from '../common/i18n.js'
import { durationOf, durationText } from './filters.js'

const SEARCHED_FROM = 9
const PRIORITIES = ['urgent', 'high', 'normal', 'low']
const UNITS = /** @type {const} */ (['minutes', 'hours', 'days'])

/**
 * What can be chosen for a field.
 * @param {string} field
 * @param {import('./store.js').InboxStore} store
 * @returns {{value: string, label: string}[]}
 */
export function choicesOf(field, store) {
  const named = (/** @type {{id: string, name: string}[]} */ items) =>
    items.map(({ id, name }) => ({ value: id, label: name }))
  const worded = (/** @type {string[]} */ values, /** @type {string} */ start) =>
    values.map(value => ({ value, label: t(`${start}.${value}`) }))
  const members = named(store.members.filter(member => member.active))
  const me = { value: 'me', label: t('filter.me') }
  switch (field) {
    case 'status': return worded(['open', 'inProgress', 'waiting', 'closed'], 'status')
    case 'priority': return worded(PRIORITIES, 'priority')
    case 'inbox': return named(store.inboxes)
    case 'assignee': return [me, { value: 'none', label: t('list.unassigned') }, ...members]
    case 'follower':
    case 'mentioned': return [me, ...members]
    case 'team': return [{ value: 'none', label: t('filter.noTeam') }, ...named(store.teams)]
    case 'tags': return named(store.tags.all)
    case 'language': return worded(['ar', 'en'], 'language')
    default: return ['5', '4', '3', '2', '1'].map(value => ({ value, label: value }))
  }
}

/**
 * One or more of a list: folded until it is wanted, so that a phone has room.
 * @param {import('./filters.js').Condition} condition Changed as its reader chooses.
 * @param {import('./store.js').InboxStore} store
 */
export function chooser(condition, store) {
  const choices = choicesOf(condition.field, store)
  const chosen = new Set(condition.values)
  const text = h('span', {})
  const rows = h('div', { class: 'chooser-rows' }, choices.map(({ value, label }) => {
    const box = h('input', { type: 'checkbox', checked: chosen.has(value) })
    box.addEventListener('change', () => {
      if (box.checked) chosen.add(value)
      else chosen.delete(value)
      condition.values = [...chosen]
      say()
    })
    return h('label', { class: 'chooser-row', data: { label: label.toLowerCase() } }, box, h('bdi', {}, label))
  }))
  const find = h('input', {
    type: 'search', class: 'input', placeholder: t('filter.find'), 'aria-label': t('filter.find'),
  })
  find.addEventListener('input', () => {
    for (const row of /** @type {HTMLElement[]} */ ([...rows.children])) {
      row.hidden = !row.dataset.label?.includes(find.value.trim().toLowerCase())
    }
  })
  const say = () => {
    const labels = choices.filter(({ value }) => chosen.has(value)).map(({ label }) => label)
    text.textContent = labels.join('، ') || t('filter.choose')
    text.classList.toggle('empty', !labels.length)
  }
  say()
  return h('details', { class: 'chooser', open: !chosen.size },
    h('summary', { class: 'input' }, text),
    choices.length >= SEARCHED_FROM ? find : null,
    choices.length ? rows : h('p', { class: 'hint' }, t('filter.nothingToChoose')))
}

/** @param {import('./filters.js').Condition} condition */
export function span(condition) {
  const { count, unit } = durationOf(condition.values?.[0] ?? '') ?? { count: 24, unit: 'hours' }
  const number = h('input', {
    type: 'number', class: 'input', min: 1, max: 9999, value: count, inputmode: 'numeric',
    'aria-label': t('filter.count'),
  })
  const select = h('select', { class: 'input', 'aria-label': t('filter.unit') },
    UNITS.map(name => h('option', { value: name, selected: name === unit }, t(`filter.${name}`))))
  const keep = () => {
    condition.values = [durationText(Number(number.value), /** @type {typeof unit} */ (select.value))]
  }
  keep()
  for (const field of [number, select]) field.addEventListener('input', keep)
  return h('div', { class: 'span' }, number, select)
}

/** @param {import('./filters.js').Condition} condition */
export function dateField(condition) {
  const kept = Date.parse(condition.values?.[0] ?? '')
  const field = h('input', { type: 'date', class: 'input', 'aria-label': t('filter.date') })
  if (Number.isNaN(kept)) condition.values = []
  else field.value = new Date(kept - new Date(kept).getTimezoneOffset() * 60_000).toISOString().slice(0, 10)
  field.addEventListener('input', () => {
    condition.values = field.value ? [new Date(`${field.value}T00:00`).toISOString()] : []
  })
  return field
}

/** @param {import('./filters.js').Condition} condition */
export function textField(condition) {
  const field = h('input', {
    type: 'text', class: 'input', dir: 'auto', maxlength: 200, value: condition.values?.[0] ?? '',
    placeholder: t('filter.words'), 'aria-label': t('filter.words'),
  })
  field.addEventListener('input', () => { condition.values = [field.value] })
  return field
}
