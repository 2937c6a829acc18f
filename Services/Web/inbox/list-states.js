import { fill, h, icon } from '../common/html.js'
import { problemText, t } from '../common/i18n.js'
import { ALERT } from '../common/icons.js'
import { BUILT_IN } from './views.js'

const SKELETONS = 8

/**
 * Shows what stands below the rows, or in their place: loading, nothing here, a fault.
 * @param {HTMLElement} tail
 * @param {import('./store.js').InboxStore} store
 * @param {number} count Of rows.
 */
export function showState(tail, store, count) {
  const { loading, problem, loaded } = store.listing
  const { view, filter } = store.pile
  const face = problem ? `fault ${count > 0}` : count ? `rows ${loading}` : loading || !loaded ? 'skeletons'
    : `nothing ${view} ${Boolean(filter)} ${isFresh(store)}`
  // Drawn anew, what moves would begin anew.
  if (tail.dataset.face === face) return
  tail.dataset.face = face
  if (problem) fill(tail, fault(store, problem, count))
  else if (count) fill(tail, loading ? h('p', { class: 'more' }, t('common.loading')) : null)
  else fill(tail, loading || !loaded ? skeletons() : nothing(store))
}

/**
 * @param {import('./store.js').InboxStore} store
 * @param {unknown} problem
 * @param {number} count
 */
function fault(store, problem, count) {
  return h('div', { class: count ? 'blank slim' : 'blank', role: 'alert' }, icon(ALERT),
    h('p', {}, problemText(problem)),
    h('button', { type: 'button', class: 'button small', on: { click: () => store.loadList() } }, t('common.retry')))
}

function skeletons() {
  return Array.from({ length: SKELETONS }, () => h('div', { class: 'row-skeleton', 'aria-hidden': 'true' },
    h('span', { class: 'skeleton face' }),
    h('span', { class: 'skeleton' }),
    h('span', { class: 'skeleton short' })))
}

/**
 * Whether nobody ever wrote.
 * @param {import('./store.js').InboxStore} store
 */
function isFresh({ counts, view }) {
  return counts !== undefined && view === 'active' && (counts.active ?? 0) + (counts.closed ?? 0) === 0
}

/** @param {import('./store.js').InboxStore} store */
function nothing(store) {
  const { view, filter } = store.pile
  if (filter) {
    return h('div', { class: 'blank' }, h('h2', {}, t('list.empty.filtered')), h('p', {}, t('list.emptyHint.filtered')),
      h('button', { type: 'button', class: 'button small', on: { click: () => store.show({ filter: undefined }) } },
        t('list.unfilter')))
  }
  if (isFresh(store)) return h('p', { class: 'tail-note' }, t('list.nothingYet'))
  const name = /** @type {string[]} */ (BUILT_IN).includes(view) ? view : 'other'
  const art = /^(closed|snoozed|spam)$/.test(view) ? 'shelf' : 'tea'
  return h('div', { class: 'blank' },
    h('img', { src: `/assets/inbox/art/${art}.svg`, alt: '', width: 132, height: 104 }),
    h('h2', {}, t(`list.empty.${name}`)), h('p', {}, t(`list.emptyHint.${name}`)))
}
