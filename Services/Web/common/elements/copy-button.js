import { fill, h, icon } from '../html.js'
import { t } from '../i18n.js'
import { CHECK, COPY } from '../icons.js'

/**
 * A button that copies a text and says that it did.
 * @param {() => string} text
 * @param {string} [classes]
 */
export function copyButton(text, classes = 'button small') {
  const face = (/** @type {boolean} */ done) => [
    icon(done ? CHECK : COPY), h('span', { 'aria-live': 'polite' }, t(done ? 'common.copied' : 'common.copy')),
  ]
  const button = h('button', { type: 'button', class: classes, on: { click: copy } }, face(false))

  async function copy() {
    await navigator.clipboard?.writeText(text()).catch(() => {})
    fill(button, face(true))
    setTimeout(() => fill(button, face(false)), 2_000)
  }
  return button
}

/**
 * The two lines that an owner puts into a page.
 * @param {string} inbox
 */
export function snippet(inbox) {
  const text =
    `<script>window.majlis = { inbox: "${inbox}" }</script>\n<script async src="${location.origin}/widget.js"></script>`
  return h('div', { class: 'snippet' },
    h('pre', { dir: 'ltr', tabindex: '0' }, h('code', {}, text)),
    copyButton(() => text))
}
