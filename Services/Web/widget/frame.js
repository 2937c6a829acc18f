import { call } from '../common/api.js'
import { choose, useLanguage } from '../common/i18n.js'
import { Bridge } from './bridge.js'
import { ChatWidget } from './chat-widget.js'
import { Visitor } from './visitor.js'

const address = new URLSearchParams(location.search)
const inbox = address.get('inbox') ?? ''

/** @type {ChatWidget|undefined} */
let widget
let isOpen = false
const bridge = new Bridge(address.get('origin') ?? '', open => {
  isOpen = open
  if (widget) widget.open = open
})
if (bridge.alone) isOpen = true

/** @param {(string|null|undefined)[]} tags */
async function speak(tags) {
  const language = choose(tags)
  const { default: catalogue } = await import(`../common/catalogue/${language}-visitor.js`)
  useLanguage(language, catalogue)
}

async function begin() {
  const browser = [address.get('lang'), ...navigator.languages]
  /** @type {import('../common/wire.js').WidgetConfiguration|undefined} */
  let configuration
  let problem
  try {
    configuration = await call('GET', `/widget/${encodeURIComponent(inbox)}`)
  } catch (error) {
    problem = error
  }
  await speak([configuration?.settings.language, ...browser])
  document.body.replaceChildren()
  widget = new ChatWidget(bridge, new Visitor(inbox), configuration, problem, begin)
  document.body.append(widget)
  widget.open = isOpen
}

document.documentElement.dir = choose([address.get('lang'), ...navigator.languages]) === 'ar' ? 'rtl' : 'ltr'
begin()
