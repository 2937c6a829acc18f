const TIMEOUT_MILLISECONDS = 15_000

/** @typedef {{field: string, code: string, message: string}} ProblemField */

/** Why a request was not done: the server's problem+json, or what kept it from answering. */
export class Problem extends Error {
  /**
   * @param {object} body
   * @param {number} body.status HTTP status; 0 when no answer came.
   * @param {string} body.code Stable word for the catalogue.
   * @param {string} [body.detail] One English sentence, for codes that the catalogue does not know.
   * @param {ProblemField[]} [body.errors]
   * @param {number} [body.retryAfter] Seconds.
   */
  constructor({ status, code, detail = '', errors = [], retryAfter }) {
    super(detail || code)
    this.name = 'Problem'
    this.status = status
    this.code = code
    this.detail = detail
    this.fields = errors
    this.retryAfter = retryAfter
  }

  /** Whether the same request may do better later on. */
  get passing() {
    return this.status === 0 || this.status >= 500 || this.status === 408 || this.status === 429
  }
}

/**
 * Calls the gateway.
 * @param {'GET'|'POST'|'PUT'|'PATCH'|'DELETE'} method
 * @param {string} path Below `/api/v1`.
 * @param {unknown} [body] What JSON says, or the bytes of a file.
 * @param {string} [token] A visitor's; members have their cookie.
 * @returns {Promise<any>} What the answer's JSON says; undefined for an empty one.
 * @throws {Problem}
 */
export async function call(method, path, body, token) {
  /** @type {Record<string, string>} */
  const headers = { accept: 'application/json' }
  const bytes = body instanceof Blob
  if (body !== undefined) headers['content-type'] = bytes ? body.type : 'application/json'
  if (token) headers.authorization = `Bearer ${token}`
  const stop = new AbortController()
  const timer = setTimeout(() => stop.abort(), TIMEOUT_MILLISECONDS)
  let response
  try {
    response = await fetch(`/api/v1${path}`, {
      method, headers, signal: stop.signal, credentials: 'same-origin', cache: 'no-store',
      body: bytes ? body : body === undefined ? undefined : JSON.stringify(body),
    })
  } catch {
    throw new Problem({ status: 0, code: 'network' })
  } finally {
    clearTimeout(timer)
  }
  if (!response.ok) throw await problemOf(response)
  try {
    const text = await response.text()
    return text ? JSON.parse(text) : undefined
  } catch {
    throw new Problem({ status: 0, code: 'network' })
  }
}

/**
 * @param {Response} response
 * @returns {Promise<Problem>}
 */
async function problemOf(response) {
  const body = await response.json().catch(() => null)
  if (body && typeof body.code === 'string') return new Problem({ ...body, status: response.status })
  return new Problem({ status: response.status, code: response.status >= 500 ? 'unavailable' : 'unknown' })
}
