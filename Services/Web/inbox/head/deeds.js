import { toast } from '../../common/elements/toast.js'
import { problemText, t } from '../../common/i18n.js'
import { ask } from '../../common/team.js'

/**
 * @typedef {import('../../common/wire.js').Conversation} Conversation
 * @typedef {import('../../common/wire.js').Status} Status
 * @typedef {import('../../common/wire.js').Priority} Priority
 * @typedef {Partial<Conversation>} Facts
 */

/**
 * What can be done with a conversation. Each is shown at once, taken back with a word where the server refuses, and
 * offered to be undone where it puts the conversation out of sight.
 */
export class Deeds {
  #store

  /** @param {import('../store.js').InboxStore} store */
  constructor(store) {
    this.#store = store
  }

  /**
   * @param {string} id
   * @param {Facts} facts What is shown until the answer.
   * @param {() => Promise<any>} request
   * @returns {Promise<boolean>} Whether it was done.
   */
  async #do(id, facts, request) {
    const store = this.#store
    const before = store.conversation(id)
    store.patch(id, facts)
    try {
      const after = await request()
      if (after?.id === id) store.put(after)
      return true
    } catch (error) {
      if (before) store.patch(id, Object.fromEntries(Object.keys(facts).map(key => [key, Reflect.get(before, key)])))
      toast(problemText(error))
      return false
    } finally {
      store.countSoon()
    }
  }

  /**
   * @param {string} text
   * @param {() => unknown} act
   */
  #undoable(text, act) {
    toast(text, { label: t('thread.undo'), act })
  }

  /**
   * @param {string} id
   * @param {string} title
   */
  rename(id, title) {
    return this.#do(id, { title, titled: true }, () => ask('PATCH', `/conversations/${id}`, { title }))
  }

  /**
   * @param {string} id
   * @param {Priority} priority
   */
  prioritise(id, priority) {
    return this.#do(id, { priority }, () => ask('PATCH', `/conversations/${id}`, { priority }))
  }

  /**
   * @param {string} id
   * @param {string|undefined} member
   */
  assign(id, member) {
    return this.#do(id, { assignee: member },
      () => ask('PUT', `/conversations/${id}/assignee`, { member: member ?? null }))
  }

  /**
   * @param {string} id
   * @param {string|undefined} team
   */
  hand(id, team) {
    return this.#do(id, { team }, () => ask('PUT', `/conversations/${id}/team`, { team: team ?? null }))
  }

  /**
   * Puts these tags on and no others.
   * @param {string} id
   * @param {string[]} tags
   * @param {string} [name] A tag to make with them.
   */
  tag(id, tags, name) {
    return this.#do(id, { tags },
      () => ask('PUT', `/conversations/${id}/tags`, { tags, ...(name ? { create: [name] } : {}) }))
  }

  /**
   * @param {string} id
   * @param {string} member
   * @param {boolean} on
   */
  follow(id, member, on) {
    const others = (this.#store.conversation(id)?.followers ?? []).filter(other => other !== member)
    return this.#do(id, { followers: on ? [...others, member] : others },
      () => ask(on ? 'PUT' : 'DELETE', `/conversations/${id}/followers/${member}`))
  }

  /**
   * @param {string} id
   * @param {Status} status
   */
  async setStatus(id, status) {
    const before = this.#store.conversation(id)
    if (!before || before.status === status) return
    const done = await this.#do(id, { status }, () => ask('PUT', `/conversations/${id}/status`, { status }))
    if (!done || status !== 'closed') return
    const mailed = this.#store.contacts.get(before.contact)?.email
    this.#undoable(t(mailed ? 'thread.closedMailed' : 'thread.closed'), () => this.setStatus(id, before.status))
  }

  /**
   * @param {string} id
   * @param {string|undefined} until Without: until the customer answers.
   * @param {string} said
   */
  async snooze(id, until, said) {
    const before = this.#store.conversation(id)?.snooze
    const body = until ? { until } : {}
    if (!await this.#do(id, { snooze: body }, () => ask('PUT', `/conversations/${id}/snooze`, body))) return
    this.#undoable(said, () => before ? this.snooze(id, before.until, t('snooze.kept')) : this.wake(id))
  }

  /** @param {string} id */
  wake(id) {
    return this.#do(id, { snooze: undefined }, () => ask('DELETE', `/conversations/${id}/snooze`))
  }

  /**
   * @param {string} id
   * @param {string} inbox
   */
  async move(id, inbox) {
    const before = this.#store.conversation(id)?.inbox
    if (!await this.#do(id, { inbox }, () => ask('PUT', `/conversations/${id}/inbox`, { inbox }))) return
    this.#undoable(t('move.done', { name: this.#store.inboxName(inbox) }), () => before && this.move(id, before))
  }

  /**
   * @param {string} id
   * @param {boolean} spam
   */
  async setSpam(id, spam) {
    const done = await this.#do(id, { spam }, () => ask(spam ? 'PUT' : 'DELETE', `/conversations/${id}/spam`))
    if (done && spam) this.#undoable(t('spam.done'), () => this.setSpam(id, false))
  }

  /**
   * @param {string} contact
   * @param {boolean} blocked
   */
  async setBlocked(contact, blocked) {
    const store = this.#store
    const known = store.contacts.get(contact)
    const show = (/** @type {boolean} */ value) => {
      if (known) store.contacts.set(contact, { ...known, blocked: value })
      store.tell('contact', 'open')
    }
    show(blocked)
    try {
      await ask(blocked ? 'PUT' : 'DELETE', `/contacts/${contact}/block`)
      if (blocked) this.#undoable(t('block.done'), () => this.setBlocked(contact, false))
    } catch (error) {
      show(!blocked)
      toast(problemText(error))
    }
  }

  /**
   * Takes a merged conversation out again.
   * @param {string} id
   * @param {string} from
   */
  async unmerge(id, from) {
    try {
      this.#store.put(await ask('DELETE', `/conversations/${id}/merge/${from}`))
      toast(t('merge.undone'))
      return true
    } catch (error) {
      toast(problemText(error))
      return false
    } finally {
      this.#store.countSoon()
    }
  }

  /** @param {string} id */
  async copyLink(id) {
    try {
      await navigator.clipboard.writeText(`${location.origin}/inbox#active/${id}`)
      toast(t('link.copied'))
    } catch {
      toast(t('problem.unknown'))
    }
  }
}
