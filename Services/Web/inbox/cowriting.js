import { SequenceFull } from '../common/sequence.js'
import { NoDelta } from '../common/sequence-wire.js'
import { LEASE_MILLISECONDS, SharedDraft } from './shared-draft.js'

/*
 * Two members write one reply together. How a composer does it, with the element of elements/cowriting-bar.js:
 *
 *   #together = new CowritingBar(desk, this.#text, () => …)   once; stands right above the textarea, whose parent it is
 *                                                             given a place in: `position: relative`
 *   this.#together.open(conversation, kind)    whenever either changes, after the textarea got its own text; without
 *                                              arguments where nothing can be written
 *   this.#together.sent()                      when what stands in the textarea is sent, before it is emptied
 *
 * The bar listens to the textarea itself. Call `changed()` after setting its value in a script (a canned reply, an
 * emoji). The callback says that a colleague changed the text: fit the box and keep the draft, as after `input`; do not
 * say that the reader is typing.
 *
 * This file is what is said and heard: pure, `send` and clock are handed in; Tests/Web/unit/cowriting.test.js plays it
 * on networks that lose, repeat and reorder. A message goes to everybody of the team who sees the conversation. Who
 * writes alone says `here` every few seconds. A colleague may `ask`; who is let in gets the `state`, and from then on
 * each sends every `edit`, and every few seconds a `pulse`: how many edits of whom were heard, and a digest of what is
 * there. Where that shows that something never came, it is sent for (`want`) and merged. Whoever comes back after an
 * hour of sleep is brought up to date in the same way.
 */

export const BEAT_MILLISECONDS = 3_000
const WRITERS_LIMIT = 50
const HELD_LIMIT = 500
const NAME_LENGTH = 24

/**
 * @typedef {{member: string, until: number}} Lease
 * @typedef {{what: 'sent'|'declined'|'full', member: string}} News
 * @typedef {object} CowritingParts
 * @property {string} me The member.
 * @property {string} writer Names this draft on this page and nothing else, ever; at most 24 letters.
 * @property {'reply'|'note'} kind
 * @property {(data: Record<string, unknown>) => void} send
 * @property {import('./shared-draft.js').Clock} clock
 * @property {(what: 'before'|'text'|'people') => void} changed By others: the text (`before` it is), or who is there.
 * @property {(news: News) => void} tell
 */

/** One draft: written alone or with others. */
export class Cowriting {
  #parts
  #isOpen = false
  #alone = ''
  /** @type {SharedDraft|undefined} */
  #draft
  /** @type {Map<string, Lease>} */
  #others = new Map()
  /** @type {Map<string, Lease>} */
  #asked = new Map()
  /** @type {{to: string, member: string}|undefined} */
  #asking
  /** @type {(() => void)|undefined} */
  #cancelBeat
  /** @type {[string, any][]|undefined} */
  #held
  #groups = 0

  /** @param {CowritingParts} parts */
  constructor(parts) {
    this.#parts = parts
  }

  /** What the composer shows. */
  get text() {
    return this.together?.text ?? this.#alone
  }

  get isTogether() {
    return this.together !== undefined
  }

  /** What is written with others: carets, steps to take back, what to keep for a page that is loaded anew. */
  get together() {
    return this.#draft?.isArriving ? undefined : this.#draft
  }

  /** Who writes this text with us, and where their caret stands in it. */
  get peers() {
    const draft = this.together
    return [...draft?.peers ?? []].map(([writer, { member, caret }]) =>
      ({ writer, member, caret: caret && draft?.index(caret) }))
  }

  /** Who writes without us and could be asked. */
  get others() {
    return [...this.#others].map(([writer, { member }]) => ({ writer, member }))
  }

  /** Who waits for our answer. */
  get asked() {
    return [...this.#asked].map(([writer, { member }]) => ({ writer, member }))
  }

  /** The member whose answer we wait for. */
  get asking() {
    return this.#asking?.member
  }

  /**
   * The composer shows this draft, with what it kept of it.
   * @param {string} text
   */
  open(text) {
    this.#isOpen = true
    this.#alone = text
    if (this.isTogether) this.#guard(() => this.#bring(text))
    this.#beat()
  }

  /** The composer shows something else. What is written together goes on without us, and is there when we come back. */
  close() {
    if (!this.#isOpen) return
    this.#draft?.flush()
    if (this.#draft?.isArriving) this.#draft = undefined
    this.#say({ do: 'left' })
    this.#isOpen = false
    this.#cancelBeat?.()
    this.#asking = this.#held = undefined
    for (const people of [this.#draft?.peers, this.#others, this.#asked]) people?.clear()
  }

  /**
   * The text as its writer left it.
   * @param {string} text
   * @param {number} [caret]
   */
  typed(text, caret) {
    const isNew = (text === '') !== (this.#alone === '')
    this.#alone = text
    if (this.isTogether) this.#guard(() => this.#draft?.change(text, caret))
    else if (isNew) this.#sayHere()
  }

  /** @param {import('./shared-draft.js').Saved} saved From a page that this one took the place of. */
  restore(saved) {
    this.#guard(() => {
      const draft = this.#newDraft(saved)
      draft.load(saved)
      this.#draft = draft
    })
  }

  /** What stands there was sent. It goes for everybody, and what somebody types at this moment stays. */
  sent() {
    this.#alone = ''
    if (this.together) this.together.sent()
    else this.#sayHere()
  }

  /**
   * Asks somebody who writes the same.
   * @param {string} writer
   */
  ask(writer) {
    const member = this.#others.get(writer)?.member
    if (!member) return
    if (this.#asked.has(writer)) return this.accept(writer)
    this.#asking = { to: writer, member }
    this.#say({ do: 'ask', to: writer })
    this.#parts.changed('people')
  }

  /** Does not wait for the answer. */
  cancel() {
    this.#asking = undefined
    if (this.#draft?.isArriving) this.#draft = undefined
    this.#say({ do: 'left' })
    this.#sayHere()
    this.#parts.changed('people')
  }

  /**
   * Lets somebody in who asked.
   * @param {string} writer
   */
  accept(writer) {
    const member = this.#asked.get(writer)?.member
    if (!member || this.#draft?.isArriving) return
    this.#asked.delete(writer)
    this.#asking = undefined
    const { me, writer: own } = this.#parts
    if (!this.#draft) {
      this.#draft = this.#newDraft({ name: `${own}.${this.#groups++}`, round: 0, party: [me] })
      this.#guard(() => this.#draft?.change(this.#alone))
    }
    this.#draft?.party.add(member)
    this.#draft?.giveState(writer)
    this.#draft?.pulse()
    this.#parts.changed('people')
  }

  /** @param {string} writer */
  decline(writer) {
    if (this.#asked.delete(writer)) this.#say({ do: 'no', to: writer })
    this.#parts.changed('people')
  }

  /** Writes on alone. The text stays, with everybody. */
  leave() {
    this.#alone = this.text
    this.#draft?.flush()
    this.#say({ do: 'left' })
    this.#draft = undefined
    this.#sayHere()
    this.#parts.changed('people')
  }

  /**
   * Somebody closed the conversation. What they wrote stays.
   * @param {string} member
   */
  gone(member) {
    for (const people of [this.#draft?.peers, this.#others, this.#asked]) {
      for (const [writer, who] of people ?? []) if (who.member === member) people?.delete(writer)
    }
    this.#parts.changed('people')
  }

  /** The connection is there again. */
  back() {
    if (this.#isOpen) this.#beat()
  }

  /** The text may not change while an input method puts letters together. */
  hold() {
    this.#held ??= []
  }

  release() {
    const held = this.#held ?? []
    this.#held = undefined
    for (const [member, data] of held) this.hear(member, data)
  }

  /**
   * @param {string} member Whose page said it; the gateway knows.
   * @param {any} data
   */
  hear(member, data) {
    const { from, kind } = data ?? {}
    if (!this.#isOpen || kind !== this.#parts.kind || from === this.#parts.writer) return
    if (typeof from !== 'string' || !from || from.length > NAME_LENGTH) return
    if (this.#held) return void (this.#held.length < HELD_LIMIT && this.#held.push([member, data]))
    const known = this.#draft?.peers.get(from) ?? this.#others.get(from) ?? this.#asked.get(from)
    if (known && known.member !== member) return
    this.#guard(() => this.#hear(member, data))
  }

  /**
   * @param {string} member
   * @param {any} data
   */
  #hear(member, data) {
    switch (data.do) {
      case 'here': return this.#hearHere(member, data.from, Boolean(data.text))
      case 'left': return this.#hearHere(member, data.from, false)
      case 'ask': return this.#hearAsk(member, data)
      case 'no': return this.#hearNo(data)
      default: this.#hearGroup(member, data)
    }
  }

  /**
   * @param {string} member
   * @param {string} writer
   * @param {boolean} writes
   */
  #hearHere(member, writer, writes) {
    const wasKnown = this.#others.has(writer)
    this.#draft?.forget(writer)
    if (!writes) {
      const wasAsking = this.#asked.delete(writer)
      if (this.#others.delete(writer) || wasAsking) this.#parts.changed('people')
    } else if (this.#lease(this.#others, writer, member) && !wasKnown) this.#parts.changed('people')
  }

  /**
   * @param {string} member
   * @param {any} data
   */
  #hearAsk(member, { from, to }) {
    const { writer } = this.#parts
    const draft = this.together
    if (to !== writer && !draft?.peers.has(to)) return
    if (!this.#lease(this.#asked, from, member)) return
    // Who was let in before comes back without a question; one of us answers. Where both ask, neither has to.
    const isFirst = to === writer || writer === [writer, ...draft?.peers.keys() ?? []].sort()[0]
    const isBack = draft?.party.has(member) && isFirst
    if (isBack || (this.#asking?.to === from && writer < from)) this.accept(from)
    else this.#parts.changed('people')
  }

  /** @param {any} data */
  #hearNo({ from, to }) {
    if (!this.#asking || to !== this.#parts.writer || this.#asking.to !== from) return
    const { member } = this.#asking
    this.#asking = undefined
    this.#parts.tell({ what: 'declined', member })
    this.#parts.changed('people')
  }

  /**
   * @param {string} member
   * @param {any} data
   */
  #hearGroup(member, data) {
    const { from, to, group, round, party } = data
    if (typeof group !== 'string' || group.length > 2 * NAME_LENGTH || !Number.isSafeInteger(round)) return
    const isAnswer = data.do === 'state' && to === this.#parts.writer && this.#asking && !this.isTogether
    if (isAnswer && this.#draft?.name !== group && Array.isArray(party)) {
      this.#draft = this.#newDraft({ name: group, round, party: [member, ...party.map(String)], from })
    }
    if (this.#draft?.name === group) {
      this.#others.delete(from)
      this.#asked.delete(from)
      if (data.do === 'edit' || data.do === 'state') this.#parts.changed('before')
      this.#draft.hear(member, data)
    } else if (data.do === 'pulse') this.#hearHere(member, from, true)
  }

  /** @param {{name: string, round: number, party: string[], from?: string}} start */
  #newDraft(start) {
    const { writer, clock, tell } = this.#parts
    return new SharedDraft({
      ...start, writer, clock, send: data => this.#say(data), changed: what => this.#changed(what),
      wasSent: member => tell({ what: 'sent', member }),
    })
  }

  /** @param {'text'|'people'|'joined'} what */
  #changed(what) {
    if (what !== 'joined') return this.#parts.changed(what)
    this.#asking = undefined
    this.#bring(this.#alone)
    this.#parts.changed('text')
    this.#parts.changed('people')
  }

  /**
   * Brings what was written alone into what is written together.
   * @param {string} text
   */
  #bring(text) {
    const draft = this.#draft
    if (!draft || draft.text.includes(text.trim())) return
    draft.change(draft.text + (draft.text && !draft.text.endsWith('\n') ? '\n' : '') + text)
  }

  #beat() {
    this.#cancelBeat?.()
    for (const people of [this.#others, this.#asked]) {
      for (const [writer, { until }] of people) if (until <= this.#parts.clock.now()) people.delete(writer)
    }
    if (this.#asking) this.#say({ do: 'ask', to: this.#asking.to })
    if (this.#draft) this.#guard(() => this.#draft?.beat())
    if (!this.isTogether && this.#alone) this.#sayHere()
    this.#cancelBeat = this.#parts.clock.later(() => this.#beat(), BEAT_MILLISECONDS)
    this.#parts.changed('people')
  }

  #sayHere() {
    if (!this.isTogether) this.#say({ do: 'here', text: this.#alone.trim() !== '' })
  }

  /** @param {Record<string, unknown>} data */
  #say(data) {
    if (this.#isOpen) this.#parts.send({ kind: this.#parts.kind, from: this.#parts.writer, ...data })
  }

  /**
   * @param {Map<string, Lease>} people
   * @param {string} writer
   * @param {string} member
   * @returns {boolean} False where there are too many.
   */
  #lease(people, writer, member) {
    if (!people.has(writer) && people.size >= WRITERS_LIMIT) return false
    people.set(writer, { member, until: this.#parts.clock.now() + LEASE_MILLISECONDS })
    return true
  }

  /**
   * What cannot be read was sent by no page of ours and does nothing; a text that is full is written on alone.
   * @param {() => void} act
   */
  #guard(act) {
    try {
      act()
    } catch (error) {
      if (error instanceof SequenceFull) {
        this.leave()
        this.#parts.tell({ what: 'full', member: this.#parts.me })
      } else if (!(error instanceof NoDelta)) throw error
    }
  }
}
