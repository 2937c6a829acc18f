import { Problem } from './api.js'

const REQUEST_TIMEOUT_MILLISECONDS = 12_000
const SILENCE_MILLISECONDS = 25_000
const HELLO_TIMEOUT_MILLISECONDS = 10_000
const FIRST_DELAY_MILLISECONDS = 500
const LONGEST_DELAY_MILLISECONDS = 30_000
const SPREAD_MILLISECONDS = 2_000
const CALM_DOWN_MILLISECONDS = 5_000


/** One lasting connection to the gateway: it comes back by itself and goes on where it was cut off. */
export class LiveSocket {
  /** @type {import('./shapes.js').SocketState} */
  state = 'idle'
  cursor = new Cursor()
  #path
  #token
  #handlers
  #attempt = 0
  #nextId = 1
  /** @type {WebSocket|null} */
  #socket = null
  /** @type {Map<number, {settle: (value: any) => void, fail: (problem: Problem) => void, timer: number}>} */
  #requests = new Map()
  /** @type {number|undefined} */
  #retryTimer
  /** @type {number|undefined} */
  #silenceTimer
  /** @type {AbortController|null} */
  #life = null

  /**
   * @param {string} path Such as `/api/v1/socket`.
   * @param {import('./shapes.js').SocketHandlers} handlers
   * @param {string} [token] A visitor's.
   */
  constructor(path, handlers, token) {
    this.#path = path
    this.#handlers = handlers
    this.#token = token
  }

  start() {
    if (this.#life) return
    this.#life = new AbortController()
    const { signal } = this.#life
    window.addEventListener('online', () => this.#hurry(), { signal })
    window.addEventListener('offline', () => this.#socket?.close(4000, 'offline'), { signal })
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'visible') this.#hurry()
    }, { signal })
    this.#connect()
  }

  stop() {
    this.#life?.abort()
    this.#life = null
    clearTimeout(this.#retryTimer)
    this.#socket?.close(1000)
    this.#drop()
    this.#enter('idle')
  }

  /**
   * Asks and waits for the answer.
   * @param {Record<string, unknown>} frame Without `id`.
   * @returns {Promise<any>}
   * @throws {Problem} Of status 0 when the connection fails first.
   */
  request(frame) {
    if (this.state !== 'online') return Promise.reject(new Problem({ status: 0, code: 'network' }))
    return this.#ask(frame, REQUEST_TIMEOUT_MILLISECONDS)
  }

  /**
   * Says something that needs no answer; without a connection it is not said.
   * @param {Record<string, unknown>} frame
   */
  post(frame) {
    if (this.state === 'online') this.#socket?.send(JSON.stringify(frame))
  }

  #connect() {
    clearTimeout(this.#retryTimer)
    if (this.#socket || !this.#life) return
    this.#enter('connecting')
    const url = new URL(this.#path, location.href)
    url.protocol = url.protocol.replace('http', 'ws')
    const socket = new WebSocket(url)
    this.#socket = socket
    socket.onopen = () => this.#greet(socket)
    socket.onmessage = ({ data }) => this.#hear(JSON.parse(data))
    socket.onclose = ({ code }) => { if (socket === this.#socket) this.#closed(code) }
  }

  /** @param {WebSocket} socket */
  async #greet(socket) {
    const hello = { type: 'hello', ...(this.#token ? { token: this.#token } : {}), ...this.cursor.hello() }
    try {
      const welcome = await this.#ask(hello, HELLO_TIMEOUT_MILLISECONDS)
      if (socket !== this.#socket) return
      this.#attempt = 0
      this.#enter('online')
      this.#handlers.welcome(welcome, this.cursor.welcome(welcome))
    } catch (error) {
      socket.close(error instanceof Problem && error.status === 401 ? 4401 : 4000)
      if (error instanceof Problem && error.status === 401 && socket === this.#socket) this.#closed(4401)
    }
  }

  /**
   * @param {Record<string, unknown>} frame
   * @param {number} timeout Milliseconds.
   * @returns {Promise<any>}
   */
  #ask(frame, timeout) {
    const id = this.#nextId++
    return new Promise((settle, fail) => {
      const timer = window.setTimeout(() => {
        this.#requests.delete(id)
        fail(new Problem({ status: 0, code: 'network' }))
        // Somebody who does not answer is not there: a half-open connection is found out here.
        this.#socket?.close(4000, 'silent')
        this.#closed(4000)
      }, timeout)
      this.#requests.set(id, { settle, fail, timer })
      this.#socket?.send(JSON.stringify({ ...frame, id }))
    })
  }

  /** @param {any} frame */
  #hear(frame) {
    this.#watchSilence()
    if (typeof frame.log === 'string') {
      if (this.cursor.accepts(frame)) this.#handlers.event(frame)
      return
    }
    const request = this.#requests.get(frame.id)
    if (!request) return
    this.#requests.delete(frame.id)
    clearTimeout(request.timer)
    if (frame.type === 'reply') request.settle(frame.ok)
    else request.fail(new Problem(frame.problem))
  }

  #watchSilence() {
    clearTimeout(this.#silenceTimer)
    this.#silenceTimer = window.setTimeout(() => this.#ping(), SILENCE_MILLISECONDS)
  }

  #ping() {
    if (this.state === 'online') this.request({ type: 'ping' }).catch(() => {})
  }

  /** @param {number} code */
  #closed(code) {
    if (!this.#socket) return
    this.#drop()
    if (!this.#life) return
    const next = afterClose(code, this.#attempt, Math.random())
    this.#attempt += 1
    if (next.kind === 'stop') {
      this.stop()
      this.#enter('ended')
      this.#handlers.ended(next.why)
      return
    }
    this.#enter('waiting')
    this.#retryTimer = window.setTimeout(() => this.#connect(), next.delay)
  }

  /** Forgets the socket and fails what waited for it. */
  #drop() {
    clearTimeout(this.#silenceTimer)
    const socket = this.#socket
    this.#socket = null
    if (socket) socket.onopen = socket.onmessage = socket.onclose = null
    const waiting = [...this.#requests.values()]
    this.#requests.clear()
    for (const { fail, timer } of waiting) {
      clearTimeout(timer)
      fail(new Problem({ status: 0, code: 'network' }))
    }
  }

  /** The network or the reader came back: try now, or make sure that the connection still lives. */
  #hurry() {
    if (this.state === 'waiting') this.#connect()
    else this.#ping()
  }

  /** @param {import('./shapes.js').SocketState} state */
  #enter(state) {
    if (state === this.state) return
    this.state = state
    this.#handlers.state(state)
  }
}

/**
 * @param {number} code The close code.
 * @param {number} attempt How many attempts have failed in a row, 0 for a socket that had been welcomed.
 * @param {number} chance At least 0, below 1: spreads many clients over time.
 * @returns {import('./shapes.js').Next}
 */
export function afterClose(code, attempt, chance) {
  switch (code) {
    case 4401: return { kind: 'stop', why: 'session' }
    case 4403: return { kind: 'stop', why: 'origin' }
    // The server goes away or cut us off for being slow: another is ready, only not for all of us in one instant.
    case 1001:
    case 4409: return { kind: 'retry', delay: attempt === 0 ? chance * SPREAD_MILLISECONDS : backOff(attempt, chance) }
    case 4429: return { kind: 'retry', delay: CALM_DOWN_MILLISECONDS + backOff(attempt, chance) }
    default: return { kind: 'retry', delay: backOff(attempt, chance) }
  }
}

/**
 * Exponential, with the upper half left to chance.
 * @param {number} attempt
 * @param {number} chance
 */
function backOff(attempt, chance) {
  const ceiling = Math.min(LONGEST_DELAY_MILLISECONDS, FIRST_DELAY_MILLISECONDS * 2 ** Math.min(attempt, 10))
  return ceiling / 2 + chance * ceiling / 2
}

/**
 * How far this page has read the log of conversations. Handed back in `hello`, it lets a page that was cut off get
 * exactly what it missed; events that come twice are told from new ones by it.
 */
export class Cursor {
  /** @type {string|undefined} */
  epoch
  /** @type {number|undefined} */
  after

  /** What goes into `hello`. */
  hello() {
    return this.epoch === undefined ? {} : { epoch: this.epoch, after: this.after }
  }

  /**
   * Takes the server's answer to `hello`.
   * @param {import('./wire.js').Welcome} welcome
   * @returns {'complete'|'reset'} `complete`: what was missed follows. `reset`: fetch afresh.
   */
  welcome({ epoch, seq, resume }) {
    // A complete answer does not move the cursor: the missed events follow and each of them does.
    if (resume === 'complete' && epoch === this.epoch) return 'complete'
    this.epoch = epoch
    this.after = seq
    return 'reset'
  }

  /**
   * @param {import('./wire.js').LogEvent} event
   * @returns {boolean} Whether it is new.
   */
  accepts(event) {
    if (event.log !== 'conversations' || event.seq === undefined) return true
    if (this.after !== undefined && event.seq <= this.after) return false
    this.after = event.seq
    return true
  }
}
