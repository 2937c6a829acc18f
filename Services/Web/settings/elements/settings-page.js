import { AppRail } from '../../common/elements/app-rail.js'
import { fill, h, icon, LiveElement } from '../../common/html.js'
import { t } from '../../common/i18n.js'
import { BACK } from '../../common/icons.js'
import { failed, waiting } from '../parts.js'
import { placeOf, sectionsFor } from '../sections.js'

const GROUPS = /** @type {const} */ (['workspace', 'me'])

/** The settings: a rail of the sections that the reader may open, and the one that the address names. */
export class SettingsPage extends LiveElement {
  #session
  #sections
  #nav = h('nav', { class: 'sections', 'aria-label': t('settings.title') })
  #main = h('main', { class: 'section', tabindex: '-1' })
  #narrow = matchMedia('(max-width: 760px)')
  /** The address shown; a place within a section is another one. */
  #shown = ''

  /** @param {import('../../common/wire.js').Session} session */
  constructor(session) {
    super()
    this.#session = session
    this.#sections = sectionsFor(session)
  }

  start() {
    this.className = 'shell'
    document.title = t('settings.documentTitle')
    fill(this, new AppRail(this.#session, 'settings'),
      h('div', { class: 'settings' },
        h('div', { class: 'side' },
          h('h1', {}, t('settings.title')),
          h('p', { class: 'side-name' }, h('bdi', {}, this.#session.workspace.name)),
          this.#nav),
        this.#main))
    window.addEventListener('hashchange', () => this.#follow(true), { signal: this.signal })
    this.#narrow.addEventListener('change', () => this.#follow(false), { signal: this.signal })
    this.#follow(false)
  }

  /** @param {boolean} moved Whether the reader went there, who then reads on from its top. */
  async #follow(moved) {
    const { name, rest } = placeOf(location.hash)
    const asked = this.#sections.find(section => section.name === name)
    const section = asked ?? (name || this.#narrow.matches ? undefined : this.#sections[0])
    this.dataset.pane = section || name ? 'section' : 'list'
    this.#showNav(section?.name)
    const place = section ? `${section.name}/${asked ? rest : ''}` : name ? 'unknown' : 'list'
    if (place === this.#shown) return
    this.#shown = place
    if (!section) return fill(this.#main, name ? h('p', { class: 'notice' }, t('settings.forbidden')) : null)
    await this.#open(section, asked ? rest : '', place)
    if (moved && this.#shown === place) this.#main.focus({ preventScroll: true })
  }

  /**
   * @param {import('../sections.js').Section} section
   * @param {string} rest
   * @param {string} place
   */
  async #open(section, rest, place) {
    const { name, wide } = section
    const head = h('header', { class: 'section-head' },
      h('a', { class: 'icon-button back', href: '#', 'aria-label': t('settings.back') }, icon(BACK, 'mirrored')),
      h('div', {}, h('h2', {}, t(`settings.${name}`)), h('p', {}, t(`settings.${name}Lead`))))
    const body = h('div', { class: wide ? 'section-body wide' : 'section-body' }, waiting())
    this.#main.dataset.wide = String(wide ?? false)
    fill(this.#main, rest ? null : head, body)
    this.#main.scrollTop = 0
    try {
      const content = await section.make(this.#session, rest)
      if (this.#shown === place) fill(body, content)
    } catch (error) {
      if (this.#shown === place) fill(body, failed(error, () => { this.#shown = ''; this.#follow(false) }))
    }
  }

  /** @param {string|undefined} chosen */
  #showNav(chosen) {
    fill(this.#nav, GROUPS.map(group => {
      const sections = this.#sections.filter(section => section.group === group)
      return sections.length ? h('div', { class: 'section-group' },
        h('h2', {}, t(`settings.group.${group}`)),
        sections.map(({ name, path }) =>
          h('a', { href: `#${name}`, 'aria-current': name === chosen ? 'page' : undefined },
            icon(path),
            h('span', {}, t(`settings.${name}`)),
            icon(BACK, 'mirrored go')))) : null
    }))
  }
}

customElements.define('settings-page', SettingsPage)
