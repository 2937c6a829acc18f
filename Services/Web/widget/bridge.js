/**
 * What frame and page say to each other. The page's origin came in the frame's address; a page that lied hears nothing.
 */
export class Bridge {
  #origin

  /**
   * @param {string} origin Of the page around the frame.
   * @param {(said: {open: boolean, token: string, forget: boolean}) => void} heard Whether the widget is open, what the
   *   shop says of its customer, and whether this browser shall forget who was here.
   */
  constructor(origin, heard) {
    this.#origin = /^https?:\/\/[^/]+$/.test(origin) ? origin : ''
    window.addEventListener('message', event => {
      if (event.source !== window.parent || event.origin !== this.#origin) return
      const { majlis, token, forget } = event.data ?? {}
      if (majlis !== 'opened' && majlis !== 'closed') return
      heard({ open: majlis === 'opened', token: typeof token === 'string' ? token : '', forget: forget === true })
    })
  }

  /** Without a page around it (an address opened by itself) the frame is simply open. */
  get alone() {
    return window.parent === window
  }

  close() {
    this.#tell({ majlis: 'close' })
  }

  /** @param {import('../common/wire.js').WidgetSettings} settings */
  settings({ colour, side }) {
    this.#tell({ majlis: 'settings', colour, side })
  }

  /** @param {string} code Why the customer's token proves nothing. */
  refused(code) {
    this.#tell({ majlis: 'refused', code })
  }

  /** @param {boolean} has Whether there is a conversation to come back to. */
  kept(has) {
    this.#tell({ majlis: 'kept', has })
  }

  /**
   * @param {number} count
   * @param {import('../common/wire.js').Message} [message] The last unread one.
   */
  unread(count, message) {
    this.#tell({ majlis: 'unread', count, name: message?.author.name, text: message?.body.slice(0, 160) })
  }

  /** @param {Record<string, unknown>} message */
  #tell(message) {
    if (this.#origin && !this.alone) window.parent.postMessage(message, this.#origin)
  }
}
