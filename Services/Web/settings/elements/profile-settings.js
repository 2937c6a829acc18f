import { call, Problem } from '../../common/api.js'
import { avatar } from '../../common/elements/avatar.js'
import { toast } from '../../common/elements/toast.js'
import { field } from '../../common/field.js'
import { fill, h, LiveElement } from '../../common/html.js'
import { language, t } from '../../common/i18n.js'
import { switchLanguage } from '../../common/language.js'
import { ask } from '../../common/team.js'
import { explain } from '../../common/wait.js'
import { choice, run, sure, valuesOf } from '../../common/forms.js'
import { chooseSquare } from '../picture-crop.js'
import { zoneName } from '../zones.js'
import { ZoneField } from './zone-field.js'

const FORMATS = 'image/png,image/jpeg,image/webp'

/** How one is seen in this workspace, and how its pages speak to one. */
export class ProfileSettings extends LiveElement {
  #session
  #face = h('div', { class: 'picture-row' })

  /** @param {import('../../common/wire.js').Session} session */
  constructor(session) {
    super()
    this.#session = session
  }

  start() {
    fill(this, h('section', { class: 'panel' }, h('h3', {}, t('picture.title')), this.#face), this.#form())
    this.#showFace()
  }

  #showFace() {
    const { member } = this.#session
    const file = h('input', { type: 'file', accept: FORMATS, hidden: true })
    file.addEventListener('change', () => this.#upload(file))
    fill(this.#face,
      avatar(member, { team: true, size: 'large' }),
      h('div', { class: 'picture-text' },
        h('div', { class: 'foot' },
          h('button', { type: 'button', class: 'button', on: { click: () => file.click() } },
            t(member.avatar ? 'picture.change' : 'picture.add')),
          member.avatar ? h('button', { type: 'button', class: 'button quiet', on: { click: () => this.#remove() } },
            t('picture.remove')) : null),
        h('p', { class: 'hint' }, t('picture.hint'))),
      file)
  }

  /** @param {HTMLInputElement} input */
  async #upload(input) {
    const file = input.files?.[0]
    input.value = ''
    if (!file) return
    try {
      const square = await chooseSquare(file)
      if (square) this.#take(await ask('PUT', '/profile/avatar', square))
    } catch (error) {
      toast(error instanceof Problem ? explain(error) : t('picture.unreadable'))
    }
  }

  async #remove() {
    const question = { title: t('picture.removeSure'), text: t('picture.removeHint'), button: t('picture.remove') }
    if (!await sure(question)) return
    try {
      this.#take(await ask('DELETE', '/profile/avatar'))
    } catch (error) {
      toast(explain(error))
    }
  }

  /** @param {import('../../common/wire.js').Member|undefined} member As the server has it now, where it says so. */
  async #take(member) {
    const after = member?.id ? member : (await call('GET', '/session')).member
    delete this.#session.member.avatar
    Object.assign(this.#session.member, after)
    this.#showFace()
    this.tell('member-changed')
    toast(t('common.saved'))
  }

  #form() {
    const { member, workspace } = this.#session
    const form = h('form', { class: 'panel', novalidate: true },
      h('h3', {}, t('profile.about')),
      field({
        name: 'name', label: t('profile.name'), value: member.name, hint: t('account.nameHint'), maxlength: 80,
        autocomplete: 'name',
      }),
      choice({
        name: 'language', label: t('profile.language'), value: member.language, hint: t('profile.languageHint'),
        options: [['ar', 'العربية'], ['en', 'English']],
      }),
      new ZoneField({
        label: t('settings.timeZone'), value: member.timeZone ?? '', hint: t('profile.timeZoneHint'),
        empty: t('profile.timeZoneWorkspace', { zone: zoneName(workspace.timeZone) }),
      }),
      h('div', { class: 'foot' }, h('button', { type: 'submit', class: 'button primary' }, t('common.save'))))
    form.addEventListener('submit', event => {
      event.preventDefault()
      run(form, () => this.#save(valuesOf(form)))
    })
    return form
  }

  /** @param {any} values */
  async #save({ name, language: chosen, timeZone }) {
    const { member } = this.#session
    const after = await ask('PATCH', '/profile', { name, language: chosen, timeZone })
    if (!timeZone) delete member.timeZone
    if (after?.id) Object.assign(member, after)
    else Object.assign(member, { name, language: chosen })
    if (chosen !== language()) return switchLanguage(chosen)
    this.tell('member-changed')
    toast(t('common.saved'))
  }
}

customElements.define('profile-settings', ProfileSettings)
