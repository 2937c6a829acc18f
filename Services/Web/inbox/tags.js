import { ask } from '../common/team.js'

/** @typedef {{id: string, name: string, colour: string}} Tag `colour` is `#rrggbb`. */

/** The workspace's tags, kept live. */
export class Tags {
  /** @type {Map<string, Tag>} */
  #tags = new Map()
  #changed

  /** @param {() => void} changed */
  constructor(changed) {
    this.#changed = changed
  }

  /** By name, as a reader looks for them. */
  get items() {
    return [...this.#tags.values()].sort((one, other) => one.name.localeCompare(other.name))
  }

  /** @param {string} id */
  get(id) {
    return this.#tags.get(id)
  }

  async load() {
    const { items } = await ask('GET', '/tags')
    this.#tags = new Map(items.map((/** @type {Tag} */ tag) => [tag.id, tag]))
    this.#changed()
  }

  /** @param {import('../common/wire.js').LogEvent} event */
  hear({ type, data }) {
    if (type === 'tag.changed') this.#tags.set(data.id, data)
    else if (type === 'tag.removed') this.#tags.delete(data.tag)
    this.#changed()
  }
}
