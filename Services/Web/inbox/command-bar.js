import { avatar } from '../common/elements/avatar.js'
import { fold, rate } from '../common/fold.js'
import { fill, h, icon } from '../common/html.js'
import { language, t } from '../common/i18n.js'
import { CHECK, GEAR, INBOX, SEARCH } from '../common/icons.js'
import { ask } from '../common/team.js'
import { actions, isMac, keyNames } from './actions.js'
import { ALL, BOOKMARK, MESSAGE } from './list-icons.js'
import { searchPath } from './search.js'
import { BUILT_IN, STATUSES } from './views.js'

/**
 * One thing that the bar offers.
 * @typedef {object} Command
 * @property {'action'|'view'|'inbox'|'person'|'conversation'} group
 * @property {string} label
 * @property {string} [other] The label in the other language: it is found by either.
 * @property {string} [hint]
 * @property {string[]} [keys]
 * @property {() => Node} face
 * @property {() => unknown} run
 */

const GROUPS = /** @type {const} */ (['action', 'view', 'inbox', 'person', 'conversation'])
const SHOWN_OF_A_GROUP = 6
const ASK_MILLISECONDS = 180

/** @type {Promise<import('../common/shapes.js').Catalogue>|undefined} */
let otherCatalogue

/**
 * Finds whatever can be done or gone to, in either language, by the keyboard alone.
 * @param {import('./store.js').InboxStore} store
 */
export async function openCommandBar(store) {
  otherCatalogue ??= import(`../common/catalogue/${language() === 'ar' ? 'en' : 'ar'}.js`)
    .then(module => module.default)
  const other = await otherCatalogue.catch(() => ({}))
  const known = commandsOf(store, other)
  new Bar(store, known).open()
}

/**
 * @param {import('./store.js').InboxStore} store
 * @param {import('../common/shapes.js').Catalogue} other
 * @returns {Command[]}
 */
function commandsOf(store, other) {
  const inOther = (/** @type {string} */ key) => typeof other[key] === 'string' ? String(other[key]) : undefined
  const go = (/** @type {string} */ view) => () => { location.hash = view }
  return [
    ...actions().filter(action => !action.hidden && (action.when?.() ?? true)).map(action => (/** @type {Command} */ ({
      group: 'action', label: t(action.label), other: inOther(action.label), keys: action.keys?.[0]
        ? keyNames(action.keys[0], isMac()) : undefined,
      face: () => icon(action.icon ?? CHECK), run: action.run,
    }))),
    ...[...BUILT_IN, ...STATUSES].map(view => {
      const key = /** @type {string[]} */ (STATUSES).includes(view) ? `status.${view}` : `list.${view}`
      const keys = actions().find(({ id }) => id === `go.${view}`)?.keys
      return /** @type {Command} */ ({
        group: 'view', label: t(key), other: inOther(key), face: () => icon(ALL), run: go(view),
        keys: keys && keyNames(keys[0]),
      })
    }),
    ...store.views.items.map(view => (/** @type {Command} */ ({
      group: 'view', label: view.name, face: () => icon(BOOKMARK), run: go(view.id),
    }))),
    ...store.inboxes.map(inbox => (/** @type {Command} */ ({
      group: 'inbox', label: inbox.name, face: () => icon(INBOX), run: go(inbox.id),
    }))),
    ...store.members.filter(({ active }) => active).map(member => (/** @type {Command} */ ({
      group: 'person', label: member.name, hint: t('command.theirs'), other: member.email,
      face: () => avatar(member, { team: true, size: 'small', online: store.membersOnline.has(member.id) }),
      run: () => store.show({
        view: 'active', filter: { field: 'assignee', op: 'in', values: [member.id] },
      }),
    }))),
    {
      group: 'action', label: t('rail.settings'), other: inOther('rail.settings'), face: () => icon(GEAR),
      run: () => location.assign('/settings'),
    },
  ]
}

class Bar {
  #store
  #known
  #field = h('input', {
    type: 'text', class: 'command-input', placeholder: t('command.placeholder'), 'aria-label': t('command.label'),
    role: 'combobox', 'aria-expanded': 'true', 'aria-controls': 'commands', 'aria-autocomplete': 'list', dir: 'auto',
    autocomplete: 'off', spellcheck: 'false', maxlength: 100,
  })
  #list = h('div', { class: 'commands', id: 'commands', role: 'listbox', 'aria-label': t('command.label') })
  /** @type {HTMLDialogElement} */
  #bar = h('dialog', { class: 'command-bar', 'aria-label': t('command.label') },
    h('div', { class: 'command-field' }, icon(SEARCH), this.#field, h('kbd', {}, 'Esc')),
    this.#list)
  /** @type {Command[]} */
  #shown = []
  /** @type {Command[]} */
  #found = []
  #place = 0
  #round = 0
  /** @type {ReturnType<typeof setTimeout>|undefined} */
  #timer

  /**
   * @param {import('./store.js').InboxStore} store
   * @param {Command[]} known
   */
  constructor(store, known) {
    this.#store = store
    this.#known = known.map(command => ({
      ...command, folded: [fold(command.label), fold(command.other ?? ''), fold(command.hint ?? '')],
    }))
  }

  open() {
    this.#field.addEventListener('input', () => { this.#place = 0; this.#look() })
    this.#bar.addEventListener('keydown', event => this.#key(event))
    this.#bar.addEventListener('mousedown', event => { if (event.target === this.#bar) this.#bar.close() })
    this.#bar.addEventListener('close', () => { clearTimeout(this.#timer); this.#bar.remove() })
    document.body.append(this.#bar)
    this.#bar.showModal()
    this.#field.focus()
    this.#show()
  }

  #look() {
    clearTimeout(this.#timer)
    const text = this.#field.value.trim()
    this.#round += 1
    if (text.length < 2) this.#found = []
    else this.#timer = setTimeout(() => this.#ask(text), ASK_MILLISECONDS)
    this.#show()
  }

  /** @param {string} text */
  async #ask(text) {
    const round = this.#round
    try {
      /** @type {import('./search.js').Found} */
      const { items } = await ask('GET', searchPath(text, {}, Date.now()))
      if (round !== this.#round) return
      const seen = new Set()
      this.#found = items.filter(({ conversation: { id } }) => !seen.has(id) && seen.add(id)).map(hit => ({
        group: 'conversation', label: hit.conversation.contactName || t('contact.nameless'), hint: hit.snippet.text,
        face: () => icon(MESSAGE),
        run: () => {
          location.hash = `${this.#store.view}/${hit.conversation.id}${hit.sequence ? `/${hit.sequence}` : ''}`
        },
      }))
    } catch {
      this.#found = []
    }
    if (this.#bar.isConnected) this.#show()
  }

  /** @returns {Command[]} What is offered now, group by group. */
  #offered() {
    const text = fold(this.#field.value.trim())
    const rated = /** @type {(Command & {folded: string[]})[]} */ (this.#known).map(command => ({
      command, rating: Math.max(...command.folded.map(folded => folded ? rate(text, folded) : 0)),
    })).filter(({ rating }) => rating > 0)
    const local = this.#local(text)
    return GROUPS.flatMap(group => {
      const commands = rated.filter(({ command }) => command.group === group)
        .sort((one, other) => other.rating - one.rating).map(({ command }) => command)
      // Without a word asked for, what can be done here comes first, and not everybody's name.
      if (!text && group === 'person') return []
      const all = group === 'conversation' ? [...local, ...this.#found] : commands
      return all.slice(0, text ? SHOWN_OF_A_GROUP : SHOWN_OF_A_GROUP + 2)
    })
  }

  /**
   * Conversations at hand, at once; the others come from the server.
   * @param {string} text Folded.
   * @returns {Command[]}
   */
  #local(text) {
    if (text.length < 2 || this.#found.length) return []
    return this.#store.list.slice(0, 500).map(item => ({
      item, rating: Math.max(rate(text, fold(item.contactName)), item.title ? rate(text, fold(item.title)) : 0),
    })).filter(({ rating }) => rating > 0).sort((one, other) => other.rating - one.rating).slice(0, 4)
      .map(({ item }) => ({
        group: 'conversation', label: item.contactName || t('contact.nameless'),
        hint: item.title || item.lastMessage?.body, face: () => icon(MESSAGE),
        run: () => { location.hash = `${this.#store.view}/${item.id}` },
      }))
  }

  #show() {
    this.#shown = this.#offered()
    this.#place = Math.max(0, Math.min(this.#place, this.#shown.length - 1))
    if (!this.#shown.length) {
      fill(this.#list, h('p', { class: 'command-nothing' }, t('command.nothing')))
      return
    }
    fill(this.#list, GROUPS.map(group => {
      const entries = this.#shown.flatMap((command, place) =>
        command.group === group ? this.#entry(command, place) : [])
      return entries.length
        ? h('div', { role: 'group', 'aria-label': t(`command.group.${group}`) },
          h('h3', {}, t(`command.group.${group}`)), entries)
        : null
    }))
    this.#mark()
  }

  /**
   * @param {Command} command
   * @param {number} place
   */
  #entry(command, place) {
    return h('div', {
      class: 'command', role: 'option', id: `command-${place}`, on: {
        click: () => this.#run(place),
        pointermove: () => { if (this.#place !== place) { this.#place = place; this.#mark() } },
      },
    },
      h('span', { class: 'command-face' }, command.face()),
      h('span', { class: 'command-text' }, h('bdi', {}, command.label),
        command.hint ? h('small', {}, h('bdi', {}, command.hint)) : null),
      command.keys ? h('span', { class: 'command-keys' }, command.keys.map(key => h('kbd', {}, key))) : null)
  }

  #mark() {
    for (const entry of this.#list.querySelectorAll('.command')) {
      const here = entry.id === `command-${this.#place}`
      entry.setAttribute('aria-selected', String(here))
      if (here) entry.scrollIntoView({ block: 'nearest' })
    }
    this.#field.setAttribute('aria-activedescendant', `command-${this.#place}`)
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const count = this.#shown.length
    const next = /** @type {Record<string, number>} */ ({
      ArrowDown: (this.#place + 1) % count, ArrowUp: (this.#place + count - 1) % count, PageDown: count - 1, PageUp: 0,
    })[event.code]
    if (event.isComposing) return
    if (event.key === 'Enter') {
      event.preventDefault()
      this.#run(this.#place)
    } else if (event.code === 'KeyK' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault()
      this.#bar.close()
    } else if (next !== undefined && count) {
      event.preventDefault()
      this.#place = next
      this.#mark()
    }
  }

  /** @param {number} place */
  #run(place) {
    const command = this.#shown[place]
    if (!command) return
    this.#bar.close()
    command.run()
  }
}
