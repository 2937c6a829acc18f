import { h } from './html.js'
import { linkify } from './linkify.js'

/**
 * A message's text: every line takes its own direction, addresses become links, and nothing is ever read as HTML.
 * @param {string} body
 */
export function messageText(body) {
  return h('div', { class: 'message-text', dir: 'auto' }, linkify(body).map(({ text, href }) => href
    ? h('a', { href, dir: 'ltr', target: '_blank', rel: 'noopener noreferrer nofollow' }, text)
    : text))
}
