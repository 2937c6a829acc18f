import { address, fileLine, isPicture, picture } from '../../common/attachments.js'
import { h, icon } from '../../common/html.js'
import { t } from '../../common/i18n.js'
import { DOWNLOAD } from '../../common/icons.js'
import { linkify } from '../../common/linkify.js'
import { stretches } from '../composer/mentions.js'

/** One to three of these and nothing else are shown large: somebody meant them as a gesture. */
const EMOJI_ONLY = /^(?:\p{Extended_Pictographic}[\ufe0f\u200d\u{1f3fb}-\u{1f3ff}]*){1,3}$/u

/**
 * @typedef {import('../../common/wire.js').Message} Message
 * @typedef {import('../../common/wire.js').Attachment} Attachment
 * @typedef {import('./items.js').Host} Host
 */

/**
 * What somebody wrote: every line takes its own direction, addresses become links, names of those who are mentioned
 * stand out. Nothing is ever read as HTML.
 * @param {Pick<Message, 'body'|'mentions'>} message
 * @param {Host} host
 */
export function bodyOf({ body, mentions }, host) {
  const large = EMOJI_ONLY.test(body.trim())
  return h('div', { class: `message-text${large ? ' gesture' : ''}`, dir: 'auto' },
    stretches(body, mentionedPeople(mentions, host)).flatMap(({ text, id }) => (id
      ? h('bdi', { class: `mention${concerns(id, host) ? ' me' : ''}` }, text)
      : linked(text))))
}

/**
 * @param {string} text
 * @returns {(string|HTMLElement)[]}
 */
function linked(text) {
  return linkify(text).map(({ text: piece, href }) => (href
    ? h('a', { href, dir: 'ltr', target: '_blank', rel: 'noopener noreferrer nofollow' }, piece)
    : piece))
}

/**
 * @param {import('../../common/wire.js').Mentions|undefined} mentions
 * @param {Host} host
 */
export function mentionedPeople(mentions, { desk: { store } }) {
  return [
    ...(mentions?.members ?? []).map(id => ({ id, name: store.member(id)?.name ?? '' })),
    ...(mentions?.teams ?? []).map(id => ({ id, name: store.team(id)?.name ?? '' })),
  ]
}

/**
 * Whether a mention means the reader.
 * @param {string} id
 * @param {Host} host
 */
function concerns(id, { desk: { store } }) {
  return id === store.me || store.session.teams.includes(id)
}

/**
 * What a message answers to; pressed, it leads there.
 * @param {Message} message
 * @param {Host} host
 */
export function quoteOf({ quote }, host) {
  if (!quote) return null
  return quoteBlock(quote, host, h('button', {
    type: 'button', class: 'quote', title: t('thread.toQuoted'), on: { click: () => host.goTo(quote.sequence) },
  }))
}

/**
 * @template {HTMLElement} Element
 * @param {import('../../common/wire.js').Quote} quote
 * @param {Pick<Host, 'desk'>} host
 * @param {Element} element
 * @returns {Element}
 */
export function quoteBlock({ author, body }, { desk: { store } }, element) {
  const name = author.kind === 'visitor'
    ? store.open?.contactName || t('contact.nameless')
    : author.id === store.me ? t('thread.you') : author.name || t('message.system')
  element.append(
    h('bdi', { class: 'quote-author' }, name),
    h('span', { class: 'quote-text', dir: 'auto' }, body || t('thread.quoteGone')))
  return element
}

/**
 * Pictures as a mosaic, files as lines.
 * @param {readonly Attachment[]|undefined} attachments
 * @param {Host} host
 */
export function attachmentsOf(attachments, host) {
  if (!attachments?.length) return null
  const pictures = attachments.filter(isPicture)
  const files = attachments.filter(attachment => !isPicture(attachment))
  return [
    pictures.length
      ? h('div', { class: `pictures of${Math.min(pictures.length, 4)}` },
        pictures.map((attachment, place) => pictureButton(attachment, () => host.openPicture(pictures, place))))
      : null,
    files.length ? h('div', { class: 'files' }, files.map(fileLink)) : null,
  ]
}

/**
 * @param {Attachment} attachment
 * @param {() => void} click
 */
function pictureButton(attachment, click) {
  const image = picture(attachment, address(attachment))
  image.addEventListener('error', () => image.closest('.picture-link')?.setAttribute('data-broken', ''))
  return h('button', {
    type: 'button', class: 'picture-link', 'aria-label': t('files.open', { name: attachment.name }), on: { click },
  }, image, h('span', { class: 'picture-broken' }, t('files.failed')))
}

/** @param {Attachment} attachment */
function fileLink(attachment) {
  return h('a', {
    class: 'file', href: address(attachment), download: attachment.name, title: attachment.name,
    'aria-label': t('files.download', { name: attachment.name }),
  }, fileLine(attachment), h('span', { class: 'file-act' }, icon(DOWNLOAD)))
}
