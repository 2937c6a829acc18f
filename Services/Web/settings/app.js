import { fill } from '../common/html.js'
import { problemText } from '../common/i18n.js'
import { ask, speak } from '../common/team.js'

/** @returns {Promise<void>} */
async function begin() {
  try {
    const session = await ask('GET', '/session')
    await speak(session.member.language, 'settings')
    // Elements take their texts when they are made, so they are fetched once the page has its language.
    const { SettingsPage } = await import('./elements/settings-page.js')
    document.body.replaceChildren(new SettingsPage(session))
  } catch (error) {
    await speak()
    fill(document.body, problemText(error))
  }
}

begin()
