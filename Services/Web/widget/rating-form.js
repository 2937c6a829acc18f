import arabic from '../common/catalogue/ar-rating.js'
import english from '../common/catalogue/en-rating.js'
import { fill, h, icon, LiveElement } from '../common/html.js'
import { language, problemText, speaker } from '../common/i18n.js'

const STAR = 'm12 3.6 2.6 5.3 5.8.8-4.2 4.1 1 5.8-5.2-2.8-5.2 2.8 1-5.8-4.2-4.1 5.8-.8L12 3.6Z'
const SCORES = [1, 2, 3, 4, 5]
const COMMENT_CHARACTERS = 1000

/** At the end of a conversation: what the visitor thought of it, or thanks for having said so. */
export class RatingForm extends LiveElement {
  #chat
  #say = speaker(language(), language() === 'ar' ? arabic : english).say
  #problem = h('p', { class: 'problem', role: 'alert' })
  #comment = h('textarea', { class: 'input', rows: 2, dir: 'auto', maxlength: COMMENT_CHARACTERS })

  /** @param {import('./chat.js').Chat} chat */
  constructor(chat) {
    super()
    this.#chat = chat
  }

  start() {
    if (this.#chat.conversation?.rating) return this.#thank()
    const say = this.#say
    const comment = h('div', { hidden: true },
      this.#comment, h('button', { class: 'button', type: 'submit' }, say('rating.send')))
    this.#comment.setAttribute('aria-label', say('rating.comment'))
    this.#comment.placeholder = say('rating.comment')
    const stars = h('fieldset', { class: 'stars', 'aria-label': say('rating.question') }, SCORES.map(score =>
      h('label', {}, h('input', {
        type: 'radio', name: 'score', value: score, required: true, 'aria-label': say('rating.stars', { count: score }),
      }), icon(STAR))))
    const form = h('form', {}, h('p', {}, say('rating.question')), stars, comment, this.#problem)
    form.addEventListener('change', () => { comment.hidden = false }, { signal: this.signal })
    form.addEventListener('submit', event => {
      event.preventDefault()
      this.#send(form)
    }, { signal: this.signal })
    fill(this, form)
  }

  /** @param {HTMLFormElement} form */
  async #send(form) {
    const score = Number(new FormData(form).get('score'))
    this.#problem.textContent = ''
    try {
      await this.#chat.rate(score, this.#comment.value.trim())
      this.#thank()
    } catch (error) {
      this.#problem.textContent = problemText(error)
    }
  }

  #thank() {
    fill(this, h('p', { role: 'status' }, this.#say('rating.thanks')))
  }
}

customElements.define('rating-form', RatingForm)
