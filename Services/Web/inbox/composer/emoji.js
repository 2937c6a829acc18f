import { fill, h } from '../../common/html.js'
import { t } from '../../common/i18n.js'
import { fold } from '../../common/fold.js'
import { openStorage } from '../../common/storage.js'
import { GROUPS } from './emoji-data.js'

const KEY = 'majlis.emoji'
const RECENT = 16
const COLUMNS = 8
const storage = openStorage('localStorage')

/** @returns {string[]} */
function recent() {
  const kept = storage.getItem(KEY)
  return kept ? kept.split(' ').slice(0, RECENT) : []
}

/** @param {string} emoji */
function remember(emoji) {
  storage.setItem(KEY, [emoji, ...recent().filter(other => other !== emoji)].slice(0, RECENT).join(' '))
}

/**
 * Those that a query means, in either language.
 * @param {string} query
 * @returns {string[]}
 */
export function matchingEmoji(query) {
  const wanted = fold(query.trim())
  return Object.values(GROUPS).flat().filter(({ words }) => words.includes(wanted)).map(({ emoji }) => emoji)
}

/**
 * Opens a small table of emoji at a button. It stays open, so that several may be chosen with Shift.
 * @param {HTMLElement} anchor
 * @param {(emoji: string) => void} choose
 */
export function openEmoji(anchor, choose) {
  const search = h('input', {
    class: 'input', type: 'search', placeholder: t('composer.emojiSearch'), 'aria-label': t('composer.emojiSearch'),
  })
  const table = h('div', { class: 'emoji-table' })
  /** @type {HTMLElement} */
  const box = h('div', { class: 'menu emoji-box', role: 'dialog', 'aria-label': t('composer.emoji'), popover: 'auto' },
    search, table)
  const open = /** @type {any} */ (box)
  const take = (/** @type {string} */ emoji, /** @type {boolean} */ more) => {
    remember(emoji)
    if (!more) open.hidePopover()
    choose(emoji)
  }
  const cell = (/** @type {string} */ emoji) => h('button', {
    type: 'button', tabindex: -1, on: { click: (/** @type {MouseEvent} */ event) => take(emoji, event.shiftKey) },
  }, emoji)
  const group = (/** @type {string} */ name, /** @type {string[]} */ emoji) => (emoji.length
    ? h('section', { 'aria-label': t(`emoji.${name}`) }, h('h3', {}, t(`emoji.${name}`)),
      h('div', { class: 'emoji-cells' }, emoji.map(cell)))
    : null)
  const show = () => {
    if (search.value.trim()) {
      const found = matchingEmoji(search.value)
      return fill(table, found.length ? group('found', found) : h('p', { class: 'suggestions-empty' }, t('emoji.none')))
    }
    fill(table, group('recent', recent()),
      Object.entries(GROUPS).map(([name, list]) => group(name, list.map(({ emoji }) => emoji))))
  }
  search.addEventListener('input', show)
  box.addEventListener('keydown', event => walk(box, search, event))
  box.addEventListener('toggle', event => { if (/** @type {any} */ (event).newState === 'closed') box.remove() })
  show()
  document.body.append(box)
  open.showPopover()
  place(box, anchor)
  search.focus()
}

/**
 * Arrows go through the table; Enter in the search takes the first.
 * @param {HTMLElement} box
 * @param {HTMLInputElement} search
 * @param {KeyboardEvent} event
 */
function walk(box, search, event) {
  const cells = [...box.querySelectorAll('button')]
  const here = cells.indexOf(/** @type {HTMLButtonElement} */ (document.activeElement))
  if (event.key === 'Enter' && here < 0) {
    event.preventDefault()
    return cells[0]?.click()
  }
  const forward = document.documentElement.dir === 'rtl' ? -1 : 1
  const steps = /** @type {Record<string, number>} */ ({
    ArrowDown: here < 0 ? 0 : here + COLUMNS, ArrowUp: here - COLUMNS,
    ArrowRight: here + forward, ArrowLeft: here - forward,
  })
  if (!(event.code in steps) || (here < 0 && event.code !== 'ArrowDown')) return
  event.preventDefault()
  const next = steps[event.code]
  if (next < 0) search.focus()
  else cells[Math.min(next, cells.length - 1)]?.focus()
}

/**
 * Above the field, so that nobody writes blindly, and within the page.
 * @param {HTMLElement} box
 * @param {HTMLElement} anchor
 */
function place(box, anchor) {
  const spot = anchor.getBoundingClientRect()
  const field = anchor.closest('.writing')?.getBoundingClientRect() ?? spot
  const size = box.getBoundingClientRect()
  const left = document.documentElement.dir === 'rtl' ? spot.right - size.width : spot.left
  box.style.left = `${Math.max(8, Math.min(left, innerWidth - size.width - 8))}px`
  box.style.top = `${Math.max(8, field.top - size.height - 6)}px`
}
