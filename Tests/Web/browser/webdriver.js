import { spawn } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { eventually } from './waiting.js'

const SCREENSHOTS = process.env.MAJLIS_SCREENSHOTS ?? '.build/screenshots'
const ENTER = '\uE007'

/** Chromium's driver: one process, any number of browsers. */
export class Driver {
  /** @type {import('node:child_process').ChildProcess} */
  #process
  /** @type {string} */
  #address
  /** @type {Browser[]} */
  #browsers = []

  /**
   * @param {import('node:child_process').ChildProcess} process
   * @param {string} port
   */
  constructor(process, port) {
    this.#process = process
    this.#address = `http://127.0.0.1:${port}`
  }

  static async start() {
    const process = spawn('chromedriver', ['--port=0'], { stdio: ['ignore', 'pipe', 'ignore'] })
    for await (const line of createInterface({ input: process.stdout })) {
      const port = /started successfully on port (\d+)/.exec(line)?.[1]
      if (port) return new Driver(process, port)
    }
    throw new Error('chromedriver did not start.')
  }

  /** @param {{language: string, width: number, height: number, narrow?: boolean}} look */
  async browser({ language, width, height, narrow = false }) {
    const profile = await mkdtemp(join(tmpdir(), 'majlis-chromium-'))
    const { sessionId } = await request('POST', `${this.#address}/session`, { capabilities: { alwaysMatch: {
      browserName: 'chrome',
      'goog:chromeOptions': { args: [
        '--headless=new', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--hide-scrollbars',
        `--lang=${language}`, `--window-size=${width},${height}`, `--user-data-dir=${profile}`,
      ], prefs: { 'intl.accept_languages': language } },
    } } })
    const browser = new Browser(`${this.#address}/session/${sessionId}`, profile)
    this.#browsers.push(browser)
    const screen = { width, height, deviceScaleFactor: 2, mobile: narrow }
    await browser.devtools('Emulation.setDeviceMetricsOverride', screen)
    return browser
  }

  async stop() {
    for (const browser of this.#browsers) await browser.close()
    this.#process.kill()
  }
}

/** One browser with one page: what a person sees, presses and types. */
export class Browser {
  #session
  #profile

  /**
   * @param {string} session
   * @param {string} profile
   */
  constructor(session, profile) {
    this.#session = session
    this.#profile = profile
  }

  /** @param {string} address */
  async open(address) {
    await request('POST', `${this.#session}/url`, { url: address })
  }

  async reload() {
    await request('POST', `${this.#session}/refresh`, {})
  }

  async close() {
    await request('DELETE', this.#session).catch(() => {})
    await rm(this.#profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 })
  }

  /** The page itself. */
  get page() {
    return new Place(this, async () => undefined)
  }

  /** The widget's frame. It stands in a closed shadow root, where no script of the page can reach it. */
  get widget() {
    return new Place(this, async () => {
      const { frameTree } = await this.devtools('Page.getFrameTree')
      const frame = frameTree.childFrames?.find((/** @type {any} */ child) => child.frame.url.includes('/widget/frame'))
      if (!frame) throw new Error('The widget has no frame.')
      return frame.frame.id
    })
  }

  /**
   * @param {string} method Of the DevTools protocol.
   * @param {object} [params]
   */
  devtools(method, params = {}) {
    return request('POST', `${this.#session}/goog/cdp/execute`, { cmd: method, params })
  }

  /**
   * Presses and lets go of the mouse.
   * @param {{x: number, y: number}} point
   */
  async press({ x, y }) {
    await this.#act({
      type: 'pointer', id: 'mouse', actions: [
        { type: 'pointerMove', x: Math.round(x), y: Math.round(y) },
        { type: 'pointerDown', button: 0 }, { type: 'pointerUp', button: 0 },
      ],
    })
  }

  /**
   * Types into what has the focus.
   * @param {string} text
   */
  async type(text) {
    const actions = [...text].flatMap(value => [{ type: 'keyDown', value }, { type: 'keyUp', value }])
    await this.#act({ type: 'key', id: 'keyboard', actions })
  }

  /**
   * Holds keys down together, the last one on top of the others.
   * @param {...string} keys
   */
  async chord(...keys) {
    const actions = [
      ...keys.map(value => ({ type: 'keyDown', value })), ...keys.toReversed().map(value => ({ type: 'keyUp', value })),
    ]
    await this.#act({ type: 'key', id: 'keyboard', actions })
  }

  async pressEnter() {
    await this.type(ENTER)
  }

  /** @param {string} name */
  async screenshot(name) {
    await mkdir(SCREENSHOTS, { recursive: true })
    const picture = await request('GET', `${this.#session}/screenshot`)
    await writeFile(join(SCREENSHOTS, `${name}.png`), Buffer.from(picture, 'base64'))
  }

  /** @param {object} source */
  async #act(source) {
    await request('POST', `${this.#session}/actions`, { actions: [source] })
  }
}

/** A document within a browser: the page, or a frame in it. */
export class Place {
  #browser
  #frame

  /**
   * @param {Browser} browser
   * @param {() => Promise<string|undefined>} frame
   */
  constructor(browser, frame) {
    this.#browser = browser
    this.#frame = frame
  }

  /**
   * What an expression gives there, as JSON.
   * @param {string} expression
   */
  async evaluate(expression) {
    const frameId = await this.#frame()
    const world = frameId && await this.#browser.devtools('Page.createIsolatedWorld', { frameId })
    const contextId = world?.executionContextId
    const { result, exceptionDetails } = await this.#browser.devtools('Runtime.evaluate', {
      expression, contextId, returnByValue: true, awaitPromise: true,
    })
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text)
    return result.value
  }

  /**
   * The texts of everything that matches and can be seen.
   * @param {string} selector
   * @returns {Promise<string[]>}
   */
  texts(selector) {
    return this.evaluate(`[...document.querySelectorAll(${JSON.stringify(selector)})]
      .filter(element => element.checkVisibility()).map(element => element.textContent.trim())`)
  }

  /**
   * Waits until something that matches can be seen, with this text in it where one is given.
   * @param {string} selector
   * @param {string} [text]
   */
  async sees(selector, text = '') {
    await eventually(`${selector} is seen${text && ` with “${text}”`}`, async () =>
      (await this.texts(selector)).some(found => found.includes(text)))
  }

  /**
   * Waits until nothing that matches can be seen.
   * @param {string} selector
   */
  async seesNo(selector) {
    await eventually(`${selector} is gone`, async () => (await this.texts(selector)).length === 0)
  }

  /**
   * Presses the first thing that matches, once it can be seen and stands still.
   * @param {string} selector
   */
  async press(selector) {
    await this.sees(selector)
    let before = ''
    const point = await eventually(`${selector} stands still`, async () => {
      const now = await this.#middle(selector)
      const same = JSON.stringify(now) === before
      before = JSON.stringify(now)
      return same && now
    })
    await this.#browser.press(point)
  }

  /**
   * Presses a field and types into it.
   * @param {string} selector
   * @param {string} text
   */
  async type(selector, text) {
    await this.press(selector)
    await eventually(`${selector} has the focus`, () =>
      this.evaluate(`document.activeElement === document.querySelector(${JSON.stringify(selector)})`))
    await this.#browser.type(text)
  }

  /**
   * The middle of what is seen of an element, as the whole window counts.
   * @param {string} selector
   */
  async #middle(selector) {
    const place = await this.evaluate(`(() => {
      const element = document.querySelector(${JSON.stringify(selector)})
      element.scrollIntoView({ block: 'nearest' })
      const { x, y, width, height } = element.getBoundingClientRect()
      return { x: x + width / 2, y: y + height / 2 }
    })()`)
    const frameId = await this.#frame()
    if (!frameId) return place
    const { backendNodeId } = await this.#browser.devtools('DOM.getFrameOwner', { frameId })
    const { model } = await this.#browser.devtools('DOM.getBoxModel', { backendNodeId })
    return { x: place.x + model.content[0], y: place.y + model.content[1] }
  }
}

/**
 * One command of the WebDriver protocol.
 * @param {string} method
 * @param {string} address
 * @param {object} [body]
 */
async function request(method, address, body) {
  const response = await fetch(address, { method, body: body && JSON.stringify(body) })
  const { value } = /** @type {any} */ (await response.json())
  if (!response.ok) throw new Error(`${value.error}: ${value.message.split('\n')[0]}`)
  return value
}
