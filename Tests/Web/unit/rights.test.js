import assert from 'node:assert/strict'
import test from 'node:test'
import { isMasked, may, mayOn } from '../../../Services/Web/common/rights.js'
import {
  covers, coversInboxes, inboxesToGive, isImplied, tidied, widest,
} from '../../../Services/Web/settings/grants.js'

const reader = (grants, change) => ({
  grants, inboxes: ['inb_1'], teams: ['tem_1'], member: { id: 'mbr_1' }, ...change,
})
const view = (...scopes) => ({ 'conversations.view': scopes })

test('every scope but all stays within the inboxes', () => {
  for (const scope of ['own', 'unassigned', 'team', 'inbox']) {
    const places = {
      own: { assignee: 'mbr_1' }, unassigned: {}, team: { team: 'tem_1', assignee: 'mbr_2' },
      inbox: { assignee: 'mbr_2' },
    }
    const place = places[scope]

    assert.equal(mayOn(reader(view(scope)), 'conversations.view', { inbox: 'inb_1', ...place }), true, scope)
    assert.equal(mayOn(reader(view(scope)), 'conversations.view', { inbox: 'inb_2', ...place }), false, scope)
  }
  assert.equal(mayOn(reader(view('all'), { inboxes: [] }), 'conversations.view', { inbox: 'inb_2' }), true)
})

test('a narrow scope reaches nothing else', () => {
  const taken = { inbox: 'inb_1', assignee: 'mbr_2' }

  assert.equal(mayOn(reader(view('own', 'unassigned', 'team')), 'conversations.view', taken), false)
  assert.equal(mayOn(reader(view('unassigned')), 'conversations.view', { inbox: 'inb_1', team: 'tem_2' }), false)
  assert.equal(mayOn(reader(view('team')), 'conversations.view', { inbox: 'inb_1', team: 'tem_2' }), false)
})

test('who does not see a conversation may do nothing with it', () => {
  const grants = { ...view('own'), 'conversations.reply': ['inbox'] }

  assert.equal(mayOn(reader(grants), 'conversations.reply', { inbox: 'inb_1' }), false)
  assert.equal(mayOn(reader(grants), 'conversations.reply', { inbox: 'inb_1', assignee: 'mbr_1' }), true)
  assert.deepEqual([may({ grants }, 'conversations.reply'), may({ grants }, 'keys.manage')], [true, false])
})

test('a wide scope says the narrower ones', () => {
  assert.equal(isImplied(['inbox', 'own'], 'own'), true)
  assert.equal(isImplied(['own', 'team'], 'own'), false)
  assert.deepEqual(widest(['all', 'inbox', 'own']), ['all'])
  assert.deepEqual(
    tidied({ 'conversations.view': ['team', 'own'], 'conversations.note': ['inbox', 'own'], 'keys.manage': [] }),
    { 'conversations.view': ['own', 'team'], 'conversations.note': ['inbox'] })
})

test('nobody gives more than they hold', () => {
  assert.equal(covers(view('inbox'), view('own', 'team')), true)
  assert.equal(covers(view('own', 'team', 'unassigned'), view('inbox')), false)
  assert.equal(covers(view('inbox'), view('all')), false)
  assert.equal(covers({}, { 'keys.manage': ['all'] }), false)
  assert.equal(coversInboxes(['inb_1', 'inb_2'], ['inb_1']), true)
  assert.equal(coversInboxes(['inb_1'], 'all'), false)
  assert.equal(inboxesToGive(reader(view('all'), { inboxes: [] })), 'all')
})

test('a masked address is known by its dots', () => {
  assert.deepEqual(['s•••@•••.com', '•••67', 'sara@example.com'].map(isMasked), [true, true, false])
})
