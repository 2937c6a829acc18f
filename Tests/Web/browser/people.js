import assert from 'node:assert/strict'
import { eventually } from './waiting.js'

/**
 * @typedef {import('./webdriver.js').Browser} Browser
 * @typedef {import('./deployment.js').Deployment} Deployment
 */

/** A customer with the shop's page before them. */
export class Visitor {
  #browser

  /** @param {Browser} browser */
  constructor(browser) {
    this.#browser = browser
  }

  get widget() {
    return this.#browser.widget
  }

  /** @param {string} shop */
  async visit(shop) {
    await this.#browser.open(shop)
    await this.#browser.page.sees('body')
    await eventually('the launcher is there', () => this.#browser.page.evaluate('!!window.majlis?.open'))
  }

  async openWidget() {
    await this.#browser.page.press('majlis-widget')
    await this.widget.sees('chat-widget')
  }

  /**
   * @param {{name: string, email: string}} details
   * @param {string} text
   */
  async introduce({ name, email }, text) {
    await this.widget.type('input[name=name]', name)
    await this.widget.type('input[name=email]', email)
    await this.widget.type('textarea[name=body]', text)
  }

  async begin() {
    await this.widget.press('pre-chat-form button[type=submit]')
    await this.widget.sees('chat-thread .message')
  }

  /** @param {string} text */
  async type(text) {
    await this.widget.type('chat-composer textarea', text)
  }

  async send() {
    await this.widget.press('chat-composer .send')
  }

  /** @param {string} text */
  async say(text) {
    await this.type(text)
    await this.send()
  }

  /** @returns {Promise<string[]>} The messages shown, in their order. */
  messages() {
    return this.widget.texts('chat-thread .message .bubble')
  }

  /** @param {string} text */
  async hears(text) {
    await this.widget.sees('chat-thread .message:not(.pending) .bubble', text)
  }
}

/** A member of the team with the inbox before them. */
export class Member {
  #browser
  #base

  /**
   * @param {Browser} browser
   * @param {string} base
   */
  constructor(browser, base) {
    this.#browser = browser
    this.#base = base
  }

  get page() {
    return this.#browser.page
  }

  /** @param {{email: string, password: string}} person */
  async signIn({ email, password }) {
    await this.#browser.open(`${this.#base}/sign-in`)
    await this.page.type('input[name=email]', email)
    await this.page.type('input[name=password]', password)
    await this.#browser.pressEnter()
    await this.page.sees('conversation-list')
  }

  /** @param {string} name */
  async openConversation(name) {
    await this.page.sees('conversation-list .row-name', name)
    await this.page.press('conversation-list .row')
    await this.page.sees('message-thread .message')
  }

  /** @param {string} text */
  async type(text) {
    await this.page.type('reply-composer textarea', text)
  }

  async send() {
    await this.page.press('reply-composer .send')
  }

  /** @param {string} text */
  async say(text) {
    await this.type(text)
    await this.send()
  }

  async close() {
    await this.page.press('thread-head .finish')
    await this.page.sees('reply-composer .closed-bar')
  }

  /** @returns {Promise<string[]>} */
  messages() {
    return this.page.texts('message-thread .message .bubble')
  }

  /** @param {string} text */
  async hears(text) {
    await this.page.sees('message-thread .message:not(.pending) .bubble', text)
  }
}

/**
 * Both see exactly these messages, in this order, each of them once and acknowledged.
 * @param {Visitor} visitor
 * @param {Member} member
 * @param {string[]} expected
 */
export async function expectBothSee(visitor, member, expected) {
  for (const side of [visitor, member]) {
    await eventually(`all ${expected.length} messages are seen`, async () =>
      (await side.messages()).length >= expected.length)
  }
  await visitor.widget.seesNo('chat-thread .pending')
  await member.page.seesNo('message-thread .pending')
  assert.deepEqual(await visitor.messages(), expected)
  assert.deepEqual(await member.messages(), expected)
}

/**
 * No page asked another host for anything.
 * @param {import('./webdriver.js').Place[]} places
 */
export async function expectOwnHostOnly(places) {
  for (const place of places) {
    const hosts = await place.evaluate(
      '[...new Set(performance.getEntriesByType("resource").map(({ name }) => new URL(name).hostname))]')
    assert.deepEqual(hosts.filter((/** @type {string} */ host) => host !== '127.0.0.1'), [])
  }
}
