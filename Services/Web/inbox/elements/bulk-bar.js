import { avatar } from '../../common/elements/avatar.js'
import { openMenu } from '../../common/elements/menu.js'
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
      type: 'button', class: `bulk-tool ${name}`, title: t(`bulk.${name}`), on: { click: () => this.do(name) },
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
    const anchor = /** @type {HTMLElement|null} */ (this.querySelector(`.bulk-tool.${name}`))
    if (!anchor || this.#busy) return
    if (name === 'close') return this.#act({ type: 'status', status: 'closed' })
    const items = {
      assign: () => this.#assignees(), tag: () => this.#tags('tag'), snooze: () => this.#snoozes(),
      move: () => this.#inboxes(), more: () => this.#others(anchor),
    }[name]()
    if (items.length) openMenu(anchor, t(`bulk.${name}`), items)
    else toast(t('bulk.nothingToChoose'))
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

  /** @returns {MenuItem[]} */
  #assignees() {
    const { store } = this.#desk
    const members = store.members.filter(member => member.active)
    const sorted = [...members].sort((one, other) => Number(other.id === store.me) - Number(one.id === store.me))
    return [
      ...sorted.map(member => ({
        label: member.id === store.me ? t('thread.me', { name: member.name }) : member.name,
        face: avatar(member, { team: true, size: 'small', online: store.membersOnline.has(member.id) }),
        act: () => this.#act({ type: 'assign', member: member.id }),
      })),
      {
        label: t('thread.nobody'), starts: true, face: icon(USER),
        act: () => this.#act({ type: 'assign', member: null }),
      },
      ...store.teams.map((team, place) => ({
        label: team.name, hint: place ? undefined : t('thread.team'), starts: place === 0, face: icon(GROUP),
        act: () => this.#act({ type: 'hand', team: team.id }),
      })),
    ]
  }

  /**
   * @param {'tag'|'untag'} type
   * @returns {MenuItem[]}
   */
  #tags(type) {
    const { tags } = this.#store
    const used = new Set([...this.#list.selection.ids].flatMap(id => this.#store.conversation(id)?.tags ?? []))
    const items = type === 'tag' || this.#list.selection.everything ? tags.all
      : tags.all.filter(({ id }) => used.has(id))
    return items.map(({ id, name, colour }) => ({
      label: name, face: tagDot({ colour }),
      act: () => this.#act({ type, tags: [id] }),
    }))
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

  /** @returns {MenuItem[]} */
  #inboxes() {
    const { inboxes } = this.#store
    return inboxes.map(({ id, name }) => ({
      label: name, face: icon(INBOX), act: () => this.#act({ type: 'move', inbox: id }),
    }))
  }

  /**
   * @param {HTMLElement} anchor
   * @returns {MenuItem[]}
   */
  #others(anchor) {
    const { view, session } = this.#store
    const later = (/** @type {string} */ label, /** @type {() => MenuItem[]} */ items) => () => {
      const made = items()
      if (made.length) openMenu(anchor, label, made)
      else toast(t('bulk.nothingToChoose'))
    }
    /** @type {MenuItem[]} */
    const others = [
      { label: t('bulk.status'), face: icon(DONE), act: later(t('bulk.status'), () => this.#statuses()) },
      { label: t('bulk.untag'), face: icon(TAG), act: later(t('bulk.untag'), () => this.#tags('untag')) },
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

/**
 * @param {string} text
 * @param {() => void} act
 */
function link(text, act) {
  return h('button', { type: 'button', class: 'link-button', on: { click: act } }, text)
}

customElements.define('bulk-bar', BulkBar)
