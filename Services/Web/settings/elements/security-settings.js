import { toast } from '../../common/elements/toast.js'
import { fill, h, icon } from '../../common/html.js'
import { t } from '../../common/i18n.js'
import { WARN } from '../../common/icons.js'
import { all, ask } from '../../common/team.js'
import { choice, run, sure, tick, valuesOf } from '../../common/forms.js'
import { SectionElement } from '../parts.js'

/** What the workspace asks of everybody, and where the work of those who leave goes. */
export class SecuritySettings extends SectionElement {
  #session
  /** @type {import('../../common/wire.js').Member[]} */
  #members = []

  /** @param {import('../../common/wire.js').Session} session */
  constructor(session) {
    super()
    this.#session = session
  }

  async fetch() {
    const [members, workspace] = await Promise.all([all('/members'), ask('GET', '/workspace')])
    this.#members = members
    Object.assign(this.#session.workspace, { handTo: undefined }, workspace)
  }

  draw() {
    const { workspace, member } = this.#session
    const active = this.#members.filter(({ active }) => active)
    const without = active.filter(({ twoFactor }) => !twoFactor)
    const warning = h('p', { class: 'notice' }, icon(WARN), h('span', {},
      t('security.without', { count: without.length }),
      without.some(({ id }) => id === member.id) ? ` ${t('security.youToo')}` : null))
    const handTo = workspace.handTo ?? ''
    const form = h('form', { class: 'panel', novalidate: true },
      h('h3', {}, t('security.twoFactor')),
      tick({
        name: 'requireTwoFactor', label: t('security.require'), hint: t('security.requireHint'),
        checked: workspace.requireTwoFactor === true,
      }),
      without.length ? warning : h('p', { class: 'notice good' }, t('security.everybodyHas')),
      h('h3', {}, t('security.leaving')),
      choice({
        name: 'handTo', label: t('security.handTo'), hint: t('security.handToHint'), value: handTo,
        options: [
          ['', t('security.nobody')],
          .../** @type {[string, string][]} */ (active.map(({ id, name }) => [id, name])),
        ],
      }),
      h('div', { class: 'foot' }, h('button', { type: 'submit', class: 'button primary' }, t('common.save'))))
    form.addEventListener('submit', event => {
      event.preventDefault()
      run(form, () => this.#save(valuesOf(form)))
    })
    fill(this, form)
  }

  /** @param {Record<string, string>} values */
  async #save(values) {
    const security = {
      requireTwoFactor: values.requireTwoFactor === 'on', ...(values.handTo ? { handTo: values.handTo } : {}),
    }
    const { member, workspace } = this.#session
    const self = this.#members.find(({ id }) => id === member.id)
    if (security.requireTwoFactor && !workspace.requireTwoFactor && !self?.twoFactor) {
      const title = t('security.lockSure')
      if (!await sure({ title, text: t('security.lockHint'), button: t('security.lockButton') })) return
    }
    await ask('PUT', '/workspace/security', security)
    Object.assign(this.#session.workspace, { handTo: undefined }, security)
    toast(t('common.saved'))
  }
}

customElements.define('security-settings', SecuritySettings)
