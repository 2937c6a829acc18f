import { call, Problem } from './api.js'
import { useLanguage } from './i18n.js'
import { preferredLanguage } from './language.js'

/** Whether a request is under way that ends this session and begins another. */
let leaving = false

/**
 * Does what ends this session for another one. Its end is told to every page at once, and may come before the answer
 * with the new cookie: nobody is sent away by it meanwhile, which would cut that answer off.
 * @template Answer
 * @param {() => Promise<Answer>} act
 */
export async function leave(act) {
  leaving = true
  try {
    return await act()
  } catch (error) {
    leaving = false
    throw error
  }
}

/**
 * Goes where a session that is over leads.
 * @param {string} address
 */
export function sendAway(address) {
  if (!leaving) location.assign(address)
}

/**
 * `call` for the team's pages: whose session ended goes to sign in.
 * @param {Parameters<typeof call>[0]} method
 * @param {string} path
 * @param {unknown} [body]
 * @returns {Promise<any>}
 */
export async function ask(method, path, body) {
  try {
    return await call(method, path, body)
  } catch (error) {
    const elsewhere = error instanceof Problem && leads(error)
    if (!elsewhere) throw error
    sendAway(elsewhere)
    return new Promise(() => {})
  }
}

/**
 * Where a problem leads that no page can solve. A wrong password is a 401 as well, and stays where it was typed.
 * @param {Problem} problem
 * @returns {string|undefined}
 */
function leads({ status, code }) {
  if (status === 401 && !/^session\.(wrong|code)/.test(code)) return '/sign-in'
  return code === 'session.restricted' ? '/two-factor' : undefined
}

/**
 * Makes the page speak the reader's language before anything is drawn.
 * @param {import('./wire.js').Language} [own] Of the member who is signed in.
 * @param {'settings'} [part] A part of the pages with texts of its own.
 */
export async function speak(own, part) {
  const language = preferredLanguage(own)
  const { default: catalogue } = await import(`./catalogue/${language}${part ? `-${part}` : ''}.js`)
  useLanguage(language, catalogue)
}

/**
 * Every item of a list, stretch by stretch.
 * @param {string} path
 * @returns {Promise<any[]>}
 */
export async function all(path) {
  const items = []
  /** @type {string|undefined} */
  let cursor
  do {
    /** @type {import('./wire.js').Page<any>} */
    const page = await ask('GET', path + (cursor ? `?cursor=${encodeURIComponent(cursor)}` : ''))
    items.push(...page.items)
    cursor = page.nextCursor
  } while (cursor)
  return items
}

/**
 * Writes a query from what is given.
 * @param {Record<string, string|number|undefined>} values
 * @returns {string} Empty, or `?` and the pairs.
 */
export function query(values) {
  const pairs = new URLSearchParams()
  for (const [name, value] of Object.entries(values)) {
    if (value !== undefined && value !== '') pairs.set(name, String(value))
  }
  const text = pairs.toString()
  return text && `?${text}`
}
