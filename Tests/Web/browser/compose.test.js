import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Member, Visitor } from './people.js'
import { stage } from './stage.js'
import { eventually } from './waiting.js'

const FIELD = 'reply-composer textarea'
const SHIFT_ENTER = '\uE008\uE007\uE000'

const { deployment, driver } = await stage()

/** A customer who has written once, and a member who reads it. */
async function meeting(/** @type {{language: string, name: string, first: string, shop: any}} */ parts) {
  const customer = await driver.browser({ language: parts.language, width: 1280, height: 860 })
  const desk = await driver.browser({ language: parts.language, width: 1440, height: 900 })
  const visitor = new Visitor(customer)
  const member = new Member(desk, deployment.address('gateway'))
  await member.signIn(parts.shop.agent)
  await visitor.visit(deployment.address('demo') + parts.shop.path)
  await visitor.openWidget()
  await visitor.introduce({ name: parts.name, email: `guest${Date.now()}@example.com` }, parts.first)
  await visitor.begin()
  await member.openConversation(parts.name)
  return { customer, desk, visitor, member, page: member.page }
}

test('an answer waits to be taken back, is edited before and after it left, and is deleted', async () => {
  const [shop] = await deployment.shops()
  const { desk, visitor, member, page } = await meeting({
    language: 'ar', name: 'ليلى', first: 'أين طلبي؟', shop,
  })

  await member.say('طلبك وصل')
  await page.sees('message-thread .held .countdown')
  await desk.screenshot('ar-compose-held')
  await desk.reload()
  await page.sees('message-thread .held .countdown')
  await page.press('.held-line button')
  await page.seesNo('message-thread .pending')
  assert.equal(await page.evaluate(`document.querySelector('${FIELD}').value`), 'طلبك وصل')
  assert.deepEqual(await visitor.messages(), ['أين طلبي؟'])

  await member.type(' إلى الرياض')
  await member.send()
  await page.press('.held-line button:last-of-type')
  await visitor.hears('طلبك وصل إلى الرياض')

  await page.press(FIELD)
  await desk.type('\uE013')
  await page.sees('.composer-bar .bar-editing')
  await desk.type(' صباح اليوم')
  await desk.pressEnter()
  await page.sees('message-thread .message.own .meta', 'معدّلة')
  await visitor.hears('طلبك وصل إلى الرياض صباح اليوم')

  await page.evaluate(`document.querySelector('.message.own .act:last-of-type').click()`)
  await page.press('.menu button:nth-of-type(5)')
  await page.press('dialog[open] button[value=yes]')
  await page.sees('message-thread .message.gone')
  await eventually('the customer reads it no more', async () =>
    !(await visitor.messages()).some(text => text.includes('الرياض')))
})

test('a canned reply, a quote, a note with a mention and an emoji', async () => {
  const [, shop] = await deployment.shops()
  const { desk, visitor, member, page } = await meeting({
    language: 'en', name: 'Huda', first: 'Do you ship to Muscat?', shop,
  })
  const made = await page.evaluate(`fetch('/api/v1/replies', { method: 'POST',
    headers: { 'content-type': 'application/json' }, body: JSON.stringify({ shortcut: 'ship', title: 'مدة الشحن',
      bodies: { en: 'Dear {{contact.name}}, within two days. {{agent.name}}' }, scope: 'own' }) }).then(r => r.status)`)
  assert.equal(made, 201)

  await member.type('/الشحن')
  await page.sees('.suggestions li', '/ship')
  await desk.screenshot('en-compose-canned')
  await desk.pressEnter()
  const filled = `Dear Huda, within two days. ${shop.agent.name}`
  await eventually('the reply is filled in', async () =>
    await page.evaluate(`document.querySelector('${FIELD}').value`) === filled)
  await page.evaluate(`document.querySelector('.message.theirs .act').click()`)
  await page.sees('.composer-bar .quote-text', 'Do you ship to Muscat?')
  await page.press('reply-composer .send')
  await page.press('.held-line button:last-of-type')
  await visitor.hears(filled)
  await page.sees('.message.own:not(.pending) .quote-text', 'Do you ship to Muscat?')

  await page.press('.modes [data-kind=note]')
  await member.type(`Ask @${shop.owner.name.split(' ')[0]}`)
  await page.sees('.suggestions li', shop.owner.name)
  await desk.pressEnter()
  await desk.type(`please${SHIFT_ENTER}`)
  await page.press('.tools .tool:nth-of-type(2)')
  await page.sees('.emoji-box')
  await desk.type('شكر')
  await desk.pressEnter()
  await page.press('reply-composer .send')
  await page.sees('.message.note .mention', `@${shop.owner.name}`)
  assert.ok(!(await visitor.messages()).some(text => text.includes('Ask')))
})

test('a canned reply brings its file along, as long as it has it', async () => {
  const [shop] = await deployment.shops()
  const { desk, visitor, member, page } = await meeting({
    language: 'ar', name: 'سارة', first: 'أريد العقد', shop,
  })
  const home = deployment.address('gateway')
  await desk.open(`${home}/settings#replies`)
  await page.sees('reply-settings .tools, reply-settings .nothing')
  await page.evaluate(`document.querySelector('reply-settings .button.primary').click()`)
  await page.evaluate(`(() => {
    const form = document.querySelector('dialog form')
    form.shortcut.value = 'عقد'
    form.title.value = 'إرسال العقد'
    form.ar.value = 'تفضّلي العقد'
    const chosen = new DataTransfer()
    chosen.items.add(new File(['بنود العقد'], 'عقد.txt', { type: 'text/plain' }))
    const input = form.querySelector('input[type=file]')
    input.files = chosen.files
    input.dispatchEvent(new Event('change'))
  })()`)
  await page.sees('.reply-files .file', 'عقد')
  await desk.screenshot('ar-settings-reply-files')
  await page.press('dialog .primary')
  await page.sees('.reply-row .tag', 'مرفق')

  await desk.open(`${home}/inbox`)
  await member.openConversation('سارة')
  await member.type('/عقد')
  await page.sees('.suggestions li', 'إرسال العقد')
  await desk.pressEnter()
  await page.sees('.tray-slot .file', 'عقد')
  await desk.screenshot('ar-compose-canned-file')
  await page.press('reply-composer .send')
  await page.press('.held-line button:last-of-type')
  await visitor.hears('تفضّلي العقد')
  await page.sees('.message.own:not(.pending) .file', 'عقد')
  const sent = await page.evaluate(`(async () => {
    const { items: [reply] } = await (await fetch('/api/v1/replies')).json()
    await fetch('/api/v1/replies/' + reply.id, { method: 'DELETE' })
    const link = document.querySelector('.message.own a.file').href
    return [link.includes(reply.attachments[0].id), await (await fetch(link)).text()]
  })()`)
  assert.deepEqual(sent, [false, 'بنود العقد'])
})

test('who is second to answer chooses what becomes of their answer; a draft goes along to another device', async () => {
  const [shop] = await deployment.shops()
  const { desk, visitor, member, page } = await meeting({
    language: 'ar', name: 'فهد', first: 'هل المتجر مفتوح؟', shop,
  })
  const other = await driver.browser({ language: 'ar', width: 390, height: 844, narrow: true })
  const colleague = new Member(other, deployment.address('gateway'))
  await colleague.signIn(shop.owner)
  await colleague.openConversation('فهد')

  await member.type('نعم، حتى العاشرة')
  await colleague.say('أهلًا فهد، نعم')
  await colleague.page.press('.held-line button:last-of-type')
  await page.sees('message-thread .message', 'أهلًا فهد، نعم')
  await page.press('reply-composer .send')
  await page.sees('.answered blockquote', 'أهلًا فهد، نعم')
  await desk.screenshot('ar-compose-answered')
  await page.press('.answered-acts button')
  await page.press('.held-line button:last-of-type')
  await visitor.hears('نعم، حتى العاشرة')

  const phone = await driver.browser({ language: 'ar', width: 390, height: 844, narrow: true })
  const again = new Member(phone, deployment.address('gateway'))
  await again.signIn(shop.agent)
  await again.openConversation('فهد')
  await member.type('وغدًا من')
  await eventually('the draft is on the phone', async () =>
    await again.page.evaluate(`document.querySelector('${FIELD}').value`) === 'وغدًا من')
  await phone.screenshot('ar-compose-narrow')
  const overflow = await again.page.evaluate('document.documentElement.scrollWidth - innerWidth')
  assert.ok(overflow <= 0, `${overflow} px too wide`)
})
