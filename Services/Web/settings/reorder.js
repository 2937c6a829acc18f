import { h, icon } from '../common/html.js'
import { t } from '../common/i18n.js'
import { GRIP } from '../common/icons.js'

/**
 * The handle by which a row is put in another place of its list: dragged, or moved by the arrows.
 * @param {HTMLElement} row A child of the list; its siblings move out of its way.
 * @param {string} name What it is called, for those who hear the page.
 * @param {() => void} moved It stands elsewhere now.
 */
export function grip(row, name, moved) {
  const handle = h('button', {
    type: 'button', class: 'icon-button grip', 'aria-label': t('order.handle', { name }), title: t('order.hint'),
  }, icon(GRIP))
  let before = -1
  handle.addEventListener('pointerdown', event => {
    if (event.button !== 0) return
    handle.setPointerCapture(event.pointerId)
    before = placeOf(row)
    row.classList.add('dragged')
  })
  handle.addEventListener('pointermove', event => {
    if (handle.hasPointerCapture(event.pointerId)) follow(row, event.clientY)
  })
  handle.addEventListener('lostpointercapture', () => {
    row.classList.remove('dragged')
    if (placeOf(row) !== before) moved()
  })
  handle.addEventListener('keydown', event => {
    const other = event.code === 'ArrowUp' ? row.previousElementSibling
      : event.code === 'ArrowDown' ? row.nextElementSibling : null
    if (!other) return
    event.preventDefault()
    if (event.code === 'ArrowUp') other.before(row)
    else other.after(row)
    handle.focus()
    moved()
  })
  return handle
}

/** @param {HTMLElement} row */
function placeOf(row) {
  return [...row.parentElement?.children ?? []].indexOf(row)
}

/**
 * Puts a row past each sibling whose middle the pointer has crossed.
 * @param {HTMLElement} row
 * @param {number} top
 */
function follow(row, top) {
  const middle = (/** @type {Element} */ other) => {
    const { top: start, height } = other.getBoundingClientRect()
    return start + height / 2
  }
  const { previousElementSibling: above, nextElementSibling: below } = row
  if (above && top < middle(above)) above.before(row)
  else if (below && top > middle(below)) below.after(row)
}
