import { h } from './html.js'

const LINK = /(?:https?:\/\/|www\.)[^\s<>"'`،؛«»]+|[\p{L}\d._%+-]+@[\p{L}\d-]+(?:\.[\p{L}\d-]+)+/giu
const TAIL = /[.,:;!?…\u060c\u061b\u061f\u06d4]+$/u

/**
 * Finds web and mail addresses in a text.
 * @param {string} text
 * @returns {({text: string, href?: string})[]} The whole text in pieces; those with `href` are addresses.
 */
export function linkify(text) {
  /** @type {{text: string, href?: string}[]} */
  const pieces = []
  let end = 0
  for (const match of text.matchAll(LINK)) {
    const address = withoutTail(match[0])
    const href = hrefOf(address)
    const start = match.index ?? 0
    if (!href) continue
    if (start > end) pieces.push({ text: text.slice(end, start) })
    pieces.push({ text: address, href })
    end = start + address.length
  }
  if (end < text.length) pieces.push({ text: text.slice(end) })
  return pieces
}

/**
 * A full stop or a closing bracket after an address belongs to the sentence.
 * @param {string} address
 */
function withoutTail(address) {
  let text = address.replace(TAIL, '')
  while (text.endsWith(')') && count(text, ')') > count(text, '(')) text = text.slice(0, -1).replace(TAIL, '')
  return text
}

/**
 * @param {string} text
 * @param {string} letter
 */
function count(text, letter) {
  return text.split(letter).length - 1
}

/**
 * @param {string} address
 * @returns {string|undefined} Only ever http, https or mailto.
 */
function hrefOf(address) {
  if (/^https?:\/\//i.test(address)) return address
  if (/^www\../i.test(address)) return `https://${address}`
  if (address.includes('@')) return `mailto:${address}`
  return undefined
}

/**
 * A message's text: every line takes its own direction, addresses become links, and nothing is ever read as HTML.
 * @param {string} body
 */
export function messageText(body) {
  return h('div', { class: 'message-text', dir: 'auto' }, linkify(body).map(({ text, href }) => href
    ? h('a', { href, dir: 'ltr', target: '_blank', rel: 'noopener noreferrer nofollow' }, text)
    : text))
}
