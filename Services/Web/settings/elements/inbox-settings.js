import { toast } from '../../common/elements/toast.js'
import { snippet } from '../../common/elements/copy-button.js'
import { field } from '../../common/field.js'
import { fill, h, icon, LiveElement } from '../../common/html.js'
import { problemText, t } from '../../common/i18n.js'
import { PLUS } from '../../common/icons.js'
import { all, ask } from '../../common/team.js'
import { choice, run, valuesOf } from '../../common/forms.js'
import { InboxAccess } from './inbox-access.js'
import { widgetPreview } from '../widget-preview.js'

/**
 * @typedef {import('../../common/wire.js').Inbox} Inbox
 * @typedef {import('../../common/wire.js').WidgetSettings} WidgetSettings
 */

const RULES = /** @type {const} */ (['required', 'optional', 'hidden'])
const ASKED = /** @type {const} */ (['name', 'email', 'phone'])
/** Colours that go with most shops and carry white text. */
const SWATCHES = ['#0c5a52', '#1d4f91', '#7a3b12', '#8a1f4d', '#4b3f8f', '#2f3a3d', '#b5532a', '#1b7a43']

/** The inboxes, and the chat of the chosen one beside a picture of how it will look. */
export class InboxSettings extends LiveElement {
  /** @type {Inbox[]} */
  #inboxes = []
  #chosen = ''
  #tabs = h('div', { class: 'tabs' })
  #body = h('div')

  start() {
    this.#load()
  }

  async #load() {
    fill(this, h('div', { class: 'panel' }, h('div', { class: 'skeleton bar' }), h('div', { class: 'skeleton bar' })))
    try {
      this.#inboxes = await all('/inboxes')
      this.#chosen = this.#inboxes[0]?.id ?? ''
      fill(this, this.#tabs, this.#body)
      this.#show()
    } catch (error) {
      fill(this,
        h('div', { class: 'blank' },
          h('p', {}, problemText(error)),
          h('button', { type: 'button', class: 'button', on: { click: () => this.#load() } }, t('common.retry'))))
    }
  }

  #show() {
    fill(this.#tabs,
      this.#inboxes.map(({ id, name }) => h('button', {
        type: 'button', 'aria-pressed': String(id === this.#chosen),
        on: { click: () => { this.#chosen = id; this.#show() } },
      }, h('bdi', {}, name))),
      h('button', {
        type: 'button', class: 'new', 'aria-pressed': String(this.#chosen === ''),
        on: { click: () => { this.#chosen = ''; this.#show() } },
      }, icon(PLUS), t('inboxes.new')))
    const inbox = this.#inboxes.find(({ id }) => id === this.#chosen)
    if (inbox) fill(this.#body,
      this.#editor(inbox),
      h('section', { class: 'panel' },
        h('h3', {}, t('inboxes.snippet')),
        h('p', { class: 'hint' }, t('inboxes.snippetHint')),
        snippet(inbox.id)),
      new InboxAccess(inbox, after => this.#take(after)))
    else fill(this.#body, this.#newForm())
  }

  #newForm() {
    const form = h('form', { class: 'panel', novalidate: true }, h('h3', {}, t('inboxes.new')),
      field({ name: 'name', label: t('inboxes.name'), hint: t('inboxes.nameHint'), maxlength: 60 }),
      h('div', { class: 'foot' }, h('button', { type: 'submit', class: 'button primary' }, t('common.create'))))
    form.addEventListener('submit', event => {
      event.preventDefault()
      run(form, async () => {
        const inbox = await ask('POST', '/inboxes', { name: valuesOf(form).name })
        this.#inboxes = [...this.#inboxes, inbox]
        this.#chosen = inbox.id
        this.#show()
        toast(t('inboxes.created'))
      })
    })
    return form
  }

  /** @param {Inbox} inbox */
  #editor(inbox) {
    const { widget } = inbox
    const picture = h('div', { class: 'picture' }, widgetPreview(widget))
    const form = h('form', { class: 'editor', novalidate: true },
      h('div', { class: 'panel' },
        field({
          name: 'inboxName', label: t('inboxes.name'), hint: t('inboxes.nameHint'), value: inbox.name, maxlength: 60,
        }),
        h('h3', {}, t('inboxes.look')),
        field({ name: 'title', label: t('inboxes.title'), value: widget.title, maxlength: 60 }),
        field({
          name: 'greeting', type: 'textarea', label: t('inboxes.greeting'), value: widget.greeting, maxlength: 200,
          optional: true,
        }),
        this.#colours(widget.colour),
        h('div', { class: 'pair' },
          choice({
            name: 'side', label: t('inboxes.side'), value: widget.side,
            options: [['end', t('inboxes.side.end')], ['start', t('inboxes.side.start')]],
          }),
          choice({
            name: 'language', label: t('inboxes.language'), value: widget.language ?? '',
            options: [['', t('inboxes.language.auto')], ['ar', t('language.ar')], ['en', t('language.en')]],
          })),
        h('h3', {}, t('inboxes.questions')),
        h('div', { class: 'pair' },
          ASKED.map(name => choice({
            name, label: t(`widget.${name}`), value: widget.preChat[name],
            options: RULES.map(rule => [rule, t(`rule.${rule}`)]),
          }))),
        h('div', { class: 'foot' }, h('button', { type: 'submit', class: 'button primary' }, t('common.save')))),
      h('aside', { class: 'preview-side' }, h('h3', {}, t('inboxes.preview')), picture))
    form.addEventListener('input', () => fill(picture, widgetPreview(settingsOf(form))))
    form.addEventListener('submit', event => { event.preventDefault(); run(form, () => this.#save(inbox.id, form)) })
    return form
  }

  /** @param {string} colour */
  #colours(colour) {
    const input = h('input', {
      type: 'color', name: 'colour', value: colour, class: 'colour', 'aria-label': t('inboxes.colour'),
    })
    const swatches = SWATCHES.map(value => h('button', {
      type: 'button', class: 'swatch', vars: { '--swatch': value }, 'aria-label': value,
      on: { click: () => { input.value = value; input.dispatchEvent(new Event('input', { bubbles: true })) } },
    }))
    return h('div', { class: 'field', data: { field: 'colour' } },
      h('span', { class: 'label' }, t('inboxes.colour')),
      h('div', { class: 'colours' }, input, swatches))
  }

  /** @param {Inbox} after */
  #take(after) {
    this.#inboxes = this.#inboxes.map(other => (other.id === after.id ? after : other))
  }

  /**
   * @param {string} id
   * @param {HTMLFormElement} form
   */
  async #save(id, form) {
    const after = await ask('PATCH', `/inboxes/${id}`, { name: valuesOf(form).inboxName, widget: settingsOf(form) })
    this.#take(after)
    this.#show()
    toast(t('common.saved'))
  }
}

/**
 * @param {HTMLFormElement} form
 * @returns {WidgetSettings}
 */
function settingsOf(form) {
  const { title, greeting, colour, side, language, name, email, phone } = /** @type {any} */ (valuesOf(form))
  return {
    title, greeting, colour: colour.toLowerCase(), side, ...(language ? { language } : {}),
    preChat: { name, email, phone },
  }
}

customElements.define('inbox-settings', InboxSettings)
