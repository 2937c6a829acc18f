import { openStorage } from '../common/storage.js'
import { Cowriting } from './cowriting.js'
import { pageClock } from './page-clock.js'

/** Drafts whose group is remembered while another conversation is open. */
const DRAFTS_LIMIT = 20
const STORED = 'majlis.together.'

/**
 * @typedef {{before: () => void, text: () => void, people: () => void,
 *   tell: (news: import('./cowriting.js').News) => void}} Page What hears of it.
 */

/** Every draft that this page has opened, so that one comes back to what was written together. */
export class Together {
  #me
  #post
  /** For this tab alone, until a page loaded anew asks for it. */
  #storage = openStorage('sessionStorage')
  /** @type {Map<string, Cowriting>} */
  #drafts = new Map()
  /** @type {{key: string, draft: Cowriting, page: Page}|undefined} */
  #open

  /**
   * @param {string} me
   * @param {(conversation: string, data: Record<string, unknown>) => void} post
   */
  constructor(me, post) {
    this.#me = me
    this.#post = post
  }

  /**
   * What the composer shows from now on; the one before is closed.
   * @param {string} conversation
   * @param {'reply'|'note'} kind
   * @param {string} text What the composer kept of it.
   * @param {Page} page What hears of it.
   */
  open(conversation, kind, text, page) {
    const key = `${conversation}/${kind}`
    if (this.#open?.key !== key) this.close()
    const draft = this.#drafts.get(key) ?? this.#begin(conversation, kind, key)
    // The one used last is forgotten last.
    this.#drafts.delete(key)
    this.#drafts.set(key, draft)
    for (const old of this.#drafts.keys()) if (this.#drafts.size > DRAFTS_LIMIT) this.#drafts.delete(old)
    this.#open = { key, draft, page }
    draft.open(text)
    return draft
  }

  close() {
    if (!this.#open) return
    const { key, draft } = this.#open
    draft.close()
    const saved = draft.together?.save()
    if (saved) this.#storage.setItem(STORED + key, JSON.stringify(saved))
    else this.#storage.removeItem(STORED + key)
    this.#open = undefined
  }

  /** The connection is there again. */
  back() {
    this.#open?.draft.back()
  }

  /**
   * @param {string} conversation
   * @param {{member: string, data: unknown}} said
   */
  hear(conversation, { member, data }) {
    if (this.#open?.key.startsWith(`${conversation}/`)) this.#open.draft.hear(member, data)
  }

  /**
   * Somebody does not view the conversation any more.
   * @param {string} conversation
   * @param {string} member
   */
  gone(conversation, member) {
    if (this.#open?.key.startsWith(`${conversation}/`) && member !== this.#me) this.#open.draft.gone(member)
  }

  /**
   * @param {string} conversation
   * @param {'reply'|'note'} kind
   * @param {string} key
   */
  #begin(conversation, kind, key) {
    const page = () => this.#open?.key === key ? this.#open.page : undefined
    const draft = new Cowriting({
      me: this.#me, writer: randomName(), kind, send: data => this.#post(conversation, data),
      clock: pageClock, changed: what => page()?.[what](),
      tell: news => page()?.tell(news),
    })
    const saved = this.#storage.getItem(STORED + key)
    if (saved) draft.restore(JSON.parse(saved))
    return draft
  }
}

/** 72 random bits: no two drafts of any page have one name. */
function randomName() {
  const bytes = crypto.getRandomValues(new Uint8Array(9))
  return btoa(String.fromCharCode(...bytes)).replace(/\+/g, '-').replace(/\//g, '_')
}
