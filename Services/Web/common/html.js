/**
 * @typedef {Node|string|number|null|undefined|false} Single
 * @typedef {Single|Single[]} Child
 * @typedef {object} KnownProps
 * @property {string} [class]
 * @property {Record<string, (event: any) => void>} [on] Listeners by event name.
 * @property {Record<string, string|undefined>} [data] `data-…` attributes.
 * @property {Record<string, string>} [vars] Custom properties, set through the CSSOM: the content policy forbids inline style.
 * @typedef {KnownProps & Record<string, unknown>} Props
 */

/**
 * Makes an element. Text is always text: nothing given here is ever read as HTML.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Props} [props] Attributes; `true` sets an empty one, `false`, null and undefined leave it out.
 * @param {...Child} children
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
 * @param {Props} props
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
 * @param {Child[]} children
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
 * @param {...Child} children
 */
export function fill(parent, ...children) {
  parent.replaceChildren()
  append(parent, children)
}

/**
 * Brings the children of `parent` into the order of `items` and keeps the elements of those that stay, so that scroll, focus
 * and animations survive.
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
