import { h, icon } from '../../common/html.js'
import { t } from '../../common/i18n.js'
import { BLOCK, CLOCK, MERGE, SPAM } from '../../common/icons.js'
import { momentText } from './moment-text.js'

/**
 * What a reader has to know before they write: one line each, with what ends it.
 * @param {import('../../common/wire.js').Conversation} item
 * @param {{blocked: boolean, zone: string, view: string, mayStatus: boolean, mayBlock: boolean}} facts
 * @param {import('./deeds.js').Deeds} deeds
 */
export function strips(item, { blocked, zone, view, mayStatus, mayBlock }, deeds) {
  const { id, snooze, spam, mergedInto, contact } = item
  return [
    mergedInto ? strip('merged', MERGE, t('strip.merged'),
      h('a', { class: 'button small', href: `#${view}/${mergedInto}` }, t('strip.openMerged'))) : null,
    snooze ? strip('snoozed', CLOCK,
      snooze.until ? t('strip.snoozed', { until: momentText(snooze.until, zone) }) : t('strip.snoozedUntilReply'),
      mayStatus ? press(t('snooze.end'), () => deeds.wake(id)) : null) : null,
    spam ? strip('spam', SPAM, t('strip.spam'),
      mayStatus ? press(t('spam.not'), () => deeds.setSpam(id, false)) : null) : null,
    blocked ? strip('blocked', BLOCK, t('strip.blocked'),
      mayBlock ? press(t('block.lift'), () => deeds.setBlocked(contact, false)) : null) : null,
  ]
}

/**
 * @param {string} kind
 * @param {string} path
 * @param {string} text
 * @param {Node|null} action
 */
function strip(kind, path, text, action) {
  return h('div', { class: `strip ${kind}` }, icon(path), h('span', {}, text), action)
}

/**
 * @param {string} label
 * @param {() => unknown} act
 */
function press(label, act) {
  return h('button', { type: 'button', class: 'button small', on: { click: act } }, label)
}
