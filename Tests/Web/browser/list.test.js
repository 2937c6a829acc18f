import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Member, Visitor } from './people.js'
import { stage } from './stage.js'
import { eventually } from './waiting.js'

const CONTROL = '\uE009'
const ENTER = '\uE007'
const ESCAPE = '\uE00C'

const { deployment, driver } = await stage()

/** @param {import('./webdriver.js').Place} page */
const address = page => page.evaluate('location.hash.slice(1)')

/**
 * Gives back the keys to the page, out of any field.
 * @param {import('./webdriver.js').Place} page
 */
const leaveField = page => page.evaluate('document.activeElement.blur()')

test('a member finds their way by views, search, keys and the command bar', async () => {
  const [shop] = await deployment.shops()
  const customer = await driver.browser({ language: 'ar', width: 900, height: 800 })
  const desk = await driver.browser({ language: 'ar', width: 1440, height: 900 })
  const visitor = new Visitor(customer)
  const member = new Member(desk, deployment.address('gateway'))
  const { page } = member

  await member.signIn(shop.agent)
  await visitor.visit(deployment.address('demo') + shop.path)
  await visitor.openWidget()
  await visitor.introduce({ name: 'ليلى', email: 'layla@example.com' }, 'السلام عليكم، أين طلبيتي رقم ١٢٣؟')
  await visitor.begin()
  await page.sees('conversation-list .row-name', 'ليلى')

  // A view of one's own holds what its condition says, and its count follows.
  await page.press('.pile-name')
  await page.sees('views-panel a[href="#unassigned"] b', '1')
  await page.press('views-panel section.own .icon-button')
  await page.type('#view-name', 'مفتوحة الآن')
  await page.press('.filter-sheet .chooser-row')
  await desk.screenshot('ar-view-builder')
  await page.press('.filter-sheet .button.primary')
  await eventually('the new view is shown', async () => (await address(page)).startsWith('viw_'))
  await page.sees('conversation-list .pile-name h1', 'مفتوحة الآن')
  await page.sees('conversation-list .row-name', 'ليلى')
  await page.sees('conversation-list .pile-name b', '1')

  // What no longer fits leaves it at once, and lies where it belongs.
  await page.press('conversation-list .row')
  await page.sees('message-thread .message')
  await leaveField(page)
  await desk.type('e')
  await page.seesNo('conversation-list .row')
  await page.sees('conversation-list .blank h2')
  await leaveField(page)
  await desk.type('gc')
  await eventually('the closed ones are shown', async () => (await address(page)) === 'closed')
  await page.sees('conversation-list .row-name', 'ليلى')

  // A search finds the word in another form and the number in other digits, and leads to the message.
  await desk.type('/')
  await eventually('the search has the focus', () => page.evaluate("document.activeElement.matches('.search-input')"))
  await desk.type('طلبيتى 123')
  await page.sees('search-results .hit.said mark')
  await desk.screenshot('ar-search')
  await page.press('search-results .hit.said')
  await eventually('the message is open', async () => /^closed\/cnv_\w+\/1$/.test(await address(page)))
  await page.sees('message-thread .message', 'طلبيتي')
  await page.press('.search-input')
  await desk.type(ESCAPE)
  await page.seesNo('search-results')

  // The command bar finds by the other language as well.
  await leaveField(page)
  await desk.chord(CONTROL, 'k')
  await page.sees('.command-bar .command')
  await desk.type('unassigned')
  await page.sees('.command[aria-selected=true]', 'بلا مسؤول')
  await desk.screenshot('ar-command-bar')
  await desk.type(ENTER)
  await eventually('the unassigned ones are shown', async () => (await address(page)) === 'unassigned')
})

test('rows are picked by keys, and let go', async () => {
  const [shop] = await deployment.shops()
  const desk = await driver.browser({ language: 'en', width: 390, height: 844, narrow: true })
  const member = new Member(desk, deployment.address('gateway'))
  const { page } = member

  await member.signIn(shop.agent)
  await desk.open(`${deployment.address('gateway')}/inbox?lang=en#closed`)
  await page.sees('conversation-list .row-name', 'ليلى')
  await desk.type('jx')
  await page.sees('bulk-bar .bulk-head', 'One conversation')
  assert.equal(await page.evaluate("document.querySelector('.slot.picked input').checked"), true)
  await desk.screenshot('en-phone-picked')
  await desk.type(ESCAPE)
  await page.seesNo('bulk-bar')
  await desk.chord('\uE008', '/')
  await page.sees('.keys-sheet kbd', 'J')
})

test('what was picked is tagged with a tag that is searched for, and its count stays in sight', async () => {
  const [shop] = await deployment.shops()
  const desk = await driver.browser({ language: 'en', width: 1440, height: 900 })
  const member = new Member(desk, deployment.address('gateway'))
  const { page } = member
  const edges = () => page.evaluate(`[document.querySelector('.picker').getBoundingClientRect().bottom,
    document.querySelector('bulk-bar').getBoundingClientRect().top]`)
  await member.signIn(shop.owner)
  await desk.open(`${deployment.address('gateway')}/inbox?lang=en#closed`)
  await page.sees('conversation-list .row-name', 'ليلى')
  await page.evaluate(`Promise.all(['شحن', 'إرجاع', 'Invoice'].map(name => fetch('/api/v1/tags', {
    method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ name }),
  })))`)

  await desk.type('jx')
  await page.sees('bulk-bar .bulk-head', 'One conversation')
  await desk.type('t')
  await page.sees('.picker [role=option]', 'Invoice')
  const [bottom, top] = await edges()
  assert.ok(bottom <= top, `${bottom} above ${top}`)
  await desk.type('ارجاع')
  await page.sees('.picker .here', 'إرجاع')
  await desk.screenshot('en-bulk-tag')
  await desk.type(ENTER)
  await page.sees('conversation-list .row .tag', 'إرجاع')
  await page.seesNo('bulk-bar')

  // On a phone the list covers the bar, and says itself what it is about.
  await desk.devtools('Emulation.setDeviceMetricsOverride',
    { width: 390, height: 844, deviceScaleFactor: 2, mobile: true })
  await desk.type('x')
  await page.press('bulk-bar [data-deed=tag]')
  await page.sees('.picker-title', 'One conversation')
  await desk.screenshot('en-phone-bulk-tag')
  await page.press('.picker-search')
  await desk.type('جديد')
  await page.sees('.picker [role=option]', 'جديد')
  await desk.type(ENTER)
  await page.sees('conversation-list .row .tag', 'جديد')
})
