import { h, LiveElement, setAttribute } from '../html.js'
import { VirtualRows } from '../virtual.js'

const MARGIN_PIXELS = 480
const NEAR_PIXELS = 80
/** Rows that turn out taller bring others into view: drawn again, but not for ever. */
const ROUNDS = 4
const POOL_ROWS = 24

/**
 * @template Item
 * @typedef {object} VirtualParts
 * @property {number | ((key: string) => number)} estimate The height of a row that was never drawn.
 * @property {(item: Item) => string} key Unique among the items.
 * @property {(item: Item) => HTMLElement} create
 * @property {(element: HTMLElement, item: Item, place: number) => void} update Called for new, kept and recycled
 *   elements alike, whenever they are drawn.
 * @property {'start'|'end'} [stays] Where readers who are there stay when rows come. `start` when absent.
 * @property {boolean} [recycle] Whether an element that left the view may become another row.
 * @property {string} [role] Of the rows' list: `list` when absent. `list` numbers its rows for screen readers.
 * @property {string} [label]
 * @property {() => number} [size] How many rows there are in all, where not all are known yet.
 * @property {(edge: 'start'|'end', pixels: number) => void} [near] Called while drawing, with the distance to either
 *   edge.
 * @property {(pinned: boolean) => void} [pinnedChanged] The reader came to where they stay, or left it.
 */

/**
 * A scrolling list of any length: only the rows that are seen are in the page.
 * @template Item
 */
export class VirtualList extends LiveElement {
  #parts
  /** @type {readonly Item[]} */
  #items = []
  #rows
  #content
  /** @type {Map<string, HTMLElement>} */
  #drawn = new Map()
  /** @type {HTMLElement[]} */
  #pool = []
  #pinned = true
  /** The furthest that one could scroll when the list was drawn last. */
  #end = 0
  #drawing = false
  /** @type {ResizeObserver|undefined} */
  #watcher

  /** @param {VirtualParts<Item>} parts */
  constructor(parts) {
    super()
    this.#parts = parts
    this.#rows = new VirtualRows(parts.estimate)
    this.#content = h('div', { class: 'virtual-rows', role: parts.role ?? 'list', 'aria-label': parts.label })
  }

  start() {
    if (!this.#content.isConnected) this.append(this.#content)
    this.#watcher = new ResizeObserver(() => this.draw())
    this.#watcher.observe(this)
    for (const element of this.#drawn.values()) this.#watcher.observe(element)
    this.addEventListener('scroll', () => { this.#scrolled(); this.draw() }, { signal: this.signal, passive: true })
    this.signal.addEventListener('abort', () => this.#watcher?.disconnect())
    this.draw()
  }

  /** Whether the reader is where the list begins to grow, and so stays there. */
  get pinned() {
    return this.#pinned
  }

  get rows() {
    return this.#rows
  }

  get items() {
    return this.#items
  }

  /**
   * Shows these rows from now on; who reads in the middle keeps their place.
   * @param {readonly Item[]} items
   */
  show(items) {
    const hold = this.#rows.hold(this.scrollTop, this.clientHeight)
    this.#items = items
    this.#rows.setKeys(items.map(this.#parts.key))
    this.draw(hold)
  }

  /**
   * The element of a row that is drawn.
   * @param {string} key
   */
  elementOf(key) {
    return this.#drawn.get(key)
  }

  toStay() {
    this.#pinned = true
    this.scrollTop = this.#parts.stays === 'end' ? this.scrollHeight : 0
    this.draw()
  }

  /**
   * Brings a row into view and draws it.
   * @param {string} key
   * @param {'nearest'|'start'|'centre'} [where]
   * @returns {HTMLElement|undefined} Its element.
   */
  reveal(key, where = 'nearest') {
    const place = this.#rows.placeOf(key)
    if (place < 0) return undefined
    // Its own height and those around it are known for sure only once they are drawn.
    for (let round = 0; round < 2; round += 1) {
      /** @type {number} */
      const wanted = this.#offsetFor(place, where)
      if (Math.abs(wanted - this.scrollTop) > 1) this.scrollTop = wanted
      this.#scrolled()
      this.draw()
    }
    return this.#drawn.get(key)
  }

  /**
   * @param {number} place
   * @param {'nearest'|'start'|'centre'} where
   * @returns {number}
   */
  #offsetFor(place, where) {
    const top = this.#rows.top(place)
    const height = this.#rows.top(place + 1) - top
    const extent = this.clientHeight
    if (where === 'start') return top
    if (where === 'centre') return Math.max(0, top - (extent - height) / 2)
    if (top < this.scrollTop) return top
    return top + height > this.scrollTop + extent ? top + height - extent : this.scrollTop
  }

  #scrolled() {
    const { scrollTop } = this
    // Told late, rows may have grown since: only a reader who moves leaves the end, not an end that moves away.
    const pinned = this.#parts.stays === 'end'
      ? Math.min(this.#end, this.scrollHeight - this.clientHeight) - scrollTop < NEAR_PIXELS
      : scrollTop < 2
    if (pinned === this.#pinned) return
    this.#pinned = pinned
    this.#parts.pinnedChanged?.(pinned)
  }

  /**
   * Draws what is seen.
   * @param {import('../virtual.js').Hold} [before] What was seen before a change.
   */
  draw(before) {
    if (this.#drawing || !this.isConnected || !this.clientHeight) return
    this.#drawing = true
    let hold = before ?? this.#rows.hold(this.scrollTop, this.clientHeight)
    for (let round = 0; round < ROUNDS; round += 1) {
      const { from, to } = this.#rows.seen(this.scrollTop, this.clientHeight, MARGIN_PIXELS)
      this.#place(from, to)
      const changed = this.#measure()
      if (changed || before) this.#pad(from, to)
      const moved = this.#keepPlace(hold)
      if (!changed && !moved) break
      hold = this.#rows.hold(this.scrollTop, this.clientHeight)
    }
    this.#drawing = false
    this.#end = this.scrollHeight - this.clientHeight
    this.#tellNear()
  }

  #tellNear() {
    const { near } = this.#parts
    if (!near) return
    near('start', this.scrollTop)
    near('end', this.scrollHeight - this.clientHeight - this.scrollTop)
  }

  /**
   * @param {import('../virtual.js').Hold} hold
   * @returns {boolean} Whether the list was scrolled for it.
   */
  #keepPlace(hold) {
    const wanted = !this.#pinned
      ? this.#rows.release(hold)
      : this.#parts.stays === 'end' ? this.scrollHeight - this.clientHeight : 0
    /** @type {number} */
    const before = this.scrollTop
    if (Math.abs(wanted - before) <= 1) return false
    this.scrollTop = wanted
    return this.scrollTop !== before
  }

  /**
   * Rows stand in the flow, between two paddings as high as all those that are not drawn.
   * @param {number} from
   * @param {number} to
   */
  #pad(from, to) {
    const { style } = this.#content
    style.paddingBlockStart = `${this.#rows.top(from)}px`
    style.paddingBlockEnd = `${this.#rows.total - this.#rows.top(to)}px`
    for (const [key, element] of this.#drawn) {
      if (element.dataset.kept) element.style.insetBlockStart = `${this.#rows.top(this.#rows.placeOf(key))}px`
    }
  }

  /**
   * @param {number} from
   * @param {number} to
   */
  #place(from, to) {
    const leaving = new Map(this.#drawn)
    for (let place = from; place < to; place += 1) leaving.delete(this.#rows.keyAt(place))
    const kept = this.#dismiss(leaving)
    /** @type {Element|null} */
    let next = this.#content.firstElementChild
    while (next && next === kept) next = next.nextElementSibling
    for (let place = from; place < to; place += 1) {
      const element = this.#draw(place)
      if (element === next) next = next.nextElementSibling
      else this.#content.insertBefore(element, next)
      while (next && next === kept) next = next.nextElementSibling
    }
    this.#pad(from, to)
  }

  /**
   * Takes away what is out of view. The row that has the focus stays in the page, out of the flow: a reader who
   * scrolls does not lose their place on the keyboard.
   * @param {Map<string, HTMLElement>} leaving
   */
  #dismiss(leaving) {
    let kept
    for (const [key, element] of leaving) {
      if (element.contains(document.activeElement) && this.#rows.placeOf(key) >= 0) {
        element.dataset.kept = 'true'
        kept = element
        continue
      }
      this.#drawn.delete(key)
      this.#watcher?.unobserve(element)
      element.remove()
      delete element.dataset.kept
      element.style.insetBlockStart = ''
      if (this.#parts.recycle && this.#pool.length < POOL_ROWS) this.#pool.push(element)
    }
    return kept
  }

  /** @param {number} place */
  #draw(place) {
    const item = this.#items[place]
    const key = this.#rows.keyAt(place)
    let element = this.#drawn.get(key)
    if (!element) {
      element = this.#pool.pop() ?? this.#parts.create(item)
      element.dataset.key = key
      this.#drawn.set(key, element)
      this.#watcher?.observe(element)
    }
    if (element.dataset.kept) {
      delete element.dataset.kept
      element.style.insetBlockStart = ''
    }
    this.#parts.update(element, item, place)
    if ((this.#parts.role ?? 'list') === 'list') {
      setAttribute(element, 'role', 'listitem')
      setAttribute(element, 'aria-posinset', place + 1)
      setAttribute(element, 'aria-setsize', Math.max(this.#parts.size?.() ?? 0, this.#items.length))
    }
    return element
  }

  /** @returns {boolean} Whether a row has another height than was thought. */
  #measure() {
    let changed = false
    for (const [key, element] of this.#drawn) {
      if (!element.dataset.kept && this.#rows.measure(key, element.getBoundingClientRect().height)) changed = true
    }
    return changed
  }
}

customElements.define('virtual-list', VirtualList)
