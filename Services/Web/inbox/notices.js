import { h } from '../common/html.js'
import { t } from '../common/i18n.js'
import { preferences } from './preferences.js'

const BODY_CHARACTERS = 140
/** Two soft notes, the second a fourth above the first: Hertz, and when they begin in seconds. */
const TONE = [[587.33, 0], [783.99, 0.12]]
const TONE_SECONDS = 0.5
const QUIET_MILLISECONDS = 2_000

/** @type {AudioContext|undefined} */
let audio
let rangAt = 0

/**
 * Asks the member's browser whether we may show notices on the desktop.
 * @returns {Promise<boolean>}
 */
export async function allowNotices() {
  if (!('Notification' in window)) return false
  return await Notification.requestPermission() === 'granted'
}

/**
 * Tells of a customer's message, as the member chose to be told. Who looks at the conversation sees it themselves.
 * @param {object} arrival
 * @param {string} arrival.name
 * @param {string} arrival.body
 * @param {string} arrival.conversation
 * @param {boolean} arrival.seen Whether the conversation is open on a page that has the focus.
 * @param {boolean} arrival.concerns Whether it is the member's or nobody's.
 */
export function notify({ name, body, conversation, seen, concerns }) {
  if (seen || !concerns) return
  const { desktop, sound } = preferences()
  if (sound) ring()
  if (!desktop || document.hasFocus() || !('Notification' in window) || Notification.permission !== 'granted') return
  const notice = new Notification(t('inbox.arrived', { name }), {
    body: body.slice(0, BODY_CHARACTERS), tag: conversation, icon: '/assets/common/art/mark.svg',
    lang: document.documentElement.lang, dir: 'auto', silent: true,
  })
  notice.addEventListener('click', () => {
    window.focus()
    location.hash = `#active/${conversation}`
    notice.close()
  })
}

/** A tone of our own making: no file is fetched for it. Messages that come together ring once. */
function ring() {
  if (Date.now() - rangAt < QUIET_MILLISECONDS) return
  rangAt = Date.now()
  audio ??= new AudioContext()
  // Browsers keep a page silent that nobody has touched yet.
  if (audio.state === 'suspended') audio.resume().catch(() => {})
  for (const [hertz, after] of TONE) {
    const begin = audio.currentTime + after
    const voice = new OscillatorNode(audio, { type: 'sine', frequency: hertz })
    const volume = new GainNode(audio, { gain: 0 })
    volume.gain.linearRampToValueAtTime(0.09, begin + 0.015)
    volume.gain.exponentialRampToValueAtTime(0.0001, begin + TONE_SECONDS)
    voice.connect(volume).connect(audio.destination)
    voice.start(begin)
    voice.stop(begin + TONE_SECONDS)
  }
}

/**
 * Shows in the tab how many conversations have something unread.
 * @param {number} count
 */
export function showUnread(count) {
  const title = t('inbox.title')
  document.title = count ? `(${count > 99 ? '99+' : count}) ${title}` : title
  badge(count)
}

const BADGE_PIXELS = 64
let badged = 0
/** @type {HTMLImageElement|undefined} */
let mark

/** @param {number} count */
function badge(count) {
  if (count === badged) return
  badged = count
  const link = document.querySelector('link[rel=icon]')
  if (!link) return
  if (!count) return link.setAttribute('href', '/assets/common/art/mark.svg')
  if (mark?.complete) return link.setAttribute('href', drawn(mark, count))
  mark ??= h('img', { src: '/assets/common/art/mark.svg' })
  mark.addEventListener('load', () => { if (badged && mark) link.setAttribute('href', drawn(mark, badged)) })
}

/**
 * The mark with a number on it.
 * @param {HTMLImageElement} image
 * @param {number} count
 */
function drawn(image, count) {
  const canvas = h('canvas', { width: BADGE_PIXELS, height: BADGE_PIXELS })
  const pen = canvas.getContext('2d')
  if (!pen) return image.src
  pen.drawImage(image, 0, 0, BADGE_PIXELS, BADGE_PIXELS)
  pen.fillStyle = '#c43d1f'
  pen.beginPath()
  pen.arc(44, 20, 20, 0, 2 * Math.PI)
  pen.fill()
  pen.fillStyle = '#ffffff'
  pen.font = `700 ${count > 9 ? 22 : 28}px sans-serif`
  pen.textAlign = 'center'
  pen.textBaseline = 'middle'
  pen.fillText(count > 99 ? '99' : String(count), 44, 21)
  return canvas.toDataURL('image/png')
}
