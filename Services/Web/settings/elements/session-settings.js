import { toast } from '../../common/elements/toast.js'
import { relativeTime } from '../../common/elements/relative-time.js'
import { deviceOf } from '../../common/device.js'
import { fill, h, icon, LiveElement } from '../../common/html.js'
import { t } from '../../common/i18n.js'
import { HANDHELD, LAPTOP } from '../../common/icons.js'
import { ask } from '../../common/team.js'
import { explain } from '../../common/wait.js'
import { sure } from '../../common/forms.js'
import { deviceName } from '../names.js'

/** @typedef {import('../../common/wire.js').SessionEntry} SessionEntry */

/** Where one is signed in, and the end of it. */
export class SessionSettings extends LiveElement {
  /** @type {SessionEntry[]} */
  #sessions = []

  start() {
    this.#load()
  }

  async #load() {
    fill(this, h('section', { class: 'panel', 'aria-busy': 'true', 'aria-label': t('common.loading') },
      h('div', { class: 'skeleton bar' }), h('div', { class: 'skeleton bar' })))
    try {
      const answer = await ask('GET', '/account/sessions')
      this.#sessions = Array.isArray(answer) ? answer : answer.items
      this.#show()
    } catch (error) {
      fill(this, h('div', { class: 'blank' }, h('p', {}, explain(error)),
        h('button', { type: 'button', class: 'button', on: { click: () => this.#load() } }, t('common.retry'))))
    }
  }

  #show() {
    const [own, others] = [true, false].map(current => this.#sessions.filter(session => session.current === current))
    fill(this,
      h('section', { class: 'panel flush' },
        h('h3', {}, t('sessions.this')),
        h('ul', {}, own.map(session => this.#row(session)))),
      h('section', { class: 'panel flush' },
        h('h3', { class: 'titled' }, t('sessions.others'), others.length > 1
          ? h('button', { type: 'button', class: 'button small danger', on: { click: () => this.#endOthers() } },
            t('sessions.endOthers')) : null),
        others.length ? h('ul', {}, others.map(session => this.#row(session)))
          : h('p', { class: 'none' }, t('sessions.none'))))
  }

  /** @param {SessionEntry} session */
  #row(session) {
    const { small } = deviceOf(session.device ?? '')
    return h('li', { class: 'person-row' },
      h('span', { class: 'key-face' }, icon(small ? HANDHELD : LAPTOP)),
      h('div', { class: 'person-text' },
        h('b', {}, deviceName(session.device)),
        h('span', {},
          h('bdi', {}, session.workspace.name),
          session.address ? [' · ', h('bdi', { dir: 'ltr' }, session.address)] : null),
        h('span', {}, session.current ? t('sessions.now') : [t('sessions.used'), ' ', relativeTime(session.usedAt)])),
      session.current ? h('span', { class: 'mark good' }, t('sessions.current'))
        : h('button', {
          type: 'button', class: 'button small',
          'aria-label': t('sessions.endThis', { device: deviceName(session.device) }),
          on: { click: (/** @type {any} */ event) => this.#end(session, event.currentTarget) },
        }, t('sessions.end')))
  }

  /**
   * @param {SessionEntry} session
   * @param {HTMLButtonElement} button
   */
  async #end(session, button) {
    button.disabled = true
    try {
      await ask('DELETE', `/account/sessions/${session.id}`)
      this.#sessions = this.#sessions.filter(({ id }) => id !== session.id)
      this.#show()
      toast(t('sessions.ended'))
    } catch (error) {
      button.disabled = false
      toast(explain(error))
    }
  }

  async #endOthers() {
    const question = {
      title: t('sessions.endOthersSure'), text: t('sessions.endOthersHint'), button: t('sessions.endOthers'),
    }
    if (!await sure(question)) return
    try {
      await ask('DELETE', '/account/sessions')
      this.#sessions = this.#sessions.filter(({ current }) => current)
      this.#show()
      toast(t('sessions.othersEnded'))
    } catch (error) {
      toast(explain(error))
    }
  }
}

customElements.define('session-settings', SessionSettings)
