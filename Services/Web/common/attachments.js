import { Problem } from './api.js'
import { h, icon } from './html.js'
import { language, localeOf, problemText, t } from './i18n.js'

const FILE = 'M14 4H6.5A1.5 1.5 0 0 0 5 5.5v13A1.5 1.5 0 0 0 6.5 20h11a1.5 1.5 0 0 0 1.5-1.5V9l-5-5Zm0 0v5h5'
/** @type {Record<Kind, string>} Paths on a grid of 24, for `icon`. */
const ICONS = {
  image: 'M4 5.5h16v13H4zm0 10 4.5-4 4 3.5 3-2.5 4.5 4M9 10.2a1.2 1.2 0 1 0 0-2.4 1.2 1.2 0 0 0 0 2.4Z',
  pdf: `${FILE}M8.5 16.5c3-1 4.5-3.5 4-5.5-.6-1-1.5 2 3.5 4`,
  text: `${FILE}M8.5 13h7m-7 3.5h4.5`,
  office: `${FILE}M8.5 12.5h7v4.5h-7zm3.5 0V17`,
  audio: 'M9 17.5V6l10-2v11.5M6.5 20a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5Zm10-2a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5Z',
  video: 'M4 6.5h11v11H4zm11 4 5-3v9l-5-3',
  archive: `${FILE}M9.5 4v3m0 2v2m0 2v2`,
}
const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte']
/** Types that a browser shows by itself; the server sends no other inline. */
const SHOWN = ['image/png', 'image/jpeg', 'image/gif', 'image/webp']
/** The longest side of a picture in a thread, in CSS pixels. */
const PICTURE_PIXELS = 280

/**
 * @typedef {import('./wire.js').Attachment} Attachment
 * @typedef {import('./wire.js').AttachmentRules} Rules
 * @typedef {import('./wire.js').AttachmentKind} Kind
 */

/**
 * Sends a file ahead of the message that will name it.
 * @param {Blob} file A `File` brings its name.
 * @param {string} path Of its conversation below `/api/v1`: `/conversations/cnv_…`, for a visitor
 *   `/widget/conversations/cnv_…`.
 * @param {object} [options]
 * @param {string} [options.token] A visitor's; members have their cookie.
 * @param {(share: number) => void} [options.progress] From 0 to 1.
 * @param {AbortSignal} [options.signal] Gives up.
 * @returns {Promise<Attachment>}
 * @throws {Problem} Code `cancelled` when given up.
 */
export function upload(file, path, options = {}) {
  const { token, progress, signal } = options
  const name = file instanceof File && file.name ? file.name : 'file'
  // Only this way of asking tells how much has left.
  const request = new XMLHttpRequest()
  return new Promise((resolve, reject) => {
    const stop = () => request.abort()
    const fail = (/** @type {string} */ code) => reject(new Problem({ status: 0, code }))
    request.open('POST', `/api/v1${path}/attachments?name=${encodeURIComponent(name)}`)
    request.setRequestHeader('content-type', 'application/octet-stream')
    request.setRequestHeader('accept', 'application/json')
    if (token) request.setRequestHeader('authorization', `Bearer ${token}`)
    request.upload.onprogress = ({ loaded, total }) => progress?.(total ? loaded / total : 0)
    request.onerror = () => fail('network')
    request.onabort = () => fail('cancelled')
    request.onload = () => {
      const answer = read(request.responseText)
      const { status } = request
      if (status < 300 && answer?.id) resolve(answer)
      else reject(new Problem({ code: status >= 500 ? 'unavailable' : 'unknown', ...answer, status }))
    }
    request.onloadend = () => signal?.removeEventListener('abort', stop)
    signal?.addEventListener('abort', stop)
    if (signal?.aborted) fail('cancelled')
    else request.send(file)
  })
}

/** @param {string} text */
function read(text) {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/**
 * What is known to be refused before anything is sent. The server looks at the content and decides.
 * @param {Blob} file
 * @param {Rules} rules
 * @param {number} present How many the message has already.
 * @returns {Problem|null}
 */
export function refusal(file, rules, present) {
  const problem = (/** @type {string} */ code, status = 422) => new Problem({ status, code: `attachment.${code}` })
  if (present >= rules.maxCount) return problem('tooMany')
  if (file.size === 0) return problem('empty')
  if (file.size > rules.maxBytes) return problem('tooLarge', 413)
  // Only what a browser tells for sure; what else a file may be shows its content.
  const known = SHOWN.includes(file.type) || /^(audio|video)\/|^application\/pdf$/.test(file.type)
  if (known && rules.types.length && !rules.types.includes(kindOf(file.type))) return problem('type', 415)
  return null
}

/**
 * What to tell a person of a file that was refused.
 * @param {unknown} problem
 * @param {Rules} rules
 */
export function refusalText(problem, rules) {
  const code = problem instanceof Problem ? problem.code : ''
  if (code === 'attachment.tooLarge') return t('files.tooLarge', { size: sizeText(rules.maxBytes) })
  if (code === 'attachment.tooMany') return t('files.tooMany', { count: rules.maxCount })
  return problemText(problem)
}

/**
 * A size as people say it: `1.2 MB`.
 * @param {number} bytes
 */
export function sizeText(bytes) {
  const step = bytes < 1 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log2(bytes) / 10))
  const value = bytes / 1024 ** step
  return new Intl.NumberFormat(localeOf(language()), {
    style: 'unit', unit: UNITS[step], unitDisplay: step ? 'short' : 'long',
    maximumFractionDigits: value < 10 && step ? 1 : 0,
  }).format(value)
}

/**
 * What a file is to a person, by its MIME type.
 * @param {string} type
 * @returns {Kind}
 */
export function kindOf(type) {
  const start = type.split('/')[0]
  if (start === 'image' || start === 'audio' || start === 'video' || start === 'text') return start
  if (type === 'application/pdf') return 'pdf'
  if (/officedocument|opendocument|msword|ms-excel|ms-powerpoint|rtf/.test(type)) return 'office'
  return /zip|7z|rar|tar/.test(type) ? 'archive' : 'text'
}

/**
 * @param {string} type
 * @returns {SVGSVGElement}
 */
export function kindIcon(type) {
  return icon(ICONS[kindOf(type)])
}

/**
 * Whether a browser shows it; everything else is a file to download.
 * @param {Attachment} attachment
 */
export function isPicture({ type, width, height }) {
  return SHOWN.includes(type) && Boolean(width && height)
}

/**
 * Where a file lies, for a link or a picture of the team's pages.
 * @param {Attachment} attachment
 */
export function address({ id }) {
  return `/api/v1/attachments/${id}`
}

/**
 * A picture that takes its place before it is loaded, so that nothing jumps.
 * @param {Attachment} attachment
 * @param {string} source An address, or a `blob:` one; empty while there is none.
 * @returns {HTMLImageElement}
 */
export function picture({ name, width = 1, height = 1 }, source) {
  const scale = Math.min(1, PICTURE_PIXELS / Math.max(width, height))
  return h('img', {
    class: 'picture', alt: name, decoding: 'async', loading: 'lazy', src: source || null,
    width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)),
  })
}

/**
 * A file as a line: its kind, its name and its size.
 * @param {Attachment} attachment
 * @returns {HTMLElement[]}
 */
export function fileLine({ name, type, bytes }) {
  const { end, start } = halves(name)
  return [
    h('span', { class: 'file-kind' }, kindIcon(type)),
    h('span', { class: 'file-name', title: name }, h('bdi', {}, h('span', {}, start), end)),
    h('span', { class: 'file-size' }, sizeText(bytes)),
  ]
}

/**
 * A name in two parts, so that what is cut off of a long one is not its extension.
 * @param {string} name
 */
function halves(name) {
  const place = name.lastIndexOf('.')
  const at = place > 0 && name.length - place < 8 ? place : name.length
  return { start: name.slice(0, at), end: name.slice(at) }
}

/**
 * The files that somebody pastes or drops; none where it is text.
 * @param {DataTransfer|null} data
 * @returns {File[]}
 */
export function filesOf(data) {
  return [...data?.files ?? []]
}
