import { inkOn, isColour } from '../common/colour.js'
import { h } from '../common/html.js'
import { t } from '../common/i18n.js'

/**
 * A picture of the chat with these settings. It looks, and does nothing.
 * @param {import('../common/wire.js').WidgetSettings} settings
 */
export function widgetPreview({ title, greeting, colour, side, language, preChat }) {
  const asked = /** @type {const} */ (['name', 'email', 'phone']).filter(name => preChat[name] !== 'hidden')
  const safe = isColour(colour) ? colour : '#0c5a52'
  return h('div', {
    class: `mock ${side}`, 'aria-hidden': 'true', dir: language ? (language === 'ar' ? 'rtl' : 'ltr') : undefined,
    vars: { '--mock': safe, '--mock-ink': inkOn(safe) },
  },
  h('div', { class: 'mock-panel' },
    h('div', { class: 'mock-head' },
      h('b', { dir: 'auto' }, title || ' '),
      h('small', {}, t('widget.online')),
      h('p', { dir: 'auto' }, greeting || t('widget.greeting'))),
    h('div', { class: 'mock-body' },
      asked.map(name => h('div', {},
        h('span', {}, t(`widget.${name}`), preChat[name] === 'optional' ? ` (${t('common.optional')})` : null),
        h('i'))),
      h('div', {}, h('span', {}, t('widget.message')), h('i', { class: 'tall' })),
      h('em', {}, t('widget.start')))),
  h('div', { class: 'mock-launcher' }))
}
