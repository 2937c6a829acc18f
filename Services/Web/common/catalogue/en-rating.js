/**
 * What a visitor is asked at the end.
 * @type {import('../shapes.js').Catalogue}
 */
export default {
  'rating.question': 'How was your conversation with us?',
  'rating.stars': { one: 'One star', other: '{count} stars' },
  'rating.comment': 'Tell us more if you like',
  'rating.send': 'Send rating',
  'rating.thanks': 'Thank you for your rating.',
}
