import { relativeTime } from '../../common/elements/relative-time.js'
import { fill, h, icon, LiveElement } from '../../common/html.js'
import { dayName, problemText, sameDay, t } from '../../common/i18n.js'
import {
  BELL, BLOCK, BOLT, CLOCK, DONE, GROUP, HISTORY, MERGE, MOVE, PENCIL, PLUS, SPAM, SPLIT, TAG, TRASH, URGENT, USER,
} from '../../common/icons.js'
import { ask, query } from '../../common/team.js'
import { changeActor, changeReason, changeText } from '../change-text.js'
import { Deeds } from '../head/deeds.js'

const PAGE_CHANGES = 30
const FRESHEN_MILLISECONDS = 400

/** @type {Record<string, string>} */
const ICONS = {
  created: PLUS, status: DONE, reopened: DONE, assigned: USER, handed: GROUP, moved: MOVE, titled: PENCIL,
  prioritised: URGENT, tagged: TAG, untagged: TAG, followed: BELL, unfollowed: BELL, snoozed: CLOCK, woken: CLOCK,
  spam: SPAM, notSpam: SPAM, merged: MERGE, unmerged: SPLIT, split: SPLIT, messageEdited: PENCIL,
  messageDeleted: TRASH, rated: BOLT, blocked: BLOCK, unblocked: BLOCK,
}

/** What a line of the log leaves its mark on. */
const FILED = /** @type {const} */ ([
  'status', 'assignee', 'team', 'inbox', 'title', 'priority', 'tags', 'followers', 'snooze', 'spam', 'rating',
  'mergedInto',
])

/** @typedef {import('../../common/wire.js').Change} Change */

/** Everything that was done to the open conversation, newest first. */
export class ChangeList extends LiveElement {
  #store
  #deeds
  /** @type {Change[]} */
  #changes = []
  /** @type {string|undefined} */
  #cursor
  /** @type {string|undefined} */
  #of
  /** How the conversation was filed when the log was read last. */
  #face = ''
  /** @type {unknown} */
  #problem
  #loading = false
  /** @type {ReturnType<typeof setTimeout>|undefined} */
  #timer

  /** @param {import('../store.js').InboxStore} store */
  constructor(store) {
    super()
    this.#store = store
    this.#deeds = new Deeds(store)
  }

  start() {
    this.#store.on(['open', 'team', 'tags'], () => this.#follow(), this.signal)
    this.signal.addEventListener('abort', () => clearTimeout(this.#timer))
    this.#follow()
  }

  /** Each line of the log leaves its mark on the conversation: another one, and the log has grown. */
  #follow() {
    const item = this.#store.open
    if (!item) return
    const { id } = item
    const face = JSON.stringify(FILED.map(name => item[name]))
    if (id !== this.#of) {
      this.#of = id
      this.#changes = []
      this.#face = face
      this.#load()
    } else if (face !== this.#face) {
      this.#face = face
      clearTimeout(this.#timer)
      this.#timer = setTimeout(() => this.#load(), FRESHEN_MILLISECONDS)
    } else this.#show()
  }

  /** @param {string} [cursor] Where the next stretch begins; without, it is read from the top. */
  async #load(cursor) {
    const id = this.#of
    this.#loading = true
    this.#problem = undefined
    if (!this.#changes.length) this.#show()
    try {
      const page = await ask('GET', `/conversations/${id}/changes${query({ cursor, limit: PAGE_CHANGES })}`)
      if (id !== this.#of) return
      this.#changes = cursor ? [...this.#changes, ...page.items] : page.items
      this.#cursor = page.nextCursor
    } catch (problem) {
      if (id === this.#of) this.#problem = problem
    }
    this.#loading = false
    this.#show()
  }

  #show() {
    if (this.#problem && !this.#changes.length) {
      return fill(this, h('div', { class: 'blank' }, h('p', {}, problemText(this.#problem)),
        h('button', { type: 'button', class: 'button small', on: { click: () => this.#load() } }, t('common.retry'))))
    }
    if (this.#loading && !this.#changes.length) {
      return fill(this, [1, 2, 3, 4].map(() => h('div', { class: 'skeleton change-wait', 'aria-hidden': 'true' })))
    }
    const days = this.#changes.map((change, index) => {
      const above = this.#changes[index - 1]
      return [
        above && sameDay(above.at, change.at) ? null : h('li', { class: 'change-day' }, dayName(change.at)),
        this.#line(change),
      ]
    })
    fill(this,
      this.#changes.length ? h('ol', { class: 'change-list', 'aria-label': t('card.changes') }, ...days)
        : h('p', { class: 'none' }, t('card.noChanges')),
      this.#cursor ? h('button', {
        type: 'button', class: 'button small quiet', disabled: this.#loading,
        on: { click: () => this.#load(this.#cursor) },
      }, t('card.earlierChanges')) : null)
  }

  /** @param {Change} change */
  #line(change) {
    const store = this.#store
    const names = {
      member: (/** @type {string} */ id) => store.member(id)?.name,
      team: (/** @type {string} */ id) => store.team(id)?.name,
      inbox: (/** @type {string} */ id) => store.inboxName(id) || undefined,
      tag: (/** @type {string} */ id) => store.tags.get(id)?.name,
      contact: store.open?.contactName,
    }
    const reason = changeReason(change)
    const from = change.action === 'merged' && !change.details?.into && store.may('conversations.merge')
      ? change.details?.from : undefined
    return h('li', { class: `change ${change.action}` },
      h('span', { class: 'change-face' }, icon(ICONS[change.action] ?? HISTORY)),
      h('div', { class: 'change-text' },
        h('span', {}, changeText(change, names)),
        h('small', {}, h('bdi', {}, changeActor(change, names)), reason ? `\u00a0· ${reason}` : null, '\u00a0· ',
          relativeTime(change.at, true)),
        from && !this.#isUndone(change, from) ? h('button', {
          type: 'button', class: 'button small',
          on: { click: () => this.#deeds.unmerge(change.conversation, from).then(() => this.#load()) },
        }, t('merge.undo')) : null))
  }

  /**
   * Whether a merge was undone since.
   * @param {Change} merge
   * @param {string} from
   */
  #isUndone(merge, from) {
    return this.#changes.some(({ action, details, id }) => action === 'unmerged' && id > merge.id
      && (details?.from === from || details?.to === from))
  }
}

customElements.define('change-list', ChangeList)
