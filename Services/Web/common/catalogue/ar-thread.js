/**
 * The thread of a conversation and the composer below it.
 * @type {import('../shapes.js').Catalogue}
 */
export default {
}
