import { toast } from '../../common/elements/toast.js'
import { TAG_COLOURS, tagChip } from '../../common/elements/tag-chip.js'
import { openForm } from '../../common/dialog.js'
import { field } from '../../common/field.js'
import { fold } from '../../common/fold.js'
import { sure, valuesOf } from '../../common/forms.js'
import { fill, h, icon } from '../../common/html.js'
import { problemText, t } from '../../common/i18n.js'
import { PENCIL, PLUS, SEARCH, TAG, TRASH } from '../../common/icons.js'
import { all, ask } from '../../common/team.js'
import { nothing, SectionElement } from '../parts.js'

const NAME_CHARACTERS = 40
const SEARCH_FROM = 10
const COUNTED = 100

/** @typedef {import('../../common/wire.js').Tag} Tag */

/** The words that the team puts on conversations. */
export class TagSettings extends SectionElement {
  /** @type {Tag[]} */
  #tags = []
  #wanted = ''
  #rows = h('section', { class: 'panel flush' })

  async fetch() {
    this.#tags = await all('/tags')
  }

  draw() {
    fill(this,
      h('div', { class: 'tools end' },
        this.#tags.length > SEARCH_FROM ? this.#search() : null,
        this.#tags.length ? this.#add() : null),
      this.#rows)
    this.#show()
  }

  #add() {
    return h('button', { type: 'button', class: 'button primary', on: { click: () => this.#edit() } },
      icon(PLUS), t('tags.new'))
  }

  #search() {
    return h('div', { class: 'search' }, icon(SEARCH), h('input', {
      type: 'search', class: 'input', placeholder: t('tags.search'), 'aria-label': t('tags.search'), dir: 'auto',
      on: { input: (/** @type {any} */ event) => { this.#wanted = fold(event.target.value); this.#show() } },
    }))
  }

  #show() {
    const tags = this.#tags.filter(({ name }) => fold(name).includes(this.#wanted))
      .sort((one, other) => one.name.localeCompare(other.name))
    fill(this.#rows, tags.length ? h('ul', {}, tags.map(tag => this.#row(tag)))
      : this.#tags.length ? h('p', { class: 'inner-note' }, t('tags.none'))
      : nothing({ path: TAG, title: t('tags.noneTitle'), text: t('tags.noneHint'), action: this.#add() }))
  }

  /** @param {Tag} tag */
  #row(tag) {
    const { name } = tag
    return h('li', { class: 'person-row tag-row' },
      h('div', { class: 'person-text' }, tagChip(tag)),
      h('div', { class: 'row-actions' },
        h('button', {
          type: 'button', class: 'icon-button', 'aria-label': t('tags.editNamed', { name }), title: t('tags.edit'),
          on: { click: () => this.#edit(tag) },
        }, icon(PENCIL)),
        h('button', {
          type: 'button', class: 'icon-button', 'aria-label': t('tags.removeNamed', { name }), title: t('tags.remove'),
          on: { click: () => this.#remove(tag) },
        }, icon(TRASH))))
  }

  /** @param {Tag} [tag] A new one without. */
  async #edit(tag) {
    const colour = tag?.colour ?? TAG_COLOURS[this.#tags.length % TAG_COLOURS.length]
    const colours = [...new Set([colour, ...TAG_COLOURS])].sort(byPlace)
    const name = field({ name: 'name', label: t('tags.name'), value: tag?.name, maxlength: NAME_CHARACTERS })
    const shown = h('div', { class: 'tag-shown' })
    const body = [name, h('fieldset', { class: 'field', data: { field: 'colour' } },
      h('legend', { class: 'label' }, t('tags.colour')),
      h('div', { class: 'tag-colours' }, colours.map(value => h('label', { vars: { '--tag': value } },
        h('input', { type: 'radio', name: 'colour', value, checked: value === colour, 'aria-label': value }))))), shown]
    const form = () => /** @type {HTMLFormElement} */ (shown.closest('form'))
    const show = () => {
      const values = shown.isConnected ? valuesOf(form()) : { name: tag?.name ?? '', colour }
      fill(shown, tagChip({ name: values.name || t('tags.sample'), colour: values.colour }))
    }
    show()
    const opened = openForm({
      title: tag ? t('tags.edit') : t('tags.new'), submit: tag ? t('common.save') : t('common.create'), body,
      act: async form => {
        const draft = valuesOf(form)
        const after = await (tag ? ask('PATCH', `/tags/${tag.id}`, draft) : ask('POST', '/tags', draft))
        this.#tags = [...this.#tags.filter(({ id }) => id !== after.id), after]
      },
    })
    form().addEventListener('input', show)
    if (!await opened) return
    this.draw()
    toast(t(tag ? 'common.saved' : 'tags.created'))
  }

  /** @param {Tag} tag */
  async #remove({ id, name }) {
    const uses = await this.#uses(id)
    const text = uses === undefined ? t('tags.removeHint') : uses > COUNTED
      ? t('tags.removeMany', { count: COUNTED }) : t('tags.removeUsed', { count: uses })
    if (!await sure({ title: t('tags.removeSure', { name }), text, button: t('tags.remove') })) return
    try {
      await ask('DELETE', `/tags/${id}`)
      this.#tags = this.#tags.filter(tag => tag.id !== id)
      this.draw()
      toast(t('tags.removed'))
    } catch (error) {
      toast(problemText(error))
    }
  }

  /**
   * How many conversations have it: past a hundred, that there are more; nothing where it cannot be told.
   * @param {string} id
   * @returns {Promise<number|undefined>}
   */
  async #uses(id) {
    try {
      const { items, nextCursor } = await ask('POST', '/conversations/query', {
        filter: { field: 'tags', op: 'in', values: [id] }, limit: COUNTED,
      })
      return nextCursor ? COUNTED + 1 : items.length
    } catch {
      return undefined
    }
  }
}

/**
 * Ours in our order; another one, of somebody's own choice, before them.
 * @param {string} one
 * @param {string} other
 */
function byPlace(one, other) {
  return TAG_COLOURS.indexOf(one) - TAG_COLOURS.indexOf(other)
}

customElements.define('tag-settings', TagSettings)
