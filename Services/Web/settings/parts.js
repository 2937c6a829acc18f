import { fill, h, icon, LiveElement } from '../common/html.js'
import { problemText, t } from '../common/i18n.js'
import { BACK } from '../common/icons.js'

/** What stands where something is being fetched: as high as what comes, so that nothing jumps far. */
export function waiting() {
  return h('div', { class: 'panel', 'aria-busy': 'true', 'aria-label': t('common.loading') },
    Array.from({ length: 4 }, () => h('div', { class: 'skeleton-row', 'aria-hidden': 'true' },
      h('span', { class: 'skeleton face' }),
      h('span', { class: 'skeleton' }),
      h('span', { class: 'skeleton short' }))))
}

/**
 * @param {unknown} error
 * @param {() => void} again
 */
export function failed(error, again) {
  return h('div', { class: 'blank', role: 'alert' }, h('p', {}, problemText(error)),
    h('button', { type: 'button', class: 'button', on: { click: again } }, t('common.retry')))
}

/**
 * What a list says that has nothing in it.
 * @param {{path: string, title: string, text: string, action?: Node|null}} parts
 */
export function nothing({ path, title, text, action }) {
  return h('div', { class: 'blank' },
    h('span', { class: 'blank-face' }, icon(path)), h('h3', {}, title), h('p', {}, text), action)
}

/**
 * The head of a place within a section.
 * @param {{back: string, backText: string, title: import('../common/shapes.js').Child,
 *   lead?: import('../common/shapes.js').Child}} parts
 */
export function innerHead({ back, backText, title, lead }) {
  return h('header', { class: 'section-head inner' },
    h('a', { class: 'back-link', href: back }, icon(BACK, 'mirrored'), backText),
    h('h2', {}, title), lead ? h('p', {}, lead) : null)
}

/** A section that fetches first and draws then. */
export class SectionElement extends LiveElement {
  start() {
    this.load()
  }

  async load() {
    fill(this, waiting())
    try {
      await this.fetch()
      if (this.isConnected) this.draw()
    } catch (error) {
      if (this.isConnected) fill(this, failed(error, () => this.load()))
    }
  }

  /**
   * Asks for what is shown.
   * @returns {Promise<void>}
   */
  async fetch() {}

  /** Shows it. */
  draw() {}
}
