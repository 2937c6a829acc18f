import { cropOf, pulled, ZOOM_LIMIT } from '../common/crop.js'
import { h } from '../common/html.js'
import { t } from '../common/i18n.js'

const SIDE = 256
/** What a decoder would make of a small file can be huge. */
const PIXELS_LIMIT = 60_000_000
const STEP = 0.04
const QUALITY = 0.9

/** @typedef {import('../common/crop.js').View} View */

/**
 * Lets the reader choose the square of a picture and makes it small, so that nothing else of it leaves the browser: no
 * place where it was taken, no face at its edge.
 * @param {Blob} file
 * @returns {Promise<Blob|undefined>} WebP, or PNG where the browser writes no WebP; undefined when they let it be.
 * @throws Where the file is no picture that this browser reads.
 */
export async function chooseSquare(file) {
  const picture = await createImageBitmap(file)
  if (picture.width * picture.height > PIXELS_LIMIT) throw new Error('The picture is too large.')
  /** @type {View} */
  let view = { zoom: 1, x: 0.5, y: 0.5 }
  const canvas = h('canvas', {
    width: SIDE, height: SIDE, tabindex: '0', role: 'img', 'aria-label': t('picture.window'), class: 'crop-window',
  })
  const look = (/** @type {View} */ next) => { view = next; draw(canvas, picture, view) }
  const zoom = h('input', {
    type: 'range', min: 1, max: ZOOM_LIMIT, step: 0.01, value: 1, 'aria-label': t('picture.zoom'),
  })
  zoom.addEventListener('input', () => look({ ...view, zoom: Number(zoom.value) }))
  pull(canvas, by => look(pulled(picture, view, by)))
  look(view)
  const chosen = await ask(canvas, zoom)
  picture.close()
  return chosen ? shrunk(canvas) : undefined
}

/**
 * @param {HTMLCanvasElement} canvas
 * @param {HTMLElement} zoom
 * @returns {Promise<boolean>}
 */
function ask(canvas, zoom) {
  return new Promise(answer => {
    /** @type {HTMLDialogElement} */
    const dialog = h('dialog', { class: 'sheet ask crop', 'aria-label': t('picture.crop') },
      h('h2', {}, t('picture.crop')),
      h('p', {}, t('picture.cropHint')),
      canvas, zoom,
      h('form', { method: 'dialog', class: 'foot' },
        h('button', { class: 'button primary', value: 'yes' }, t('picture.use')),
        h('button', { class: 'button quiet', value: 'no' }, t('common.cancel'))))
    dialog.addEventListener('close', () => { answer(dialog.returnValue === 'yes'); dialog.remove() })
    document.body.append(dialog)
    dialog.showModal()
    canvas.focus()
  })
}

/**
 * Pointer, finger and arrow keys pull the picture under its window.
 * @param {HTMLCanvasElement} canvas
 * @param {(by: {x: number, y: number}) => void} moved In widths of the window.
 */
function pull(canvas, moved) {
  canvas.addEventListener('pointerdown', event => canvas.setPointerCapture(event.pointerId))
  canvas.addEventListener('pointermove', event => {
    if (!canvas.hasPointerCapture(event.pointerId)) return
    moved({ x: event.movementX / canvas.clientWidth, y: event.movementY / canvas.clientHeight })
  })
  const steps = /** @type {Record<string, {x: number, y: number}>} */ ({
    ArrowLeft: { x: STEP, y: 0 }, ArrowRight: { x: -STEP, y: 0 },
    ArrowUp: { x: 0, y: STEP }, ArrowDown: { x: 0, y: -STEP },
  })
  canvas.addEventListener('keydown', event => {
    if (!(event.key in steps)) return
    event.preventDefault()
    moved(steps[event.key])
  })
}

/**
 * @param {HTMLCanvasElement} canvas
 * @param {ImageBitmap} picture
 * @param {View} view
 */
function draw(canvas, picture, view) {
  const context = canvas.getContext('2d')
  if (!context) return
  const { left, top, side } = cropOf(picture, view)
  context.imageSmoothingQuality = 'high'
  // What shows through a picture would change with the page behind it.
  context.fillStyle = '#ffffff'
  context.fillRect(0, 0, SIDE, SIDE)
  context.drawImage(picture, left, top, side, side, 0, 0, SIDE, SIDE)
}

/**
 * @param {HTMLCanvasElement} canvas
 * @returns {Promise<Blob>}
 */
function shrunk(canvas) {
  return new Promise((resolve, reject) => canvas.toBlob(
    blob => (blob ? resolve(blob) : reject(new Error('The picture could not be written.'))), 'image/webp', QUALITY))
}
