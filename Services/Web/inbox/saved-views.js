import { ask } from '../common/team.js'

/**
 * @typedef {import('./views.js').View} View
 * @typedef {Omit<View, 'id'|'member'>} ViewDraft
 */

/** The views that the reader or their colleagues saved, kept live. */
export class SavedViews {
  /** @type {Map<string, View>} */
  #views = new Map()
  #changed

  /** @param {() => void} changed */
  constructor(changed) {
    this.#changed = changed
  }

  get items() {
    return [...this.#views.values()].sort((one, other) => one.name.localeCompare(other.name))
  }

  /** @param {string} id */
  get(id) {
    return this.#views.get(id)
  }

  async load() {
    const { items } = await ask('GET', '/views')
    this.#views = new Map(items.map((/** @type {View} */ view) => [view.id, view]))
    this.#changed()
  }

  /**
   * @param {ViewDraft} draft
   * @returns {Promise<View>}
   */
  async create(draft) {
    return this.#keep(await ask('POST', '/views', draft))
  }

  /**
   * @param {string} id
   * @param {Partial<ViewDraft>} change
   * @returns {Promise<View>}
   */
  async change(id, change) {
    return this.#keep(await ask('PATCH', `/views/${id}`, change))
  }

  /** @param {string} id */
  async remove(id) {
    await ask('DELETE', `/views/${id}`)
    this.#views.delete(id)
    this.#changed()
  }

  /** @param {View} view */
  #keep(view) {
    this.#views.set(view.id, view)
    this.#changed()
    return view
  }

  /** @param {import('../common/wire.js').LogEvent} event */
  hear({ type, data }) {
    if (type === 'view.changed') this.#views.set(data.id, data)
    else if (type === 'view.removed') this.#views.delete(data.view)
    this.#changed()
  }
}
