import { Problem } from '../common/api.js'
import { showErrors } from '../common/field.js'
import { fill, h } from '../common/html.js'
import { language, t } from '../common/i18n.js'
import { keepLanguage } from '../common/language.js'
import { speak } from '../common/team.js'
import { explain, holdBack } from '../common/wait.js'

/** What the pages before the inbox have in common: the room, the form, and how it is sent. */

/** Draws what the page shows now. */
let view = () => {}

/**
 * Draws a view, and draws it again when the reader chooses the other language: the page is never loaded anew for that,
 * because the secret of its link is no longer in the address.
 * @param {() => void} draw Calls `showGate`.
 */
export function show(draw) {
  view = draw
  view()
}

/** @param {import('../common/wire.js').Language} other */
async function speakOther(other) {
  keepLanguage(other)
  const url = new URL(location.href)
  url.searchParams.delete('lang')
  history.replaceState(null, '', url)
  await speak()
  view()
}

/**
 * @param {string} title
 * @param {...import('../common/shapes.js').Child} content
 */
export function showGate(title, ...content) {
  const other = language() === 'ar' ? 'en' : 'ar'
  const heading = h('h1', { tabindex: '-1' }, title)
  document.title = `${title} · ${t('account.product')}`
  fill(document.body,
    h('div', { class: 'gate' },
      h('div', { class: 'top' },
        h('a', { class: 'brand', href: '/' },
          h('img', { src: '/assets/common/art/mark.svg', alt: '', width: 36, height: 36 }),
          t('account.product')),
        h('button', {
          type: 'button', class: 'button small quiet', lang: other, on: { click: () => speakOther(other) },
        }, t('account.otherLanguage'))),
      h('main', { class: 'form-box' }, heading, ...content)),
    h('aside', { class: 'room' },
      h('div', {},
        h('img', { src: '/assets/account/art/room.svg', alt: '', width: 300, height: 260 }),
        h('h2', {}, t('account.pitch')),
        h('p', {}, t('account.pitchText')))))
  const first = /** @type {HTMLElement|null} */ (document.querySelector('main input:not([readonly])'))
  // A page that asks for nothing is read from its heading.
  const start = first ?? heading
  start.focus()
}

/** Into the team's pages: to the inbox that the cookie is for. */
export function enter() {
  location.assign('/inbox')
}

/**
 * A form that checks itself, sends once, and shows what the server says at the field it concerns.
 * @param {object} parts
 * @param {Node[]} parts.fields
 * @param {string} parts.label Of the button.
 * @param {(values: Record<string, string>) => import('../common/api.js').ProblemField[]} parts.check
 * @param {(values: Record<string, string>) => Promise<unknown>} parts.send
 * @param {() => void} [parts.done] What follows; the inbox unless told otherwise.
 * @param {(problem: Problem) => import('../common/api.js').ProblemField|undefined} [parts.place] Which field a problem
 *   without fields belongs to.
 */
export function gateForm({ fields, label, check, send, done = enter, place = () => undefined }) {
  const notice = h('div', { class: 'notice bad', role: 'alert', hidden: true })
  const button = h('button', { class: 'button primary wide', type: 'submit' }, label)
  const form = h('form', { novalidate: true }, notice, fields, button)

  async function submit() {
    if (button.disabled) return
    const values = Object.fromEntries([...new FormData(form)]
      .map(([name, value]) => [name, name === 'password' ? String(value) : String(value).trim()]))
    const problems = check(values)
    notice.hidden = true
    showErrors(form, problems)
    if (problems.length) return
    wait(true)
    try {
      await send(values)
      done()
    } catch (error) {
      wait(false)
      refuse(error)
    }
  }

  /** @param {unknown} error */
  function refuse(error) {
    const own = error instanceof Problem ? place(error) : undefined
    const found = own ? [own] : error instanceof Problem ? error.fields : []
    const placed = found.length > 0 && showErrors(form, found)
    notice.hidden = placed
    notice.textContent = placed ? '' : explain(error)
    holdBack(button, error)
  }

  /** @param {boolean} waiting */
  function wait(waiting) {
    button.disabled = waiting
    fill(button, waiting ? h('span', { class: 'spinner', 'aria-hidden': 'true' }) : null, label)
  }

  form.addEventListener('submit', event => { event.preventDefault(); submit() })
  return form
}

/**
 * What is missing or plainly wrong. The server has the last word.
 * @param {Record<string, string>} values
 * @param {{newPassword: boolean}} rules
 */
export function checkAccount(values, { newPassword }) {
  /** @type {import('../common/api.js').ProblemField[]} */
  const problems = []
  for (const [name, value] of Object.entries(values)) {
    const code = !value ? 'required'
      : name === 'email' && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value) ? 'email'
      : name === 'password' && newPassword && [...value].length < 10 ? 'tooShort' : ''
    if (code) problems.push({ field: name, code, message: '' })
  }
  return problems
}
