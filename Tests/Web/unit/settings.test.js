import assert from 'node:assert/strict'
import test from 'node:test'
import { auditQuery, factOf } from '../../../Services/Web/settings/audit.js'
import { fold } from '../../../Services/Web/common/fold.js'
import { EVERYBODY, parseEmails, shownMembers, teamChanges } from '../../../Services/Web/settings/people.js'
import { bytesText, share } from '../../../Services/Web/settings/plan.js'
import { placeOf, SECTIONS, sectionsFor } from '../../../Services/Web/settings/sections.js'

const member = (id, change) => ({ id, name: id, email: `${id}@palm.example`, role: 'agent', active: true, ...change })

test('a section shows to who may open it', () => {
  const names = grants => sectionsFor({ grants }).filter(({ group }) => group === 'workspace').map(({ name }) => name)
  const everything = Object.fromEntries(SECTIONS.flatMap(({ needs }) => needs.map(permission => [permission, ['all']])))

  assert.deepEqual(names({}), [])
  assert.deepEqual(names({ 'members.viewAs': ['all'] }), ['people'])
  assert.deepEqual(names({ 'keys.manage': ['all'], 'audit.view': ['all'] }), ['keys', 'audit'])
  assert.equal(names(everything).length, SECTIONS.filter(({ group }) => group === 'workspace').length)
})

test('an address names a section and a place in it', () => {
  assert.deepEqual(placeOf('#people/mbr_1'), { name: 'people', rest: 'mbr_1' })
  assert.deepEqual(placeOf('#roles/new/agent'), { name: 'roles', rest: 'new/agent' })
  assert.deepEqual(placeOf('#members'), { name: 'people', rest: '' })
  assert.deepEqual(placeOf(''), { name: '', rest: '' })
})

test('people are found as a reader writes them', () => {
  const people = [member('a', { name: 'أحمد' }), member('b', { name: 'سلمى' }), member('c', { active: false })]
  const teams = [{ id: 't', members: ['b'] }]
  const found = change => shownMembers(people, teams, { ...EVERYBODY, ...change }).map(({ id }) => id)

  assert.deepEqual(found({}), ['a', 'b'])
  assert.deepEqual(found({ standing: 'ended' }), ['c'])
  assert.deepEqual(found({ standing: 'all', text: 'PALM.example' }), ['a', 'b', 'c'])
  assert.deepEqual(found({ text: 'احمد' }), ['a'])
  assert.deepEqual(found({ text: 'سلمي' }), ['b'])
  assert.deepEqual(found({ team: 't' }), ['b'])
  assert.equal(fold('مُدِيرَة'), 'مديره')
})

test('addresses are taken as people paste them, each once', () => {
  assert.deepEqual(parseEmails('sara@example.com, Huda <huda@example.com>;\nSARA@example.com omar@example.com'),
    { emails: ['SARA@example.com', 'huda@example.com', 'omar@example.com'], wrong: [] })
  assert.deepEqual(parseEmails('سارة، sara@example.com'), { emails: ['sara@example.com'], wrong: ['سارة'] })
  assert.deepEqual(parseEmails(' \n '), { emails: [], wrong: [] })
})

test('a member joins and leaves teams without touching the others in them', () => {
  const teams = [{ id: 't1', members: ['a', 'b'] }, { id: 't2', members: ['b'] }, { id: 't3', members: [] }]

  assert.deepEqual(teamChanges('a', teams, ['t2']),
    [{ team: 't1', members: ['b'] }, { team: 't2', members: ['b', 'a'] }])
  assert.deepEqual(teamChanges('b', teams, ['t1', 't2']), [])
})

test('the audit log is asked for whole days, the last one included', () => {
  const { from, to, action, actor } = auditQuery({ actor: '', action: 'member', from: '2026-11-21', to: '2026-11-21' })

  assert.equal(Date.parse(to) - Date.parse(from), 86_400_000)
  assert.deepEqual([action, actor], ['member.', undefined])
})

test('what changed is said in words, as far as there are any', () => {
  const names = { role: 'Role', 'conversations.view': 'Read' }
  const values = { agent: 'Agent', own: 'their own', team: 'their teams', inb_1: 'Sales' }
  const words = { name: name => names[name], value: word => values[word] }

  assert.deepEqual(factOf('role', 'agent → rol_1', words), { name: 'Role', before: 'Agent', after: 'rol_1' })
  assert.deepEqual(factOf('conversations.view', '– → own team', words),
    { name: 'Read', after: 'their own · their teams' })
  assert.deepEqual(factOf('inboxes', 'inb_1 → –', words), { name: 'inboxes', before: 'Sales', after: '—' })
  assert.deepEqual(factOf('name', 'Sales team', words), { name: 'name', after: 'Sales team' })
})

test('usage is a share of what there is, and of nothing where there is no limit', () => {
  assert.deepEqual([share(1, 2), share(3, 2), share(5, undefined)], [0.5, 1.5, 0])
  assert.match(bytesText(1536 * 1024, 'en'), /1\.5/)
  assert.match(bytesText(0, 'en'), /^0/)
})
