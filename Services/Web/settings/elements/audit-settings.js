import { fill, h, icon, LiveElement } from '../../common/html.js'
import { clock, dayName, language, problemText, sameDay, t } from '../../common/i18n.js'
import { DOWNLOAD, SCROLL } from '../../common/icons.js'
import { all, ask, query } from '../../common/team.js'
import { full, shortDate } from '../../common/time.js'
import { AUDIT_KINDS, auditQuery, factOf } from '../audit.js'
import { BUILT_IN, GROUPS, SCOPES } from '../grants.js'
import { deviceName } from '../names.js'
import { nothing, waiting } from '../parts.js'

const PAGE_ENTRIES = 50
const AHEAD = '600px'
const PERMISSIONS = /** @type {string[]} */ (GROUPS.flatMap(({ permissions }) => permissions))
const FACTS = [
  'name', 'role', 'teams', 'inboxes', 'joined', 'left', 'email', 'expiresAt', 'requireTwoFactor', 'handTo', 'plan',
  'language', 'timeZone', 'title', 'greeting', 'colour', 'side', 'sessions', 'action', 'actor', 'from', 'to',
  'rows',
]
const VALUES = ['true', 'false', 'ar', 'en', 'start', 'end', 'nobody']

/** @typedef {import('../../common/wire.js').AuditEntry} AuditEntry */

/** Who did what, when and from where: the newest first, as far back as the reader goes. */
export class AuditSettings extends LiveElement {
  /** @type {import('../audit.js').AuditFilter} */
  #filter = { actor: '', action: '', from: '', to: '' }
  /** @type {string|undefined} */
  #cursor
  /** @type {AuditEntry|undefined} */
  #last
  /** Counts the lists asked for: an answer to an older one is not shown. */
  #round = 0
  /**
   * What inboxes and members are called.
   * @type {Map<string, string>}
   */
  #names = new Map()
  #loading = false
  #tools = h('form', { class: 'tools' })
  #list = h('div', { class: 'audit' })
  #tail = h('div', { class: 'audit-tail' })
  #export = h('a', { class: 'button', download: 'audit.csv' }, icon(DOWNLOAD), t('audit.export'))

  start() {
    this.#showTools([])
    fill(this, this.#tools, h('section', { class: 'panel flush' }, this.#list, this.#tail))
    const watch = new IntersectionObserver(entries => {
      if (entries.some(({ isIntersecting }) => isIntersecting) && this.#cursor) this.#more()
    }, { rootMargin: AHEAD })
    watch.observe(this.#tail)
    this.signal.addEventListener('abort', () => watch.disconnect())
    this.#learnNames().finally(() => this.#begin())
  }

  /** The log names inboxes and members by their ids. Without their names it can still be read. */
  async #learnNames() {
    try {
      const [members, inboxes] = await Promise.all([all('/members'), all('/inboxes')])
      for (const { id, name } of [...members, ...inboxes]) this.#names.set(id, name)
      this.#showTools(members)
    } catch {
      // The list says what is wrong, if it is wrong there as well.
    }
  }

  /** @type {import('../audit.js').Words} */
  #words = {
    name: name => (PERMISSIONS.includes(name) ? t(`permission.${name}`) : FACTS.includes(name)
      ? t(`auditFact.${name}`)
      : undefined),
    value: word => {
      if (SCOPES.includes(/** @type {any} */ (word))) return t(`scope.${word}`)
      if (AUDIT_KINDS.includes(word.replace(/\.$/, ''))) return t(`auditKind.${word.replace(/\.$/, '')}`)
      if (BUILT_IN.includes(word)) return t(`role.${word}`)
      if (VALUES.includes(word)) return t(`auditValue.${word}`)
      return /^\d{4}-\d\d-\d\dT/.test(word) ? shortDate(word) : this.#names.get(word)
    },
  }

  /** @param {import('../../common/wire.js').Member[]} members */
  #showTools(members) {
    const select = (/** @type {'actor'|'action'} */ name, /** @type {[string, string][]} */ options) => h('select', {
      class: 'input', 'aria-label': t(`audit.${name}`),
      on: { change: (/** @type {any} */ event) => this.#narrow({ [name]: event.target.value }) },
    }, options.map(([value, label]) => h('option', { value, selected: value === this.#filter[name] }, label)))
    const date = (/** @type {'from'|'to'} */ name) => h('label', { class: 'date' }, h('span', {}, t(`audit.${name}`)),
      h('input', {
        type: 'date', class: 'input', value: this.#filter[name],
        on: { change: (/** @type {any} */ event) => this.#narrow({ [name]: event.target.value }) },
      }))
    fill(this.#tools,
      select('actor', [
        ['', t('audit.everybody')],
        .../** @type {[string, string][]} */ (members.map(({ id, name }) => [id, name])),
      ]),
      select('action', [
        ['', t('audit.everything')],
        .../** @type {[string, string][]} */ (AUDIT_KINDS.map(kind => [kind, t(`auditKind.${kind}`)])),
      ]),
      date('from'), date('to'), this.#export)
  }

  /** @param {Partial<import('../audit.js').AuditFilter>} change */
  #narrow(change) {
    this.#filter = { ...this.#filter, ...change }
    this.#begin()
  }

  async #begin() {
    this.#round += 1
    this.#cursor = undefined
    this.#last = undefined
    this.#loading = false
    this.#export.setAttribute('href', `/api/v1/audit/export${query(auditQuery(this.#filter))}`)
    fill(this.#list, waiting())
    fill(this.#tail)
    await this.#more()
  }

  async #more() {
    if (this.#loading) return
    this.#loading = true
    const round = this.#round
    try {
      const page = await ask('GET', `/audit${query({
        ...auditQuery(this.#filter), cursor: this.#cursor, limit: PAGE_ENTRIES,
      })}`)
      if (round !== this.#round) return
      this.#add(page.items)
      this.#cursor = page.nextCursor
      fill(this.#tail, page.nextCursor ? h('p', { class: 'more' }, t('common.loading')) : null)
    } catch (error) {
      if (round !== this.#round) return
      if (!this.#last) fill(this.#list)
      fill(this.#tail, h('div', { class: 'blank', role: 'alert' }, h('p', {}, problemText(error)),
        h('button', { type: 'button', class: 'button small', on: { click: () => this.#more() } }, t('common.retry'))))
    } finally {
      if (round === this.#round) this.#loading = false
    }
  }

  /** @param {AuditEntry[]} entries */
  #add(entries) {
    if (!this.#last) {
      fill(this.#list)
      if (!entries.length) {
        return fill(this.#list, nothing({ path: SCROLL, title: t('audit.none'), text: t('audit.noneHint') }))
      }
    }
    for (const entry of entries) {
      if (!this.#last || !sameDay(this.#last.at, entry.at)) {
        this.#list.append(h('h4', { class: 'audit-day' }, dayName(entry.at)))
      }
      this.#list.append(this.#entry(entry))
      this.#last = entry
    }
  }

  /** @param {ReturnType<typeof factOf>} fact */
  #fact({ name, before, after }) {
    return h('span', {}, `${name}: `,
      before === undefined ? null : [h('bdi', {}, before), language() === 'ar' ? ' ← ' : ' → '],
      h('bdi', {}, after))
  }

  /** @param {AuditEntry} entry */
  #entry({ at, actor, action, target, address, device, details }) {
    const facts = Object.entries(details ?? {}).sort(([one], [other]) => order(one) - order(other))
    return h('div', { class: 'audit-entry' },
      h('time', { datetime: at, title: full(at) }, clock(at)),
      h('div', { class: 'person-text' },
        h('b', {}, h('bdi', {}, actor.name || t(`auditActor.${actor.kind}`)), ' · ', t(`audit.${action}`),
          target?.name ? [' · ', h('bdi', {}, target.name)] : null),
        facts.length
          ? h('span', { class: 'audit-facts' },
            facts.map(([name, value]) => this.#fact(factOf(name, value, this.#words))))
          : null,
        address || device
          ? h('span', {}, h('bdi', {}, address ?? ''), address && device ? ' · ' : null,
            device ? h('bdi', { title: device }, deviceName(device)) : null)
          : null))
  }
}

/**
 * As this page lists them; what it does not know comes last.
 * @param {string} name
 */
function order(name) {
  const known = [...FACTS, ...PERMISSIONS]
  return known.includes(name) ? known.indexOf(name) : known.length
}

customElements.define('audit-settings', AuditSettings)
