import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { Member, Visitor } from './people.js'
import { stage } from './stage.js'
import { eventually } from './waiting.js'

const WIDE = { language: 'ar', width: 1440, height: 900 }
const ESCAPE = '\uE00C'
const DOWN = '\uE015'

const { deployment, driver } = await stage()
/** @type {import('./webdriver.js').Browser} */
let desk
/** @type {Member} */
let member
/** @type {Visitor} */
let visitor

before(async () => {
  const [shop] = await deployment.shops()
  desk = await driver.browser(WIDE)
  member = new Member(desk, deployment.address('gateway'))
  await member.signIn(shop.owner ?? shop.agent)
  visitor = new Visitor(await driver.browser({ language: 'ar', width: 1280, height: 860 }))
  await visitor.visit(deployment.address('demo') + shop.path)
  await visitor.openWidget()
  await visitor.introduce({ name: 'ليلى', email: 'layla@example.com' }, 'أين وصل طلبي؟')
  await visitor.begin()
  await member.openConversation('ليلى')
  await member.page.sees('thread-head .who-state')
})

/**
 * Presses the entry of the open menu or list that says so.
 * @param {string} text
 */
async function choose(text) {
  const entries = '.menu button, .picker [role=option]'
  await member.page.sees(entries, text)
  await member.page.evaluate(`[...document.querySelectorAll(${JSON.stringify(entries)})]
    .find(entry => entry.textContent.includes(${JSON.stringify(text)})).click()`)
}

/** The conversation as the server has it. */
function stored() {
  return member.page.evaluate(
    "fetch('/api/v1/conversations/' + location.hash.split('/')[1]).then(answer => answer.json())")
}

test('title, tags, priority and followers are changed where they stand, and stand in the history', async () => {
  const { page } = member

  await page.press('thread-head .title-button')
  await page.evaluate("document.querySelector('.title-input').value = ''")
  await desk.type('تأخر الشحن')
  await desk.pressEnter()
  await page.press('thread-head .add-tag')
  await page.sees('.picker')
  await desk.type('شحن سريع')
  await desk.pressEnter()
  await page.sees('thread-head .tag-chip', 'شحن سريع')
  await page.press('thread-head .urgency')
  await choose('عاجلة')
  await page.press('thread-head .assign')
  await page.sees('.picker')
  await desk.pressEnter()
  await page.press('thread-head .more-actions')
  await choose('متابعة المحادثة')

  await eventually('everything is stored', async () => {
    const { title, titled, tags, priority, followers, assignee } = await stored()
    return title === 'تأخر الشحن' && titled && tags.length === 1 && priority === 'urgent' && followers.length === 1
      && assignee === followers[0]
  })
  await page.press('.card-tabs [data-tab=changes]')
  for (const text of ['تأخر الشحن', 'شحن سريع', 'عاجلة', 'تولّي المحادثة', 'بدأت المتابعة']) {
    await page.sees('change-list .change', text)
  }
  await desk.screenshot('ar-head-history')
})

test('a tag is taken off, and a title that was left with Escape stays', async () => {
  const { page } = member

  await page.press('thread-head .tag-remove')
  await page.seesNo('thread-head .tag-chip')
  await page.press('thread-head .title-button')
  await desk.type('x')
  await desk.type(ESCAPE)

  await page.sees('thread-head .title-text', 'تأخر الشحن')
  await eventually('the tag is off', async () => (await stored()).tags.length === 0)
})

test('a conversation is snoozed, and the snooze is taken back', async () => {
  const { page } = member

  await page.press('thread-head .snooze')
  await choose('صباح الغد')
  await page.sees('thread-head .strip.snoozed')
  await eventually('it is stored', async () => (await stored()).snooze?.until)
  await desk.screenshot('ar-head-snoozed')
  await page.press('.toast button')

  await page.seesNo('thread-head .strip')
  await eventually('it is awake', async () => (await stored()).snooze === undefined)
})

test('a customer who is blocked is told politely, and writes again once let in', async () => {
  const { page } = member

  await page.press('thread-head .more-actions')
  await choose('حظر العميل')
  await page.press('dialog .danger')
  await page.sees('thread-head .strip.blocked')
  await eventually('the customer is refused', async () => {
    await visitor.say('هل من أحد؟')
    return (await visitor.widget.texts('chat-thread .failed')).some(text => text.includes('بوسيلة أخرى'))
  })
  await page.press('thread-head .strip.blocked button')
  await page.seesNo('thread-head .strip.blocked')

  await eventually('the customer is let in', async () => {
    await visitor.say('شكرًا')
    return (await member.messages()).includes('شكرًا')
  })
})

test('conversations are merged and split, and both are taken back', async () => {
  const { page } = member
  const id = (await stored()).id
  const count = (await member.messages()).length
  const expectMessages = (/** @type {number} */ expected) => eventually(`${expected} messages are shown`,
    async () => (await member.messages()).length === expected)
  await page.press('.card-tabs [data-tab=facts]')
  await page.press('thread-head .more-actions')
  await choose('محادثة جديدة مع')
  await page.type('dialog textarea', 'وصل العرض؟')
  await page.press('dialog button[type=submit]')
  await eventually('the new one is open', async () => (await stored()).id !== id)
  await expectMessages(1)

  await page.evaluate(`location.hash = 'active/${id}'`)
  await expectMessages(count)
  await page.press('thread-head .more-actions')
  await choose('دمج مع')
  await page.press('dialog .merge-row')
  await page.press('dialog button[type=submit]')
  await expectMessages(count + 1)
  await page.seesNo('contact-card .history a')
  await page.press('.toast:last-child button')
  await expectMessages(count)
  await page.sees('contact-card .history a', 'وصل العرض')

  await page.evaluate(`[...document.querySelectorAll('message-thread .message')].at(-1)
    .querySelector('.act:last-child').click()`)
  await choose('فصل')
  await page.press('dialog .primary')
  await eventually('the part is open', async () => (await stored()).id !== id)
  await expectMessages(1)
  await page.press('.toast:last-child button')
  await eventually('the whole is open', async () => (await stored()).id === id)
  await expectMessages(count)
})

test('inboxes are put in order by the keyboard', async () => {
  const { page } = member
  await page.evaluate(`fetch('/api/v1/inboxes', {
    method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ name: 'الجملة' }),
  }).then(answer => answer.status)`)

  await desk.open(`${deployment.address('gateway')}/settings#inboxes`)
  await page.sees('inbox-list .row-link', 'الجملة')
  const before = await page.texts('inbox-list .row-link')
  await page.evaluate("document.querySelector('inbox-list .grip').focus()")
  await desk.type(DOWN)

  const expected = [before[1], before[0], ...before.slice(2)]
  assert.deepEqual(await page.texts('inbox-list .row-link'), expected)
  await eventually('the order is stored', async () => {
    const { items } = await page.evaluate("fetch('/api/v1/inboxes').then(answer => answer.json())")
    return items.map((/** @type {{name: string}} */ { name }) => name).join() === expected.join()
  })
})

test('a preference is kept as it is chosen', async () => {
  const { page } = member

  await page.evaluate("location.hash = 'preferences'")
  await page.sees('preference-settings')
  await page.press('input[name=enterSends][value=false]')

  await eventually('it is stored', async () => {
    const { preferences } = await page.evaluate("fetch('/api/v1/session').then(answer => answer.json())")
    return preferences.enterSends === false && preferences.undoSeconds === 10
  })
})
