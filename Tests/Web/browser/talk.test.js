import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { test } from 'node:test'
import { expectBothSee, expectOwnHostOnly, Member, Visitor } from './people.js'
import { lean, WEB } from '../weight.js'
import { stage } from './stage.js'
import { eventually } from './waiting.js'

const { deployment, driver } = await stage()

test('a visitor and a team member talk in Arabic, through reloads and a gateway that is gone for a while', async () => {
  const [shop] = await deployment.shops()
  const customer = await driver.browser({ language: 'ar', width: 1280, height: 860 })
  const desk = await driver.browser({ language: 'ar', width: 1440, height: 900 })
  const visitor = new Visitor(customer)
  const member = new Member(desk, deployment.address('gateway'))

  await member.signIn(shop.agent)
  await desk.screenshot('ar-inbox-empty')
  await visitor.visit(deployment.address('demo') + shop.path)
  await visitor.openWidget()
  await visitor.widget.sees('.presence[data-online=true]')
  await visitor.introduce({ name: 'ليلى', email: 'layla@example.com' }, 'السلام عليكم، أين وصل طلبي؟')
  await customer.screenshot('ar-widget-form')
  await visitor.begin()
  await member.openConversation('ليلى')
  await member.page.sees('thread-head .who-state')
  await expectBothSee(visitor, member, ['السلام عليكم، أين وصل طلبي؟'])

  await member.type('وعليكم السلام')
  await visitor.widget.sees('chat-thread .typing')
  await member.send()
  await visitor.hears('وعليكم السلام')
  await visitor.type('رقم الطلب A-1024')
  await member.page.sees('message-thread .typing')
  await desk.screenshot('ar-inbox-typing')
  await visitor.send()
  const spoken = ['السلام عليكم، أين وصل طلبي؟', 'وعليكم السلام', 'رقم الطلب A-1024']
  await expectBothSee(visitor, member, spoken)

  await desk.reload()
  await visitor.visit(deployment.address('demo') + shop.path)
  await visitor.openWidget()
  await member.page.sees('message-thread .message')
  await expectBothSee(visitor, member, spoken)

  await deployment.kill('gateway')
  await visitor.say('هل أنتم هنا؟')
  await visitor.widget.sees('chat-thread .pending')
  await customer.screenshot('ar-widget-waiting')
  await deployment.begin('gateway')
  await deployment.ready('gateway')
  await member.hears('هل أنتم هنا؟')
  await member.say('نعم، طلبك في الطريق إليك: https://example.com/track/A-1024')
  spoken.push('هل أنتم هنا؟', 'نعم، طلبك في الطريق إليك: https://example.com/track/A-1024')
  await expectBothSee(visitor, member, spoken)
  await desk.screenshot('ar-inbox')
  await customer.screenshot('ar-widget')

  await member.close()
  await visitor.widget.sees('chat-thread .ending')
  await expectBothSee(visitor, member, spoken)
  await desk.screenshot('ar-inbox-closed')
  await customer.screenshot('ar-widget-ended')
  await eventually('the summary is sent', async () => (await deployment.summaries()).length > 0)
  assert.equal((await deployment.summaries()).length, 1)
  await expectOwnHostOnly([customer.page, visitor.widget, desk.page])
})

test('a visitor and a team member talk in English on their telephones', async () => {
  const [, shop] = await deployment.shops()
  const look = { language: 'en', width: 390, height: 844, narrow: true }
  const customer = await driver.browser(look)
  const desk = await driver.browser(look)
  const visitor = new Visitor(customer)
  const member = new Member(desk, deployment.address('gateway'))

  await member.signIn(shop.owner)
  await visitor.visit(deployment.address('demo') + shop.path)
  await customer.screenshot('en-shop-narrow')
  await visitor.openWidget()
  await visitor.introduce({ name: 'Huda', email: 'huda@example.com' }, 'Do you ship to Muscat?')
  await customer.screenshot('en-widget-form-narrow')
  await visitor.begin()
  await member.page.sees('conversation-list .row-name', 'Huda')
  await desk.screenshot('en-inbox-list-narrow')
  await member.openConversation('Huda')
  await member.say('Yes, within three days.')
  await visitor.hears('Yes, within three days.')

  await expectBothSee(visitor, member, ['Do you ship to Muscat?', 'Yes, within three days.'])
  await desk.screenshot('en-inbox-narrow')
  await customer.screenshot('en-widget-narrow')
  for (const place of [desk.page, customer.page, visitor.widget]) {
    const overflow = await place.evaluate('document.documentElement.scrollWidth - innerWidth')
    assert.ok(overflow <= 0, `${overflow} px too wide`)
  }
})

test('the gateway sends scripts and styles without comments, as their weight is counted', async () => {
  for (const path of readdirSync(WEB, { recursive: true }).map(String).filter(path => /\.(js|css)$/.test(path))) {
    const answer = await fetch(`${deployment.address('gateway')}/assets/${path}`)
    assert.equal(await answer.text(), lean(path), path)
  }
})
