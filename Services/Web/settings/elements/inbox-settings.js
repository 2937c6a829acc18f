import { toast } from '../../common/elements/toast.js'
import { snippet } from '../../common/elements/copy-button.js'
import { field } from '../../common/field.js'
import { Problem } from '../../common/api.js'
import { fill, h } from '../../common/html.js'
import { t } from '../../common/i18n.js'
import { all, ask } from '../../common/team.js'
import { choice, run, valuesOf } from '../../common/forms.js'
import { innerHead, SectionElement } from '../parts.js'
import { InboxAccess } from './inbox-access.js'
import { InboxAssignment } from './inbox-assignment.js'
import { widgetPreview } from '../widget-preview.js'

/**
 * @typedef {import('../../common/wire.js').Inbox} Inbox
 * @typedef {import('../../common/wire.js').WidgetSettings} WidgetSettings
 */

const RULES = /** @type {const} */ (['required', 'optional', 'hidden'])
const ASKED = /** @type {const} */ (['name', 'email', 'phone'])
/** Colours that go with most shops and carry white text. */
const SWATCHES = ['#0c5a52', '#1d4f91', '#7a3b12', '#8a1f4d', '#4b3f8f', '#2f3a3d', '#b5532a', '#1b7a43']

/** One inbox: its chat beside a picture of how it will look, who gets what comes in, who may write. */
export class InboxSettings extends SectionElement {
  #id
  /** @type {Inbox|undefined} */
  #inbox

  /** @param {string} id */
  constructor(id) {
    super()
    this.#id = id
  }

  async fetch() {
    // An inbox that is archived is on no list but the whole one.
    this.#inbox = (await all('/inboxes')).find(({ id }) => id === this.#id)
    if (!this.#inbox) throw new Problem({ status: 404, code: 'inbox.notFound' })
  }

  draw() {
    const inbox = this.#inbox
    if (!inbox) return
    const head = { back: '#inboxes', backText: t('settings.inboxes'), title: h('bdi', {}, inbox.name) }
    fill(this,
      innerHead({ ...head, lead: inbox.archived ? t('inboxes.archivedHint') : undefined }),
      this.#editor(inbox),
      inbox.archived ? null : h('section', { class: 'panel' },
        h('h3', {}, t('inboxes.snippet')),
        h('p', { class: 'hint' }, t('inboxes.snippetHint')),
        snippet(inbox.id)),
      new InboxAssignment(inbox, after => { this.#inbox = after }),
      new InboxAccess(inbox, after => { this.#inbox = after }))
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

  /**
   * @param {string} id
   * @param {HTMLFormElement} form
   */
  async #save(id, form) {
    const after = await ask('PATCH', `/inboxes/${id}`, { name: valuesOf(form).inboxName, widget: settingsOf(form) })
    this.#inbox = after
    this.draw()
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
