import assert from 'node:assert/strict'
import test from 'node:test'
import { fold, matchRank } from '../../../Services/Web/common/fold.js'
import { bodyIn, cannedQuery, expand, matchingReplies } from '../../../Services/Web/inbox/composer/canned.js'
import {
  matchingPeople, mentionQuery, mentionsIn, stretches,
} from '../../../Services/Web/inbox/composer/mentions.js'
import { difference, mergeTexts, movedCaret } from '../../../Services/Web/inbox/composer/text.js'

test('spellings of one Arabic word fold to the same letters', () => {
  assert.equal(fold('الإلكترونيّة'), fold('الالكترونيه'))
  assert.equal(fold('شــكرًا ١٢٣'), 'شكرا 123')
  assert.equal(fold('Café'), 'cafe')
})

test('a name is found without its article', () => {
  assert.equal(matchRank(fold('الشحن'), fold('شحن')), 2)
})

test('a slash asks for canned replies at the start of a word only', () => {
  assert.deepEqual(cannedQuery('/شح', 3), { query: 'شح', from: 0 })
  assert.deepEqual(cannedQuery('Hi\n/sh', 6), { query: 'sh', from: 3 })
  assert.equal(cannedQuery('and/or', 6), undefined)
  assert.equal(cannedQuery('https://shop', 12), undefined)
  assert.equal(cannedQuery('/ship now', 9), undefined)
})

const replies = [
  { id: 'rpl_1', shortcut: 'thanks', title: 'شكر العميل', bodies: { ar: 'شكرًا لك' } },
  { id: 'rpl_2', shortcut: 'shipping', title: 'مدة الشحن', bodies: { ar: 'يصلك خلال يومين', en: 'Within two days' } },
  { id: 'rpl_3', shortcut: 'refund', title: 'Refund and shipping back', bodies: { en: 'We refund you' } },
]

test('canned replies are found by shortcut first, by title in either language, and by their text', () => {
  const found = query => matchingReplies(replies, query).map(({ id }) => id)

  assert.deepEqual(found('ship'), ['rpl_2', 'rpl_3'])
  assert.deepEqual(found('شكر'), ['rpl_1'])
  assert.deepEqual(found('الشحن'), ['rpl_2'])
  assert.deepEqual(found('يومين'), ['rpl_2'])
  assert.equal(found('').length, 3)
  assert.deepEqual(found('zzz'), [])
})

test("a reply speaks the customer's language, or the only one it has", () => {
  assert.equal(bodyIn(replies[1], 'en'), 'Within two days')
  assert.equal(bodyIn(replies[0], 'en'), 'شكرًا لك')
})

test('variables are filled in; an unknown one stays to be seen, and an empty one leaves no gap', () => {
  const values = { 'contact.name': 'ليلى', 'agent.name': 'Sara', 'inbox.name': '' }

  assert.equal(expand('أهلًا {{contact.name}}، معك {{ agent.name }}.', values), 'أهلًا ليلى، معك Sara.')
  assert.equal(expand('{{order.number}}', values), '{{order.number}}')
  assert.equal(expand('Hello {{inbox.name}}, welcome to {{inbox.name}} today', values), 'Hello, welcome to today')
  assert.equal(expand('{{constructor}}', values), '{{constructor}}')
})

test('a value is text, whatever it looks like', () => {
  assert.equal(expand('Hi {{contact.name}}', { 'contact.name': '$& {{agent.name}}' }), 'Hi $& {{agent.name}}')
})

const people = [
  { kind: 'member', id: 'mbr_1', name: 'سارة' }, { kind: 'member', id: 'mbr_2', name: 'سارة الأحمد' },
  { kind: 'team', id: 'tem_1', name: 'Sales' },
]

test('an at sign asks for people, by the beginning of any of their names', () => {
  assert.deepEqual(mentionQuery('قل لي @سا', 9), { query: 'سا', from: 6 })
  assert.equal(mentionQuery('mail me@shop', 12), undefined)
  assert.deepEqual(matchingPeople(people, 'ساره').map(({ id }) => id), ['mbr_1', 'mbr_2'])
  assert.deepEqual(matchingPeople(people, 'احمد').map(({ id }) => id), ['mbr_2'])
})

test('mentioned is who still stands in the text, and the longer name is not the shorter one', () => {
  assert.deepEqual(mentionsIn('@سارة الأحمد و@Sales', people), { members: ['mbr_2'], teams: ['tem_1'] })
  assert.deepEqual(mentionsIn('@سارة، تعالي', people), { members: ['mbr_1'], teams: [] })
  assert.equal(mentionsIn('سارة @Salesman', people), undefined)
})

test('a text is cut at its mentions and stays whole', () => {
  const body = 'قل @سارة الأحمد: @Sales!'
  const pieces = stretches(body, people)

  assert.equal(pieces.map(({ text }) => text).join(''), body)
  assert.deepEqual(pieces.filter(({ id }) => id).map(({ id }) => id), ['mbr_2', 'tem_1'])
})

test('a difference never cuts a character in two', () => {
  assert.deepEqual(difference('a😀b', 'a😁b'), { at: 1, removed: 2, added: '😁' })
  assert.deepEqual(difference('aa', 'aaa'), { at: 2, removed: 0, added: 'a' })
})

test('a caret stays with the words that it stood at', () => {
  assert.equal(movedCaret(5, { at: 0, removed: 0, added: 'xx' }), 7)
  assert.equal(movedCaret(2, { at: 4, removed: 1, added: 'xx' }), 2)
  assert.equal(movedCaret(5, { at: 4, removed: 4, added: 'x' }), 5)
})

test('changes in different places are joined, and in the same place are not', () => {
  assert.equal(mergeTexts('one two three', 'ONE two three', 'one two THREE'), 'ONE two THREE')
  assert.equal(mergeTexts('one', 'one', 'one more'), 'one more')
  assert.equal(mergeTexts('one two', 'one 2', 'one too'), undefined)
})
