import { h } from '../html.js'

const HUES = 8

/**
 * A face: the picture where there is one, over the name's first letters on a colour that stays the same for the same
 * id. The letters hold the place while the picture is on its way, and where it does not come.
 * @param {{id: string, name: string, avatar?: string}} who
 * @param {{team?: boolean, online?: boolean, size?: 'small'|'large'}} [looks] The team's faces have the shape of an
 *   arch.
 */
export function avatar({ id, name, avatar: path }, looks) {
  const { team = false, online = false, size } = looks ?? {}
  let sum = 0
  for (const letter of id) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 997
  const classes = ['avatar', `hue${sum % HUES}`, team && 'team', size].filter(Boolean).join(' ')
  return h('span', { class: classes, 'aria-hidden': 'true', data: { online: online ? 'true' : undefined } },
    h('span', { class: 'letters' }, initials(name)), path ? picture(path) : null)
}

/** @param {string} path */
function picture(path) {
  const image = h('img', { class: 'face', src: path, alt: '', loading: 'lazy', decoding: 'async' })
  image.addEventListener('error', () => image.remove())
  return image
}

/**
 * One letter of Arabic, whose letters join; two of other scripts.
 * @param {string} name
 */
export function initials(name) {
  const words = name.trim().split(/\s+/).filter(Boolean)
  if (!words.length) return '؟'
  const first = [...words[0].replace(/^ال(?=..)/, '')][0] ?? ''
  if (/\p{Script=Arabic}/u.test(first) || words.length === 1) return first.toUpperCase()
  return (first + [...(words.at(-1) ?? '')][0]).toUpperCase()
}
