import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Member, Visitor } from './people.js'
import { stage } from './stage.js'

const WIDE = { language: 'ar', width: 1280, height: 860 }
const PASSWORD = 'قمران فوق السوق القديم'
const EMAIL = 'reem@shop.example'

const { deployment, driver } = await stage()

/**
 * Somebody accepts the invitation that came by mail.
 * @param {string} email
 * @param {string} name
 */
async function join(email, name) {
  const home = deployment.address('gateway')
  const token = (await deployment.link(email, 'join')).split('#')[1]
  const answer = await fetch(`${home}/api/v1/invitations/acceptance`, {
    method: 'POST', headers: { 'content-type': 'application/json', origin: home },
    body: JSON.stringify({ token, name, email, password: PASSWORD, language: 'ar' }),
  })
  assert.equal(answer.status, 201)
}

/**
 * Asks the API as whoever has the page.
 * @param {import('./webdriver.js').Place} page
 * @param {string} method
 * @param {string} path
 * @param {object} [body]
 */
function ask(page, method, path, body) {
  const init = { method, headers: { 'content-type': 'application/json' }, body: body && JSON.stringify(body) }
  return page.evaluate(`fetch('/api/v1${path}', ${JSON.stringify(init)})
    .then(answer => answer.status === 204 ? null : answer.json())`)
}

test('an owner invites, looks over a shoulder, takes rights away and deactivates', async () => {
  const home = deployment.address('gateway')
  const [shop] = await deployment.shops()
  const office = await driver.browser(WIDE)
  const desk = await driver.browser(WIDE)
  const owner = new Member(office, home)
  const reem = new Member(desk, home)
  const visitor = new Visitor(await driver.browser(WIDE))

  await owner.signIn(shop.owner)
  await office.open(`${home}/settings#people`)
  await owner.page.press('.tools .button.primary')
  await owner.page.type('.form-sheet textarea', `${EMAIL}, Huda <huda@shop.example>`)
  await owner.page.evaluate(`(() => {
    const role = document.querySelector('.form-sheet select[name=role]')
    role.value = 'light'
  })()`)
  await office.screenshot('ar-settings-invite')
  await owner.page.press('.form-sheet button[type=submit]')
  await owner.page.sees('.results code', '/join#')
  await owner.page.press('.dialog-foot .button.primary')
  await owner.page.sees('people-settings .person-row', EMAIL)

  await join(EMAIL, 'ريم')
  await visitor.visit(deployment.address('demo') + shop.path)
  await visitor.openWidget()
  await visitor.introduce({ name: 'ليلى', email: 'layla@example.com' }, 'أين وصل طلبي؟')
  await visitor.begin()
  await reem.signIn({ email: EMAIL, password: PASSWORD })
  await reem.openConversation('ليلى')

  await reem.page.sees('reply-composer [data-kind=note]')
  await reem.page.seesNo('reply-composer [data-kind=reply]')
  await reem.page.seesNo('thread-head button.assign')
  await reem.page.seesNo('thread-head .finish')
  await reem.page.sees('contact-card .masked', '•••')
  await reem.page.seesNo('contact-card a[href^="mailto:"]')
  await reem.type('سألتُ المستودع')
  await reem.send()
  await reem.hears('سألتُ المستودع')
  await desk.screenshot('ar-inbox-light')

  const { items } = await ask(owner.page, 'GET', '/members')
  const { id } = items.find((/** @type {any} */ member) => member.email === EMAIL)
  await office.open(`${home}/settings#people/${id}`)
  await owner.page.sees('view-as .preview-row', 'ليلى')
  await owner.page.sees('view-as .right.lacking', 'الرد على العملاء')
  await office.screenshot('ar-settings-view-as')

  const role = await ask(owner.page, 'POST', '/roles', {
    name: 'استقبال', grants: { 'conversations.view': ['unassigned'], 'conversations.note': ['unassigned'] },
  })
  await ask(owner.page, 'PATCH', `/members/${id}`, { role: role.id })
  const conversations = await ask(owner.page, 'GET', '/conversations')
  const session = await ask(owner.page, 'GET', '/session')
  await reem.page.sees('reply-composer [data-kind=note]')
  await ask(owner.page, 'PUT', `/conversations/${conversations.items[0].id}/assignee`, { member: session.member.id })
  await reem.page.sees('.talk .gone a')
  await reem.page.seesNo('message-thread .message')
  await desk.screenshot('ar-inbox-withdrawn')
  await reem.page.press('.talk .gone a')
  await reem.page.seesNo('conversation-list .row')
  await owner.page.sees('view-as .blank')

  await office.open(`${home}/settings#people`)
  await owner.page.sees('people-settings .who-cell', 'ريم')
  await owner.page.evaluate(`[...document.querySelectorAll('people-settings tr')]
    .find(row => row.textContent.includes('${EMAIL}')).querySelector('.menu-cell button').click()`)
  await owner.page.evaluate(`[...document.querySelectorAll('.menu button')]
    .find(item => item.textContent.includes('تعطيل')).click()`)
  await owner.page.press('.ask .danger')
  await reem.page.sees('input[name=password]')
  await owner.page.seesNo(`people-settings tr:has(.ended)`)
})

test('every section stands on a telephone without moving sideways', async () => {
  const [, shop] = await deployment.shops()
  const phone = await driver.browser({ language: 'en', width: 390, height: 844, narrow: true })
  const owner = new Member(phone, deployment.address('gateway'))
  await owner.signIn(shop.owner)
  await phone.open(`${deployment.address('gateway')}/settings`)
  await owner.page.sees('.sections a')
  const places = await owner.page.evaluate('[...document.querySelectorAll(".sections a")].map(a => a.hash)')
  assert.ok(places.length >= 9, places.join())

  for (const place of places) {
    await owner.page.evaluate(`location.hash = '${place}'`)
    await owner.page.sees('.section-head h2')
    await owner.page.seesNo('.section [aria-busy=true]')
    await phone.screenshot(`en-settings-${place.slice(1)}-narrow`)
    const overflow = await owner.page.evaluate('document.documentElement.scrollWidth - innerWidth')
    assert.ok(overflow <= 0, `${place}: ${overflow} px too wide`)
    await owner.page.press('.section-head .back')
    await owner.page.sees('.sections a')
  }
})
