import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { createServer } from 'node:http'
import { after, test } from 'node:test'
import { Member, Visitor } from './people.js'
import { stage } from './stage.js'
import { eventually } from './waiting.js'

const { deployment, driver } = await stage()
/** What the shop's page says of whoever looks at it. */
const page = { inbox: '', token: '' }

const shops = [startShop(), startShop()]

after(async () => {
  for (const { server } of shops) (await server).close()
})

/** A shop whose server knows its customers, as the page about verified visitors describes it. */
function startShop() {
  const server = new Promise(resolve => {
    const made = createServer((_, response) => {
      response.setHeader('content-type', 'text/html; charset=utf-8')
      response.end(`<!doctype html><html lang="ar" dir="rtl">
        <meta name="viewport" content="width=device-width, initial-scale=1"><title>متجر</title><h1>متجر</h1>
        <script>window.majlis = { inbox: "${page.inbox}" }</script>
        <script async src="${deployment.address('gateway')}/widget.js" data-token="${page.token}"></script>`)
    }).listen(0, '127.0.0.1', () => resolve(made))
  })
  return { server, address: server.then(made => `http://127.0.0.1:${made.address().port}`) }
}

/**
 * @param {string} secret
 * @param {object} claims
 */
function sign(secret, claims) {
  const encode = value => Buffer.from(JSON.stringify(value)).toString('base64url')
  const exp = Math.floor(Date.now() / 1000) + 3600
  const signed = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode({ ...claims, exp })}`
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`
}

test("the shop's customers are known in every browser, and nobody sees what is theirs", async () => {
  const [shop] = await deployment.shops()
  const [home, elsewhere] = await Promise.all(shops.map(({ address }) => address))
  const desk = await driver.browser({ language: 'ar', width: 1440, height: 1000 })
  const member = new Member(desk, deployment.address('gateway'))
  page.inbox = shop.inbox

  // The owner names the shop's address and makes a secret.
  await member.signIn(shop.owner)
  await desk.open(`${deployment.address('gateway')}/settings#inboxes/${shop.inbox}`)
  await desk.page.sees('inbox-access .caution')
  await desk.page.sees('inbox-access .hint', 'لا مفاتيح')
  await desk.page.press('inbox-access form.add .hint')
  await desk.screenshot('ar-settings-access-empty')
  await desk.page.type('inbox-access input[name=origin]', 'not an address')
  await desk.pressEnter()
  await desk.page.sees('inbox-access .error')
  await desk.page.evaluate('document.querySelector("inbox-access input[name=origin]").value = ""')
  await desk.page.type('inbox-access input[name=origin]', `${home}/products`)
  await desk.pressEnter()
  await desk.page.sees('inbox-access .entries code', home)
  await desk.page.press('inbox-access .foot button')
  await desk.page.sees('inbox-access .secret code', 'vsk_')
  const [secret] = await desk.page.texts('inbox-access .secret code')
  await desk.screenshot('ar-settings-access')
  const sara = { sub: '42', name: 'سارة', email: 'sara@example.com' }

  // She writes on her telephone, without telling who she is.
  page.token = sign(secret, sara)
  const phone = await driver.browser({ language: 'ar', width: 390, height: 844, narrow: true })
  const onPhone = new Visitor(phone)
  await onPhone.visit(home)
  await onPhone.openWidget()
  await onPhone.widget.sees('pre-chat-form textarea[name=body]')
  assert.deepEqual(await onPhone.widget.texts('pre-chat-form [data-field=name], pre-chat-form [data-field=email]'), [])
  await phone.screenshot('ar-widget-verified-form')
  await onPhone.widget.type('textarea[name=body]', 'أين طلبي؟')
  await onPhone.begin()
  await phone.reload()
  await onPhone.visit(home)
  await onPhone.openWidget()
  await onPhone.hears('أين طلبي؟')

  // The team sees that it is she.
  await desk.open(`${deployment.address('gateway')}/inbox`)
  await member.openConversation('سارة')
  await desk.page.sees('contact-card .proven')
  await desk.page.sees('thread-head .standing.good')
  await desk.screenshot('ar-inbox-verified')

  // Her laptop shows the same; signed out, it forgets; another customer sees nothing of hers.
  const laptop = await driver.browser({ language: 'ar', width: 1280, height: 860 })
  const onLaptop = new Visitor(laptop)
  page.token = sign(secret, { ...sara, iat: 1 })
  await onLaptop.visit(home)
  await onLaptop.openWidget()
  await onLaptop.hears('أين طلبي؟')
  await laptop.page.evaluate('majlis.reset()')
  await eventually('the widget knows nobody', async () => (await onLaptop.messages()).length === 0)
  await laptop.page.evaluate(`majlis.identify(${JSON.stringify(sign(secret, { sub: '43', name: 'هدى' }))})`)
  await laptop.page.evaluate('majlis.open()')
  await onLaptop.widget.sees('pre-chat-form [data-field=email]')
  assert.deepEqual(await onLaptop.messages(), [])
  await laptop.page.evaluate(`majlis.identify(${JSON.stringify(page.token)})`)
  await onLaptop.hears('أين طلبي؟')

  // A stranger who types her address links to her record, and the team sees that it is only typed.
  page.token = ''
  const stranger = await driver.browser({ language: 'ar', width: 1280, height: 860 })
  const onStranger = new Visitor(stranger)
  await onStranger.visit(home)
  await onStranger.openWidget()
  await onStranger.introduce({ name: 'فلان', email: sara.email }, 'أنا سارة')
  await onStranger.begin()
  assert.deepEqual(await onStranger.messages(), ['أنا سارة'])
  await desk.page.sees('conversation-list .row', 'أنا سارة')
  await desk.page.press('conversation-list .row')
  await desk.page.sees('contact-card .unverified')
  await desk.page.sees('thread-head .standing:not(.good)')
  await desk.screenshot('ar-inbox-unproven')

  // A page that is not on the list gets nothing, and where proof is required nobody without it does.
  await stranger.open(elsewhere)
  const settings = `${deployment.address('gateway')}/api/v1/widget/${page.inbox}`
  await eventually('the page was refused', () =>
    stranger.page.evaluate(`fetch("${settings}").then(({ status }) => status === 403)`))
  assert.equal(await stranger.page.evaluate('!!document.querySelector("majlis-widget")'), false)
  const embed = `<iframe src="${deployment.address('gateway')}/widget/frame?inbox=${page.inbox}"></iframe>`
  await stranger.page.evaluate(`document.body.insertAdjacentHTML("beforeend", ${JSON.stringify(embed)})`)
  await eventually('the frame is refused', async () => {
    const { frameTree } = await stranger.devtools('Page.getFrameTree')
    return frameTree.childFrames?.some(({ frame }) => frame.unreachableUrl || frame.url.startsWith('chrome-error'))
  })
  await desk.open(`${deployment.address('gateway')}/settings#inboxes/${shop.inbox}`)
  await desk.page.sees('inbox-access select')
  await desk.page.evaluate(`(select => { select.value = "required"; select.dispatchEvent(new Event("change")) })(
    document.querySelector("inbox-access select"))`)
  await desk.page.press('dialog .danger')
  await eventually('proof is required', () => desk.page.evaluate(
    `fetch("${settings}").then(answer => answer.json()).then(told => told.verification === "required")`))
  await onStranger.visit(home)
  await stranger.page.evaluate('majlis.open()')
  const { root } = await stranger.devtools('DOM.getDocument', { depth: -1, pierce: true })
  assert.match(JSON.stringify(root), /"class","launcher"[^\]]*"hidden"/)
  page.token = sign(secret, sara)
  await onStranger.visit(home)
  await onStranger.openWidget()
  await onStranger.hears('أين طلبي؟')
})

test('the settings and the page of help read well on a telephone, in English', async () => {
  const [, shop] = await deployment.shops()
  const desk = await driver.browser({ language: 'en', width: 390, height: 844, narrow: true })
  const member = new Member(desk, deployment.address('gateway'))

  await member.signIn(shop.owner)
  await desk.open(`${deployment.address('gateway')}/settings#inboxes/${shop.inbox}`)
  await desk.page.type('inbox-access input[name=origin]', 'https://*.shop.example')
  await desk.pressEnter()
  await desk.page.sees('inbox-access .entries code', 'https://*.shop.example')
  await desk.screenshot('en-settings-origins-narrow')
  await desk.page.press('inbox-access .foot button')
  await desk.page.sees('inbox-access .secret code', 'vsk_')
  await desk.page.press('inbox-access .secret code')
  await desk.screenshot('en-settings-secrets-narrow')
  const wide = 'document.documentElement.scrollWidth - innerWidth'
  assert.ok(await desk.page.evaluate(wide) <= 0)
  await desk.open(`${deployment.address('gateway')}/help/verified-visitors#en`)
  await desk.page.sees('h1', 'Verified visitors')
  await desk.screenshot('en-help-narrow')
  assert.ok(await desk.page.evaluate(wide) <= 0)
  const reader = await driver.browser({ language: 'ar', width: 1100, height: 1400 })
  await reader.open(`${deployment.address('gateway')}/help/verified-visitors`)
  await reader.page.sees('h1', 'الزوار')
  await reader.screenshot('ar-help')
})
