import { h } from '../html.js'

const STAY_MILLISECONDS = 6_000

/** @type {HTMLElement|undefined} */
let stack

/**
 * Says something that needs no answer, for a few seconds.
 * @param {string} text
 * @param {{label: string, act: () => void}} [action]
 */
export function toast(text, action) {
  stack ??= h('div', { class: 'toasts', role: 'status' })
  document.body.append(stack)
  const box = h('div', { class: 'toast' }, h('span', {}, text),
    action ? h('button', { type: 'button', on: { click: () => { box.remove(); action.act() } } }, action.label) : null)
  stack.append(box)
  while (stack.children.length > 3) stack.firstElementChild?.remove()
  const timer = setTimeout(() => box.remove(), STAY_MILLISECONDS)
  // A reader on it with pointer or keyboard has not finished with it.
  for (const name of ['pointerenter', 'focusin']) box.addEventListener(name, () => clearTimeout(timer))
}
