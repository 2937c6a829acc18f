import { Problem } from '../../common/api.js'
import { mergeTexts } from './text.js'

const QUIET_MILLISECONDS = 900
const LONGEST_RETRY_MILLISECONDS = 30_000

/**
 * What somebody is writing to a conversation.
 * @typedef {object} Draft
 * @property {string} body
 * @property {'reply'|'note'} kind
 * @property {import('../../common/wire.js').Attachment[]} attachments
 * @property {import('../../common/wire.js').Mentions} mentions
 *
 * @typedef {{draft: Draft, base: Draft, savedAt: string, dirty: boolean}} Kept `base`: what the server had last.
 *
 * @typedef {object} DraftParts
 * @property {Pick<Storage, 'getItem'|'setItem'|'removeItem'>} storage
 * @property {(conversation: string) => Promise<any>} load
 * @property {(conversation: string, draft: object|undefined) => Promise<any>} save Nothing takes it away.
 * @property {(conversation: string, draft: Draft) => void} changed It was changed elsewhere.
 * @property {(task: () => void, milliseconds: number) => any} [later]
 * @property {(timer: any) => void} [cancel]
 */

/** @returns {Draft} */
export function emptyDraft() {
  return { body: '', kind: 'reply', attachments: [], mentions: { members: [], teams: [] } }
}

/**
 * @param {any} wire As the server, an event or the storage has it; nothing where there is none.
 * @returns {Draft}
 */
export function readDraft(wire) {
  const { body, kind, attachments, mentions } = wire ?? {}
  return {
    body: typeof body === 'string' ? body : '',
    kind: kind === 'note' ? 'note' : 'reply',
    attachments: Array.isArray(attachments) ? attachments : [],
    mentions: { members: mentions?.members ?? [], teams: mentions?.teams ?? [] },
  }
}

/** @param {Draft} draft */
export function isBlank({ body, attachments }) {
  return body.trim() === '' && !attachments.length
}

/**
 * @param {Draft} one
 * @param {Draft} other
 */
export function sameDraft(one, other) {
  return one.body === other.body && one.kind === other.kind
    && String(one.attachments.map(({ id }) => id)) === String(other.attachments.map(({ id }) => id))
}

/**
 * Joins what two devices made of a draft. Where both changed the same words, those here stay: somebody is typing them.
 * @param {Draft} base What both began with.
 * @param {Draft} mine
 * @param {Draft} theirs
 * @returns {Draft}
 */
export function mergeDraft(base, mine, theirs) {
  const had = new Set(base.attachments.map(({ id }) => id))
  const [here, there] = [mine, theirs].map(({ attachments }) => new Set(attachments.map(({ id }) => id)))
  return {
    body: mergeTexts(base.body, mine.body, theirs.body) ?? mine.body,
    kind: mine.kind === base.kind ? theirs.kind : mine.kind,
    attachments: [
      ...mine.attachments.filter(({ id }) => there.has(id) || !had.has(id)),
      ...theirs.attachments.filter(({ id }) => !here.has(id) && !had.has(id)),
    ],
    mentions: {
      members: [...new Set([...mine.mentions.members, ...theirs.mentions.members])],
      teams: [...new Set([...mine.mentions.teams, ...theirs.mentions.teams])],
    },
  }
}

/**
 * Keeps drafts: in this browser with every letter, on the server once the writer pauses, and in step with the writer's
 * other devices.
 */
export class Drafts {
  #parts
  #later
  #cancel
  /** @type {Map<string, Kept>} */
  #kept = new Map()
  /** @type {Map<string, any>} */
  #timers = new Map()
  /** @type {Map<string, Promise<void>>} */
  #saving = new Map()

  /** @param {DraftParts} parts */
  constructor(parts) {
    this.#parts = parts
    this.#later = parts.later ?? ((task, milliseconds) => setTimeout(task, milliseconds))
    this.#cancel = parts.cancel ?? (timer => clearTimeout(timer))
  }

  /**
   * What is known of a draft here.
   * @param {string} conversation
   * @returns {Draft}
   */
  get(conversation) {
    return this.#of(conversation).draft
  }

  /**
   * Asks the server what was written elsewhere.
   * @param {string} conversation
   */
  async open(conversation) {
    try {
      this.hear(conversation, await this.#parts.load(conversation) ?? {})
    } catch (error) {
      if (error instanceof Problem && error.status === 404) this.hear(conversation, {})
      // Else what this browser has is all there is for now.
    }
    if (this.#of(conversation).dirty) this.#saveSoon(conversation)
  }

  /**
   * The writer has changed it here.
   * @param {string} conversation
   * @param {Draft} draft
   */
  write(conversation, draft) {
    const kept = this.#of(conversation)
    if (sameDraft(kept.draft, draft)) return
    kept.draft = draft
    kept.dirty = !sameDraft(draft, kept.base) && !(isBlank(draft) && isBlank(kept.base))
    this.#remember(conversation)
    if (kept.dirty) this.#saveSoon(conversation)
  }

  /**
   * The server has another one: from another device, or an echo of ours.
   * @param {string} conversation
   * @param {any} wire
   */
  hear(conversation, wire) {
    const kept = this.#of(conversation)
    const at = wire?.updatedAt ?? ''
    // Older than what we have put there ourselves: an echo, or a slow answer.
    if (at && at <= kept.savedAt) return
    const theirs = readDraft(wire)
    const merged = mergeDraft(kept.base, kept.draft, theirs)
    const changed = !sameDraft(merged, kept.draft)
    this.#kept.set(conversation, {
      draft: merged, base: theirs, savedAt: at || kept.savedAt, dirty: !sameDraft(merged, theirs),
    })
    this.#remember(conversation)
    if (changed) this.#parts.changed(conversation, merged)
  }

  /** Saves at once what waits: the page is about to be left. */
  flush() {
    for (const conversation of [...this.#timers.keys()]) this.#save(conversation)
  }

  /**
   * @param {string} conversation
   * @param {number} [milliseconds]
   */
  #saveSoon(conversation, milliseconds = QUIET_MILLISECONDS) {
    this.#cancel(this.#timers.get(conversation))
    this.#timers.set(conversation, this.#later(() => this.#save(conversation, milliseconds), milliseconds))
  }

  /**
   * One after the other, so that an older state never comes last.
   * @param {string} conversation
   * @param {number} [waited]
   */
  #save(conversation, waited = QUIET_MILLISECONDS) {
    this.#cancel(this.#timers.get(conversation))
    this.#timers.delete(conversation)
    const before = this.#saving.get(conversation) ?? Promise.resolve()
    const now = before.then(() => this.#send(conversation, waited))
    this.#saving.set(conversation, now)
    return now
  }

  /**
   * @param {string} conversation
   * @param {number} waited
   */
  async #send(conversation, waited) {
    const kept = this.#of(conversation)
    if (!kept.dirty) return
    const { draft } = kept
    try {
      const answer = await this.#parts.save(conversation, isBlank(draft) ? undefined : wireOf(draft))
      const now = this.#of(conversation)
      now.base = draft
      now.savedAt = answer?.updatedAt ?? now.savedAt
      now.dirty = !sameDraft(now.draft, draft)
      this.#remember(conversation)
    } catch (error) {
      if (error instanceof Problem && !error.passing) return
      if (!this.#timers.has(conversation)) {
        this.#saveSoon(conversation, Math.min(LONGEST_RETRY_MILLISECONDS, 2 * waited))
      }
    }
  }

  /** @param {string} conversation */
  #of(conversation) {
    let kept = this.#kept.get(conversation)
    if (!kept) this.#kept.set(conversation, kept = this.#recall(conversation))
    return kept
  }

  /**
   * @param {string} conversation
   * @returns {Kept}
   */
  #recall(conversation) {
    try {
      const text = this.#parts.storage.getItem(keyOf(conversation)) ?? ''
      const { draft, base, savedAt = '', dirty = true } = JSON.parse(text)
      return { draft: readDraft(draft), base: readDraft(base), savedAt: String(savedAt), dirty: Boolean(dirty) }
    } catch {
      return { draft: emptyDraft(), base: emptyDraft(), savedAt: '', dirty: false }
    }
  }

  /** @param {string} conversation */
  #remember(conversation) {
    const kept = this.#of(conversation)
    if (isBlank(kept.draft) && !kept.dirty) this.#parts.storage.removeItem(keyOf(conversation))
    else this.#parts.storage.setItem(keyOf(conversation), JSON.stringify(kept))
  }
}

/** @param {string} conversation */
function keyOf(conversation) {
  return `majlis.draft.${conversation}`
}

/** @param {Draft} draft */
function wireOf({ body, kind, attachments, mentions }) {
  const mentioned = mentions.members.length + mentions.teams.length > 0
  return {
    body, kind,
    ...(attachments.length ? { attachments: attachments.map(({ id }) => id) } : {}),
    ...(kind === 'note' && mentioned ? { mentions } : {}),
  }
}
