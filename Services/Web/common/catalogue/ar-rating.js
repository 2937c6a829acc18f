/**
 * What a visitor is asked at the end.
 * @type {import('../shapes.js').Catalogue}
 */
export default {
  'rating.question': 'كيف كانت محادثتك معنا؟',
  'rating.stars': {
    zero: 'بلا نجوم', one: 'نجمة واحدة', two: 'نجمتان', few: '{count} نجوم', many: '{count} نجمة',
    other: '{count} نجمة',
  },
  'rating.comment': 'أخبرنا بالمزيد إن أحببت',
  'rating.send': 'إرسال التقييم',
  'rating.thanks': 'شكرًا على تقييمك.',
}
