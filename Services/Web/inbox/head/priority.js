import { h, icon } from '../../common/html.js'
import { URGENT } from '../../common/icons.js'

const BARS = { low: 1, normal: 2, high: 3 }

/**
 * A priority as a picture: bars like those of a telephone, and a mark of its own for what is urgent.
 * @param {import('../../common/wire.js').Priority} priority
 */
export function priorityMark(priority) {
  if (priority === 'urgent') return h('span', { class: 'priority-mark urgent', 'aria-hidden': 'true' }, icon(URGENT))
  return h('span', { class: `priority-mark ${priority}`, 'aria-hidden': 'true' },
    [1, 2, 3].map(bar => h('i', { class: bar <= BARS[priority] ? 'full' : undefined })))
}
