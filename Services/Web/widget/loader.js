// A button on the customer's page, and behind it a frame, out of reach of the page's styles.
(() => {
  /** @type {any} */
  const { currentScript: script, documentElement: page } = document
  const options = /** @type {any} */ (window).majlis
  if (!script || !options?.inbox || options.open) return
  const { inbox } = options
  const base = new URL(script.src).origin
  const memory = `majlis.${inbox}`
  const language = [options.language, page.lang, navigator.language]
    .map(tag => tag?.slice(0, 2).toLowerCase()).find(tag => tag === 'ar' || tag === 'en') ?? 'en'
  const [chat, news] = language === 'ar' ? ['المحادثة', 'رسائل غير مقروءة'] : ['Chat', 'unread messages']
  let isOpen = false
  let unread = 0
  let loaded = false
  let token = options.token ?? script.dataset.token
  let required = false
  let forget = false
  /** @type {any} */
  let frame

  /** @param {string} tag @param {object} [properties] @returns {any} */
  const make = (tag, properties) => Object.assign(document.createElement(tag), properties)
  const host = make('majlis-widget', { lang: language, dir: language === 'ar' ? 'rtl' : 'ltr', hidden: true })
  const root = host.attachShadow({ mode: 'closed' })
  const launcher = make('button', { className: 'launcher', type: 'button', onclick: () => (isOpen ? close() : open()) })
  const badge = make('span', { className: 'badge' })
  const preview = make('button', { className: 'preview', type: 'button', onclick: open })
  const name = make('b', { dir: 'auto' })
  const text = make('span', { dir: 'auto' })

  function build() {
    launcher.append(make('i', { className: 'talk' }), make('i', { className: 'down' }), badge)
    preview.append(name, text)
    host.onkeydown = (/** @type {any} */ { key }) => { if (key === 'Escape') close() }
    root.append(make('link', { rel: 'stylesheet', href: `${base}/assets/widget/launcher.css` }), preview, launcher)
    paint(options)
    turn()
    page.append(host)
  }

  function open() {
    makeFrame()
    turn(true)
    frame.focus()
  }

  function close() {
    if (isOpen) launcher.focus()
    turn(false)
  }

  function turn(to = isOpen) {
    launcher.hidden = required && !token
    isOpen = to && !launcher.hidden
    refresh()
    if (!loaded) return
    frame.contentWindow.postMessage({ majlis: isOpen ? 'opened' : 'closed', token, forget }, base)
    forget = false
  }

  function identify(to = '') {
    token = to
    turn()
  }

  function reset() {
    remember(false)
    unread = 0
    forget = true
    makeFrame()
    token = ''
    turn(false)
  }

  function makeFrame() {
    if (frame) return
    const query = new URLSearchParams({ inbox, lang: language, origin: location.origin })
    frame = make('iframe', { title: chat, src: `${base}/widget/frame?${query}` })
    frame.onload = () => { loaded = true; turn() }
    root.insertBefore(frame, launcher)
  }

  window.addEventListener('message', ({ origin, source, data }) => {
    if (origin !== base || source !== frame?.contentWindow) return
    if (data.majlis === 'close') close()
    if (data.majlis === 'settings') paint({ ...data, ...options })
    if (data.majlis === 'kept') remember(data.has)
    if (data.majlis === 'refused') { console.warn('majlis:', data.code); identify() }
    if (data.majlis !== 'unread') return
    unread = data.count
    name.textContent = data.name
    text.textContent = data.text
    refresh()
  })

  function refresh() {
    host.toggleAttribute('open', isOpen)
    if (frame) frame.inert = !isOpen
    badge.textContent = unread > 9 ? '9+' : unread
    badge.hidden = !unread || isOpen
    preview.hidden = badge.hidden || !text.textContent
    launcher.ariaExpanded = isOpen
    launcher.ariaLabel = unread ? `${chat} (${unread} ${news})` : chat
  }

  /** @param {any} look */
  function paint({ colour, side }) {
    host.setAttribute('side', side)
    if (!/^#[0-9a-f]{6}$/i.test(colour)) return
    // Black or white on it, by WCAG.
    const [red, green, blue] = [1, 3, 5].map(at => (parseInt(colour.slice(at, at + 2), 16) / 255) ** 2.2)
    launcher.style.setProperty('--colour', colour)
    launcher.style.setProperty('--ink', 0.213 * red + 0.715 * green + 0.072 * blue > 0.18 ? '#000' : '#fff')
  }

  // Whether the next page has to look for unread messages.
  /** @param {any} [has] */
  function remember(has) {
    try {
      if (has) localStorage[memory] = 1
      if (has === false) delete localStorage[memory]
      return localStorage[memory]
    } catch {}
  }

  async function begin() {
    try {
      const answer = await fetch(`${base}/api/v1/widget/${inbox}`, { credentials: 'omit' })
      const { settings, verification, detail } = await answer.json()
      if ([403, 404].includes(answer.status)) return console.warn('majlis:', detail)
      required = verification === 'required'
      options.colour ??= settings.colour
      options.side ??= settings.side
    } catch {} // Without an answer, in the house's colour.
    build()
    Object.assign(options, { open, close, identify, reset })
    if (remember()) makeFrame()
  }

  begin()
})()
