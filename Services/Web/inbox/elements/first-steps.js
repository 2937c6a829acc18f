import { snippet } from '../../common/elements/copy-button.js'
import { fill, h, LiveElement } from '../../common/html.js'
import { t } from '../../common/i18n.js'

/** What the thread's place shows while nothing is open: the first steps of a new workspace, or a rest. */
export class FirstSteps extends LiveElement {
  #store
  #shown = ''

  /** @param {import('../store.js').InboxStore} store */
  constructor(store) {
    super()
    this.#store = store
  }

  start() {
    this.#store.on(['counts', 'team', 'open'], () => this.#show(), this.signal)
    this.#show()
  }

  #show() {
    const { counts, inboxes } = this.#store
    const fresh = counts !== undefined && (counts.active ?? 0) + (counts.closed ?? 0) === 0 && inboxes.length > 0
    const face = fresh ? inboxes[0].id : counts ? 'rest' : ''
    if (face === this.#shown) return
    this.#shown = face
    if (fresh) fill(this, this.#steps(inboxes[0].id))
    else if (counts) fill(this, this.#rest())
  }

  #rest() {
    return h('div', { class: 'blank' },
      h('img', { src: '/assets/inbox/art/majlis.svg', alt: '', width: 220, height: 150 }),
      h('h2', {}, t('rest.title')), h('p', {}, t('rest.hint')))
  }

  /** @param {string} inbox */
  #steps(inbox) {
    return h('div', { class: 'steps' },
      h('img', { src: '/assets/inbox/art/majlis.svg', alt: '', width: 220, height: 150 }),
      h('h2', {}, t('steps.title', { name: this.#store.session.workspace.name })),
      h('p', { class: 'lead' }, t('steps.lead')),
      h('ol', {},
        h('li', {}, h('h3', {}, t('steps.snippet')), h('p', {}, t('steps.snippetHint')), snippet(inbox)),
        h('li', {}, h('h3', {}, t('steps.try')), h('p', {}, t('steps.tryHint')),
          h('a', { class: 'button small', href: `/widget/frame?inbox=${inbox}`, target: '_blank', rel: 'noopener' },
            t('steps.tryButton'))),
        h('li', {}, h('h3', {}, t('steps.invite')), h('p', {}, t('steps.inviteHint')),
          h('a', { class: 'button small', href: '/settings#people' }, t('steps.inviteButton')))))
  }
}

customElements.define('first-steps', FirstSteps)
