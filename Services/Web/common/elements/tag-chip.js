import { h, icon } from '../html.js'
import { t } from '../i18n.js'
import { CLOSE } from '../icons.js'

/** Colours that tags begin with: told apart on both backgrounds. */
export const TAG_COLOURS = [
  '#0c5a52', '#1d6fa5', '#4f46a5', '#8a3ea8', '#b0306a', '#b3372b', '#b5651d', '#8a7a12', '#3f7d2c', '#5d625d',
]

/**
 * A tag as people see it: its colour and its name.
 * @param {{name: string, colour: string}} tag
 * @param {() => void} [remove] Where it may be taken off.
 */
export function tagChip({ name, colour }, remove) {
  return h('span', { class: 'tag-chip', vars: { '--tag': colour } },
    h('bdi', {}, name),
    remove ? h('button', {
      type: 'button', class: 'tag-remove', 'aria-label': t('tags.takeOff', { name }), on: { click: remove },
    }, icon(CLOSE)) : null)
}

/** @param {{colour: string}} tag */
export function tagDot({ colour }) {
  return h('span', { class: 'tag-dot', vars: { '--tag': colour }, 'aria-hidden': 'true' })
}
