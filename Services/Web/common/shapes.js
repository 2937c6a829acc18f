/**
 * What modules hand to one another. Types only: no page loads this file.
 *
 * A message on its way out.
 * @typedef {object} Outgoing
 * @property {number} clientId The same at every attempt, so that it is stored once.
 * @property {string} conversation Its id, or a name of the caller's for one that is yet to be made.
 * @property {'reply'|'note'} kind
 * @property {string} body
 * @property {string} writtenAt
 * @property {'queued'|'sending'|'failed'} state `failed` waits for its writer's decision.
 * @property {string} [problem] The code of what went wrong.
 * @property {number} [dueAt] Milliseconds since 1970: until then it waits, and may be taken back.
 * @property {import('./wire.js').Attachment[]} [attachments] On the server already.
 * @property {import('./wire.js').Mentions} [mentions]
 * @property {import('./wire.js').Quote} [quote]
 * @property {number} [basedOn] The last message that its writer had seen.
 * @property {unknown} [extra] What the caller needs to send it; kept with it.
 *
 * @typedef {Pick<Outgoing, 'conversation'|'body'|'dueAt'|'attachments'|'mentions'|'quote'|'basedOn'|'extra'>
 *   & {kind?: 'reply'|'note'}} Draftable
 *
 * @typedef {object} OutboxParts
 * @property {ReturnType<typeof import('./storage.js').openStorage>} storage
 * @property {string} scope Whose messages these are: other people in the same browser do not see them.
 * @property {() => number} nextClientId
 * @property {(entry: Outgoing) => Promise<any>} send Throws a `Problem` when it was not acknowledged.
 * @property {(entry: Outgoing, answer: any) => void} delivered
 * @property {(conversation: string) => void} changed
 * @property {(task: () => void, milliseconds: number) => unknown} [later]
 *
 * @typedef {'idle'|'connecting'|'online'|'waiting'|'ended'} SocketState
 * @typedef {object} SocketHandlers
 * @property {(event: import('./wire.js').LogEvent) => void} event A new event, in order.
 * @property {(welcome: import('./wire.js').Welcome, resume: 'complete'|'reset') => void} welcome
 * @property {(state: SocketState) => void} state
 * @property {(why: 'session'|'origin') => void} ended It will not be tried again.
 *
 * What follows the end of a socket.
 * @typedef {{kind: 'retry', delay: number} | {kind: 'stop', why: 'session'|'origin'}} Next
 *
 * @typedef {Node|string|number|null|undefined|false} Single
 * @typedef {Single|Single[]} Child
 * @typedef {object} KnownProps
 * @property {string} [class]
 * @property {Record<string, (event: any) => void>} [on] Listeners by event name.
 * @property {Record<string, string|undefined>} [data] `data-…` attributes.
 * @property {Record<string, string>} [vars] Custom properties, set through the CSSOM: the content policy forbids inline
 *   style.
 * @typedef {KnownProps & Record<string, unknown>} Props
 *
 * @typedef {string | Partial<Record<Intl.LDMLPluralRule, string>> & {other: string}} Phrase A text, or one for each
 *   plural form.
 * @typedef {Record<string, Phrase>} Catalogue
 * @typedef {Record<string, string|number>} Values
 *
 * @typedef {object} FieldParts
 * @property {string} name As the server names it, the last part of its path.
 * @property {string} label
 * @property {string} [type] An input's type, or `textarea`.
 * @property {string} [value]
 * @property {string} [hint]
 * @property {boolean} [optional]
 * @property {string} [autocomplete]
 * @property {string} [placeholder]
 * @property {number} [maxlength]
 * @property {Node} [after] Stands inside the field's box, at its end.
 *
 * One thing in a thread: a day's name, the line above what is new, a message, or one that is still on its way.
 * @typedef {{type: 'day', key: string, at: string}
 *   | {type: 'unread', key: string}
 *   | {type: 'message', key: string, message: import('./wire.js').Message, own: boolean, first: boolean, last: boolean}
 *   | {type: 'outgoing', key: string, entry: Outgoing, first: boolean, last: boolean}} ThreadItem
 */

export {}
