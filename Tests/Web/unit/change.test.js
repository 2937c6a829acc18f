import assert from 'node:assert/strict'
import test from 'node:test'
import ar from '../../../Services/Web/common/catalogue/ar.js'
import en from '../../../Services/Web/common/catalogue/en.js'
import { speaker } from '../../../Services/Web/common/i18n.js'
import { changeActor, changeLine, changeReason, changeText, isMilestone }
  from '../../../Services/Web/inbox/change-text.js'

/** Every action of the wire, each with the details it comes with. */
const ACTIONS = {
  created: {}, status: { from: 'open', to: 'closed' }, assigned: { to: 'mbr_2', toName: 'سارة' },
  handed: { to: 'tem_1', toName: 'الدعم' }, moved: { from: 'inb_1', to: 'inb_2', toName: 'المبيعات' },
  titled: { to: 'طلب رقم ٧' }, prioritised: { from: 'normal', to: 'urgent' }, tagged: { tag: 'tag_1', name: 'شحن' },
  untagged: { tag: 'tag_1', name: 'شحن' }, followed: { member: 'mbr_2', name: 'سارة' },
  unfollowed: { member: 'mbr_2', name: 'سارة' }, snoozed: { until: '2026-11-23T06:00:00.000Z' },
  woken: { reason: 'customer' }, spam: {}, notSpam: {}, merged: { from: 'cnv_2', title: 'أخرى' },
  unmerged: { from: 'cnv_2' }, split: { to: 'cnv_3' }, messageEdited: { sequence: '3' },
  messageDeleted: { sequence: '3' }, rated: { score: '5' }, blocked: {}, unblocked: {},
  reopened: {},
}
const KHALID = { kind: 'member', id: 'mbr_1', name: 'خالد' }
const SYSTEM = { kind: 'system', name: '' }
const change = (action, details = ACTIONS[action], by = KHALID) => ({
  id: 'chg_1', conversation: 'cnv_1', at: '2026-11-22T06:00:00.000Z', sequence: 4, by, action, details,
})
/** Without the marks that keep a name in its own direction. */
const bare = text => text.replace(/[\u2068\u2069]/g, '')

test('every action is told in both languages, with nothing left to fill in', () => {
  for (const [language, catalogue] of Object.entries({ ar, en })) {
    const { say } = speaker(language, catalogue)
    for (const action of Object.keys(ACTIONS)) {
      for (const details of [ACTIONS[action], {}, undefined]) {
        const text = changeText(change(action, details), {}, say)
        assert.ok(!/[{}]|change\.|undefined/.test(text) && text.length > 3, `${language} ${action}: ${text}`)
        assert.notEqual(text, say('change.other'), action)
      }
    }
  }
})

test('a line says what was done and by whom', () => {
  const { say } = speaker('en', en)
  const line = (...parts) => bare(changeLine(change(...parts), {}, say))

  assert.equal(line('assigned'), 'Assigned to سارة · خالد')
  assert.equal(line('assigned', { to: 'mbr_1', toName: 'خالد' }), 'Took the conversation · خالد')
  assert.equal(line('assigned', { from: 'mbr_2' }), 'Left without an assignee · خالد')
  assert.equal(line('status'), 'Status is now Closed · خالد')
  assert.equal(line('rated', { score: '1' }, { kind: 'visitor', name: '' }), 'The customer rated it 1 star · Customer')
  assert.equal(bare(changeLine(change('status'), {}, speaker('ar', ar).say)), 'الحالة الآن: مغلقة · خالد')
})

test('a choice that nobody made says so and why', () => {
  const { say } = speaker('en', en)
  const chosen = change('assigned', { to: 'mbr_2', toName: 'Sara', reason: 'leastLoaded' }, SYSTEM)

  assert.equal(changeActor(chosen, {}, say), 'Automatically')
  assert.equal(changeReason(chosen, say), 'least busy')
  assert.equal(changeReason(change('assigned'), say), '')
  assert.equal(changeReason(change('assigned', { to: 'mbr_2', reason: 'moon' }), say), '')
})

test('what the log does not name is named as it is called today', () => {
  const { say } = speaker('en', en)
  const names = { team: id => ({ tem_1: 'Support' })[id], tag: () => undefined }

  assert.equal(bare(changeText(change('handed', { to: 'tem_1' }), names, say)), 'Handed to the team Support')
  assert.equal(bare(changeText(change('tagged', { tag: 'tag_9' }), names, say)), 'Tag “unknown” added')
})

test('an action of a newer server is a change all the same', () => {
  const { say } = speaker('en', en)

  assert.equal(changeText(change('teleported', {}), {}, say), 'The conversation was changed')
  assert.ok(!isMilestone(change('teleported', {})))
  assert.ok(isMilestone(change('status')))
  assert.ok(!isMilestone(change('tagged')))
})
