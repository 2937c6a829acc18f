import { avatar } from '../common/elements/avatar.js'
import { fold } from '../common/fold.js'
import { h, icon } from '../common/html.js'
import { t } from '../common/i18n.js'
import { SEARCH } from '../common/icons.js'

const SEARCH_FROM = 8
let made = 0

/**
 * @typedef {object} Choosable
 * @property {string} value
 * @property {string} label
 * @property {string} [hint]
 * @property {Node} [face]
 * @property {boolean} [disabled]
 */

/**
 * Boxes to tick, with a search where there are many.
 * @param {object} parts
 * @param {string} parts.name
 * @param {string} parts.label
 * @param {string} [parts.hint]
 * @param {Choosable[]} parts.items
 * @param {string[]} parts.chosen
 * @param {string} parts.empty What it says where there is nothing to choose.
 */
export function checkList({ name, label, hint, items, chosen, empty }) {
  const rows = items.map(item => h('label', { class: 'check-row', data: { text: fold(item.label) } },
    h('input', {
      type: 'checkbox', name, value: item.value, checked: chosen.includes(item.value), disabled: item.disabled,
    }),
    item.face,
    h('span', {}, h('bdi', {}, item.label), item.hint ? h('small', {}, item.hint) : null)))
  const list = h('div', { class: 'check-rows' }, rows.length ? rows : h('p', { class: 'hint' }, empty))
  const element = h('fieldset', { class: 'field check-list', data: { field: name } },
    h('legend', { class: 'label' }, label),
    hint ? h('p', { class: 'hint' }, hint) : null,
    items.length > SEARCH_FROM ? searchBox(rows) : null,
    list)
  return {
    element,
    values: () => [...element.querySelectorAll('input:checked')]
      .map(box => /** @type {HTMLInputElement} */ (box).value),
  }
}

/** @param {HTMLElement[]} rows */
function searchBox(rows) {
  const input = h('input', {
    type: 'search', class: 'input', placeholder: t('common.search'), 'aria-label': t('common.search'), dir: 'auto',
    on: {
      input: () => {
        const text = fold(input.value)
        for (const row of rows) row.hidden = !(row.dataset.text ?? '').includes(text)
      },
      keydown: (/** @type {KeyboardEvent} */ event) => { if (event.key === 'Enter') event.preventDefault() },
    },
  })
  return h('div', { class: 'search' }, icon(SEARCH), input)
}

/**
 * Every inbox, or some of them.
 * @param {object} parts
 * @param {import('../common/wire.js').Inbox[]} parts.inboxes
 * @param {import('../common/wire.js').InboxAccess} parts.value
 * @param {import('../common/wire.js').InboxAccess} parts.limit What the giver has: nobody gives more.
 * @param {string} [parts.label]
 * @param {string} [parts.hint]
 */
export function inboxPicker({ inboxes, value, limit, label = t('members.access'), hint }) {
  const id = `inboxes-${++made}`
  const list = checkList({
    name: 'inbox', label: t('members.whichInboxes'), empty: t('members.noInboxesYet'),
    items: inboxes.map(inbox => ({
      value: inbox.id, label: inbox.name, disabled: limit !== 'all' && !limit.includes(inbox.id),
    })),
    chosen: value === 'all' ? [] : value,
  })
  const option = (/** @type {'all'|'only'} */ way) => h('label', { class: 'way' },
    h('input', {
      type: 'radio', name: id, value: way, checked: (value === 'all') === (way === 'all'),
      disabled: way === 'all' && limit !== 'all',
      on: { change: () => { list.element.hidden = way === 'all' } },
    }), t(way === 'all' ? 'members.allInboxes' : 'members.someInboxes'))
  list.element.hidden = value === 'all'
  const element = h('fieldset', { class: 'field', data: { field: 'inboxes' } },
    h('legend', { class: 'label' }, label),
    h('div', { class: 'ways-row' }, option('all'), option('only')),
    hint ? h('p', { class: 'hint' }, hint) : null, list.element)
  return {
    element,
    /** @returns {import('../common/wire.js').InboxAccess} */
    value: () => (element.querySelector('input[value=all]:checked') ? 'all' : list.values()),
  }
}

/** @param {import('../common/wire.js').Member} member */
export function memberChoice(member) {
  const face = avatar(member, { team: true, size: 'small' })
  return { value: member.id, label: member.name, hint: member.email, face }
}
