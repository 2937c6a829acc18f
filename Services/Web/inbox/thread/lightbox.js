import { address } from '../../common/attachments.js'
import { fill, h, icon } from '../../common/html.js'
import { t } from '../../common/i18n.js'
import { BACK, CLOSE, DOWNLOAD } from '../../common/icons.js'

/**
 * Pictures over the whole page: arrows go from one to the next, a press makes it as large as it is, Escape closes.
 *
 * @typedef {import('../../common/wire.js').Attachment} Attachment
 */

/**
 * @param {Attachment[]} pictures
 * @param {number} place
 */
export function openLightbox(pictures, place) {
  const name = h('bdi', { class: 'lightbox-name' })
  const count = h('span', { class: 'lightbox-count' })
  const stage = h('div', { class: 'lightbox-stage' })
  const download = h('a', { class: 'icon-button', 'aria-label': t('thread.download') }, icon(DOWNLOAD))
  /** @type {HTMLDialogElement} */
  const dialog = h('dialog', { class: 'lightbox', 'aria-label': t('thread.pictures') },
    h('header', {}, h('div', { class: 'lightbox-title' }, name, count), download,
      h('button', {
        type: 'button', class: 'icon-button', 'aria-label': t('common.close'), on: { click: () => dialog.close() },
      }, icon(CLOSE))),
    stage)
  const go = (/** @type {number} */ step) => show((place + step + pictures.length) % pictures.length)
  const back = turn('thread.previousPicture', 'before', () => go(-1))
  const next = turn('thread.nextPicture', 'after', () => go(1))
  if (pictures.length > 1) dialog.append(back, next)

  /** @param {number} wanted */
  function show(wanted) {
    place = wanted
    const picture = pictures[place]
    const image = h('img', { src: address(picture), alt: picture.name, width: picture.width, height: picture.height })
    image.addEventListener('click', () => stage.classList.toggle('whole'))
    stage.classList.remove('whole')
    fill(stage, image)
    name.textContent = picture.name
    count.textContent = pictures.length > 1 ? t('thread.pictureOf', { place: place + 1, count: pictures.length }) : ''
    download.href = address(picture)
    download.download = picture.name
  }

  dialog.addEventListener('keydown', event => {
    const rtl = document.documentElement.dir === 'rtl'
    if (event.code === 'ArrowRight') go(rtl ? -1 : 1)
    else if (event.code === 'ArrowLeft') go(rtl ? 1 : -1)
  })
  dialog.addEventListener('click', event => { if (event.target === stage) dialog.close() })
  dialog.addEventListener('close', () => dialog.remove())
  show(place)
  document.body.append(dialog)
  dialog.showModal()
}

/**
 * @param {string} label
 * @param {'before'|'after'} side
 * @param {() => void} click
 */
function turn(label, side, click) {
  return h('button', {
    type: 'button', class: `icon-button lightbox-turn ${side}`, 'aria-label': t(label), on: { click },
  }, icon(BACK, 'mirrored'))
}
