/**
 * Puts what opened at a button below it and in line with its end; above where there is no room below. On a phone it
 * stays where its style puts it.
 * @param {HTMLElement} box
 * @param {HTMLElement} anchor
 * @param {HTMLElement} [clear] What stays in sight besides the button: it is not covered either.
 */
export function place(box, anchor, clear = anchor) {
  const spot = anchor.getBoundingClientRect()
  const { top, bottom } = clear.getBoundingClientRect()
  const size = box.getBoundingClientRect()
  const ofStart = spot.left + spot.width / 2 < innerWidth / 2
  const wanted = ofStart ? spot.left : spot.right - size.width
  const left = Math.max(8, Math.min(wanted, innerWidth - size.width - 8))
  const below = bottom + 6 + size.height < innerHeight
  box.style.left = `${left}px`
  box.style.top = `${below ? bottom + 6 : Math.max(8, top - size.height - 6)}px`
}
