import { toast } from '../../common/elements/toast.js'
import { openForm } from '../../common/dialog.js'
import { field } from '../../common/field.js'
import { sure, valuesOf } from '../../common/forms.js'
import { fill, h, icon } from '../../common/html.js'
import { problemText, t } from '../../common/i18n.js'
import { ARCHIVE, CODE, PENCIL, PLUS } from '../../common/icons.js'
import { all, ask } from '../../common/team.js'
import { nothing, SectionElement } from '../parts.js'
import { grip } from '../reorder.js'

/** @typedef {import('../../common/wire.js').Inbox} Inbox */

/** The inboxes in the order in which everybody sees them; those that take nothing new stand below. */
export class InboxList extends SectionElement {
  /** @type {Inbox[]} */
  #inboxes = []
  #said = h('p', { class: 'unseen', role: 'status' })

  async fetch() {
    this.#inboxes = await all('/inboxes')
  }

  draw() {
    const add = () => h('button', { type: 'button', class: 'button primary', on: { click: () => this.#add() } },
      icon(PLUS), t('inboxes.new'))
    const open = this.#inboxes.filter(({ archived }) => !archived)
    const archived = this.#inboxes.filter(inbox => inbox.archived)
    fill(this,
      open.length ? h('div', { class: 'tools end' }, add()) : null,
      h('section', { class: 'panel flush' }, open.length
        ? h('ul', { class: 'ordered' }, open.map(inbox => this.#row(inbox)))
        : nothing({ path: CODE, title: t('inboxes.none'), text: t('inboxes.noneHint'), action: add() })),
      open.length > 1 ? h('p', { class: 'after faint' }, t('order.lead')) : null,
      archived.length ? h('section', { class: 'panel flush' },
        h('h3', {}, t('inboxes.archived'), h('span', { class: 'number' }, archived.length)),
        h('ul', {}, archived.map(inbox => this.#row(inbox)))) : null,
      this.#said)
  }

  /** @param {Inbox} inbox */
  #row(inbox) {
    const { id, name, archived } = inbox
    const row = h('li', { class: 'person-row', data: { inbox: id } })
    const strategy = inbox.assignment?.strategy ?? 'manual'
    fill(row,
      archived ? null : grip(row, name, () => this.#order()),
      h('span', { class: 'key-face' }, icon(archived ? ARCHIVE : CODE)),
      h('div', { class: 'person-text' },
        h('b', {}, h('a', { href: `#inboxes/${id}`, class: 'row-link' }, h('bdi', {}, name))),
        h('span', {}, archived ? t('inboxes.archivedHint') : t(`assignment.${strategy}`))),
      h('div', { class: 'row-actions' },
        h('a', {
          class: 'icon-button', href: `#inboxes/${id}`, 'aria-label': t('inboxes.editNamed', { name }),
          title: t('inboxes.edit'),
        }, icon(PENCIL)),
        h('button', {
          type: 'button', class: archived ? 'button small' : 'icon-button',
          'aria-label': t(archived ? 'inboxes.restoreNamed' : 'inboxes.archiveNamed', { name }),
          title: archived ? undefined : t('inboxes.archive'), on: { click: () => this.#archive(inbox, !archived) },
        }, archived ? t('inboxes.restore') : icon(ARCHIVE))))
    return row
  }

  async #add() {
    await openForm({
      title: t('inboxes.new'), submit: t('common.create'),
      body: field({ name: 'name', label: t('inboxes.name'), hint: t('inboxes.nameHint'), maxlength: 60 }),
      act: async form => {
        const inbox = await ask('POST', '/inboxes', { name: valuesOf(form).name })
        toast(t('inboxes.created'))
        location.hash = `inboxes/${inbox.id}`
      },
    })
  }

  async #order() {
    const before = this.#inboxes
    const ids = [...this.querySelectorAll('.ordered > li')].map(row => /** @type {HTMLElement} */ (row).dataset.inbox)
    const place = (/** @type {Inbox} */ { id, archived }) => archived ? Infinity : ids.indexOf(id)
    this.#inboxes = [...before].sort((one, other) => place(one) - place(other))
    try {
      await ask('PUT', '/inboxes/order', { inboxes: ids })
      this.#said.textContent = t('order.saved')
    } catch (error) {
      this.#inboxes = before
      this.draw()
      toast(problemText(error))
    }
  }

  /**
   * @param {Inbox} inbox
   * @param {boolean} archived
   */
  async #archive(inbox, archived) {
    const { id, name } = inbox
    const question = {
      title: t('inboxes.archiveSure', { name }), text: t('inboxes.archiveHint'), button: t('inboxes.archive'),
    }
    if (archived && !await sure(question)) return
    try {
      const after = await ask('PATCH', `/inboxes/${id}`, { archived })
      this.#inboxes = this.#inboxes.map(other => (other.id === id ? after : other))
      this.draw()
      toast(t(archived ? 'inboxes.wasArchived' : 'inboxes.wasRestored', { name }), archived
        ? { label: t('thread.undo'), act: () => this.#archive(after, false) } : undefined)
    } catch (error) {
      toast(problemText(error))
    }
  }
}

customElements.define('inbox-list', InboxList)
