/**
 * What the list of conversations says: views, search, actions on many, the command bar.
 * @type {import('../shapes.js').Catalogue}
 */
export default {
  'keys.group.go': 'Go',
  'keys.group.list': 'List',
  'keys.group.conversation': 'Conversation',
  'keys.group.write': 'Writing',
  'keys.group.page': 'Page',
}
