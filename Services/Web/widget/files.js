import { fileLine, isPicture, picture } from '../common/attachments.js'
import { AttachmentTray } from '../common/elements/attachment-tray.js'
import { h } from '../common/html.js'
import { language, learn, t } from '../common/i18n.js'

/**
 * What files need and a conversation without them does not: fetched with the first one.
 * @typedef {import('../common/wire.js').Attachment} Attachment
 * @typedef {import('./chat.js').Chat} Chat
 */

/** Addresses of what was fetched, by id; pictures are asked for once. */
const fetched = new Map()
const { default: texts } = await import(`../common/catalogue/${language()}-files.js`)
learn(texts)
document.head.append(h('link', { rel: 'stylesheet', href: '/assets/common/attachments.css' }))

/**
 * The files beside a draft, and behind a button the choice of more.
 * @param {HTMLElement} button
 * @param {Chat} chat
 */
export function trayOf(button, chat) {
  const tray = new AttachmentTray({
    rules: () => /** @type {import('../common/wire.js').AttachmentRules} */ (chat.rules), token: () => chat.token(),
    path: () => `/widget/conversations/${chat.conversation?.id}`,
  })
  const input = h('input', { type: 'file', multiple: true, hidden: true })
  input.addEventListener('change', () => {
    tray.add([...input.files ?? []])
    input.value = ''
    button.focus()
  })
  button.after(input)
  return tray
}

/**
 * Shows a message's files: pictures as they are, everything else as a line to press.
 * @param {HTMLElement} place
 * @param {Attachment[]} files
 * @param {Chat} chat
 */
export function showFiles(place, files, chat) {
  place.replaceChildren(...files.map(file => isPicture(file) ? pictureOf(file, chat) : line(file, chat)))
}

/**
 * @param {Attachment} file
 * @param {Chat} chat
 */
function pictureOf(file, chat) {
  const image = picture(file, '')
  address(file, chat).then(source => { image.src = source }, () => { image.alt = t('files.failed') })
  return h('button', {
    type: 'button', class: 'picture-link', 'aria-label': t('files.open', { name: file.name }),
    on: { click: () => save(file, chat) },
  }, image)
}

/**
 * @param {Attachment} file
 * @param {Chat} chat
 */
function line(file, chat) {
  const [kind, ...words] = fileLine(file)
  return h('button', {
    type: 'button', class: 'file', 'aria-label': t('files.download', { name: file.name }),
    on: { click: () => save(file, chat) },
  }, kind, h('span', { class: 'file-text' }, ...words))
}

/**
 * @param {Attachment} file
 * @param {Chat} chat
 */
async function save(file, chat) {
  const href = await address(file, chat).catch(() => '')
  if (href) h('a', { href, download: file.name }).click()
}

/**
 * A browser sends a visitor's token with nothing that it fetches by itself.
 * @param {Attachment} file
 * @param {Chat} chat
 * @returns {Promise<string>}
 */
function address({ id }, chat) {
  if (!fetched.has(id)) {
    const coming = fetchFile(id, chat)
    coming.catch(() => fetched.delete(id))
    fetched.set(id, coming)
  }
  return fetched.get(id)
}

/**
 * @param {string} id
 * @param {Chat} chat
 */
async function fetchFile(id, chat) {
  const headers = { authorization: `Bearer ${await chat.token()}` }
  const answer = await fetch(`/api/v1/widget/attachments/${id}`, { headers })
  if (!answer.ok) throw new Error(String(answer.status))
  return URL.createObjectURL(await answer.blob())
}
