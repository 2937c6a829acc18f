import { call, Problem } from '../common/api.js'
import { choose, useLanguage } from '../common/i18n.js'
import { Bridge } from './bridge.js'
import { ChatWidget } from './chat-widget.js'
import { Visitor } from './visitor.js'

const address = new URLSearchParams(location.search)
const inbox = address.get('inbox') ?? ''

/** @type {ChatWidget|undefined} */
let widget
/** @type {Visitor|undefined} */
let visitor
let isOpen = false
let token = ''
let turns = 0
let asked = ask()
const bridge = new Bridge(address.get('origin') ?? '', said => {
  isOpen = said.open
  token = said.token
  if (said.forget) Visitor.forget(inbox)
  if (said.forget || !visitor?.is(token) || (widget && token && !visitor.token)) begin()
  else if (widget) widget.open = isOpen
})

/** @returns {Promise<import('../common/wire.js').WidgetConfiguration>} */
function ask() {
  const answer = call('GET', `/widget/${encodeURIComponent(inbox)}`)
  answer.catch(() => {})
  return answer
}

/** @param {(string|null|undefined)[]} tags */
async function speak(tags) {
  const language = choose(tags)
  const { default: catalogue } = await import(`../common/catalogue/${language}-visitor.js`)
  useLanguage(language, catalogue)
}

/** Draws the widget for whoever the page says is there; a page that says something else meanwhile is right. */
async function begin() {
  const turn = ++turns
  let person = visitor = new Visitor(inbox, token)
  /** @type {import('../common/wire.js').WidgetConfiguration|undefined} */
  let configuration
  /** @type {any} */
  let problem
  try {
    configuration = await asked
    if (configuration.verification === 'required' && !token) {
      throw new Problem({ status: 401, code: 'visitor.unverified' })
    }
    await person.identify()
  } catch (error) {
    problem = error
  }
  await speak([configuration?.settings.language, address.get('lang'), ...navigator.languages])
  if (turn !== turns) return
  if (problem?.status === 401 && token) {
    bridge.refused(problem.code)
    // Who is there is not known, but may write.
    if (configuration?.verification === 'optional') [person, problem] = [visitor = new Visitor(inbox, token = ''), null]
  }
  document.body.replaceChildren()
  widget = new ChatWidget(bridge, person, configuration, problem, again)
  document.body.append(widget)
  widget.open = isOpen
}

function again() {
  asked = ask()
  begin()
}

document.documentElement.dir = choose([address.get('lang'), ...navigator.languages]) === 'ar' ? 'rtl' : 'ltr'
// Else the page around says who is there, once this is loaded.
if (bridge.alone) {
  isOpen = true
  begin()
}
