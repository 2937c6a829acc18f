import { fill, h, icon } from '../../common/html.js'
import { problemText, t } from '../../common/i18n.js'
import { HISTORY } from '../../common/icons.js'
import { shortDate } from '../../common/time.js'

/**
 * @typedef {import('./items.js').Host} Host
 * @typedef {Extract<import('../layout.js').Part, {type: 'earlier'}>} EarlierPart
 */

/**
 * Where a conversation that the visitor had before ends or goes on above: its name once it is shown, else the way to
 * show it.
 * @param {HTMLElement} element
 * @param {EarlierPart} part
 * @param {Host} host
 */
export function drawEarlier(element, { conversation, face }, { desk }) {
  const { store, threads } = desk
  const id = store.openId ?? ''
  const earlier = threads.get(id)?.earlier.find(other => other.id === conversation)
  element.className = 'part earlier'
  const load = () => threads.loadEarlier(id)
  if (face === 'shown') {
    const about = earlier?.conversation
    return fill(element, h('a', { class: 'earlier-name', href: `#all/${conversation}` },
      icon(HISTORY),
      h('span', { class: 'earlier-label' }, t('thread.earlierEnds')),
      about?.title ? h('bdi', { class: 'earlier-title' }, about.title) : null,
      about ? h('time', { datetime: about.updatedAt }, shortDate(about.updatedAt)) : null))
  }
  if (face === 'loading') return fill(element, h('span', { class: 'spinner' }), t('common.loading'))
  fill(element,
    face === 'problem' ? h('span', {}, problemText(earlier?.problem)) : null,
    h('button', { type: 'button', class: 'button small quiet', on: { click: load } },
      icon(HISTORY), t(earlier?.messages.length ? 'thread.earlierMore' : 'thread.earlierShow')))
}
