/**
 * Which square of a picture is kept, when it is seen through a square window.
 * @typedef {{zoom: number, x: number, y: number}} View `zoom` 1 shows the shorter side whole; x and y, 0 to 1, are the
 *   middle of the window on the picture.
 */

export const ZOOM_LIMIT = 4

/**
 * The square, in the picture's own pixels; never past an edge.
 * @param {{width: number, height: number}} picture
 * @param {View} view
 */
export function cropOf({ width, height }, { zoom, x, y }) {
  const side = Math.min(width, height) / clamp(zoom, 1, ZOOM_LIMIT)
  return {
    left: clamp(x * width - side / 2, 0, width - side), top: clamp(y * height - side / 2, 0, height - side), side,
  }
}

/**
 * The view after the picture was pulled by so many of the window's widths.
 * @param {{width: number, height: number}} picture
 * @param {View} view
 * @param {{x: number, y: number}} pull
 * @returns {View}
 */
export function pulled(picture, view, pull) {
  const { left, top, side } = cropOf(picture, view)
  const middle = {
    ...view, x: (left + side / 2 - pull.x * side) / picture.width, y: (top + side / 2 - pull.y * side) / picture.height,
  }
  const square = cropOf(picture, middle)
  return {
    ...view, x: (square.left + square.side / 2) / picture.width, y: (square.top + square.side / 2) / picture.height,
  }
}

/**
 * @param {number} value
 * @param {number} low
 * @param {number} high
 */
function clamp(value, low, high) {
  return Math.min(Math.max(value, low), high)
}
