/**
 * What an event makes of a conversation: pure, so that every screen of every member comes to the same state.
 *
 * @typedef {import('../common/wire.js').Conversation} Conversation
 * @typedef {import('../common/wire.js').LogEvent} LogEvent
 */

const PREVIEW_CHARACTERS = 120

/**
 * @param {Conversation} conversation
 * @param {LogEvent} event
 * @returns {Conversation} A new one, or the same where the event does not change it.
 */
export function changedBy(conversation, event) {
  switch (event.type) {
    case 'conversation.created':
    case 'conversation.changed': return event.data
    case 'message.created': return withMessage(conversation, event.data.message, event.data.status)
    case 'conversation.status': return withStatus(conversation, event)
    case 'conversation.read': return withRead(conversation, event.data)
    default: return conversation
  }
}

/**
 * @param {Conversation} conversation
 * @param {import('../common/wire.js').Message} message
 * @param {import('../common/wire.js').Status} [status] The conversation's after it.
 * @returns {Conversation}
 */
export function withMessage(conversation, message, status) {
  // The same message again still brings the status, which the answer to its sender does not.
  if (message.sequence < conversation.lastSequence) return conversation
  const byVisitor = message.author.kind === 'visitor'
  const answered = !byVisitor && message.kind === 'reply'
  return {
    ...conversation,
    status: status ?? conversation.status,
    lastSequence: message.sequence,
    lastMessage: {
      body: beginning(message.body),
      kind: message.kind,
      authorKind: message.author.kind,
    },
    updatedAt: later(conversation.updatedAt, message.sentAt),
    waitingSince: answered ? undefined : conversation.waitingSince ?? (byVisitor ? message.sentAt : undefined),
  }
}

/**
 * What a list shows of a text: whole characters of it, on one line.
 * @param {string} body
 */
function beginning(body) {
  const characters = [...body.slice(0, 2 * PREVIEW_CHARACTERS)]
  return characters.slice(0, PREVIEW_CHARACTERS).join('').replace(/\s+/g, ' ')
}

/**
 * @param {Conversation} conversation
 * @param {LogEvent} event
 * @returns {Conversation}
 */
function withStatus(conversation, event) {
  const { status } = event.data
  return {
    ...conversation, status, updatedAt: later(conversation.updatedAt, event.at),
    waitingSince: status === 'closed' ? undefined : conversation.waitingSince,
  }
}

/**
 * @param {Conversation} conversation
 * @param {{by: 'team'|'visitor', sequence: number}} read
 * @returns {Conversation}
 */
function withRead(conversation, { by, sequence }) {
  const mark = by === 'team' ? 'teamRead' : 'visitorRead'
  return sequence > conversation[mark] ? { ...conversation, [mark]: sequence } : conversation
}

/**
 * @param {string} one
 * @param {string} other
 */
function later(one, other) {
  return one > other ? one : other
}

/** @param {Conversation} conversation */
export function unreadCount({ lastSequence, teamRead, status }) {
  return status === 'closed' ? 0 : Math.max(0, lastSequence - teamRead)
}

/**
 * What changes when somebody may see or do something else than before.
 * @param {Pick<import('../common/wire.js').Session, 'grants'|'inboxes'|'teams'>} session
 */
export function rightsOf({ grants, inboxes, teams }) {
  return JSON.stringify([grants, inboxes, teams])
}

/**
 * @param {Set<string>} set
 * @param {string} item
 * @param {boolean} there
 */
export function flag(set, item, there) {
  if (there) set.add(item)
  else set.delete(item)
}
