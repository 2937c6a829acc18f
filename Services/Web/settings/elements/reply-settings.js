import { toast } from '../../common/elements/toast.js'
import { openForm } from '../../common/dialog.js'
import { field } from '../../common/field.js'
import { fold } from '../../common/fold.js'
import { choice, sure, valuesOf } from '../../common/forms.js'
import { fill, h, icon } from '../../common/html.js'
import { language, problemText, t } from '../../common/i18n.js'
import { BOLT, PENCIL, PLUS, SEARCH, TRASH } from '../../common/icons.js'
import { may } from '../../common/rights.js'
import { all, ask } from '../../common/team.js'
import { nothing, SectionElement } from '../parts.js'
import { ReplyFiles } from '../reply-files.js'

const LANGUAGES = /** @type {const} */ (['ar', 'en'])
const VARIABLES = ['contact.name', 'agent.name', 'inbox.name', 'workspace.name']
const SEARCH_FROM = 8

/**
 * @typedef {'own'|'team'|'workspace'} Scope
 * @typedef {{id: string, shortcut: string, title: string, bodies: {ar?: string, en?: string}, scope: Scope,
 *   team?: string, attachments?: import('../../common/wire.js').Attachment[]}} Reply
 */

/** Texts that are written often: one's own, a team's, everybody's. */
export class ReplySettings extends SectionElement {
  #session
  /** @type {Reply[]} */
  #replies = []
  /** @type {import('../../common/wire.js').Team[]} */
  #teams = []
  /** @type {import('../../common/wire.js').AttachmentRules} */
  #rules = { maxCount: 0, maxBytes: 0, types: [] }
  #wanted = ''
  #list = h('div')

  /** @param {import('../../common/wire.js').Session} session */
  constructor(session) {
    super()
    this.#session = session
  }

  async fetch() {
    const [replies, teams, { attachments }] = await Promise.all([
      all(may(this.#session, 'replies.manage') ? '/replies?all=true' : '/replies'), ask('GET', '/teams'),
      ask('GET', '/workspace-settings'),
    ])
    this.#rules = attachments
    this.#replies = replies
    this.#teams = teams.items
  }

  draw() {
    fill(this,
      h('div', { class: 'tools end' },
        this.#replies.length > SEARCH_FROM ? this.#search() : null, this.#replies.length ? this.#add() : null),
      this.#list)
    this.#show()
  }

  #add() {
    return h('button', { type: 'button', class: 'button primary', on: { click: () => this.#edit() } },
      icon(PLUS), t('replies.new'))
  }

  #search() {
    return h('div', { class: 'search' }, icon(SEARCH), h('input', {
      type: 'search', class: 'input', placeholder: t('replies.search'), 'aria-label': t('replies.search'), dir: 'auto',
      on: { input: (/** @type {any} */ event) => { this.#wanted = fold(event.target.value); this.#show() } },
    }))
  }

  #show() {
    const found = this.#replies.filter(({ shortcut, title, bodies }) =>
      fold(`${shortcut} ${title} ${bodies.ar ?? ''} ${bodies.en ?? ''}`).includes(this.#wanted))
    const groups = [
      { title: t('replies.own'), items: found.filter(({ scope }) => scope === 'own') },
      ...this.#teams.map(team => ({
        title: t('replies.ofTeam', { name: team.name }), items: found.filter(reply => reply.team === team.id),
      })),
      { title: t('replies.workspace'), items: found.filter(({ scope }) => scope === 'workspace') },
    ].filter(({ items }) => items.length)
    fill(this.#list, groups.length ? groups.map(({ title, items }) => h('section', { class: 'panel flush' },
      h('h3', {}, title, h('span', { class: 'number' }, items.length)),
      h('ul', {}, items.sort((one, other) => one.shortcut.localeCompare(other.shortcut))
        .map(reply => this.#row(reply)))))
      : h('section', { class: 'panel flush' }, this.#replies.length
        ? h('p', { class: 'inner-note' }, t('replies.notFound'))
        : nothing({ path: BOLT, title: t('replies.none'), text: t('replies.noneHint'), action: this.#add() })))
  }

  /** @param {Reply} reply */
  #row(reply) {
    const { shortcut, title, bodies, scope, attachments } = reply
    const editable = scope === 'own' || may(this.#session, 'replies.manage')
    return h('li', { class: 'person-row reply-row' },
      h('div', { class: 'person-text' },
        h('b', {}, h('code', { class: 'shortcut' }, h('bdi', {}, `/${shortcut}`)), ' ', h('bdi', {}, title)),
        h('span', { class: 'one-line' }, h('bdi', {}, bodies[language()] ?? bodies.ar ?? bodies.en ?? ''))),
      attachments ? h('span', { class: 'tag' }, t('composer.files', { count: attachments.length })) : null,
      h('span', { class: 'reply-languages' }, LANGUAGES.filter(name => bodies[name]).map(name =>
        h('span', { class: 'tag' }, t(`replies.short.${name}`)))),
      editable ? h('div', { class: 'row-actions' },
        h('button', {
          type: 'button', class: 'icon-button', 'aria-label': t('replies.editNamed', { name: title }),
          title: t('replies.edit'), on: { click: () => this.#edit(reply) },
        }, icon(PENCIL)),
        h('button', {
          type: 'button', class: 'icon-button', 'aria-label': t('replies.removeNamed', { name: title }),
          title: t('replies.remove'), on: { click: () => this.#remove(reply) },
        }, icon(TRASH))) : null)
  }

  /** @param {Reply} [reply] A new one without. */
  async #edit(reply) {
    const manages = may(this.#session, 'replies.manage')
    /** @type {[string, string][]} */
    const scopes = [
      ['own', t('replies.forOwn')], ...manages ? /** @type {[string, string][]} */ ([
        ['workspace', t('replies.forWorkspace')],
        ...this.#teams.map(({ id, name }) => [id, t('replies.ofTeam', { name })]),
      ]) : [],
    ]
    const files = new ReplyFiles(reply?.attachments ?? [], this.#rules)
    let kept = reply
    const done = await openForm({
      title: reply ? t('replies.edit') : t('replies.new'), wide: true,
      submit: reply ? t('common.save') : t('common.create'),
      body: [
        h('div', { class: 'pair' },
          field({
            name: 'shortcut', label: t('replies.shortcut'), hint: t('replies.shortcutHint'), value: reply?.shortcut,
            maxlength: 32, autocomplete: 'off',
          }),
          field({ name: 'title', label: t('replies.title'), value: reply?.title, maxlength: 80, autocomplete: 'off' })),
        // Whose it is never changes.
        reply || scopes.length === 1 ? null
          : choice({ name: 'scope', label: t('replies.for'), value: 'own', options: scopes }),
        ...LANGUAGES.map(name => bodyField(name, reply?.bodies[name] ?? '')),
        files.element,
      ],
      act: async form => {
        const { shortcut, title, scope = 'own', ar, en } = valuesOf(form)
        const texts = {
          shortcut: shortcut.replace(/^\//, ''), title, bodies: { ...(ar ? { ar } : {}), ...(en ? { en } : {}) },
        }
        const whose = scope.startsWith('tem_') ? { scope: 'team', team: scope } : { scope }
        // Made already where only its files were refused.
        const after = await (kept
          ? ask('PATCH', `/replies/${kept.id}`, texts) : ask('POST', '/replies', { ...texts, ...whose }))
        kept = after
        try {
          await files.save(after.id)
        } finally {
          const now = { ...after, attachments: files.stored.length ? files.stored : undefined }
          this.#replies = [...this.#replies.filter(({ id }) => id !== after.id), now]
        }
      },
    })
    if (!done) return kept && this.draw()
    this.draw()
    toast(t(reply ? 'common.saved' : 'replies.created'))
  }

  /** @param {Reply} reply */
  async #remove({ id, title }) {
    const question = {
      title: t('replies.removeSure', { name: title }), text: t('replies.removeHint'), button: t('replies.remove'),
    }
    if (!await sure(question)) return
    try {
      await ask('DELETE', `/replies/${id}`)
      this.#replies = this.#replies.filter(reply => reply.id !== id)
      this.draw()
      toast(t('replies.removed'))
    } catch (error) {
      toast(problemText(error))
    }
  }
}

/**
 * A text in one language, with the words that are filled in when it is used.
 * @param {'ar'|'en'} name
 * @param {string} value
 */
function bodyField(name, value) {
  const label = t(`replies.body.${name}`)
  const box = field({ name, type: 'textarea', label, value, optional: true, maxlength: 4000 })
  const text = /** @type {HTMLTextAreaElement} */ (box.querySelector('textarea'))
  text.rows = 4
  text.dir = name === 'ar' ? 'rtl' : 'ltr'
  text.lang = name
  box.append(h('div', { class: 'variables', 'aria-label': t('replies.variables') },
    VARIABLES.map(variable => h('button', {
      type: 'button', class: 'variable', on: { click: () => {
        text.setRangeText(`{{${variable}}}`, text.selectionStart, text.selectionEnd, 'end')
        text.focus()
      } },
    }, icon(PLUS), t(`replies.variable.${variable}`)))))
  return box
}

customElements.define('reply-settings', ReplySettings)
