import { fill, h } from '../../common/html.js'

/**
 * Asks a writer what is to become of an answer that a colleague was quicker with.
 *
 * @typedef {import('../../common/wire.js').Message} Message
 * @typedef {{send: () => void, edit: () => void, discard: () => void}} Choices
 */
export class Refusal {
  #desk
  element = h('div', { hidden: true })

  /** @param {import('../desk.js').Desk} desk */
  constructor(desk) {
    this.#desk = desk
  }

  /**
   * What colleagues have answered after a message.
   * @param {string} conversation
   * @param {number} sequence
   */
  answersSince(conversation, sequence) {
    const { store, threads } = this.#desk
    return (threads.get(conversation)?.messages ?? []).filter(message => message.sequence > sequence
      && message.kind === 'reply' && message.author.kind !== 'visitor' && message.author.id !== store.me
      && !message.copied && !message.deletedAt)
  }

  /**
   * Asks about the first message of a conversation that the server has refused for it.
   * @param {string} conversation
   * @param {(clientId: number) => void} takeBack
   */
  show(conversation, takeBack) {
    const { outbox } = this.#desk
    const refused = outbox.of(conversation)
      .find(({ state, problem }) => state === 'failed' && problem === 'conversation.answered')
    const about = String(refused?.clientId ?? '')
    if (!refused || this.element.dataset.about === about) return
    this.element.dataset.about = about
    this.ask(this.answersSince(conversation, refused.basedOn ?? 0), {
      send: () => outbox.sendAnyway(refused.clientId),
      edit: () => takeBack(refused.clientId),
      discard: () => outbox.discard(refused.clientId),
    })
  }

  hide() {
    this.element.hidden = true
    delete this.element.dataset.about
  }

  /**
   * @param {Message[]} answers
   * @param {Choices} choices
   */
  async ask(answers, choices) {
    const { answeredPanel } = await import('./answered.js')
    const done = (/** @type {() => void} */ act) => () => { this.hide(); act() }
    fill(this.element, answeredPanel({
      answers, send: done(choices.send), edit: done(choices.edit), discard: done(choices.discard),
    }))
    this.element.hidden = false
    this.element.querySelector('button')?.focus()
  }
}
