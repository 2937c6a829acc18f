import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Member } from './people.js'
import { stage } from './stage.js'
import { codeOf } from './totp.js'

const WIDE = { language: 'ar', width: 1280, height: 860 }

const { deployment, driver } = await stage()

test('somebody signs up, confirms the e-mail, forgets the password and comes in again by mail', async () => {
  const home = deployment.address('gateway')
  const browser = await driver.browser(WIDE)
  const { page } = browser
  const email = 'layan@shop.example'

  await browser.open(`${home}/sign-up`)
  await page.type('input[name=workspaceName]', 'متجر ليان')
  await page.type('input[name=name]', 'ليان')
  await page.type('input[name=email]', email)
  await page.type('input[name=password]', 'ثلاث نخلات عند البئر')
  await page.sees('.strength[data-strength="3"]')
  await browser.pressEnter()
  await page.sees('account-banner', email)
  await browser.screenshot('ar-account-banner')

  await browser.open(await deployment.link(email, 'confirm'))
  await page.sees('main .address', email)
  assert.equal(await page.evaluate('location.href'), `${home}/confirm`)
  await page.press('main .button.primary')
  await page.sees('main .sign.good')
  await page.press('main .button.primary')
  await page.sees('conversation-list')
  await page.seesNo('account-banner')

  await browser.open(`${home}/forgot`)
  await page.type('input[name=email]', email)
  await browser.pressEnter()
  await page.sees('main .lead', email)
  const link = await deployment.link(email, 'reset')
  await browser.open(link)
  await page.sees('input[readonly]')
  assert.equal(await page.evaluate('document.querySelector("input[readonly]").value'), email)
  assert.equal(await page.evaluate('location.href'), `${home}/reset`)
  await page.type('input[name=password]', 'قمران فوق السوق القديم')
  await browser.screenshot('ar-account-reset')
  await browser.pressEnter()
  await page.sees('conversation-list')

  await browser.open(link)
  await page.sees('main a[href="/forgot"]')
})

test('who asks for a new password learns nothing of who has an account', async () => {
  const [shop] = await deployment.shops()
  const browser = await driver.browser({ ...WIDE, language: 'en' })
  const answers = []

  for (const email of [shop.agent.email, 'nobody@palm.example']) {
    await browser.open(`${deployment.address('gateway')}/forgot`)
    await browser.page.type('input[name=email]', email)
    await browser.pressEnter()
    await browser.page.sees('main .lead', email)
    answers.push((await browser.page.texts('main')).join().replaceAll(email, '…'))
  }

  assert.equal(answers[0], answers[1])
})

test('a second step is set up, and asked for with a code of the app and with a backup code', async () => {
  const [, shop] = await deployment.shops()
  const home = deployment.address('gateway')
  const browser = await driver.browser({ language: 'en', width: 390, height: 844, narrow: true })
  const { page } = browser
  await new Member(browser, home).signIn(shop.owner)

  await browser.open(`${home}/settings#login`)
  await page.press('two-factor-panel .button.primary')
  await page.sees('two-factor-setup .qr svg')
  const [secret] = await page.texts('two-factor-setup .secret code')
  await browser.screenshot('en-account-setup-narrow')
  await page.type('two-factor-setup input[name=code]', codeOf(secret))
  await page.sees('.backup')
  const backups = await page.texts('.backup li')
  assert.equal(backups.length, 10)
  await page.press('.backup .button.primary')
  await page.sees('two-factor-panel .mark.good')

  await signInWith(browser, shop.owner, codeOf(secret, 1))
  await page.sees('conversation-list')

  const attempt = async (/** @type {string} */ code) => {
    await signInWith(browser, shop.owner)
    await page.press('main .link')
    await page.sees('.hint', '7k3m2')
    await page.type('input[name=code]', code)
    await browser.pressEnter()
  }
  await attempt(backups[0])
  await page.sees('conversation-list')
  await attempt(backups[0])
  await page.sees('.error')
  await browser.screenshot('en-account-code-narrow')
  assert.equal(await page.evaluate('document.documentElement.scrollWidth - innerWidth'), 0)
})

test('a session that is ended elsewhere lands on the page to sign in', async () => {
  const [shop] = await deployment.shops()
  const home = deployment.address('gateway')
  const [desk, phone] = [await driver.browser(WIDE), await driver.browser({ ...WIDE, width: 390, narrow: true })]
  await new Member(phone, home).signIn(shop.agent)
  await new Member(desk, home).signIn(shop.agent)

  await desk.open(`${home}/settings#sessions`)
  await desk.page.sees('session-settings .person-row', 'كروم')
  await desk.screenshot('ar-account-sessions')
  const others = 'session-settings .panel:last-child .person-row'
  const before = (await desk.page.texts(others)).length
  await desk.page.press(`${others} .button`)

  await phone.page.sees('input[autocomplete=current-password]')
  assert.equal((await desk.page.texts(others)).length, before - 1)
})

test('a person makes another workspace and goes back to the first one', async () => {
  const [shop] = await deployment.shops()
  const browser = await driver.browser(WIDE)
  const { page } = browser
  const member = new Member(browser, deployment.address('gateway'))
  await member.signIn(shop.owner)

  await page.press('app-rail .me')
  await page.press('.menu button:nth-child(2)')
  await page.type('dialog input[name=name]', 'الفرع الثاني')
  await browser.pressEnter()
  await page.sees('first-steps h2', 'الفرع الثاني')
  await page.press('app-rail .me')
  await page.sees('.menu [aria-checked=true]', 'الفرع الثاني')
  await browser.screenshot('ar-account-workspaces')
  await page.press('.menu [aria-checked=false]')

  await page.sees('first-steps h2', shop.name)
})

test('somebody invited by mail joins, and with an account by its own password', async () => {
  const [palm] = await deployment.shops()
  const home = deployment.address('gateway')
  const host = await driver.browser(WIDE)
  const guest = await driver.browser(WIDE)
  await new Member(host, home).signIn(palm.owner)
  const invite = async (/** @type {string} */ email) =>
    (await api(host, 'POST', '/invitations', { email, role: 'agent', inboxes: 'all' })).status
  assert.equal(await invite('hind@palm.example'), 201)
  // Somebody with a workspace of their own, whom nobody has invited by mail before.
  const known = {
    workspaceName: 'ورشة الأرز', name: 'رامي', email: 'rami@workshop.example', password: 'خشب الأرز والصنوبر',
    language: 'ar',
  }
  await guest.open(`${home}/sign-up`)
  assert.equal((await api(guest, 'POST', '/sign-up', known)).status, 201)
  assert.equal(await invite(known.email), 201)

  await guest.open(await deployment.link('hind@palm.example', 'join'))
  await guest.page.sees('main .lead', palm.owner.name)
  assert.equal(await guest.page.evaluate('location.href'), `${home}/join`)
  await guest.screenshot('ar-account-join')
  await guest.page.type('input[name=name]', 'هند')
  await guest.page.type('input[name=password]', 'قهوة الضحى في الظل')
  await guest.pressEnter()
  await guest.page.sees('conversation-list')

  await guest.open(await deployment.link(known.email, 'join'))
  await guest.page.press('main .other .link')
  await guest.page.sees('input[autocomplete=current-password]')
  await guest.page.type('input[name=name]', known.name)
  await guest.page.type('input[name=password]', known.password)
  await guest.pressEnter()
  await guest.page.sees('app-rail .me')
  await guest.page.press('app-rail .me')
  await guest.page.sees('.menu [aria-checked=true]', palm.name)
  await guest.page.sees('.menu [aria-checked=false]', known.workspaceName)
})

test('a member who has to set up a second step sees nothing else before', async () => {
  const home = deployment.address('gateway')
  const host = await driver.browser(WIDE)
  const guest = await driver.browser({ ...WIDE, width: 390, height: 844, narrow: true })
  await host.open(`${home}/sign-in`)
  const signedUp = await api(host, 'POST', '/sign-up', {
    workspaceName: 'دار الخزف', name: 'منى', email: 'muna@clay.example', password: 'طين وماء ونار هادئة',
    language: 'ar',
  })
  assert.equal(signedUp.status, 201, JSON.stringify(signedUp.body))
  const { secret } = (await api(host, 'POST', '/account/two-factor')).body
  await api(host, 'POST', '/account/two-factor/confirmation', { code: codeOf(secret) })
  assert.equal((await api(host, 'PUT', '/workspace/security', { requireTwoFactor: true })).status, 200)
  await api(host, 'POST', '/invitations', { email: 'ali@clay.example', role: 'agent', inboxes: 'all' })

  await guest.open(await deployment.link('ali@clay.example', 'join'))
  await guest.page.type('input[name=name]', 'علي')
  await guest.page.type('input[name=password]', 'فخار أزرق على الرف')
  await guest.pressEnter()
  await guest.page.sees('two-factor-setup .secret code')
  await guest.screenshot('ar-account-required-narrow')
  await guest.open(`${home}/settings#profile`)
  await guest.page.sees('two-factor-setup .secret code')
  assert.equal(await guest.page.evaluate('location.pathname'), '/two-factor')

  const [own] = await guest.page.texts('two-factor-setup .secret code')
  await guest.page.type('input[name=code]', codeOf(own))
  await guest.page.press('.backup > .primary')
  await guest.page.sees('conversation-list')
})

test('a picture is cut to a square, seen in the rail at once, and taken away again', async () => {
  const [shop] = await deployment.shops()
  const browser = await driver.browser(WIDE)
  const { page } = browser
  await new Member(browser, deployment.address('gateway')).signIn(shop.agent)
  await browser.open(`${deployment.address('gateway')}/settings#profile`)
  await page.sees('profile-settings .picture-row')

  await page.evaluate(`new Promise(resolve => {
    const canvas = Object.assign(document.createElement('canvas'), { width: 640, height: 400 })
    canvas.getContext('2d').fillRect(200, 100, 200, 200)
    canvas.toBlob(blob => {
      const files = new DataTransfer()
      files.items.add(new File([blob], 'me.png', { type: 'image/png' }))
      const input = document.querySelector('input[type=file]')
      input.files = files.files
      resolve(input.dispatchEvent(new Event('change')))
    })
  })`)
  await page.sees('dialog canvas')
  await page.press('dialog .primary')

  await page.sees('app-rail .avatar .face')
  const { body } = await api(browser, 'GET', '/session')
  const picture = await page.evaluate(`(async () => {
    const { width, height } = await createImageBitmap(await (await fetch('${body.member.avatar}')).blob())
    return [width, height]
  })()`)
  assert.deepEqual(picture, [256, 256])

  await page.press('profile-settings .picture-row .quiet')
  await page.press('dialog .danger')
  await page.seesNo('app-rail .avatar .face')
})

/**
 * Asks the gateway as the page that is open.
 * @param {import('./webdriver.js').Browser} browser
 * @param {string} method
 * @param {string} path
 * @param {object} [body]
 * @returns {Promise<{status: number, body: any}>}
 */
function api({ page }, method, path, body) {
  const options = { method, headers: { 'content-type': 'application/json' }, body: body && JSON.stringify(body) }
  return page.evaluate(`fetch(${JSON.stringify(`/api/v1${path}`)}, ${JSON.stringify(options)}).then(async answer => {
    const text = await answer.text()
    return { status: answer.status, body: text && JSON.parse(text) }
  })`)
}

/**
 * Signs out and in again as far as the second step, and through it with a code.
 * @param {import('./webdriver.js').Browser} browser
 * @param {{email: string, password: string}} person
 * @param {string} [code]
 */
async function signInWith(browser, { email, password }, code) {
  const { page } = browser
  await api(browser, 'DELETE', '/session')
  await browser.open(`${deployment.address('gateway')}/sign-in`)
  await page.type('input[name=email]', email)
  await page.type('input[name=password]', password)
  await browser.pressEnter()
  await page.sees('input[autocomplete=one-time-code]')
  if (code) await browser.type(code)
}
