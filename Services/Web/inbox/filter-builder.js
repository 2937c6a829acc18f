import { fill, h, icon } from '../common/html.js'
import { problemText, t } from '../common/i18n.js'
import { CLOSE, PLUS } from '../common/icons.js'
import { may } from '../common/rights.js'
import { toast } from '../common/elements/toast.js'
import { chooser, dateField, span, textField } from './filter-values.js'
import { conditionOn, CONDITIONS_LIMIT, countConditions, DEPTH_LIMIT, emptyGroup, fieldOf, FIELDS, filterOf, groupOf,
  isGroup, takesValues } from './filters.js'
import { openSheet } from './sheet.js'
import { SORTS } from './views.js'

/**
 * @typedef {import('./store.js').InboxStore} InboxStore
 * @typedef {import('./filters.js').Group} Group
 * @typedef {import('./filters.js').Condition} Condition
 */

const NAME_LENGTH = 60

/**
 * Narrows what the list shows, for now or for good as a view.
 * @param {InboxStore} store
 */
export function buildFilter(store) {
  const group = startOf(store.pile.filter)
  const sheet = openSheet({
    title: t('filter.title'), classes: 'filter-sheet', body: builder(group, store),
    foot: [
      h('button', { type: 'button', class: 'button primary', on: { click: () => {
        sheet.close()
        store.show({ filter: filterOf(group) })
      } } }, t('filter.apply')),
      h('button', { type: 'button', class: 'button', on: { click: () => {
        sheet.close()
        editView(store, undefined, filterOf(group))
      } } }, t('filter.save')),
      store.pile.filter ? h('button', { type: 'button', class: 'button quiet', on: { click: () => {
        sheet.close()
        store.show({ filter: undefined })
      } } }, t('list.unfilter')) : null,
    ],
  })
}

/**
 * Makes a view or changes one.
 * @param {InboxStore} store
 * @param {import('./views.js').View} [view]
 * @param {import('./filters.js').Filter} [filter] What a new one begins with.
 */
export function editView(store, view, filter) {
  const group = startOf(view?.filter ?? filter)
  const name = h('input', {
    type: 'text', class: 'input', dir: 'auto', maxlength: NAME_LENGTH, value: view?.name ?? '',
    placeholder: t('filter.namePlaceholder'), id: 'view-name',
  })
  const sort = h('select', { class: 'input', id: 'view-sort' }, SORTS.map(value =>
    h('option', { value, selected: value === (view?.sort ?? 'activity') }, t(`sort.${value}`))))
  const shared = h('input', { type: 'checkbox', checked: view?.shared ?? false })
  const problem = h('p', { class: 'notice bad', role: 'alert', hidden: true })
  const say = (/** @type {string} */ text) => {
    problem.hidden = false
    problem.textContent = text
  }
  const save = async () => {
    const made = filterOf(group)
    if (!name.value.trim()) { say(t('filter.needsName')); return name.focus() }
    if (!made) return say(t('filter.needsCondition'))
    const draft = {
      name: name.value.trim(), shared: shared.checked, filter: made,
      sort: /** @type {import('./views.js').Sort} */ (sort.value),
    }
    try {
      const kept = view ? await store.views.change(view.id, draft) : await store.views.create(draft)
      sheet.close()
      location.hash = kept.id
    } catch (error) {
      say(problemText(error))
    }
  }
  const sheet = openSheet({
    title: t(view ? 'filter.editView' : 'views.new'), classes: 'filter-sheet',
    body: [
      h('div', { class: 'field' }, h('label', { for: 'view-name' }, t('filter.name')), name),
      builder(group, store),
      h('div', { class: 'field' }, h('label', { for: 'view-sort' }, t('filter.sort')), sort),
      may(store.session, 'views.share') ? h('label', { class: 'switch' }, shared,
        h('span', {}, h('b', {}, t('filter.shared')), h('small', {}, t('filter.sharedHint')))) : null,
      problem,
    ],
    foot: [
      h('button', { type: 'button', class: 'button primary', on: { click: save } }, t('common.save')),
      h('button', { type: 'button', class: 'button quiet', on: { click: () => sheet.close() } }, t('common.cancel')),
      view ? h('button', {
        type: 'button', class: 'button quiet danger apart', on: { click: () => remove(store, view, sheet) },
      }, t('filter.delete')) : null,
    ],
  })
  if (!view && matchMedia('(pointer: fine)').matches) name.focus()
}

/**
 * A view is quickly made again: it goes at once, with a way back.
 * @param {InboxStore} store
 * @param {import('./views.js').View} view
 * @param {HTMLDialogElement} sheet
 */
async function remove(store, view, sheet) {
  const { name, shared, filter, sort } = view
  try {
    await store.views.remove(view.id)
  } catch (error) {
    return toast(problemText(error))
  }
  sheet.close()
  if (store.view === view.id) location.hash = 'active'
  toast(t('filter.deleted', { name }), {
    label: t('thread.undo'),
    act: () => store.views.create({ name, shared, filter, sort }).catch(error => toast(problemText(error))),
  })
}

/** @param {import('./filters.js').Filter} [filter] */
function startOf(filter) {
  const group = filter ? groupOf(filter) : emptyGroup()
  if (!group.items.length) group.items.push(conditionOn('status'))
  return group
}

/**
 * @param {Group} group Changed as its reader builds.
 * @param {InboxStore} store
 */
function builder(group, store) {
  const box = h('div', { class: 'builder' })
  const draw = () => fill(box, groupEditor(group, undefined, 1))

  /**
   * @param {Group} one
   * @param {(() => void)|undefined} drop
   * @param {number} depth
   * @returns {HTMLElement}
   */
  function groupEditor(one, drop, depth) {
    const add = (/** @type {Group|Condition} */ item) => { one.items.push(item); draw() }
    const full = countConditions(filterOf(group)) >= CONDITIONS_LIMIT
    return h('fieldset', { class: `filter-group${one.not ? ' not' : ''}` },
      h('legend', { class: 'unseen' }, t('filter.group')),
      h('div', { class: 'group-head' },
        select([['all', t('filter.all')], ['any', t('filter.any')]], one.mode, t('filter.mode'), mode => {
          one.mode = mode === 'any' ? 'any' : 'all'
          draw()
        }),
        h('label', { class: 'not-choice' },
          h('input', { type: 'checkbox', checked: one.not, on: { change: () => { one.not = !one.not; draw() } } }),
          t('filter.not')),
        drop ? cross(t('filter.dropGroup'), drop) : null),
      one.items.map((item, place) => {
        const drop = () => { one.items.splice(place, 1); draw() }
        return isGroup(item) ? groupEditor(item, drop, depth + 1) : conditionEditor(item, one, place, drop)
      }),
      h('div', { class: 'group-foot' },
        h('button', {
          type: 'button', class: 'button small quiet', disabled: full,
          on: { click: () => add(conditionOn('status')) },
        }, icon(PLUS), t('filter.addCondition')),
        depth < DEPTH_LIMIT ? h('button', {
          type: 'button', class: 'button small quiet', disabled: full,
          on: { click: () => add({ mode: one.mode === 'all' ? 'any' : 'all', not: false,
            items: [conditionOn('priority')] }) },
        }, icon(PLUS), t('filter.addGroup')) : null))
  }

  /**
   * @param {Condition} condition
   * @param {Group} within
   * @param {number} place
   * @param {() => void} drop
   */
  function conditionEditor(condition, within, place, drop) {
    const field = fieldOf(condition.field)
    const known = FIELDS.filter(({ needs, name }) => !needs || name === condition.field
      || may(store.session, /** @type {import('../common/wire.js').Permission} */ (needs)))
    return h('div', { class: 'condition', role: 'group' },
      select(known.map(({ name }) => [name, t(`filter.field.${name}`)]), condition.field, t('filter.fieldLabel'),
        name => { within.items[place] = conditionOn(name); draw() }),
      field.ops.length > 1
        ? select(field.ops.map(op => [op, t(`filter.op.${op}`)]), condition.op, t('filter.opLabel'), op => {
          const spans = (/** @type {string} */ name) => name === 'within' || name === 'older'
          const keeps = field.kind === 'choice' || spans(op) === spans(condition.op)
          within.items[place] = { ...condition, op, values: keeps ? condition.values : spans(op) ? ['PT24H'] : [] }
          draw()
        })
        : h('span', { class: 'op' }, t(`filter.op.${field.ops[0]}`)),
      takesValues(condition.op) ? valueOf(condition, field.kind) : h('span'),
      cross(t('filter.drop'), drop))
  }

  /**
   * @param {Condition} condition
   * @param {import('./filters.js').Kind} kind
   */
  function valueOf(condition, kind) {
    if (kind === 'choice') return chooser(condition, store)
    if (kind === 'text') return textField(condition)
    return condition.op === 'within' || condition.op === 'older' ? span(condition) : dateField(condition)
  }

  draw()
  return box
}

/**
 * @param {string[][]} options Value and label.
 * @param {string} value
 * @param {string} label
 * @param {(value: string) => void} changed
 */
function select(options, value, label, changed) {
  const element = h('select', { class: 'input', 'aria-label': label },
    options.map(([name, text]) => h('option', { value: name, selected: name === value }, text)))
  element.addEventListener('change', () => changed(element.value))
  return element
}

/**
 * @param {string} label
 * @param {() => void} act
 */
function cross(label, act) {
  return h('button', { type: 'button', class: 'icon-button', 'aria-label': label, title: label, on: { click: act } },
    icon(CLOSE))
}
