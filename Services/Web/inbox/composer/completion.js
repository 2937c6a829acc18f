import { avatar } from '../../common/elements/avatar.js'
import { h, icon } from '../../common/html.js'
import { t } from '../../common/i18n.js'
import { GROUP } from '../../common/icons.js'
import { bodyIn, cannedQuery, expand, matchingReplies } from './canned.js'
import { matchingPeople, mentionQuery } from './mentions.js'
import { Suggestions } from './suggestions.js'
import { typeText } from './text.js'

/**
 * What a slash and an at sign bring: canned replies, and in notes the people who are meant.
 *
 * @typedef {import('./mentions.js').Mentionable} Mentionable
 * @typedef {object} CompletionParts
 * @property {import('../desk.js').Desk} desk
 * @property {() => boolean} isNote
 * @property {(attachments: import('../../common/wire.js').Attachment[]) => void} attach
 */
export class Completion {
  #area
  #parts
  #asked = 0
  suggestions
  /**
   * Who was chosen so far; who still is mentioned, the text decides.
   * @type {Mentionable[]}
   */
  chosen = []

  /**
   * @param {HTMLTextAreaElement} area
   * @param {CompletionParts} parts
   */
  constructor(area, parts) {
    this.#area = area
    this.#parts = parts
    this.suggestions = new Suggestions(area)
  }

  /** Looks at what stands before the caret. */
  async look() {
    const { value, selectionStart, selectionEnd } = this.#area
    const asked = ++this.#asked
    if (selectionStart !== selectionEnd) return this.suggestions.hide()
    const canned = cannedQuery(value, selectionStart)
    if (canned) return this.#showReplies(canned, asked)
    const mention = this.#parts.isNote() && mentionQuery(value, selectionStart)
    if (mention) return this.#showPeople(mention)
    this.suggestions.hide()
  }

  /**
   * @param {{query: string, from: number}} asked
   * @param {number} turn
   */
  async #showReplies({ query, from }, turn) {
    const replies = await this.#parts.desk.replies.get()
    // The writer has gone on meanwhile.
    if (turn !== this.#asked) return
    const language = this.#parts.desk.store.open?.language ?? 'ar'
    this.suggestions.show(t('composer.canned'), matchingReplies(replies, query).map(reply => ({
      title: reply.title, hint: `/${reply.shortcut}`, text: this.#filled(reply, language),
      choose: () => this.#useReply(reply, language, from),
    })), replies.length ? t('composer.noCanned') : t('composer.noCannedYet'))
  }

  /**
   * @param {import('./canned.js').CannedReply} reply
   * @param {import('../../common/wire.js').Language} language
   */
  #filled(reply, language) {
    const { store } = this.#parts.desk
    const { open, session } = store
    return expand(bodyIn(reply, language), {
      'contact.name': open?.contactName ?? '', 'agent.name': session.member.name,
      'inbox.name': open ? store.inboxName(open.inbox) : '', 'workspace.name': session.workspace.name,
    })
  }

  /**
   * @param {import('./canned.js').CannedReply} reply
   * @param {import('../../common/wire.js').Language} language
   * @param {number} from
   */
  #useReply(reply, language, from) {
    typeText(this.#area, this.#filled(reply, language), from, this.#area.selectionEnd)
    if (reply.attachments?.length) this.#parts.attach(reply.attachments)
    this.suggestions.hide()
  }

  /** @param {{query: string, from: number}} asked */
  #showPeople({ query, from }) {
    this.suggestions.show(t('composer.mention'), matchingPeople(this.#people(), query).map(person => ({
      title: person.name, hint: person.hint, face: this.#face(person), choose: () => this.#usePerson(person, from),
    })))
  }

  /** @returns {Mentionable[]} */
  #people() {
    const { store } = this.#parts.desk
    return [
      ...store.members.filter(({ id, active }) => active !== false && id !== store.me)
        .map(({ id, name }) => ({ kind: /** @type {const} */ ('member'), id, name })),
      ...store.teams.map(({ id, name }) => (
        { kind: /** @type {const} */ ('team'), id, name, hint: t('thread.team') })),
    ]
  }

  /** @param {Mentionable} person */
  #face({ kind, id, name }) {
    if (kind === 'team') return h('span', { class: 'team-face' }, icon(GROUP))
    return avatar({ id, name, avatar: this.#parts.desk.store.member(id)?.avatar }, { team: true, size: 'small' })
  }

  /**
   * @param {Mentionable} person
   * @param {number} from
   */
  #usePerson(person, from) {
    this.chosen.push(person)
    typeText(this.#area, `@${person.name} `, from, this.#area.selectionEnd)
    this.suggestions.hide()
  }

  /**
   * Takes up whom a kept draft mentions.
   * @param {import('../../common/wire.js').Mentions} mentions
   */
  restore({ members, teams }) {
    const ids = new Set([...members, ...teams])
    this.chosen = this.#people().filter(({ id }) => ids.has(id))
  }
}
