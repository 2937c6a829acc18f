import { Problem } from '../common/api.js'
import { openSession } from '../common/session.js'
import { showAccountBanner } from '../common/elements/account-banner.js'
import { fill, h } from '../common/html.js'
import { problemText, t } from '../common/i18n.js'
import { speak } from '../common/team.js'

async function begin() {
  const session = await openSession().catch(error => error)
  await speak(session.member?.language)
  if (session instanceof Problem) return refuse(session)
  // Elements take their texts when they are made, so they are fetched once the page has its language.
  const { InboxPage } = await import('./elements/inbox-page.js')
  document.body.replaceChildren(new InboxPage(session))
  showAccountBanner(session)
}

/** @param {Problem} problem */
function refuse(problem) {
  fill(document.body, h('main', { class: 'blank' }, h('h1', {}, t('inbox.failed')), h('p', {}, problemText(problem)),
    h('button', { type: 'button', class: 'button', on: { click: () => location.reload() } }, t('common.retry'))))
}

begin()
