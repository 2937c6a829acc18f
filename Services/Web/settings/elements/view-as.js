import { avatar } from '../../common/elements/avatar.js'
import { relativeTime } from '../../common/elements/relative-time.js'
import { fill, h, icon } from '../../common/html.js'
import { problemText, t } from '../../common/i18n.js'
import { CHECK, CLOSE, EYE, INBOX } from '../../common/icons.js'
import { LiveSocket } from '../../common/socket.js'
import { all, ask } from '../../common/team.js'
import { GROUPS, scopesOf, widest } from '../grants.js'
import { roleName, scopesText } from '../names.js'
import { innerHead, nothing, SectionElement } from '../parts.js'

const SHOWN = 20
const QUIET_MILLISECONDS = 600

/**
 * @typedef {import('../../common/wire.js').MemberRights} MemberRights
 * @typedef {import('../../common/wire.js').Conversation} Conversation
 */

/** What one member may do and see, where each right comes from, and their list of conversations as it is now. */
export class ViewAs extends SectionElement {
  #id
  /** @type {MemberRights|undefined} */
  #rights
  /** @type {import('../../common/wire.js').Inbox[]} */
  #inboxes = []
  #preview = h('div', { class: 'preview-list', 'aria-live': 'polite' })
  #count = h('span', { class: 'number' })
  /** @type {ReturnType<typeof setTimeout>|undefined} */
  #timer

  /**
   * @param {import('../../common/wire.js').Session} session
   * @param {string} id The member's.
   */
  constructor(session, id) {
    super()
    this.#id = id
    this.className = 'view-as'
  }

  async fetch() {
    const [rights, inboxes] = await Promise.all([ask('GET', `/members/${this.#id}/rights`), all('/inboxes')])
    this.#rights = rights
    this.#inboxes = inboxes
  }

  draw() {
    const rights = /** @type {MemberRights} */ (this.#rights)
    const { member } = rights
    fill(this,
      innerHead({
        back: '#people', backText: t('settings.people'),
        title: h('span', { class: 'view-title' }, avatar(member, { team: true }),
          h('span', {}, t('viewAs.title', { name: member.name }))),
        lead: t('viewAs.lead', { role: roleName(rights.role.id, [rights.role]) }),
      }),
      h('div', { class: 'view-columns' },
        h('div', {}, this.#permissions(rights), this.#sources(rights)),
        h('aside', {}, this.#previewPanel(member))))
    if (member.active) this.#live()
  }

  /** @param {MemberRights} rights */
  #permissions(rights) {
    return h('section', { class: 'panel flush' }, h('h3', {}, t('viewAs.may')),
      GROUPS.map(group => h('div', { class: 'right-group' },
        h('h4', {}, t(`permissionGroup.${group.name}`)),
        h('ul', {}, group.permissions.map(permission => this.#right(permission, rights))))))
  }

  /**
   * @param {import('../../common/wire.js').Permission} permission
   * @param {MemberRights} rights
   */
  #right(permission, rights) {
    const right = rights.grants.find(grant => grant.permission === permission)
    return h('li', { class: right ? 'right' : 'right lacking' },
      icon(right ? CHECK : CLOSE),
      h('div', { class: 'grant-text' },
        h('b', {}, t(`permission.${permission}`)),
        right
          ? h('small', {},
            scopesOf(permission).length > 1
              ? widest(right.scopes).map(scope => h('span', { class: 'tag scope' }, t(`scope.${scope}`)))
              : null,
            right.sources.map(source => h('span', { class: 'tag source' }, this.#reason(source, right, rights))))
          : h('span', { class: 'unseen' }, t('grants.no'))))
  }

  /**
   * Where a right comes from; of several sources each with what it gives.
   * @param {string} source
   * @param {MemberRights['grants'][number]} right
   * @param {MemberRights} rights
   */
  #reason(source, { permission, sources }, rights) {
    const name = this.#source(source, rights)
    const grants = source === 'role' ? rights.role.grants : rights.teams.find(({ id }) => id === source)?.grants
    if (sources.length < 2 || scopesOf(permission).length < 2 || !grants) return name
    return `${name} (${scopesText(widest(grants[permission] ?? []))})`
  }

  /**
   * @param {string} source
   * @param {MemberRights} rights
   */
  #source(source, { role, teams }) {
    if (source === 'role') return t('viewAs.fromRole', { name: roleName(role.id, [role]) })
    if (source === 'member') return t('viewAs.given')
    return t('viewAs.fromTeam', { name: teams.find(({ id }) => id === source)?.name ?? '' })
  }

  /** @param {MemberRights} rights */
  #sources(rights) {
    const everywhere = rights.grants.some(({ permission, scopes }) =>
      permission === 'conversations.view' && scopes.includes('all'))
    const seen = this.#inboxes.map(inbox => ({
      name: inbox.name,
      sources: rights.inboxSources.filter(({ inboxes }) => inboxes === 'all' || inboxes.includes(inbox.id))
        .map(({ source }) => this.#source(source, rights)),
    }))
    return h('section', { class: 'panel flush' }, h('h3', {}, t('viewAs.inboxes')),
      everywhere ? h('p', { class: 'inner-note' }, t('viewAs.everyInbox')) : null,
      h('ul', {}, seen.map(({ name, sources }) => {
        const sees = everywhere || sources.length > 0
        return h('li', { class: sees ? 'right' : 'right lacking' }, icon(sees ? CHECK : CLOSE),
          h('div', { class: 'grant-text' }, h('b', {}, h('bdi', {}, name)),
            h('small', {}, sources.length
              ? sources.map(text => h('span', { class: 'tag source' }, text))
              : sees ? null : t('viewAs.notSeen'))))
      })))
  }

  /** @param {import('../../common/wire.js').Member} member */
  #previewPanel(member) {
    return h('section', { class: 'panel flush preview-panel' },
      h('h3', {}, icon(EYE), t('viewAs.preview'), this.#count),
      member.active
        ? [h('p', { class: 'inner-note' }, t('viewAs.previewHint', { name: member.name })), this.#preview]
        : h('p', { class: 'inner-note' }, t('viewAs.ended')))
  }

  /** Looks again whenever something happens that the reader hears of: they hear all that this member would. */
  #live() {
    const socket = new LiveSocket('/api/v1/socket', {
      event: ({ type }) => { if (/^(conversation|message)\./.test(type)) this.#lookSoon() },
      welcome: () => this.#lookSoon(), state: () => {}, ended: () => {},
    })
    socket.start()
    this.signal.addEventListener('abort', () => { socket.stop(); clearTimeout(this.#timer) })
    this.#look()
  }

  #lookSoon() {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.#look(), QUIET_MILLISECONDS)
  }

  async #look() {
    try {
      const { items, nextCursor } = await ask('GET', `/conversations?status=active&limit=${SHOWN}&as=${this.#id}`)
      this.#count.textContent = nextCursor ? `${items.length}+` : String(items.length)
      fill(this.#preview, items.length
        ? h('ul', {}, items.map((/** @type {Conversation} */ item) => this.#conversation(item)))
        : nothing({ path: INBOX, title: t('viewAs.empty'), text: t('viewAs.emptyHint') }))
    } catch (error) {
      fill(this.#preview, h('p', { class: 'notice bad' }, problemText(error)))
    }
  }

  /** @param {Conversation} item */
  #conversation(item) {
    return h('li', { class: 'preview-row' },
      avatar({ id: item.contact, name: item.contactName }),
      h('div', { class: 'person-text' },
        h('b', {}, h('bdi', {}, item.contactName || t('contact.nameless'))),
        h('span', { class: 'one-line' }, h('bdi', {}, item.lastMessage?.body ?? '')),
        h('span', {}, h('span', { class: `pill ${item.status}` }, t(`status.${item.status}`)),
          ' ', h('bdi', {}, this.#inboxes.find(({ id }) => id === item.inbox)?.name ?? ''))),
      relativeTime(item.updatedAt, true))
  }
}

customElements.define('view-as', ViewAs)
