/**
 * What the list of conversations says: views, search, actions on many, the command bar.
 * @type {import('../shapes.js').Catalogue}
 */
export default {
  'keys.group.go': 'التنقل',
  'keys.group.list': 'القائمة',
  'keys.group.conversation': 'المحادثة',
  'keys.group.write': 'الكتابة',
  'keys.group.page': 'الصفحة',
}
