import { h, icon } from '../../common/html.js'
import { clock, t } from '../../common/i18n.js'
import { WARN } from '../../common/icons.js'

/**
 * What a colleague wrote while one was writing, and the choice that is left.
 *
 * @param {object} parts
 * @param {import('../../common/wire.js').Message[]} parts.answers
 * @param {() => void} parts.send
 * @param {() => void} parts.edit
 * @param {() => void} parts.discard
 */
export function answeredPanel({ answers, send, edit, discard }) {
  const last = answers[answers.length - 1]
  const name = last?.author.name ?? ''
  return h('div', { class: 'answered', role: 'alertdialog', 'aria-label': t('composer.answered', { name }) },
    h('p', { class: 'answered-title' }, icon(WARN),
      name ? t('composer.answered', { name }) : t('composer.answeredBySomebody')),
    answers.slice(-3).map(({ author, body, attachments, sentAt }) => h('blockquote', {},
      h('span', { class: 'answered-by' }, h('bdi', {}, author.name), ' · ', clock(sentAt)),
      h('span', { class: 'answered-text', dir: 'auto' },
        body || t('composer.files', { count: attachments?.length ?? 0 })))),
    h('div', { class: 'answered-acts' },
      button('composer.sendAnyway', 'primary', send), button('composer.editFirst', '', edit),
      button('composer.discard', 'quiet', discard)))
}

/**
 * @param {string} label
 * @param {string} looks
 * @param {() => void} click
 */
function button(label, looks, click) {
  return h('button', { type: 'button', class: `button small ${looks}`, on: { click } }, t(label))
}
