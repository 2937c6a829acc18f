import { avatar } from '../../common/elements/avatar.js'
import { toast } from '../../common/elements/toast.js'
import { fill, h, icon, LiveElement } from '../../common/html.js'
import { t } from '../../common/i18n.js'
import { GROUP } from '../../common/icons.js'
import { PeerCarets } from '../peer-carets.js'

/** Above a composer's textarea: who writes the same, and the way to write it together. */
export class CowritingBar extends LiveElement {
  #desk
  #field
  #told
  #carets
  /** @type {import('../cowriting.js').Cowriting|undefined} */
  #draft
  #kind = ''
  /** @type {string|undefined} */
  #open
  /** @type {{index: number, anchor: import('../shared-draft.js').Id|undefined}[]} */
  #places = []
  #face = ''

  /**
   * @param {import('../desk.js').Desk} desk
   * @param {HTMLTextAreaElement} field
   * @param {() => void} told A colleague changed the text.
   */
  constructor(desk, field, told) {
    super()
    this.#desk = desk
    this.#field = field
    this.#told = told
    this.#carets = new PeerCarets(field)
  }

  start() {
    this.hidden = true
    this.setAttribute('role', 'status')
    const { signal } = this
    const field = this.#field
    field.addEventListener('input', () => this.changed(), { signal })
    field.addEventListener('keydown', event => this.#key(event), { signal })
    field.addEventListener('beforeinput', event => {
      if (event.inputType.startsWith('history')) this.#step(event, event.inputType === 'historyRedo')
    }, { signal })
    field.addEventListener('scroll', () => this.#carets.scroll(), { signal, passive: true })
    field.addEventListener('compositionstart', () => this.#draft?.hold(), { signal })
    field.addEventListener('compositionend', () => {
      this.changed()
      this.#draft?.release()
    }, { signal })
    document.addEventListener('selectionchange', () => {
      if (document.activeElement === field) this.#draft?.together?.select(field.selectionEnd)
    }, { signal })
    window.addEventListener('pagehide', () => this.#desk.together?.close(), { signal })
    window.addEventListener('resize', () => this.#showCarets(), { signal })
    signal.addEventListener('abort', () => this.#desk.together?.close())
    this.#desk.store.on(['team'], () => this.#show(), signal)
  }

  /**
   * What the composer shows now, its own text in place.
   * @param {string} [conversation] None where nothing can be written.
   * @param {'reply'|'note'} [kind]
   */
  open(conversation, kind = 'reply') {
    const open = conversation && `${conversation}/${kind}`
    if (open === this.#open) return
    this.#open = open
    this.#kind = kind
    this.#draft = undefined
    if (!conversation) this.#desk.together?.close()
    else {
      this.#draft = this.#desk.together?.open(conversation, kind, this.#field.value, {
        before: () => this.#mark(), text: () => this.#take(), people: () => this.#show(),
        tell: news => this.#tell(news),
      })
      if (this.#draft?.isTogether) this.#take()
    }
    this.#show()
  }

  /** The text was changed here. */
  changed() {
    // On the way to another conversation the field has its text before we are told: it is not what was open until now.
    if (!this.#open?.startsWith(`${this.#desk.store.openId}/`)) return
    this.#draft?.typed(this.#field.value, this.#field.selectionEnd)
    this.#showCarets()
  }

  /** What stands in the field was sent. */
  sent() {
    this.#draft?.sent()
    this.#showCarets()
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.isComposing) return
    if (event.code === 'KeyZ') this.#step(event, event.shiftKey)
    else if (event.code === 'KeyY' && !event.shiftKey) this.#step(event, true)
  }

  /**
   * The browser's own undo would take back what colleagues wrote as well, or nothing at all.
   * @param {Event} event
   * @param {boolean} again
   */
  #step(event, again) {
    const draft = this.#draft
    if (!draft?.together) return
    event.preventDefault()
    const place = again ? draft.together.redo() : draft.together.undo()
    if (place === undefined) return
    this.#field.value = draft.text
    this.#field.setSelectionRange(place, place)
    this.#told()
    this.#showCarets()
  }

  /** Remembers between which letters the reader stands. */
  #mark() {
    const { selectionStart, selectionEnd } = this.#field
    const text = this.#draft?.together
    this.#places = [selectionStart, selectionEnd].map(index => ({ index, anchor: text?.anchor(index) }))
  }

  /** A colleague's text comes in; the reader's caret and what they have marked stay with their letters. */
  #take() {
    const draft = this.#draft
    const field = this.#field
    if (!draft) return
    // Only what is different is set: a browser forgets its undo steps with every text that a script sets.
    if (draft.text !== field.value) {
      if (!this.#places.length) this.#mark()
      const { selectionDirection, scrollTop } = field
      const [start, end] = this.#places.map(({ index, anchor }) => (anchor && draft.together?.index(anchor)) ?? index)
      field.value = draft.text
      if (document.activeElement === field) field.setSelectionRange(start, end, selectionDirection)
      field.scrollTop = scrollTop
      this.#places = []
      this.#told()
    }
    this.#showCarets()
  }

  /** @param {import('../cowriting.js').News} news */
  #tell({ what, member }) {
    toast(t(what === 'sent' ? `together.sent.${this.#kind}` : `together.${what}`, { name: this.#name(member) }))
  }

  #show() {
    const draft = this.#draft
    const { me } = this.#desk.store
    const others = (/** @type {{writer: string, member: string}[]} */ people) =>
      people.filter(({ member }, at) => member !== me && people.findIndex(other => other.member === member) === at)
    const asked = others(draft?.asked ?? [])[0]
    const peers = others(draft?.peers ?? [])
    const other = others(draft?.others ?? [])[0]
    const face = JSON.stringify([asked, peers.map(({ writer }) => writer), draft?.asking, other, this.#kind,
      [asked, other, ...peers].map(who => who && this.#name(who.member))])
    if (face !== this.#face) {
      this.#face = face
      const content = draft && (asked ? this.#asked(draft, asked)
        : peers.length ? this.#together(draft, peers.map(({ member }) => member))
          : draft.asking ? this.#asking(draft, draft.asking)
            : other ? this.#other(draft, other) : undefined)
      this.hidden = !content
      fill(this, content ?? null)
    }
    this.#showCarets()
  }

  /**
   * @param {import('../cowriting.js').Cowriting} draft
   * @param {{writer: string, member: string}} who
   */
  #asked(draft, { writer, member }) {
    return [this.#line([member], t(`together.asked.${this.#kind}`, { name: this.#name(member) })),
      button('together.decline', () => draft.decline(writer)),
      button('together.accept', () => { draft.accept(writer); this.#take() }, 'primary')]
  }

  /**
   * @param {import('../cowriting.js').Cowriting} draft
   * @param {string[]} members
   */
  #together(draft, members) {
    const text = members.length > 1
      ? t('together.many', { count: members.length })
      : t('together.one', { name: this.#name(members[0]) })
    return [this.#line(members, text), button('together.leave', () => draft.leave())]
  }

  /**
   * @param {import('../cowriting.js').Cowriting} draft
   * @param {string} member
   */
  #asking(draft, member) {
    return [this.#line([member], t('together.asking', { name: this.#name(member) })),
      button('common.cancel', () => draft.cancel())]
  }

  /**
   * @param {import('../cowriting.js').Cowriting} draft
   * @param {{writer: string, member: string}} who
   */
  #other(draft, { writer, member }) {
    return [this.#line([member], t(`together.writes.${this.#kind}`, { name: this.#name(member) })),
      button('together.ask', () => draft.ask(writer), '', GROUP)]
  }

  /**
   * @param {string[]} members
   * @param {string} text
   */
  #line(members, text) {
    return h('span', { class: 'together-line' },
      members.slice(0, 3).map(id => avatar(this.#desk.store.member(id) ?? { id, name: '' },
        { team: true, size: 'small' })),
      h('span', {}, text))
  }

  #showCarets() {
    const peers = (this.#draft?.peers ?? []).filter(({ caret }) => caret !== undefined)
    this.#carets.show(peers.map(({ member, caret = 0 }) => ({ id: member, name: this.#name(member), caret })))
  }

  /** @param {string} member */
  #name(member) {
    return this.#desk.store.member(member)?.name ?? t('together.colleague')
  }
}

/**
 * @param {'together.ask'|'together.accept'|'together.decline'|'together.leave'|'common.cancel'} key
 * @param {() => void} act
 * @param {string} [look]
 * @param {string} [path]
 */
function button(key, act, look = '', path) {
  return h('button', { type: 'button', class: `button small ${look}`, on: { click: act } },
    path ? icon(path) : null,
    t(key))
}

customElements.define('cowriting-bar', CowritingBar)
