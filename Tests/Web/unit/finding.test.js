import assert from 'node:assert/strict'
import test from 'node:test'
import { fold, rate } from '../../../Services/Web/common/fold.js'
import { countConditions, durationOf, durationText, emptyGroup, FIELDS, filterOf, groupOf }
  from '../../../Services/Web/inbox/filters.js'
import { byConversation, piecesOf, searchPath } from '../../../Services/Web/inbox/search.js'
import { undoing } from '../../../Services/Web/inbox/undoing.js'
import arabic from '../../../Services/Web/common/catalogue/ar-list.js'

test('a text is found however its letters, marks and digits are written', () => {
  assert.equal(fold('الإلكترونيَّة'), fold('الالكترونيه'))
  assert.equal(fold('مـــرحبا ١٢٣ ۴'), 'مرحبا 123 4')
  assert.equal(fold('Café ÉCLAIR'), 'cafe eclair')
})

test('words may stand in any order, begin a word, and follow an article', () => {
  const text = fold('إغلاق المحادثة المحددة')

  assert.ok(rate(fold('المحادثه اغلاق'), text) > 0)
  assert.ok(rate(fold('محادث'), text) > rate(fold('لمحدد'), text))
  assert.equal(rate(fold('فتح'), text), 0)
  assert.ok(rate('close', 'close') > rate('close', 'close the conversation'))
})

const condition = (field, op, ...values) => values.length ? { field, op, values } : { field, op }

test('a filter goes through the builder unchanged, however it is nested', () => {
  const filter = { all: [
    condition('tags', 'all', 'tag_1', 'tag_2'),
    { any: [condition('waiting', 'before', 'PT4H'), { not: { all: [condition('rating', 'set')] } }] },
    condition('created', 'after', '2026-01-01T00:00:00.000Z'),
  ] }

  assert.deepEqual(filterOf(groupOf(filter)), filter)
  assert.deepEqual(filterOf(groupOf({ not: { not: { any: [condition('spam', 'set')] } } })),
    { not: { all: [{ not: { any: [condition('spam', 'set')] } }] } })
  assert.equal(countConditions(filter), 4)
})

test('what is not filled in yet asks for nothing', () => {
  const group = { mode: 'all', not: false, items: [
    { field: 'status', op: 'in', values: [] }, { field: 'text', op: 'contains', values: ['  '] }, emptyGroup(),
  ] }

  assert.equal(filterOf(group), undefined)
  assert.deepEqual(filterOf({ ...group, items: [...group.items, { field: 'text', op: 'contains', values: [' a '] }] }),
    { all: [condition('text', 'contains', 'a')] })
})

test('every field and every relation has its word', () => {
  for (const { name, ops } of FIELDS) {
    assert.ok(`filter.field.${name}` in arabic, name)
    for (const op of ops) assert.ok(`filter.op.${op}` in arabic, op)
  }
})

test('a length of time is shown in its largest whole unit', () => {
  assert.deepEqual(['PT90M', 'PT4H', 'PT48H', 'P7D', 'P1DT1H', 'x'].map(durationOf), [
    { count: 90, unit: 'minutes' }, { count: 4, unit: 'hours' }, { count: 2, unit: 'days' }, { count: 7, unit: 'days' },
    { count: 25, unit: 'hours' }, undefined,
  ])
  assert.deepEqual([durationText(3, 'days'), durationText(0, 'hours'), durationText(NaN, 'minutes')],
    ['P3D', 'PT1H', 'PT1M'])
})

test('what was found is marked, whatever the marks are', () => {
  const shown = (text, marks) =>
    piecesOf(text, marks).map(piece => piece.marked ? `[${piece.text}]` : piece.text).join('')

  assert.equal(shown('أين طلبي اليوم', [[4, 4]]), 'أين [طلبي] اليوم')
  assert.equal(shown('abc', [[1, 1], [0, 2], [2, 90]]), '[ab][c]')
  assert.equal(shown('abc', []), 'abc')
})

test('hits of one conversation stand together', () => {
  const hit = (id, sequence) => ({ conversation: { id }, sequence })

  assert.deepEqual(byConversation([hit('a', 3), hit('b', 1), hit('a', 1)]).map(group => group.map(one => one.sequence)),
    [[3, 1], [1]])
})

test('a search says what it looks for and what narrows it', () => {
  const path = searchPath('طلب & x', { kind: 'note', within: 'week' }, Date.parse('2026-11-22T00:00:00Z'))

  assert.deepEqual(Object.fromEntries(new URL(path, 'http://x').searchParams), {
    q: 'طلب & x', kind: 'note', after: '2026-11-15T00:00:00.000Z', limit: '30',
  })
})

const conversation = (id, change) => ({
  id, inbox: 'inb_1', status: 'open', priority: 'normal', tags: [], followers: [], spam: false, ...change,
})

test('an action on many is undone by as few others as there were states before', () => {
  const before = [conversation('a'), conversation('b', { assignee: 'mbr_2' }), conversation('c')]

  assert.deepEqual(undoing({ type: 'assign', member: 'mbr_1' }, before), [
    { action: { type: 'assign', member: null }, ids: ['a', 'c'] },
    { action: { type: 'assign', member: 'mbr_2' }, ids: ['b'] },
  ])
})

test('undoing touches nothing that the action did not change', () => {
  const before = [conversation('a', { tags: ['tag_1'] }), conversation('b'), conversation('c', { status: 'closed' })]

  assert.deepEqual(undoing({ type: 'tag', tags: ['tag_1'] }, before),
    [{ action: { type: 'untag', tags: ['tag_1'] }, ids: ['b', 'c'] }])
  assert.deepEqual(undoing({ type: 'status', status: 'closed' }, before),
    [{ action: { type: 'status', status: 'open' }, ids: ['a', 'b'] }])
})
