/**
 * What a member can do on the page, each with its keys: the keyboard, the sheet on `?` and the command bar all read
 * this one list. Whoever draws a part of the page registers what can be done there.
 *
 * @typedef {'go'|'list'|'conversation'|'many'|'write'|'page'} ActionGroup
 * @typedef {object} Action
 * @property {string} id Unique. Registered again, the later one counts.
 * @property {string[]} [keys] Chords by place on the keyboard (`event.code`), so that they work under an Arabic layout:
 *   `KeyR`, `Shift+KeyJ`, `Mod+KeyK` (Ctrl or Command), `KeyG KeyI` (one after the other). Any of them.
 * @property {string} label Its key in the catalogue.
 * @property {ActionGroup} group Under which heading of the sheet it stands.
 * @property {string} [icon] A path of icons.js.
 * @property {boolean} [writing] Whether its keys work while somebody writes in a field.
 * @property {boolean} [hidden] Whether it is left out of the command bar: only keys make sense for it.
 * @property {() => boolean} [when] Whether it can be done now. Always when absent.
 * @property {() => unknown} run
 */

/** How long the second key of `G I` may take. */
const CHORD_MILLISECONDS = 1_200

/** @type {Map<string, Action>} */
const registered = new Map()

/**
 * @param {Action} action
 * @param {AbortSignal} [signal] Ends it.
 */
export function registerAction(action, signal) {
  registered.set(action.id, action)
  signal?.addEventListener('abort', () => {
    if (registered.get(action.id) === action) registered.delete(action.id)
  })
}

/** Everything that was registered, in that order. */
export function actions() {
  return [...registered.values()]
}

/**
 * Does one, where it can be done.
 * @param {string} id
 */
export function runAction(id) {
  const action = registered.get(id)
  if (action && (action.when?.() ?? true)) action.run()
}

/**
 * The chord that an event writes: `Shift+KeyJ`. Ctrl and Command are the same.
 * @param {Pick<KeyboardEvent, 'code'|'shiftKey'|'ctrlKey'|'metaKey'|'altKey'>} event
 */
export function chordOf({ code, shiftKey, ctrlKey, metaKey, altKey }) {
  return (ctrlKey || metaKey ? 'Mod+' : '') + (altKey ? 'Alt+' : '') + (shiftKey ? 'Shift+' : '') + code
}

/**
 * What a chord does.
 * @param {Iterable<Action>} all
 * @param {string} before The chord before it, or nothing.
 * @param {string} chord
 * @returns {{action?: Action, begins: boolean}} `begins` where it is the first half of something.
 */
export function match(all, before, chord) {
  let begins = false
  for (const candidate of all) {
    for (const keys of candidate.keys ?? []) {
      if (keys === (before ? `${before} ${chord}` : chord) && (candidate.when?.() ?? true)) {
        return { action: candidate, begins: false }
      }
      if (!before && keys.startsWith(`${chord} `)) begins = true
    }
  }
  // `G X` that means nothing still does what X alone does.
  return before ? match(all, '', chord) : { begins }
}

/**
 * Does what the keyboard asks for.
 * @param {AbortSignal} signal
 */
export function listenForActions(signal) {
  let before = ''
  let at = 0
  document.addEventListener('keydown', event => {
    if (event.isComposing || event.defaultPrevented || /^(Shift|Control|Alt|Meta)/.test(event.code)) return
    const { action, begins } = match(actions(), event.timeStamp - at < CHORD_MILLISECONDS ? before : '', chordOf(event))
    const writing = isWriting(event.target)
    before = begins && !writing ? chordOf(event) : ''
    at = event.timeStamp
    if (!action || (writing && !action.writing) || isCovered()) return
    event.preventDefault()
    action.run()
  }, { signal })
}

/** Whether something lies over the page that has keys of its own. */
function isCovered() {
  return document.querySelector('dialog[open], [popover]:popover-open') !== null
}

/** @param {EventTarget|null} target */
function isWriting(target) {
  return target instanceof HTMLElement
    && target.matches('input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]')
}

/** @type {Record<string, string>} */
const NAMES = {
  Slash: '/', 'Shift+Slash': '?', Escape: 'Esc', ArrowDown: '↓', ArrowUp: '↑', Period: '.', Comma: ',', Delete: 'Del',
  Backspace: '⌫', Space: '␣',
}

/**
 * The keys of a chord as a keyboard shows them: `['G', 'I']`, `['Shift', 'J']`.
 * @param {string} keys
 * @param {boolean} [mac]
 * @returns {string[]}
 */
export function keyNames(keys, mac = false) {
  return keys.split(' ').flatMap(chord => {
    if (NAMES[chord]) return [NAMES[chord]]
    return chord.split('+').map(part => part === 'Mod' ? (mac ? '⌘' : 'Ctrl') : NAMES[part]
      ?? part.replace(/^(Key|Digit)/, ''))
  })
}

export function isMac() {
  return /Mac|iPhone|iPad/.test(navigator.platform)
}
