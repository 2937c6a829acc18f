import { fill } from '../common/html.js'
import { problemText } from '../common/i18n.js'
import { ask, speak } from '../common/team.js'

/** @returns {Promise<void>} */
async function begin() {
  await speak()
  try {
    const session = await ask('GET', '/session')
    // Elements take their texts when they are made, so they are fetched once the page has its language.
    const { SettingsPage } = await import('./elements/settings-page.js')
    document.body.replaceChildren(new SettingsPage(session))
  } catch (error) {
    fill(document.body, problemText(error))
  }
}

begin()
