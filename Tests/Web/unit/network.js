import assert from 'node:assert/strict'
import { Cowriting } from '../../../Services/Web/inbox/cowriting.js'
import { dice } from './dice.js'

/** Pages joined by a network of its own time. */
export class Network {
  time = 0
  frames = 0
  #tasks = []
  #order = 0

  constructor({ seed = 1, loss = 0, twice = 0, delay = 40 } = {}) {
    Object.assign(this, { random: dice(seed), loss, twice, delay, pages: [] })
  }

  page(member, kind = 'reply') {
    const page = { member, isOnline: true, news: [], changes: 0, longest: 0 }
    page.draft = new Cowriting({
      me: member, writer: `${member}${this.pages.length}`, kind, send: data => this.#post(page, data),
      clock: { now: () => this.time, later: (task, milliseconds) => this.later(task, milliseconds) },
      changed: what => { if (what === 'text') page.changes += 1 },
      tell: news => page.news.push(`${news.what} ${news.member}`),
    })
    this.pages.push(page)
    return page
  }

  later(task, milliseconds) {
    const entry = { at: this.time + milliseconds, order: this.#order++, task }
    this.#tasks.push(entry)
    return () => { this.#tasks = this.#tasks.filter(other => other !== entry) }
  }

  run(milliseconds) {
    const end = this.time + milliseconds
    for (;;) {
      const [next] = this.#tasks.sort((one, other) => one.at - other.at || one.order - other.order)
      if (!next || next.at > end) break
      this.#tasks.shift()
      this.time = next.at
      next.task()
    }
    this.time = end
  }

  #post(from, data) {
    const text = JSON.stringify(data)
    from.longest = Math.max(from.longest, Buffer.byteLength(text))
    this.frames += 1
    if (!from.isOnline) return
    for (const to of this.pages) {
      if (this.random.chance(this.loss)) continue
      for (let copies = this.random.chance(this.twice) ? 2 : 1; copies > 0; copies -= 1) {
        this.later(() => { if (to.isOnline) to.draft.hear(from.member, JSON.parse(text)) },
          1 + this.random.below(this.delay))
      }
    }
  }
}

/** Types at a place as a person would, into whatever stands there. */
export function type(page, text, at = page.draft.text.length) {
  const before = page.draft.text
  page.draft.typed(before.slice(0, at) + text + before.slice(at), at + text.length)
}

export function erase(page, start, end) {
  const before = page.draft.text
  page.draft.typed(before.slice(0, start) + before.slice(end), start)
}

/** Lets `guest` into what `host` writes. */
export function join(network, guest, host) {
  const known = () => guest.draft.others.find(({ member }) => member === host.member)
  for (let beats = 0; !known() && beats < 40; beats += 1) network.run(1_000)
  guest.draft.ask(known().writer)
  for (let beats = 0; !guest.draft.isTogether && beats < 40; beats += 1) {
    network.run(1_000)
    const asked = host.draft.asked.find(({ member }) => member === guest.member)
    if (asked) host.draft.accept(asked.writer)
  }
  assert.ok(guest.draft.isTogether)
}

/** @returns {{network: Network, salem: any, huda: any}} Two who write together, the first of whom began. */
export function pair(options, text = 'أهلا') {
  const network = new Network(options)
  const [salem, huda] = [network.page('salem'), network.page('huda')]
  salem.draft.open('')
  huda.draft.open('')
  type(salem, text)
  join(network, huda, salem)
  return { network, salem, huda }
}

export const inOrder = text => [...text].sort().join('')
