import { avatar } from '../../common/elements/avatar.js'
import { openMenu } from '../../common/elements/menu.js'
import { openPicker } from '../../common/elements/picker.js'
import { tagDot } from '../../common/elements/tag-chip.js'
import { toast } from '../../common/elements/toast.js'
import { fill, h, icon, LiveElement } from '../../common/html.js'
import { language, problemText, t } from '../../common/i18n.js'
import {
  CLOCK, CLOSE, DONE, DOTS, GROUP, INBOX, MERGE, MOVE, REPLY, SPAM, TAG, USER,
} from '../../common/icons.js'
import { may } from '../../common/rights.js'
import { ask } from '../../common/team.js'
import { act, meant } from '../bulk.js'
import { momentText } from '../head/moment-text.js'
import { snoozeChoices } from '../head/snooze-times.js'
import { countOf } from '../views.js'

const NOBODY = 'none'

/**
 * @typedef {import('../../common/elements/menu.js').MenuItem} MenuItem
 * @typedef {'assign'|'tag'|'snooze'|'move'|'close'|'more'} BulkName
 */

/** What can be done with everything that was picked, at the foot of the list. */
export class BulkBar extends LiveElement {
  #desk
  #list
  #head = h('div', { class: 'bulk-head', 'aria-live': 'polite' })
  #tools = h('div', { class: 'bulk-tools', role: 'toolbar', 'aria-label': t('bulk.label') })
  #busy = false

  /**
   * @param {import('../desk.js').Desk} desk
   * @param {import('./conversation-list.js').ConversationList} list
   */
  constructor(desk, list) {
    super()
    this.#desk = desk
    this.#list = list
  }

  start() {
    fill(this, this.#head, this.#tools)
    this.#desk.store.on(['counts', 'list'], () => this.show(), this.signal)
    this.#showTools()
    this.show()
  }

  get #store() {
    return this.#desk.store
  }

  #showTools() {
    const { session } = this.#store
    const assigns = may(session, 'conversations.assign')
    const sets = may(session, 'conversations.status')
    /** @type {[BulkName, string, boolean][]} */
    const tools = [
      ['assign', USER, assigns], ['tag', TAG, assigns], ['snooze', CLOCK, sets], ['move', MOVE, assigns],
      ['close', DONE, sets], ['more', DOTS, assigns || sets],
    ]
    fill(this.#tools, tools.filter(([, , allowed]) => allowed).map(([name, path]) => h('button', {
      type: 'button', class: 'bulk-tool', data: { deed: name }, title: t(`bulk.${name}`),
      on: { click: () => this.do(name) },
    }, icon(path), h('span', {}, t(`bulk.${name}`)))))
  }

  show() {
    const { selection } = this.#list
    const { ids, nextCursor } = this.#store.listing
    const all = this.#store.pile.filter ? undefined : countOf(this.#store.counts, this.#store.view)
    const any = selection.size > 0 || selection.everything
    this.hidden = !any
    if (!any) return
    const count = selection.everything ? all : selection.size
    const offersAll = !selection.everything && selection.size === ids.length && nextCursor !== undefined
    const offersShown = !selection.everything && selection.size < ids.length
    fill(this.#head,
      h('button', {
        type: 'button', class: 'icon-button', 'aria-label': t('keys.endPicking'), title: t('keys.endPicking'),
        on: { click: () => this.#list.endPicking() },
      }, icon(CLOSE)),
      h('b', {}, count === undefined ? t('bulk.everything') : t('bulk.count', { count })),
      offersShown ? link(t('bulk.pickShown', { count: ids.length }), () => this.#list.pickAll()) : null,
      offersAll ? link(all === undefined ? t('bulk.pickMatching') : t('bulk.pickAll', { count: all }), () => {
        selection.allThatMatch()
        this.#list.selectionChanged()
      }) : null)
  }

  /** @param {BulkName} name */
  do(name) {
    const anchor = /** @type {HTMLElement|null} */ (this.querySelector(`[data-deed=${name}]`))
    if (!anchor || this.#busy) return
    // A list that opens while the bar still rises stands where the bar will be.
    for (const rising of this.getAnimations()) rising.finish()
    if (name === 'close') this.#act({ type: 'status', status: 'closed' })
    else if (name === 'assign') this.#assign(anchor)
    else if (name === 'tag') this.#tag(anchor)
    else if (name === 'move') this.#move(anchor)
    else this.#menu(anchor, name, name === 'snooze' ? this.#snoozes() : this.#others(anchor))
  }

  /**
   * @param {HTMLElement} anchor
   * @param {'snooze'|'status'|'more'} name
   * @param {MenuItem[]} items
   */
  #menu(anchor, name, items) {
    openMenu(anchor, t(`bulk.${name}`), items, this)
  }

  /**
   * Opens a list to search in that says what it is about: on a phone it covers the bar.
   * @param {HTMLElement} anchor
   * @param {'assign'|'tag'|'untag'|'move'} name
   * @param {Omit<import('../../common/elements/picker.js').PickerParts, 'label'|'title'|'clear'>} parts
   */
  #pick(anchor, name, parts) {
    const title = `${t(`bulk.${name}`)} · ${this.#head.querySelector('b')?.textContent}`
    openPicker(anchor, { ...parts, label: title, title, clear: this })
  }

  /** @param {import('../undoing.js').BulkAction} action */
  async #act(action) {
    if (this.#busy) return
    this.#busy = true
    this.classList.add('busy')
    const done = await act(this.#store, meant(this.#list.selection, this.#store), action)
    this.#busy = false
    this.classList.remove('busy')
    if (done) this.#list.endPicking()
  }

  /** @param {HTMLElement} anchor */
  #assign(anchor) {
    const { store } = this.#desk
    const members = store.members.filter(member => member.active)
    const sorted = [...members].sort((one, other) => Number(other.id === store.me) - Number(one.id === store.me))
    this.#pick(anchor, 'assign', {
      search: t('assign.search'), empty: t('assign.nobodyFound'),
      choices: [
        ...sorted.map(member => ({
          id: member.id, label: member.id === store.me ? t('thread.me', { name: member.name }) : member.name,
          face: avatar(member, { team: true, size: 'small', online: store.membersOnline.has(member.id) }),
          group: t('assign.people'),
        })),
        { id: NOBODY, label: t('thread.nobody'), face: icon(USER), group: t('assign.people') },
        ...store.teams.map(({ id, name }) => ({ id, label: name, face: icon(GROUP), group: t('assign.teams') })),
      ],
      choose: id => this.#act(store.team(id) ? { type: 'hand', team: id }
        : { type: 'assign', member: id === NOBODY ? null : id }),
    })
  }

  /** @param {HTMLElement} anchor */
  #tag(anchor) {
    const { tags, session } = this.#store
    const creates = may(session, 'tags.manage')
    this.#pick(anchor, 'tag', {
      search: t(creates ? 'tags.searchOrCreate' : 'tags.search'),
      empty: t(tags.all.length ? 'tags.none' : creates ? 'tags.first' : 'tags.noneYet'),
      choices: tags.all.map(tagChoice),
      choose: id => this.#act({ type: 'tag', tags: [id] }),
      createLabel: creates ? name => t('tags.create', { name }) : undefined,
      create: name => this.#tagAnew(name),
    })
  }

  /**
   * Makes a tag and puts it on.
   * @param {string} name
   */
  async #tagAnew(name) {
    try {
      const { id } = await ask('POST', '/tags', { name })
      await this.#act({ type: 'tag', tags: [id] })
    } catch (error) {
      toast(problemText(error))
    }
  }

  /** @param {HTMLElement} anchor */
  #untag(anchor) {
    const { selection } = this.#list
    const used = new Set([...selection.ids].flatMap(id => this.#store.conversation(id)?.tags ?? []))
    const tags = this.#store.tags.all.filter(({ id }) => selection.everything || used.has(id))
    if (!tags.length) return toast(t('bulk.nothingToChoose'))
    this.#pick(anchor, 'untag', {
      search: t('tags.search'), empty: t('tags.none'), choices: tags.map(tagChoice),
      choose: id => this.#act({ type: 'untag', tags: [id] }),
    })
  }

  /** @param {HTMLElement} anchor */
  #move(anchor) {
    this.#pick(anchor, 'move', {
      search: t('move.search'), empty: t('move.none'),
      choices: this.#store.inboxes.filter(({ id, archived }) => !archived && !this.#allIn(id))
        .map(({ id, name }) => ({ id, label: name, face: icon(INBOX) })),
      choose: inbox => this.#act({ type: 'move', inbox }),
    })
  }

  /**
   * Whether an inbox holds all that was picked already.
   * @param {string} inbox
   */
  #allIn(inbox) {
    const { ids, everything } = this.#list.selection
    return !everything && [...ids].every(id => this.#store.conversation(id)?.inbox === inbox)
  }

  /** @returns {MenuItem[]} */
  #snoozes() {
    const zone = this.#store.session.workspace.timeZone
    return [
      ...snoozeChoices(Date.now(), zone, language() === 'ar' ? 0 : 1).map(({ name, at }) => ({
        label: t(`snooze.${name}`), hint: momentText(at, zone), face: icon(CLOCK),
        act: () => this.#act({ type: 'snooze', until: at }),
      })),
      {
        label: t('snooze.untilReply'), hint: t('snooze.untilReplyHint'), face: icon(REPLY, 'mirrored'), starts: true,
        act: () => this.#act({ type: 'snooze' }),
      },
    ]
  }

  /**
   * @param {HTMLElement} anchor
   * @returns {MenuItem[]}
   */
  #others(anchor) {
    const { view, session } = this.#store
    /** @type {MenuItem[]} */
    const others = [
      {
        label: t('bulk.status'), face: icon(DONE),
        act: () => this.#menu(anchor, 'status', this.#statuses()),
      },
      { label: t('bulk.untag'), face: icon(TAG), act: () => this.#untag(anchor) },
    ]
    if (view === 'snoozed') {
      others.push({ label: t('bulk.wake'), face: icon(CLOCK), act: () => this.#act({ type: 'wake' }) })
    }
    if (may(session, 'conversations.merge') && this.#mergeable()) {
      others.push({ label: t('bulk.merge'), face: icon(MERGE), act: () => this.#merge() })
    }
    const type = view === 'spam' ? 'notSpam' : 'spam'
    others.push({ label: t(`bulk.${type}`), starts: true, face: icon(SPAM), act: () => this.#act({ type }) })
    return others
  }

  /** @returns {MenuItem[]} */
  #statuses() {
    return ['open', 'inProgress', 'waiting', 'closed'].map(status => ({
      label: t(`status.${status}`), act: () => this.#act({ type: 'status', status }),
    }))
  }

  /** Whether two or more of one contact were picked, and nothing else. */
  #mergeable() {
    const { selection } = this.#list
    const items = [...selection.ids].flatMap(id => this.#store.conversation(id) ?? [])
    return !selection.everything && items.length > 1 && items.length === selection.size
      && items.every(({ contact }) => contact === items[0].contact)
  }

  /** Into the one that was last active; the others lead there from then on. */
  async #merge() {
    const items = [...this.#list.selection.ids].flatMap(id => this.#store.conversation(id) ?? [])
    items.sort((one, other) => one.updatedAt < other.updatedAt ? 1 : -1)
    const [into, ...others] = items
    try {
      this.#store.put(await ask('POST', `/conversations/${into.id}/merge`, { from: others.map(({ id }) => id) }))
    } catch (error) {
      return toast(problemText(error))
    }
    this.#list.endPicking()
    location.hash = `${this.#store.view}/${into.id}`
    toast(t('bulk.merged', { count: items.length }), {
      label: t('thread.undo'),
      act: async () => {
        try {
          for (const { id } of others) await ask('DELETE', `/conversations/${into.id}/merge/${id}`)
        } catch (error) {
          toast(problemText(error))
        }
      },
    })
  }
}

/** @param {import('../../common/wire.js').Tag} tag */
function tagChoice({ id, name, colour }) {
  return { id, label: name, face: tagDot({ colour }) }
}

/**
 * @param {string} text
 * @param {() => void} act
 */
function link(text, act) {
  return h('button', { type: 'button', class: 'link-button', on: { click: act } }, text)
}

customElements.define('bulk-bar', BulkBar)
