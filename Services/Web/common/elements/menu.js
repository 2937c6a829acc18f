import { h, icon } from '../html.js'
import { CHECK } from '../icons.js'
import { place } from './place.js'

/**
 * @typedef {object} MenuItem
 * @property {string} label
 * @property {string} [hint]
 * @property {Node} [face] Stands before the label.
 * @property {boolean} [chosen]
 * @property {boolean} [starts] Whether a new group begins with it.
 * @property {() => void} act
 */

/**
 * Opens a list of choices at a button: arrows move, Enter chooses, Escape and a press elsewhere close it.
 * @param {HTMLElement} anchor
 * @param {string} label
 * @param {MenuItem[]} items
 * @param {HTMLElement} [clear] What it does not cover, besides the button.
 */
export function openMenu(anchor, label, items, clear) {
  const close = () => { open.hidePopover() }
  /** @type {HTMLElement} */
  const menu = h('div', { class: 'menu', role: 'menu', 'aria-label': label, popover: 'auto' },
    items.map(item => entry(item, close)))
  const open = /** @type {any} */ (menu)
  menu.addEventListener('toggle', event => {
    if (/** @type {any} */ (event).newState !== 'closed') return
    menu.remove()
    anchor.setAttribute('aria-expanded', 'false')
  })
  menu.addEventListener('keydown', event => move(menu, event))
  document.body.append(menu)
  open.showPopover()
  anchor.setAttribute('aria-expanded', 'true')
  place(menu, anchor, clear)
  const first = menu.querySelector('[aria-checked="true"]') ?? menu.querySelector('button')
  if (first instanceof HTMLElement) first.focus()
}

/**
 * @param {MenuItem} item
 * @param {() => void} close
 */
function entry({ label, hint, face, chosen, starts, act }, close) {
  return h('button', {
    type: 'button', class: starts ? 'starts' : undefined, role: chosen === undefined ? 'menuitem' : 'menuitemradio',
    'aria-checked': chosen === undefined ? undefined : String(chosen),
    on: { click: () => { close(); act() } },
  },
    face,
    h('span', { class: 'label' }, h('bdi', {}, label), hint ? h('small', {}, hint) : null),
    chosen ? icon(CHECK) : null)
}

/**
 * @param {HTMLElement} menu
 * @param {KeyboardEvent} event
 */
function move(menu, event) {
  const entries = /** @type {HTMLElement[]} */ ([...menu.querySelectorAll('button')])
  const here = entries.indexOf(/** @type {HTMLElement} */ (document.activeElement))
  const steps = /** @type {Record<string, number>} */ ({
    ArrowDown: here + 1, ArrowUp: here - 1, Home: 0, End: entries.length - 1,
  })
  if (!(event.code in steps)) return
  event.preventDefault()
  entries.at(steps[event.code] % entries.length)?.focus()
}
