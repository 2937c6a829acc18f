import { fill, h } from '../../common/html.js'
import { format, language, localeOf, t } from '../../common/i18n.js'
import { ask } from '../../common/team.js'
import { SectionElement } from '../parts.js'
import { bytesText, share } from '../plan.js'

/** What the workspace's plan allows, and how much of it is used. */
export class PlanSettings extends SectionElement {
  /** @type {import('../../common/wire.js').Usage|undefined} */
  #usage

  async fetch() {
    this.#usage = await ask('GET', '/workspace/usage')
  }

  draw() {
    const usage = /** @type {import('../../common/wire.js').Usage} */ (this.#usage)
    const { plan } = usage
    const number = new Intl.NumberFormat(localeOf(language()))
    const count = (/** @type {number} */ value) => number.format(value)
    const month = format({ month: 'long' }).format(new Date())
    const bytes = (/** @type {number} */ value) => bytesText(value, localeOf(language()))
    const known = t(`plan.name.${plan.name}`)
    fill(this,
      h('section', { class: 'panel' },
        h('div', { class: 'plan-head' }, h('h3', {}, t('plan.current')),
          h('span', { class: 'tag plan', dir: 'auto' }, known.startsWith('plan.') ? plan.name : known)),
        h('div', { class: 'meters' },
          meter(t('plan.members'), usage.members, plan.members, count),
          meter(t('plan.inboxes'), usage.inboxes, plan.inboxes, count),
          meter(t('plan.messages', { month }), usage.messagesThisMonth, plan.messagesPerMonth, count),
          meter(t('plan.storage'), usage.storageBytes, plan.storageBytes, bytes),
          h('div', { class: 'meter' }, h('div', { class: 'meter-text' }, h('b', {}, t('plan.calls')),
            h('span', {}, plan.callsPerMinute ? count(plan.callsPerMinute) : t('plan.unlimited'))))),
        h('p', { class: 'hint' }, t('plan.hint'))))
  }
}

/**
 * @param {string} label
 * @param {number} used
 * @param {number|undefined} limit
 * @param {(value: number) => string} text
 */
function meter(label, used, limit, text) {
  const part = share(used, limit)
  const value = limit === undefined ? `${text(used)} · ${t('plan.unlimited')}`
    : t('plan.of', { used: text(used), limit: text(limit) })
  return h('div', { class: 'meter' },
    h('div', { class: 'meter-text' }, h('b', {}, label), h('span', {}, value)),
    limit === undefined
      ? null
      : h('div', {
        class: `bar-box${part >= 1 ? ' over' : part >= 0.8 ? ' near' : ''}`, role: 'meter', 'aria-label': label,
        'aria-valuemin': 0, 'aria-valuemax': limit, 'aria-valuenow': Math.min(used, limit), 'aria-valuetext': value,
      }, h('span', { vars: { '--part': `${Math.min(100, part * 100)}%` } })),
    part >= 1 ? h('small', { class: 'warn' }, t('plan.full')) : null)
}

customElements.define('plan-settings', PlanSettings)
