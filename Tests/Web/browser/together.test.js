import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Member, Visitor } from './people.js'
import { stage } from './stage.js'
import { eventually } from './waiting.js'

const { deployment, driver } = await stage()

const FIELD = 'reply-composer textarea'
const inOrder = (/** @type {string} */ text) => [...text].sort().join('')

/** @param {Member} member @returns {Promise<string>} */
const textOf = member => member.page.evaluate(`document.querySelector('${FIELD}').value`)

/**
 * Presses Ctrl+Z in the field, or Ctrl+Shift+Z.
 * @param {Member} member
 * @param {boolean} [again]
 */
const step = (member, again = false) => member.page.evaluate(`document.querySelector('${FIELD}').dispatchEvent(
  new KeyboardEvent('keydown', { code: 'KeyZ', ctrlKey: true, shiftKey: ${again}, bubbles: true, cancelable: true }))`)

/**
 * Both have the same before their eyes, and so much of it.
 * @param {Member[]} members
 * @param {string} letters In any order.
 */
async function expectOneText(members, letters) {
  await eventually(`both see one text of ${letters.length}`, async () => {
    const [one, other] = await Promise.all(members.map(textOf))
    return one === other && inOrder(one) === inOrder(letters)
  })
}

test('two members see each other, write one reply at the same time and through a cut, and send it once', async () => {
  const [shop] = await deployment.shops()
  const look = { language: 'ar', width: 1440, height: 900 }
  const [first, second, third] = [await driver.browser(look), await driver.browser(look), await driver.browser(look)]
  const visitor = new Visitor(third)
  const [owner, agent] = [first, second].map(browser => new Member(browser, deployment.address('gateway')))
  const both = [owner, agent]
  await visitor.visit(deployment.address('demo') + shop.path)
  await visitor.openWidget()
  await visitor.introduce({ name: 'ليلى', email: 'layla@example.com' }, 'أين وصل طلبي؟')
  await visitor.begin()
  await owner.signIn(shop.owner)
  await agent.signIn(shop.agent)

  await owner.openConversation('ليلى')
  await agent.page.sees('conversation-list .row .viewers')
  await agent.openConversation('ليلى')
  for (const member of both) await member.page.sees('thread-head .viewers .avatar')

  await owner.type('أهلا')
  await agent.page.sees('cowriting-bar', shop.owner.name)
  assert.equal(await textOf(agent), '')
  await second.screenshot('ar-together-invitation')
  await agent.page.press('cowriting-bar .button')
  await owner.page.sees('cowriting-bar', shop.agent.name)
  await owner.page.press('cowriting-bar .primary')
  await expectOneText(both, 'أهلا')
  await owner.page.sees('cowriting-bar', shop.agent.name)

  for (const member of both) await member.page.press(FIELD)
  await Promise.all([first.type(' بك يا ليلى، طلبك في الطريق.'), second.type(' Ships tomorrow!')])
  await expectOneText(both, 'أهلا بك يا ليلى، طلبك في الطريق. Ships tomorrow!')
  const together = await textOf(owner)
  assert.ok(together.includes(' بك يا ليلى، طلبك في الطريق.'), together)
  assert.ok(together.includes(' Ships tomorrow!'), together)
  await owner.page.sees('.peer-caret', shop.agent.name)
  await first.screenshot('ar-together')

  await step(agent)
  await expectOneText(both, 'أهلا بك يا ليلى، طلبك في الطريق.')
  await step(agent, true)
  await expectOneText(both, together)

  await deployment.kill('gateway')
  await Promise.all([first.type('١٢٣'), second.type('456')])
  await deployment.begin('gateway')
  await deployment.ready('gateway')
  await expectOneText(both, `${together}١٢٣456`)

  await second.reload()
  await agent.page.sees('cowriting-bar', shop.owner.name)
  await expectOneText(both, `${together}١٢٣456`)
  await agent.page.press(FIELD)

  const reply = await textOf(agent)
  await agent.send()
  await owner.page.sees('.toast', shop.agent.name)
  await expectOneText(both, '')
  await visitor.hears(reply)
  assert.deepEqual((await visitor.messages()).filter(text => text === reply), [reply])

  await second.open('about:blank')
  await owner.page.seesNo('thread-head .viewers')
})
