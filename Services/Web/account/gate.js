import { Problem } from '../common/api.js'
import { field, showErrors } from '../common/field.js'
import { fill, h, icon } from '../common/html.js'
import { language, problemText, t } from '../common/i18n.js'
import { EYE, EYE_OFF } from '../common/icons.js'
import { switchLanguage } from '../common/language.js'

/** What sign-in, sign-up and joining have in common: the room, the form, and how it is sent. */

/**
 * @param {string} title
 * @param {...import('../common/shapes.js').Child} content
 */
export function showGate(title, ...content) {
  document.title = `${title} · ${language() === 'ar' ? 'مجلس' : 'Majlis'}`
  fill(document.body,
    h('div', { class: 'gate' },
      h('div', { class: 'top' },
        h('a', { class: 'brand', href: '/' },
          h('img', { src: '/assets/common/art/mark.svg', alt: '', width: 36, height: 36 }),
          language() === 'ar' ? 'مجلس' : 'Majlis'),
        h('button', {
          type: 'button', class: 'button small quiet', lang: language() === 'ar' ? 'en' : 'ar',
          on: { click: () => switchLanguage(language() === 'ar' ? 'en' : 'ar') },
        }, t('account.otherLanguage'))),
      h('main', { class: 'form-box' }, h('h1', {}, title), ...content)),
    h('aside', { class: 'room' },
      h('div', {},
        h('img', { src: '/assets/account/art/room.svg', alt: '', width: 300, height: 260 }),
        h('h2', {}, t('account.pitch')),
        h('p', {}, t('account.pitchText')))))
  document.querySelector('input')?.focus()
}

/** @param {'current-password'|'new-password'} autocomplete */
export function passwordField(autocomplete) {
  const eye = h('button', {
    type: 'button', class: 'icon-button', 'aria-label': t('account.show'), 'aria-pressed': 'false',
  }, icon(EYE))
  const box = field({
    name: 'password', type: 'password', label: t('account.password'), autocomplete, maxlength: 200, after: eye,
    hint: autocomplete === 'new-password' ? t('account.passwordHint') : undefined,
  })
  const input = box.querySelector('input')
  eye.addEventListener('click', () => {
    const hidden = input?.type === 'password'
    if (input) input.type = hidden ? 'text' : 'password'
    eye.setAttribute('aria-pressed', String(hidden))
    eye.setAttribute('aria-label', t(hidden ? 'account.hide' : 'account.show'))
    fill(eye, icon(hidden ? EYE_OFF : EYE))
  })
  return box
}

/**
 * A form that checks itself, sends once, and shows what the server says at the field it concerns.
 * @param {object} parts
 * @param {Node[]} parts.fields
 * @param {string} parts.label Of the button.
 * @param {(values: Record<string, string>) => import('../common/api.js').ProblemField[]} parts.check
 * @param {(values: Record<string, string>) => Promise<unknown>} parts.send
 */
export function gateForm({ fields, label, check, send }) {
  const notice = h('div', { class: 'notice bad', role: 'alert', hidden: true })
  const button = h('button', { class: 'button primary wide', type: 'submit' }, label)
  const form = h('form', { novalidate: true }, notice, fields, button)

  async function submit() {
    const values = Object.fromEntries([...new FormData(form)]
      .map(([name, value]) => [name, name === 'password' ? String(value) : String(value).trim()]))
    const problems = check(values)
    notice.hidden = true
    showErrors(form, problems)
    if (problems.length || button.disabled) return
    wait(true)
    try {
      await send(values)
      location.assign('/inbox')
    } catch (error) {
      wait(false)
      const placed = error instanceof Problem && error.fields.length > 0 && showErrors(form, error.fields)
      notice.hidden = placed
      notice.textContent = placed ? '' : problemText(error)
    }
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
