import { Sequence } from '../common/sequence.js'
import { NoDelta, pieces } from '../common/sequence-wire.js'
import { heardIn, isId, same } from './heard.js'
import { OwnSteps } from './own-steps.js'

export const LEASE_MILLISECONDS = 10_000
/** Edits and carets leave this far apart. */
const GATHER_MILLISECONDS = 100
const PATIENCE_MILLISECONDS = 1_000
/** The gateway takes 24 KiB. */
const PIECE_BYTES = 12_000
const PEOPLE_LIMIT = 20

/**
 * @typedef {import('../common/sequence-wire.js').Id} Id
 * @typedef {import('../common/sequence-wire.js').Delta} Delta
 * @typedef {import('./heard.js').Heard} Heard
 * @typedef {{now: () => number, later: (task: () => void, milliseconds: number) => () => void}} Clock `later` gives
 *   what calls it off.
 * @typedef {{name: string, round: number, party: string[], heard: Heard, closed: Heard, state: Delta}} Saved
 * @typedef {{member: string, until: number, caret?: Id, heard: Heard, digest: string}} Peer
 * @typedef {object} SharedDraftParts
 * @property {string} name The group's.
 * @property {number} round
 * @property {string} writer This page's.
 * @property {string[]} party The members who belong to it.
 * @property {string} [from] Who gives us the text; nobody where we begin it.
 * @property {(data: Record<string, unknown>) => void} send
 * @property {Clock} clock
 * @property {(what: 'text'|'people'|'joined') => void} changed
 * @property {(member: string) => void} wasSent
 */

/**
 * The text of a group, and how far each of them has come with it.
 *
 * When its reply was sent and all agree that nothing is left, a new round begins: an empty text without the places of
 * what was deleted. Edits keep their numbers from round to round, and a round says how many of each writer's the last
 * one held: whoever typed more than that brings it along.
 */
export class SharedDraft {
  name
  party
  /** @type {Map<string, Peer>} By writer. */
  peers = new Map()
  #parts
  #round
  #text
  /** Own edits, in all rounds. */
  #count = 0
  /**
   * The text's clock after each own edit of this round.
   * @type {Map<number, number>}
   */
  #clocks = new Map()
  /** @type {Heard} */
  #heard = {}
  /**
   * How many of each writer's edits belonged to the round before.
   * @type {Heard}
   */
  #closed = {}
  #steps = new OwnSteps()
  /** @type {Delta[]} */
  #unsent = []
  /** @type {(() => void)|undefined} */
  #cancelFlush
  #flushedAt = 0
  /** @type {Id|undefined} */
  #caret
  /**
   * When something was last done that is not to be done all the time.
   * @type {Map<string, number>}
   */
  #done = new Map()
  /**
   * The state that makes us part of it, as far as it came.
   * @type {{set: string, parts: Set<number>}|undefined}
   */
  #arriving
  #sets = 0

  /** @param {SharedDraftParts} parts */
  constructor(parts) {
    this.#parts = parts
    this.name = parts.name
    this.party = new Set(parts.party.slice(0, PEOPLE_LIMIT))
    this.#round = parts.round
    this.#text = new Sequence(parts.writer)
    if (parts.from) this.#arriving = { set: '', parts: new Set() }
  }

  get text() {
    return this.#text.text
  }

  /** Whether all of the text is still on its way to us. */
  get isArriving() {
    return this.#arriving !== undefined
  }

  /**
   * @param {string} text
   * @param {number} [caret]
   * @throws {import('../common/sequence.js').SequenceFull}
   */
  change(text, caret) {
    const delta = this.#steps.change(this.#text, text, caret, this.#now)
    if (delta) this.#give([delta])
  }

  /** @returns {number|undefined} Where the caret goes. */
  undo() {
    return this.#step(this.#steps.undo(this.#text))
  }

  redo() {
    return this.#step(this.#steps.redo(this.#text))
  }

  /** @returns {Saved} */
  save() {
    return {
      name: this.name, round: this.#round, party: [...this.party], heard: this.#known(), closed: this.#closed,
      state: this.#text.state(),
    }
  }

  /** @param {Saved} saved */
  load({ heard, closed, state }) {
    this.#text.merge(state)
    this.#take(heardIn(heard))
    this.#closed = heardIn(closed)
  }

  /** Everything that is here goes, for everybody; what somebody types meanwhile stays. */
  sent() {
    this.flush()
    const delta = this.#text.change('')
    if (delta) this.#sayEdit([delta], true)
  }

  /** @param {number} index Where the caret stands. */
  select(index) {
    const caret = this.#text.anchor(index)
    if (String(caret) === String(this.#caret)) return
    this.#caret = caret
    if (this.peers.size) this.#flushSoon()
  }

  /** @param {number} index */
  anchor(index) {
    return this.#text.anchor(index)
  }

  /** @param {Id} anchor */
  index(anchor) {
    return this.#text.index(anchor)
  }

  /** Sends what was typed. */
  flush() {
    this.#cancelFlush?.()
    this.#cancelFlush = undefined
    this.#flushedAt = this.#now
    if (!this.#unsent.length) return
    const deltas = this.#unsent
    this.#unsent = []
    // Mostly one letter in one frame; what was pasted may need several.
    if (JSON.stringify(deltas).length < PIECE_BYTES / 4) this.#sayEdit(deltas)
    else for (const delta of deltas.flatMap(delta => pieces(delta, PIECE_BYTES))) this.#sayEdit([delta])
  }

  /** Says how far we have come, so that whoever misses something finds out. */
  pulse() {
    this.flush()
    if (this.#arriving) return
    this.#say({ do: 'pulse', heard: this.#known(), digest: this.#text.digest(), closed: this.#closed })
  }

  /** Every few seconds. */
  beat() {
    for (const [writer, { until }] of this.peers) if (until <= this.#now) this.forget(writer)
    if (this.#arriving && this.#parts.from) this.#want(this.#parts.from)
    if (this.#isOver()) this.#beginRound(this.#round + 1, this.#known())
    this.pulse()
  }

  /** @param {string} writer */
  forget(writer) {
    if (this.peers.delete(writer)) this.#parts.changed('people')
  }

  /**
   * Gives somebody everything.
   * @param {string} to A writer.
   */
  giveState(to) {
    if (this.#arriving) return
    this.flush()
    const parts = pieces(this.#text.state(), PIECE_BYTES)
    const set = `${this.#sets++}`
    for (const [part, delta] of parts.entries()) {
      this.#say({ do: 'state', to, set, part, of: parts.length, delta, heard: this.#known(), closed: this.#closed })
    }
  }

  /**
   * @param {string} member
   * @param {any} data Of this group.
   * @throws {NoDelta}
   * @throws {import('../common/sequence.js').SequenceFull}
   */
  hear(member, data) {
    if (!this.party.has(member)) return
    const peer = this.#meet(member, data)
    if (!peer) return
    if (data.round < this.#round) return this.#mayAgain(`late ${data.from}`) ? this.pulse() : undefined
    if (data.round > this.#round) this.#followInto(data.round, heardIn(data.closed))
    switch (data.do) {
      case 'edit': return this.#hearEdit(member, data)
      case 'state': return this.#hearState(data)
      case 'pulse': return this.#hearPulse(peer, data)
      case 'want': if (data.to === this.#parts.writer) this.giveState(data.from)
    }
  }

  /**
   * @param {string} member
   * @param {any} data
   */
  #meet(member, { from, caret, party }) {
    const known = this.peers.get(from)
    if (!known && this.peers.size >= PEOPLE_LIMIT) return undefined
    const peer = known ?? { member, until: 0, heard: {}, digest: '' }
    peer.until = this.#now + LEASE_MILLISECONDS
    if (isId(caret)) peer.caret = caret
    for (const other of Array.isArray(party) ? party.slice(0, PEOPLE_LIMIT) : []) this.party.add(String(other))
    this.peers.set(from, peer)
    if (!known || caret) this.#parts.changed('people')
    return peer
  }

  /**
   * @param {string} member
   * @param {any} data
   */
  #hearEdit(member, { from, n, deltas, sent }) {
    if (!Array.isArray(deltas) || !Number.isSafeInteger(n)) throw new NoDelta()
    for (const delta of deltas) this.#text.merge(delta)
    const isNews = n > (this.#heard[from] ?? 0)
    this.#heard[from] = Math.max(this.#heard[from] ?? 0, n)
    if (!this.#arriving) this.#parts.changed('text')
    if (sent && isNews) this.#parts.wasSent(member)
  }

  /** @param {any} data */
  #hearState({ from, to, set, part, of, delta, heard }) {
    this.#text.merge(delta)
    if (to === this.#parts.writer) this.#take(heardIn(heard))
    if (!this.#arriving) return this.#parts.changed('text')
    if (to !== this.#parts.writer) return
    const name = `${from} ${set}`
    if (this.#arriving.set !== name) this.#arriving = { set: name, parts: new Set() }
    this.#arriving.parts.add(part)
    if (this.#arriving.parts.size < of) return
    this.#arriving = undefined
    this.#parts.changed('joined')
    this.pulse()
  }

  /**
   * @param {Peer} peer
   * @param {any} data
   */
  #hearPulse(peer, { from, heard, digest }) {
    peer.heard = heardIn(heard)
    peer.digest = String(digest)
    if (this.#arriving) return
    const mine = this.#known()
    const lacks = Object.entries(peer.heard).some(([writer, n]) => writer !== this.#parts.writer
      && n > (mine[writer] ?? 0))
    if (lacks || (same(mine, peer.heard) && peer.digest !== this.#text.digest())) this.#want(from)
  }

  /** @param {string} from */
  #want(from) {
    if (this.#mayAgain(`want ${from}`)) this.#say({ do: 'want', to: from })
  }

  /** Whether nothing is left of the text and everybody who is here agrees. The first of them says so. */
  #isOver() {
    if (this.#arriving || this.text || !this.#text.size || this.#unsent.length) return false
    if ([...this.peers.keys()].some(writer => writer < this.#parts.writer)) return false
    const [mine, digest] = [this.#known(), this.#text.digest()]
    return [...this.peers.values()].every(peer => peer.digest === digest && same(peer.heard, mine))
  }

  /**
   * Another round has begun: what we typed too late for the last one comes along.
   * @param {number} round
   * @param {Heard} closed
   */
  #followInto(round, closed) {
    let clock = 0
    for (const [n, after] of this.#clocks) if (n <= (closed[this.#parts.writer] ?? 0)) clock = after
    const typed = this.#text.textOf(this.#parts.writer, clock)
    this.#beginRound(round, closed)
    if (typed) this.change(typed)
    this.#parts.changed('text')
  }

  /**
   * @param {number} round
   * @param {Heard} closed
   */
  #beginRound(round, closed) {
    this.#round = round
    this.#closed = closed
    this.#text = new Sequence(this.#parts.writer)
    this.#clocks.clear()
    this.#take(closed)
    this.#unsent = []
    this.#steps = new OwnSteps()
    this.#caret = undefined
    for (const peer of this.peers.values()) Object.assign(peer, { digest: '', caret: undefined })
  }

  /** @param {{deltas: Delta[], caret: number}|undefined} step */
  #step(step) {
    if (step) this.#give(step.deltas)
    return step?.caret
  }

  /** @param {Delta[]} deltas */
  #give(deltas) {
    this.#unsent.push(...deltas)
    this.#flushSoon()
  }

  #flushSoon() {
    if (this.#cancelFlush) return
    const wait = this.#flushedAt + GATHER_MILLISECONDS - this.#now
    this.#cancelFlush = this.#parts.clock.later(() => {
      if (this.#unsent.length) this.flush()
      else {
        this.#cancelFlush = undefined
        this.#flushedAt = this.#now
        this.#say({ do: 'caret' })
      }
    }, Math.max(0, wait))
  }

  /**
   * @param {Delta[]} deltas
   * @param {boolean} [sent]
   */
  #sayEdit(deltas, sent) {
    this.#count += 1
    this.#clocks.set(this.#count, this.#text.clock)
    this.#say({ do: 'edit', n: this.#count, deltas, ...(sent ? { sent } : {}) })
  }

  /** @param {Record<string, unknown>} data */
  #say(data) {
    const caret = this.#caret && { caret: this.#caret }
    this.#parts.send({ ...data, group: this.name, round: this.#round, party: [...this.party], ...caret })
  }

  /** @returns {Heard} */
  #known() {
    return { ...this.#heard, ...(this.#count ? { [this.#parts.writer]: this.#count } : {}) }
  }

  /** @param {Heard} heard */
  #take(heard) {
    for (const [writer, n] of Object.entries(heard)) {
      if (writer !== this.#parts.writer) this.#heard[writer] = Math.max(this.#heard[writer] ?? 0, n)
    }
  }

  get #now() {
    return this.#parts.clock.now()
  }

  /** @param {string} what */
  #mayAgain(what) {
    if (this.#now - (this.#done.get(what) ?? -PATIENCE_MILLISECONDS) < PATIENCE_MILLISECONDS) return false
    this.#done.set(what, this.#now)
    return true
  }
}
