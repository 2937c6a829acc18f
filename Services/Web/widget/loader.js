// The one script on the customer's page: a button, and behind it a frame that is made when it is first needed. The
// page's styles cannot reach it and its own reach nothing of the page. Classic, so that one tag is enough.
(() => {
  /**
   * @typedef {object} Options
   * @property {string} [inbox]
   * @property {string} [language]
   * @property {string} [colour]
   * @property {string} [side]
   * @property {() => void} [open]
   * @property {() => void} [close]
   */
  const script = /** @type {HTMLScriptElement|null} */ (document.currentScript)
  const options = /** @type {Options} */ (/** @type {any} */ (window).majlis)
  if (!script || !options || !options.inbox || options.open) return
  const inbox = options.inbox
  const base = new URL(script.src).origin
  const language = chooseLanguage()
  const texts = language === 'ar'
    ? { open: 'فتح المحادثة', close: 'إغلاق المحادثة', frame: 'المحادثة', unread: 'رسائل غير مقروءة' }
    : { open: 'Open chat', close: 'Close chat', frame: 'Chat', unread: 'unread messages' }
  const TALK = 'M12 3.2c4.3 2.3 7.8 5.3 7.8 9.8v5.2a1.8 1.8 0 0 1-1.8 1.8h-3.5L12 22.3 9.5 20H6a1.8 1.8 0 0 1'
    + '-1.8-1.8V13c0-4.5 3.5-7.5 7.8-9.8ZM8.7 12.8h6.6M8.7 16h4'
  const memory = `majlis.${inbox}`
  let isOpen = false
  let unread = 0
  let loaded = false
  /** @type {HTMLIFrameElement|undefined} */
  let frame

  const host = document.createElement('majlis-widget')
  const root = host.attachShadow({ mode: 'closed' })
  const launcher = make('button', 'launcher')
  const badge = make('span', 'badge')
  const preview = make('button', 'preview')
  const previewName = make('b', '')
  const previewText = make('span', '')

  function build() {
    host.setAttribute('dir', language === 'ar' ? 'rtl' : 'ltr')
    host.setAttribute('lang', language)
    dress()
    launcher.append(drawing(TALK, 'talk'), drawing('m6 9.5 6 6 6-6', 'down'), badge)
    preview.append(previewName, previewText)
    previewText.dir = previewName.dir = 'auto'
    launcher.onclick = () => (isOpen ? close() : open())
    preview.onclick = open
    root.addEventListener('keydown', event => {
      if (/** @type {KeyboardEvent} */ (event).key === 'Escape' && isOpen) close()
    })
    root.append(preview, launcher)
    paint(options.colour, options.side)
    refresh()
    document.documentElement.append(host)
  }

  function open() {
    makeFrame()
    isOpen = true
    refresh()
    tell('opened')
    frame?.focus()
  }

  function close() {
    if (!isOpen) return
    isOpen = false
    refresh()
    tell('closed')
    launcher.focus()
  }

  function makeFrame() {
    if (frame) return
    frame = document.createElement('iframe')
    frame.title = texts.frame
    frame.allow = 'clipboard-write'
    frame.src = `${base}/widget/frame?${new URLSearchParams({ inbox, lang: language, origin: location.origin })}`
    frame.onload = () => { loaded = true; tell(isOpen ? 'opened' : 'closed') }
    root.insertBefore(frame, launcher)
  }

  /** @param {string} type */
  function tell(type) {
    if (loaded) frame?.contentWindow?.postMessage({ majlis: type }, base)
  }

  window.addEventListener('message', ({ origin, source, data }) => {
    if (!frame || origin !== base || source !== frame.contentWindow || !data) return
    if (data.majlis === 'close') close()
    if (data.majlis === 'settings') paint(options.colour || data.colour, options.side || data.side)
    if (data.majlis === 'kept') remember(data.has)
    if (data.majlis === 'unread') announce(data)
  })

  /** @param {{count: number, name?: string, text?: string}} news */
  function announce({ count, name, text }) {
    unread = Number(count) || 0
    previewName.textContent = name ? String(name).slice(0, 80) : ''
    previewText.textContent = text ? String(text).slice(0, 160) : ''
    refresh()
  }

  function refresh() {
    host.toggleAttribute('open', isOpen)
    if (frame) frame.inert = !isOpen
    badge.textContent = unread > 9 ? '9+' : String(unread)
    badge.hidden = !unread || isOpen
    preview.hidden = !unread || isOpen || !previewText.textContent
    launcher.setAttribute('aria-expanded', String(isOpen))
    launcher.setAttribute('aria-label',
      isOpen ? texts.close : unread ? `${texts.open} (${unread} ${texts.unread})` : texts.open)
  }

  /**
   * @param {string} [colour]
   * @param {string} [side]
   */
  function paint(colour, side) {
    if (side === 'start' || side === 'end') host.setAttribute('side', side)
    if (!colour || !/^#[0-9a-f]{6}$/i.test(colour)) return
    const [red, green, blue] = [1, 3, 5].map(at => {
      const part = parseInt(colour.slice(at, at + 2), 16) / 255
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
    })
    const light = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    launcher.style.setProperty('--colour', colour)
    launcher.style.setProperty('--ink', light > 0.183 ? '#000' : '#fff')
  }

  /**
   * Whether this visitor has a conversation, so that the next page shows what is unread. Written only once they have.
   * @param {boolean} [has]
   */
  function remember(has) {
    try {
      if (has === true) localStorage.setItem(memory, '1')
      if (has === false) localStorage.removeItem(memory)
      return localStorage.getItem(memory) === '1'
    } catch {
      return false
    }
  }

  function chooseLanguage() {
    for (const tag of [options.language, document.documentElement.lang, navigator.language]) {
      const start = (tag || '').slice(0, 2).toLowerCase()
      if (start === 'ar' || start === 'en') return start
    }
    return 'en'
  }

  /**
   * @template {keyof HTMLElementTagNameMap} Tag
   * @param {Tag} tag
   * @param {string} part
   */
  function make(tag, part) {
    const element = document.createElement(tag)
    element.className = part
    if (tag === 'button') element.setAttribute('type', 'button')
    return element
  }

  /**
   * @param {string} path
   * @param {string} part
   */
  function drawing(path, part) {
    const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg')
    svg.setAttribute('viewBox', '0 0 24 24')
    svg.setAttribute('class', part)
    svg.setAttribute('aria-hidden', 'true')
    const line = document.createElementNS('http://www.w3.org/2000/svg', 'path')
    line.setAttribute('d', path)
    svg.append(line)
    return svg
  }

  /** Important rules of a shadow tree win over every rule of the page around it. */
  function dress() {
    const css = `
      :host {
        all: initial !important;
        position: fixed !important;
        inset: auto !important;
        inset-block-end: 20px !important;
        inset-inline-end: 20px !important;
        z-index: 2147483000 !important;
        display: block !important;
        visibility: visible !important;
        opacity: 1 !important;
        transform: none !important;
        pointer-events: auto !important;
      }
      :host([side=start]) { inset-inline: 20px auto !important; }
      * { box-sizing: border-box; }
      [hidden] { display: none !important; }
      button {
        font: 500 14px/1.5 -apple-system,"Segoe UI",Roboto,"Noto Sans","Noto Sans Arabic",Tahoma,sans-serif;
        border: 0;
        margin: 0;
        cursor: pointer;
        text-align: start;
      }
      button:focus-visible {
        outline: 3px solid #fff;
        outline-offset: -5px;
        box-shadow: 0 0 0 3px #14201e;
      }
      .launcher {
        position: relative;
        display: grid;
        place-items: center;
        inline-size: 58px;
        block-size: 60px;
        padding: 0;
        border-radius: 50% 50% 26% 26%/54% 54% 26% 26%;
        background: var(--colour,#0c5a52);
        color: var(--ink,#fff);
        box-shadow: 0 8px 24px rgb(20 30 28/28%), 0 2px 5px rgb(20 30 28/18%);
        transition: transform .16s;
      }
      .launcher:hover { transform: translateY(-2px); }
      svg {
        grid-area: 1/1;
        inline-size: 27px;
        block-size: 27px;
        fill: none;
        stroke: currentcolor;
        stroke-width: 1.75;
        stroke-linecap: round;
        stroke-linejoin: round;
        transition: opacity .16s, transform .16s;
      }
      .down, :host([open]) .talk {
        opacity: 0;
        transform: scale(.6);
      }
      :host([open]) .down {
        opacity: 1;
        transform: none;
      }
      .badge {
        position: absolute;
        inset-block-start: -4px;
        inset-inline-end: -4px;
        min-inline-size: 22px;
        padding-inline: 6px;
        border-radius: 11px;
        background: #b3261e;
        color: #fff;
        font-size: 12px;
        font-weight: 700;
        line-height: 22px;
        text-align: center;
        border: 0;
        box-shadow: 0 0 0 2px #fff;
      }
      .preview {
        position: absolute;
        inset-block-end: 72px;
        inset-inline-end: 0;
        display: grid;
        gap: 2px;
        inline-size: max-content;
        max-inline-size: min(280px,calc(100vw - 40px));
        padding: 12px 16px;
        border-radius: 14px;
        background: #fffefb;
        color: #1d2321;
        box-shadow: 0 10px 30px rgb(20 30 28/22%);
        animation: up .2s;
      }
      :host([side=start]) .preview { inset-inline: 0 auto; }
      .preview b { font-weight: 650; }
      .preview span {
        display: -webkit-box;
        -webkit-line-clamp: 3;
        -webkit-box-orient: vertical;
        overflow: hidden;
        overflow-wrap: anywhere;
      }
      iframe {
        position: absolute;
        inset-block-end: 74px;
        inset-inline-end: 0;
        inline-size: 392px;
        block-size: min(660px,calc(100vh - 120px));
        border: 0;
        border-radius: 18px;
        background: #fffefb;
        box-shadow: 0 18px 56px rgb(20 30 28/26%), 0 3px 10px rgb(20 30 28/14%);
        color-scheme: normal;
        visibility: hidden;
        opacity: 0;
        transform: translateY(12px);
        transition: opacity .16s, transform .16s, visibility 0s .16s;
      }
      :host([side=start]) iframe { inset-inline: 0 auto; }
      :host([open]) iframe {
        visibility: visible;
        opacity: 1;
        transform: none;
        transition-delay: 0s;
      }
      @keyframes up {
        from {
          opacity: 0;
          transform: translateY(8px);
        }
      }
      @media (max-width: 480px), (max-height: 480px) {
        iframe {
          position: fixed;
          inset: 0 !important;
          inline-size: 100%;
          block-size: 100%;
          block-size: 100dvh;
          border-radius: 0;
        }
        :host([open]) .launcher { display: none; }
      }
      @media (prefers-color-scheme: dark) {
        .preview {
          background: #1a1e1c;
          color: #ecebe4;
        }
        iframe { background: #1a1e1c; }
        .badge { box-shadow: 0 0 0 2px #121513; }
      }
      @media (prefers-reduced-motion: reduce) {
        * {
          transition: none !important;
          animation: none !important;
        }
      }
      @media print {
        :host { display: none !important; }
      }`
    try {
      // A sheet made by script passes content policies that forbid inline style.
      const sheet = new CSSStyleSheet()
      sheet.replaceSync(css)
      root.adoptedStyleSheets = [sheet]
    } catch {
      const style = document.createElement('style')
      style.textContent = css
      root.append(style)
    }
  }

  /** The owner's colour and side, known before the frame is. Without an answer the button comes in the house's own. */
  async function begin() {
    try {
      const answer = await fetch(`${base}/api/v1/widget/${encodeURIComponent(inbox)}`, { credentials: 'omit' })
      if (answer.status === 404) return console.warn(`majlis: there is no inbox ${inbox}.`)
      const { settings } = await answer.json()
      options.colour = options.colour || settings.colour
      options.side = options.side || settings.side
    } catch {
      // The frame will tell.
    }
    build()
    options.open = open
    options.close = close
    if (remember()) makeFrame()
  }

  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', begin)
  else begin()
})()
