import { h } from '../common/html.js'
import { t } from '../common/i18n.js'
import { ask } from '../common/team.js'
import { openForm } from '../common/dialog.js'
import { choice, valuesOf } from '../common/forms.js'
import { BUILT_IN, covers, inboxesToGive } from './grants.js'
import { givenRoles, managesTeams } from './invite.js'
import { accessText, listed, roleName } from './names.js'
import { teamChanges, teamsOf } from './people.js'
import { checkList, inboxPicker } from './pickers.js'

/**
 * Role, teams and inboxes of one member, in one place.
 * @param {import('../common/wire.js').Member} member
 * @param {import('./elements/people-settings.js').PeopleSettings} page
 * @returns {Promise<boolean>} Whether something was changed.
 */
export async function editMember(member, page) {
  const { session, roles, inboxes } = page
  const given = givenRoles(page, { owner: true })
  const known = given.some(({ id }) => id === member.role)
  const role = choice({
    name: 'role', label: t('members.role'), value: member.role, disabled: !known,
    options: (known ? given : roles.filter(({ id }) => id === member.role)).map(({ id }) => [id, roleName(id, roles)]),
  })
  const about = h('p', { class: 'hint' })
  role.append(about)
  const access = inboxPicker({
    inboxes, value: member.inboxes, limit: inboxesToGive(session), hint: t('members.accessHint'),
  })
  const allOfThem = h('p', { class: 'notice' }, t('members.ownerSeesAll'))
  const teams = teamList(member, page)
  const select = /** @type {HTMLSelectElement} */ (role.querySelector('select'))
  const follow = () => {
    const chosen = select.value
    about.textContent = BUILT_IN.includes(chosen) ? t(`roleHint.${chosen}`) : t('roleHint.custom')
    access.element.hidden = chosen === 'owner'
    allOfThem.hidden = chosen !== 'owner'
  }
  select.addEventListener('change', follow)
  follow()
  return openForm({
    title: t('people.editTitle', { name: member.name }), lead: h('bdi', {}, member.email), submit: t('common.save'),
    body: [role, access.element, allOfThem, teams.element],
    act: async form => {
      const chosen = known ? valuesOf(form).role : member.role
      const wanted = chosen === 'owner' ? 'all' : access.value()
      const change = {
        ...(chosen !== member.role ? { role: chosen } : {}),
        ...(JSON.stringify(wanted) !== JSON.stringify(member.inboxes) ? { inboxes: wanted } : {}),
      }
      if (Object.keys(change).length) await ask('PATCH', `/members/${member.id}`, change)
      if (teams.values) await changeTeams(member.id, teams.values())
    },
  })
}

/**
 * @param {import('../common/wire.js').Member} member
 * @param {import('./elements/people-settings.js').PeopleSettings} page
 * @returns {{element: HTMLElement, values?: () => string[]}}
 */
function teamList(member, page) {
  const own = teamsOf(member.id, page.teams)
  if (!managesTeams(page)) {
    return {
      element: h('div', { class: 'field' }, h('span', { class: 'label' }, t('people.teams')),
        h('p', { class: 'hint' }, own.length ? listed(own.map(({ name }) => name)) : t('people.noTeam'))),
    }
  }
  return checkList({
    name: 'team', label: t('people.teams'), hint: t('members.teamsHint'), empty: t('teams.noneYet'),
    chosen: own.map(({ id }) => id),
    items: page.teams.map(team => ({
      value: team.id, label: team.name, hint: accessText(team.inboxes, page.inboxes),
      disabled: !covers(page.session.grants, team.grants),
    })),
  })
}

/**
 * From the teams as they are now: somebody else may have changed them meanwhile.
 * @param {string} member
 * @param {string[]} wanted
 */
async function changeTeams(member, wanted) {
  const { items } = await ask('GET', '/teams')
  for (const { team, members } of teamChanges(member, items, wanted)) {
    await ask('PATCH', `/teams/${team}`, { members })
  }
}
