import { avatar } from '../../common/elements/avatar.js'
import { toast } from '../../common/elements/toast.js'
import { field } from '../../common/field.js'
import { fill, h, icon } from '../../common/html.js'
import { problemText, t } from '../../common/i18n.js'
import { GROUP, PENCIL, PLUS, TRASH } from '../../common/icons.js'
import { all, ask } from '../../common/team.js'
import { openForm } from '../../common/dialog.js'
import { sure, valuesOf } from '../../common/forms.js'
import { countOf, inboxesToGive } from '../grants.js'
import { grantsEditor } from '../grants-editor.js'
import { accessText } from '../names.js'
import { nothing, SectionElement } from '../parts.js'
import { checkList, inboxPicker, memberChoice } from '../pickers.js'

const FACES = 5

/** @typedef {import('../../common/wire.js').Team} Team */

/** Members who work together, and what the team gives to each of them. */
export class TeamSettings extends SectionElement {
  #session
  /** @type {Team[]} */
  #teams = []
  /** @type {import('../../common/wire.js').Member[]} */
  #members = []
  /** @type {import('../../common/wire.js').Inbox[]} */
  #inboxes = []

  /** @param {import('../../common/wire.js').Session} session */
  constructor(session) {
    super()
    this.#session = session
  }

  async fetch() {
    const [teams, members, inboxes] = await Promise.all([ask('GET', '/teams'), all('/members'), all('/inboxes')])
    this.#teams = teams.items
    this.#members = members
    this.#inboxes = inboxes
  }

  draw() {
    const add = () => h('button', { type: 'button', class: 'button primary', on: { click: () => this.#edit() } },
      icon(PLUS), t('teams.new'))
    fill(this,
      this.#teams.length ? h('div', { class: 'tools end' }, add()) : null,
      h('section', { class: 'panel flush' }, this.#teams.length
        ? h('ul', {}, this.#teams.map(team => this.#row(team)))
        : nothing({ path: GROUP, title: t('teams.none'), text: t('teams.noneHint'), action: add() })))
  }

  /** @param {Team} team */
  #row(team) {
    const members = this.#members.filter(({ id }) => team.members.includes(id))
    const rights = countOf(team.grants)
    return h('li', { class: 'person-row' },
      h('span', { class: 'key-face' }, icon(GROUP)),
      h('div', { class: 'person-text' },
        h('b', {}, h('bdi', {}, team.name)),
        h('span', {}, [
          t('members.count', { count: members.length }), accessText(team.inboxes, this.#inboxes),
          rights ? t('teams.rights', { count: rights }) : '',
        ].filter(Boolean).join(' · '))),
      h('span', { class: 'faces', 'aria-hidden': 'true' },
        members.slice(0, FACES).map(member => avatar(member, { team: true, size: 'small' })),
        members.length > FACES ? h('span', { class: 'more-faces' }, `+${members.length - FACES}`) : null),
      h('div', { class: 'row-actions' },
        h('button', {
          type: 'button', class: 'icon-button', 'aria-label': t('teams.editNamed', { name: team.name }),
          title: t('teams.edit'), on: { click: () => this.#edit(team) },
        }, icon(PENCIL)),
        h('button', {
          type: 'button', class: 'icon-button', 'aria-label': t('teams.removeNamed', { name: team.name }),
          title: t('teams.remove'), on: { click: () => this.#remove(team) },
        }, icon(TRASH))))
  }

  /** @param {Team} [team] A new one without. */
  async #edit(team) {
    const members = checkList({
      name: 'members', label: t('teams.members'), empty: '', chosen: team?.members ?? [],
      items: this.#members.filter(({ id, active }) => active || team?.members.includes(id)).map(memberChoice),
    })
    const inboxes = inboxPicker({
      inboxes: this.#inboxes, value: team?.inboxes ?? [], limit: inboxesToGive(this.#session),
      label: t('teams.inboxes'), hint: t('teams.inboxesHint'),
    })
    const grants = grantsEditor({ value: team?.grants ?? {}, limit: this.#session.grants })
    const done = await openForm({
      title: team ? t('teams.edit') : t('teams.new'), wide: true, submit: team ? t('common.save') : t('common.create'),
      body: [
        field({ name: 'name', label: t('teams.name'), value: team?.name, maxlength: 80, autocomplete: 'off' }),
        members.element, inboxes.element,
        h('details', { class: 'fold', open: countOf(team?.grants ?? {}) > 0 },
          h('summary', {}, t('teams.extra')), h('p', { class: 'hint' }, t('teams.extraHint')), grants.element),
      ],
      act: async form => {
        const draft = {
          name: valuesOf(form).name, members: members.values(), inboxes: inboxes.value(), grants: grants.value(),
        }
        await (team ? ask('PATCH', `/teams/${team.id}`, draft) : ask('POST', '/teams', draft))
      },
    })
    if (!done) return
    toast(t(team ? 'common.saved' : 'teams.created'))
    await this.fetch()
    this.draw()
  }

  /** @param {Team} team */
  async #remove(team) {
    const title = t('teams.removeSure', { name: team.name })
    if (!await sure({ title, text: t('teams.removeHint'), button: t('teams.remove') })) return
    try {
      await ask('DELETE', `/teams/${team.id}`)
      this.#teams = this.#teams.filter(({ id }) => id !== team.id)
      this.draw()
      toast(t('teams.removed'))
    } catch (error) {
      toast(problemText(error))
    }
  }
}

customElements.define('team-settings', TeamSettings)
