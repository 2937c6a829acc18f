import { call } from '../common/api.js'
import { signOut, switchWorkspace } from '../common/session.js'
import { h } from '../common/html.js'
import { t } from '../common/i18n.js'
import { speak } from '../common/team.js'
import { explain } from '../common/wait.js'
import { enter, show, showGate } from './gate.js'

/**
 * The workspace asks everybody for a second step, and this member has none: nothing else opens until they have.
 * @param {import('../common/wire.js').Session} session
 */
async function required(session) {
  const { TwoFactorSetup } = await import('../common/elements/two-factor-setup.js')
  const setup = new TwoFactorSetup(session.member.email)
  setup.addEventListener('enrolled', enter)
  show(() => draw(session, setup))
}

/**
 * @param {import('../common/wire.js').Session} session
 * @param {HTMLElement} setup
 */
function draw({ workspace, workspaces }, setup) {
  const others = workspaces.filter(({ id }) => id !== workspace.id)
  showGate(t('required.title'),
    h('p', { class: 'lead' }, t('required.lead', { name: workspace.name })),
    setup,
    h('p', { class: 'other' },
      others.map(other => [
        h('button', { type: 'button', class: 'link', on: { click: () => switchWorkspace(other.id) } },
          t('required.goTo', { name: other.name })),
        ' · ',
      ]).flat(),
      h('button', { type: 'button', class: 'link', on: { click: signOut } }, t('rail.signOut'))))
}

/** @param {any} problem */
function refuse(problem) {
  showGate(t('account.linkFailed'),
    h('p', { class: 'lead' }, explain(problem)),
    h('button', { type: 'button', class: 'button wide', on: { click: begin } }, t('common.retry')))
}

async function begin() {
  try {
    const session = await call('GET', '/session')
    if (session.restricted === 'twoFactor') await required(session)
    else location.replace('/settings#login')
  } catch (error) {
    if (/** @type {any} */ (error).status === 401) location.replace('/sign-in')
    else show(() => refuse(error))
  }
}

await speak()
await begin()
