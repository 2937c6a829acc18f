import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Member, Visitor } from './people.js'
import { stage } from './stage.js'
import { eventually } from './waiting.js'

const { deployment, driver } = await stage()

/** How far the reader of the thread is from its end, in pixels. */
const BELOW = `(() => {
  const list = document.querySelector('message-thread virtual-list')
  return list.scrollHeight - list.clientHeight - list.scrollTop
})()`

/** A member with a conversation before them that ends with a picture. */
async function readPicture() {
  const [shop] = await deployment.shops()
  const desk = await driver.browser({ language: 'ar', width: 1280, height: 860 })
  const member = new Member(desk, deployment.address('gateway'))
  const visitor = new Visitor(await driver.browser({ language: 'ar', width: 900, height: 800 }))
  await member.signIn(shop.agent)
  await visitor.visit(deployment.address('demo') + shop.path)
  await visitor.openWidget()
  await visitor.introduce({ name: 'ليلى', email: 'layla@example.com' }, 'أين وصل طلبي؟')
  await visitor.begin()
  await member.openConversation('ليلى')
  const id = (await member.page.evaluate('location.hash')).split('/')[1]
  await member.page.evaluate(`(async () => {
    const ask = (path, body, type) => fetch('/api/v1/conversations/${id}/' + path, {
      method: 'POST', headers: type ? { 'content-type': type } : {}, body,
    }).then(answer => answer.json())
    const say = (clientId, rest) => ask('messages', JSON.stringify({ clientId, ...rest }), 'application/json')
    for (let line = 1; line <= 40; line += 1) await say(line, { body: 'سطر ' + line })
    const canvas = Object.assign(document.createElement('canvas'), { width: 400, height: 1200 })
    const drawn = await new Promise(done => canvas.toBlob(done))
    await say(41, { body: '', attachments: [(await ask('attachments?name=a.png', drawn)).id] })
  })()`)
  return { desk, member, page: member.page }
}

test('who reads at the end of a thread stays there while it loads and grows', async () => {
  const { desk, page } = await readPicture()

  await desk.reload()
  await page.sees('message-thread .picture')
  await eventually('the picture is there', () => page.evaluate(
    "[...document.querySelectorAll('message-thread .picture')].at(-1).complete"))
  await eventually('its end is shown', async () => await page.evaluate(BELOW) < 2)

  // A row grows between the reader's last small step and the moment at which the page is told of that.
  await page.evaluate(`(() => {
    const list = document.querySelector('message-thread virtual-list')
    list.scrollTop -= 3
    list.querySelector('.virtual-rows').lastElementChild.style.paddingBlockEnd = '600px'
  })()`)
  await eventually('its new end is shown', async () => await page.evaluate(BELOW) < 2)
})

test('no line of what was done begins with what parts two things', async () => {
  const [shop] = await deployment.shops()
  const phone = await driver.browser({ language: 'ar', width: 390, height: 844, narrow: true })
  const member = new Member(phone, deployment.address('gateway'))
  const { page } = member
  await member.signIn(shop.owner)
  await member.openConversation('ليلى')
  await page.evaluate(`fetch('/api/v1' + location.hash.replace('#active', '/conversations'), {
    method: 'PATCH', headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ title: 'عنوان طويل لمحادثة عن طلب لم يصل إلى صاحبته بعد', priority: 'high' }),
  })`)
  await page.press('message-thread .changes-fold')
  await page.sees('message-thread .change-by')

  // Where they stand on two lines, nothing stands between them.
  assert.deepEqual(await page.evaluate(`[...document.querySelectorAll('message-thread .change-by')]
    .filter(by => by.getBoundingClientRect().top > by.previousSibling.getBoundingClientRect().top)
    .map(by => getComputedStyle(by, '::before').content).filter(dot => dot !== 'none')`), [])
})

test('a link that leads nowhere says so, and shows nothing of what was open before', async () => {
  const [shop] = await deployment.shops()
  const desk = await driver.browser({ language: 'ar', width: 1280, height: 860 })
  const member = new Member(desk, deployment.address('gateway'))
  const { page } = member
  await member.signIn(shop.owner)
  await member.openConversation('ليلى')
  await page.sees('thread-head .who-state')

  await page.evaluate("location.hash = 'active/cnv_00000000000000'")

  await page.sees('.blank.gone h2')
  await page.seesNo('thread-head .who-state')
  await page.seesNo('reply-composer textarea')
})

test('what could not be fetched without a connection is there once it is back', async () => {
  const [shop] = await deployment.shops()
  const desk = await driver.browser({ language: 'ar', width: 1280, height: 860 })
  const member = new Member(desk, deployment.address('gateway'))
  const { page } = member
  const connect = (/** @type {boolean} */ there) => desk.devtools('Network.emulateNetworkConditions',
    { offline: !there, latency: 0, downloadThroughput: -1, uploadThroughput: -1 })
  await member.signIn(shop.owner)
  await member.openConversation('ليلى')
  await page.evaluate("location.hash = 'closed'")
  await page.sees('conversation-list .blank')
  await desk.devtools('Network.enable')
  await connect(false)
  await page.evaluate("location.hash = 'unassigned'")
  await page.sees('conversation-list .blank[role=alert]')

  await connect(true)

  await page.seesNo('conversation-list .blank[role=alert]')
})
