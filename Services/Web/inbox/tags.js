import { fold } from '../common/fold.js'
import { ask } from '../common/team.js'

/** @typedef {import('../common/wire.js').Tag} Tag */

/** The workspace's tags, kept live. */
export class TagBook {
  /** @type {Map<string, Tag>} */
  #tags = new Map()
  #changed
  #loading = false

  /** @param {() => void} changed */
  constructor(changed) {
    this.#changed = changed
  }

  /** @param {string} id */
  get(id) {
    return this.#tags.get(id)
  }

  /** In the order of their names. */
  get all() {
    return [...this.#tags.values()].sort((one, other) => one.name.localeCompare(other.name))
  }

  /**
   * Those of a conversation that are known; of others their names are asked for.
   * @param {string[]} ids
   */
  of(ids) {
    if (ids.some(id => !this.#tags.has(id))) this.load()
    return ids.flatMap(id => this.#tags.get(id) ?? [])
  }

  /** @param {string} name However it is spelled. */
  named(name) {
    return this.all.find(tag => fold(tag.name) === fold(name))
  }

  /** Asks for all of them, once at a time. A server that has no tags has none. */
  async load() {
    if (this.#loading) return
    this.#loading = true
    const answer = await ask('GET', '/tags').catch(() => undefined)
    // Not at once again for a tag that is not there any more.
    setTimeout(() => { this.#loading = false }, 5_000)
    if (!answer) return
    this.#tags = new Map(answer.items.map((/** @type {Tag} */ tag) => [tag.id, tag]))
    this.#changed()
  }

  /** @param {import('../common/wire.js').LogEvent} event */
  hear({ type, data }) {
    if (type === 'tag.changed') this.#tags.set(data.id, data)
    else if (type === 'tag.removed') this.#tags.delete(data.tag)
    else return
    this.#changed()
  }
}
