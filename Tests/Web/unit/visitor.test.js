import assert from 'node:assert/strict'
import test, { beforeEach } from 'node:test'

/** @type {Record<string, string>} */
let stored = {}
/** @type {{path: string, body: any}[]} */
let asked = []
let refuses = false
const storage = {
  getItem: key => stored[key] ?? null,
  setItem: (key, value) => { stored[key] = value },
  removeItem: key => { delete stored[key] },
}
globalThis.window = /** @type {any} */ ({
  get localStorage() { return new Proxy(storage, { ownKeys: () => Object.keys(stored),
    getOwnPropertyDescriptor: () => ({ enumerable: true, configurable: true }) }) },
  setTimeout,
})
globalThis.fetch = /** @type {any} */ (async (path, { body }) => {
  asked.push({ path, body: body && JSON.parse(body) })
  if (refuses) return { ok: false, status: 401, json: async () => ({ code: 'token.expired', status: 401 }) }
  const { token } = body ? JSON.parse(body) : {}
  const subject = token && JSON.parse(Buffer.from(token.split('.')[1], 'base64url').toString()).sub
  const grant = { visitor: subject ? `vst_${subject}` : 'vst_nobody', token: `pass-${asked.length}` }
  const identity = subject && { subject, name: 'S' }
  return { ok: true, status: 201, text: async () => JSON.stringify({ ...grant, identity }) }
})
const { Visitor } = await import('../../../Services/Web/widget/visitor.js')
const encode = value => Buffer.from(JSON.stringify(value)).toString('base64url')
const proofOf = (subject, more = '') => `h.${encode({ sub: subject, more })}.s`

beforeEach(() => { [stored, asked, refuses] = [{}, [], false] })

test('nobody in particular is kept when they write, and asked for once', async () => {
  const visitor = new Visitor('inb_1')
  await visitor.identify()
  assert.deepEqual([visitor.wrote, asked.length], [false, 0])

  await visitor.ensureToken()

  assert.equal(new Visitor('inb_1').token, visitor.token)
  assert.deepEqual(asked.map(({ body }) => body), [undefined])
})

test('a plain reload keeps the customer, and another token of theirs renews the pass', async () => {
  const visitor = new Visitor('inb_1', proofOf('42'))
  await visitor.identify()

  const reloaded = new Visitor('inb_1', proofOf('42'))
  await reloaded.identify()
  const renewed = new Visitor('inb_1', proofOf('42', 'x'))
  await renewed.identify()

  assert.equal(reloaded.token, 'pass-1')
  assert.equal(renewed.token, 'pass-2')
  assert.equal(visitor.scope, 'inb_1/vst_42')
  assert.deepEqual(visitor.asked({ name: 'required', email: 'optional', phone: 'hidden' }),
    { name: 'hidden', email: 'optional', phone: 'hidden' })
})

test("a customer known from before stays when a stale page's token is refused; a new one does not", async () => {
  await new Visitor('inb_1', proofOf('42')).identify()
  refuses = true

  const stale = new Visitor('inb_1', proofOf('42', 'stale'))
  await stale.identify()

  assert.equal(stale.token, 'pass-1')
  await assert.rejects(new Visitor('inb_1', proofOf('43')).identify(), { status: 401, code: 'token.expired' })
  assert.equal(new Visitor('inb_1', proofOf('42')).token, undefined)
})

test('another customer, or nobody, gets nothing of the one before', async () => {
  const nobody = new Visitor('inb_1')
  await nobody.ensureToken()
  const first = new Visitor('inb_1', proofOf('42'))
  await first.identify()

  const second = new Visitor('inb_1', proofOf('43'))
  const signedOut = new Visitor('inb_1')

  assert.equal(second.token, undefined)
  assert.equal(signedOut.token, nobody.token)
  assert.ok(first.is(proofOf('42', 'x')) && !first.is(proofOf('43')) && !first.is(''))
})

test('what is forgotten is gone: both of them, and what they had not sent', async () => {
  await new Visitor('inb_1').ensureToken()
  await new Visitor('inb_1', proofOf('42')).identify()
  Object.assign(stored, {
    'majlis.outbox.inb_1.7': '{}', 'majlis.outbox.inb_1/vst_42.8': '{}', 'majlis.outbox.inb_12.9': '{}', other: 'x',
  })

  Visitor.forget('inb_1')

  assert.deepEqual(Object.keys(stored).sort(), ['majlis.outbox.inb_12.9', 'other'])
})
