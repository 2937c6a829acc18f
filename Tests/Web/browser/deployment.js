import { spawn } from 'node:child_process'
import { mkdtemp, open, readdir, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { eventually } from './waiting.js'

const ROOT = fileURLToPath(new URL('../../..', import.meta.url))
const PROGRAMS = join(ROOT, '.build', process.env.MAJLIS_CONFIGURATION ?? 'debug')
const SERVICES = ['identity', 'contacts', 'conversations', 'notifications', 'gateway']

/** The five services with the demo's two shops, as `deploy/up --demo` starts them, on free ports. */
export class Deployment {
  /** @type {Map<string, import('node:child_process').ChildProcess>} */
  #running = new Map()
  /** @type {Record<string, string>} */
  #settings = {}
  #folder = ''

  static async start() {
    const deployment = new Deployment()
    await deployment.#prepare()
    for (const name of SERVICES) await deployment.begin(name)
    for (const name of SERVICES) await deployment.ready(name)
    await deployment.begin('demo')
    await deployment.ready('demo')
    return deployment
  }

  /** @param {string} name */
  address(name) {
    return this.#settings[`MAJLIS_${name.toUpperCase()}_URL`]
  }

  /** What the demo made: its shops with their people. */
  async shops() {
    return JSON.parse(await readFile(join(this.#folder, 'demo.json'), 'utf8'))
  }

  /** The mails of the embedded delivery. */
  async mails() {
    const names = await readdir(join(this.#folder, 'outbox')).catch(() => [])
    return names.filter(name => name.endsWith('.eml'))
  }

  /** The summaries among them; mails about accounts have other names. */
  async summaries() {
    return (await this.mails()).filter(name => name.startsWith('cnv_'))
  }

  /**
   * The link of the mail that somebody was sent for a page, once it is there.
   * @param {string} email
   * @param {'confirm'|'reset'|'join'} page
   * @returns {Promise<string>}
   */
  link(email, page) {
    return eventually(`${email} has a mail for /${page}`, async () => {
      const folder = join(this.#folder, 'outbox')
      for (const name of await readdir(folder)) {
        const mail = name.endsWith('.eml') ? await readFile(join(folder, name), 'utf8') : ''
        const link = mail.includes(`<${email}>`) && linkIn(mail, page)
        if (link) return link
      }
      return ''
    })
  }

  /** @param {string} name */
  async begin(name) {
    const log = await open(join(this.#folder, `${name}.log`), 'a')
    const child = spawn(join(PROGRAMS, name), [], { env: this.#settings, stdio: ['ignore', log.fd, log.fd] })
    this.#running.set(name, child)
    await log.close()
  }

  /** @param {string} name */
  async ready(name) {
    await eventually(`${name} is ready`, async () => (await fetch(`${this.address(name)}/readyz`)).ok)
  }

  /**
   * Ends one at once, as a power cut would.
   * @param {string} name
   */
  async kill(name) {
    const child = this.#running.get(name)
    if (!child) return
    this.#running.delete(name)
    const ended = new Promise(resolve => child.once('exit', resolve))
    child.kill('SIGKILL')
    await ended
  }

  async stop() {
    for (const name of [...this.#running.keys()].reverse()) await this.kill(name)
    await rm(this.#folder, { recursive: true, force: true })
  }

  async #prepare() {
    this.#folder = await mkdtemp(join(tmpdir(), 'majlis-browser-'))
    this.#settings = {
      MAJLIS_DATA: this.#folder, MAJLIS_KEY: 'the-key-of-every-test-0123456789abcdef',
      MAJLIS_WEB: join(ROOT, 'Services/Web'), MAJLIS_DEMO_PAGES: join(ROOT, 'deploy/demo'), MAJLIS_DEMO_STORY: 'off',
    }
    const ports = await freePorts(SERVICES.length + 1)
    for (const name of [...SERVICES, 'demo']) {
      const address = `127.0.0.1:${ports.pop()}`
      this.#settings[`MAJLIS_${name.toUpperCase()}_LISTEN`] = address
      this.#settings[`MAJLIS_${name.toUpperCase()}_URL`] = `http://${address}`
    }
    this.#settings.MAJLIS_PUBLIC_URL = this.address('gateway')
  }
}

/**
 * @param {string} mail With parts in base64.
 * @param {string} page
 */
function linkIn(mail, page) {
  const parts = mail.split(/\r?\n\r?\n/).map(part => Buffer.from(part.split('\n--')[0], 'base64').toString('utf8'))
  return new RegExp(`https?://[^\\s"<]+/${page}#[^\\s"<]+`).exec([mail, ...parts].join('\n'))?.[0]
}

/** @param {number} count */
async function freePorts(count) {
  const servers = await Promise.all(Array.from({ length: count }, () => new Promise(resolve => {
    const server = createServer().listen(0, '127.0.0.1', () => resolve(server))
  })))
  const ports = servers.map(server => server.address().port)
  await Promise.all(servers.map(server => new Promise(resolve => server.close(resolve))))
  return ports
}
