const SVG = 'http://www.w3.org/2000/svg'

/**
 * Makes an element. Text is always text: nothing given here is ever read as HTML.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {import('./shapes.js').Props} [props] Attributes; `true` sets an empty one, `false`, null and undefined leave
 *   it out.
 * @param {...import('./shapes.js').Child} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function h(tag, props = {}, ...children) {
  const element = document.createElement(tag)
  apply(element, props)
  append(element, children)
  return element
}

/**
 * @param {HTMLElement} element
 * @param {import('./shapes.js').Props} props
 */
function apply(element, props) {
  const { class: classes, on, data, vars, ...attributes } = props
  if (classes) element.className = classes
  for (const [name, listener] of Object.entries(on ?? {})) element.addEventListener(name, listener)
  for (const [name, value] of Object.entries(data ?? {})) {
    if (value !== undefined) element.dataset[name] = value
  }
  for (const [name, value] of Object.entries(vars ?? {})) element.style.setProperty(name, value)
  for (const [name, value] of Object.entries(attributes)) setAttribute(element, name, value)
}

/**
 * @param {Element} element
 * @param {string} name
 * @param {unknown} value
 */
export function setAttribute(element, name, value) {
  if (value === false || value === null || value === undefined) element.removeAttribute(name)
  else element.setAttribute(name, value === true ? '' : String(value))
}

/**
 * @param {ParentNode & Node} parent
 * @param {import('./shapes.js').Child[]} children
 */
export function append(parent, children) {
  for (const child of children) {
    if (Array.isArray(child)) append(parent, child)
    else if (child instanceof Node) parent.append(child)
    else if (child !== null && child !== undefined && child !== false) parent.append(String(child))
  }
}

/**
 * Replaces everything within `parent`.
 * @param {ParentNode & Node} parent
 * @param {...import('./shapes.js').Child} children
 */
export function fill(parent, ...children) {
  parent.replaceChildren()
  append(parent, children)
}

/**
 * Brings the children of `parent` into the order of `items` and keeps the elements of those that stay, so that scroll,
 * focus and animations survive.
 * @template Item
 * @param {HTMLElement} parent Holds nothing but what this function put there.
 * @param {Item[]} items
 * @param {(item: Item) => string} key Unique within `items`.
 * @param {(item: Item) => HTMLElement} create
 * @param {(element: HTMLElement, item: Item) => void} update Called for new and for kept elements alike.
 */
export function reconcile(parent, items, key, create, update) {
  /** @type {Map<string, HTMLElement>} */
  const present = new Map()
  for (const child of /** @type {HTMLElement[]} */ ([...parent.children])) present.set(child.dataset.key ?? '', child)
  /** @type {Element|null} */
  let place = parent.firstElementChild
  for (const item of items) {
    const name = key(item)
    let element = present.get(name)
    present.delete(name)
    if (!element) {
      element = create(item)
      element.dataset.key = name
    }
    update(element, item)
    if (element === place) place = place.nextElementSibling
    else parent.insertBefore(element, place)
  }
  for (const element of present.values()) element.remove()
}

/**
 * Makes a line icon on a grid of 24. Icons are decoration: the control around them carries the name.
 * @param {string} path The `d` of one path; several are joined in it.
 * @param {string} [classes] `mirrored` turns it round in right-to-left pages.
 * @returns {SVGSVGElement}
 */
export function icon(path, classes = '') {
  const svg = document.createElementNS(SVG, 'svg')
  svg.setAttribute('viewBox', '0 0 24 24')
  svg.setAttribute('class', `icon ${classes}`.trim())
  svg.setAttribute('aria-hidden', 'true')
  svg.setAttribute('focusable', 'false')
  const line = document.createElementNS(SVG, 'path')
  line.setAttribute('d', path)
  svg.append(line)
  return svg
}

/** A custom element that begins when it enters the page and lets go of everything, by one signal, when it leaves. */
export class LiveElement extends HTMLElement {
  #life = new AbortController()

  /** Ends with the element's stay in the page. */
  get signal() {
    return this.#life.signal
  }

  connectedCallback() {
    this.#life = new AbortController()
    this.start()
  }

  disconnectedCallback() {
    this.#life.abort()
  }

  /** What the element does on entering the page. */
  start() {}

  /**
   * Tells the elements around it.
   * @param {string} name
   * @param {unknown} [detail]
   */
  tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { bubbles: true, detail }))
  }
}
