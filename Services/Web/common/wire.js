/**
 * The shapes that cross the wire, as the browser's side reads them. The names are those of Shared/WireModel.
 *
 * @typedef {'ar'|'en'} Language
 * @typedef {'owner'|'admin'|'agent'} Role
 * @typedef {'open'|'inProgress'|'waiting'|'closed'} Status
 * @typedef {'hidden'|'optional'|'required'} FieldRule
 *
 * @typedef {{kind: 'visitor'|'member'|'key'|'system', id?: string, name: string}} Author
 *
 * @typedef {object} Message
 * @property {string} id
 * @property {string} conversation
 * @property {number} sequence
 * @property {'reply'|'note'} kind
 * @property {Author} author
 * @property {string} body
 * @property {number} clientId
 * @property {string} sentAt
 *
 * @typedef {{body: string, kind: 'reply'|'note', authorKind: Author['kind']}} MessagePreview
 *
 * @typedef {object} Conversation
 * @property {string} id
 * @property {string} inbox
 * @property {string} contact
 * @property {string} contactName
 * @property {string} visitor
 * @property {boolean} verified
 * @property {Language} language
 * @property {Status} status
 * @property {string} [assignee]
 * @property {number} lastSequence
 * @property {number} teamRead
 * @property {number} visitorRead
 * @property {MessagePreview} [lastMessage]
 * @property {string} createdAt
 * @property {string} updatedAt
 * @property {string} [waitingSince]
 *
 * @typedef {{visitor: string, name?: string, email?: string, phone?: string, at: string}} ContactClaim
 *
 * @typedef {object} Contact
 * @property {string} id
 * @property {string} name
 * @property {string} [email]
 * @property {string} [phone]
 * @property {Language} [language]
 * @property {boolean} unverified
 * @property {ContactClaim[]} claims
 * @property {string} createdAt
 * @property {string} lastSeenAt
 * @property {number} conversationCount
 * @property {number} messageCount
 *
 * @typedef {object} Member
 * @property {string} id
 * @property {string} name
 * @property {string} email
 * @property {Role} role
 * @property {'all'|string[]} inboxes
 * @property {Language} language
 * @property {string} joinedAt
 *
 * @typedef {{id: string, name: string, language: Language, timeZone: string, createdAt: string}} Workspace
 * @typedef {{id: string, member: Member, workspace: Workspace, workspaces: Workspace[], expiresAt: string}} Session
 *
 * @typedef {{name: FieldRule, email: FieldRule, phone: FieldRule}} PreChat
 * @typedef {object} WidgetSettings
 * @property {string} title
 * @property {string} greeting
 * @property {string} colour
 * @property {'start'|'end'} side
 * @property {Language} [language]
 * @property {PreChat} preChat
 *
 * @typedef {{id: string, name: string, widget: WidgetSettings, origins: string[], verification: Verification,
 *   createdAt: string}} Inbox
 * @typedef {'optional'|'required'} Verification
 * @typedef {{id: string, createdAt: string, ending: string}} VerificationSecret
 * @typedef {{inbox: string, settings: WidgetSettings, workspaceName: string, teamOnline: boolean,
 *   verification: Verification}} WidgetConfiguration
 * @typedef {{subject: string, name?: string, email?: string, phone?: string}} VisitorIdentity
 * @typedef {{visitor: string, token: string, identity?: VisitorIdentity}} VisitorGrant
 * @typedef {{name?: string, email?: string, phone?: string}} VisitorDetails
 *
 * @typedef {object} WidgetConversation
 * @property {string} id
 * @property {Status} status
 * @property {number} lastSequence
 * @property {number} teamRead
 * @property {number} visitorRead
 * @property {string} createdAt
 *
 * @typedef {object} Invitation
 * @property {string} id
 * @property {string} [email]
 * @property {Role} role
 * @property {'all'|string[]} inboxes
 * @property {'open'|'accepted'|'revoked'|'expired'} status
 * @property {string} invitedBy
 * @property {string} createdAt
 * @property {string} expiresAt
 *
 * @typedef {{
 *   workspaceName: string, invitedBy: string, email?: string, role: Role, language: Language,
 * }} InvitationPreview
 * @typedef {{id: string, name: string, role: Role, createdAt: string}} APIKey
 *
 * @typedef {object} Welcome
 * @property {string} epoch
 * @property {number} seq
 * @property {'complete'|'reset'} resume
 * @property {string[]} [membersOnline]
 * @property {string[]} [visitorsOnline]
 * @property {boolean} [teamOnline]
 *
 * @typedef {object} LogEvent
 * @property {'conversations'|'contacts'|'identity'} log
 * @property {number} [seq]
 * @property {string} type
 * @property {string} [inbox]
 * @property {string} [conversation]
 * @property {string} [visitor]
 * @property {string} at
 * @property {any} data
 */

/**
 * @template Item
 * @typedef {{items: Item[], nextCursor?: string}} Page
 */

export {}
