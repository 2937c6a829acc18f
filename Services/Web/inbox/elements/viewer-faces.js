import { avatar } from '../../common/elements/avatar.js'
import { h } from '../../common/html.js'
import { language, t } from '../../common/i18n.js'

const FACES = 3

/**
 * The faces of colleagues who view a conversation.
 * @param {import('../../common/wire.js').Member[]} members
 * @returns {HTMLElement|null} Null for nobody.
 */
export function viewerFaces(members) {
  if (!members.length) return null
  const names = new Intl.ListFormat(language()).format(members.map(({ name }) => name))
  const label = t('together.viewing', { names })
  return h('span', { class: 'viewers', role: 'img', 'aria-label': label, title: label },
    members.slice(0, FACES).map(member => avatar(member, { team: true, size: 'small' })),
    members.length > FACES ? h('b', {}, `+${members.length - FACES}`) : null)
}

/**
 * The colleagues themselves.
 * @param {import('../desk.js').Desk} desk
 * @param {string} conversation
 */
export function viewersOf({ store, viewers }, conversation) {
  return viewers.of(conversation).flatMap(id => store.member(id) ?? [])
}
