/**
 * The shapes that cross the wire, as the browser's side reads them. The names are those of Shared/WireModel.
 *
 * @typedef {'ar'|'en'} Language
 * @typedef {string} Role `owner`, `admin`, `supervisor`, `agent`, `light`, or `rol_…` of the workspace's own.
 * @typedef {'own'|'unassigned'|'team'|'inbox'|'all'} Scope
 * @typedef {'conversations.view'|'conversations.reply'|'conversations.note'|'conversations.assign'
 *   |'conversations.status'|'conversations.merge'|'contacts.view'|'contacts.edit'|'contacts.unmask'
 *   |'contacts.block'|'tags.manage'|'views.share'|'replies.manage'|'inboxes.manage'|'members.manage'
 *   |'members.viewAs'|'teams.manage'|'roles.manage'|'workspace.manage'|'security.manage'|'keys.manage'
 *   |'audit.view'} Permission
 * @typedef {Partial<Record<Permission, Scope[]>>} Grants
 * @typedef {'all'|string[]} InboxAccess
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
 * @property {Attachment[]} [attachments]
 * @property {Mentions} [mentions]
 * @property {Quote} [quote]
 * @property {{from: string, sequence: number, moved?: boolean}} [copied] Where it stood before a merge or a split.
 * @property {string} [editedAt]
 * @property {string} [deletedAt] Text and attachments are gone then.
 *
 * @typedef {{id: string, name: string, type: string, bytes: number, width?: number, height?: number}} Attachment
 * @typedef {'image'|'pdf'|'text'|'office'|'audio'|'video'|'archive'} AttachmentKind
 * @typedef {{maxCount: number, maxBytes: number, types: AttachmentKind[]}} AttachmentRules
 * @typedef {{reopenHours: number, attachments: AttachmentRules}} WorkspaceSettings
 * @typedef {{members: string[], teams: string[]}} Mentions
 * @typedef {{message: string, sequence: number, author: Author, body: string}} Quote
 * @typedef {'low'|'normal'|'high'|'urgent'} Priority
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
 * @property {string} title
 * @property {boolean} titled
 * @property {Status} status
 * @property {Priority} priority
 * @property {string[]} tags
 * @property {string[]} followers
 * @property {Mentions} [mentioned]
 * @property {{until?: string}} [snooze]
 * @property {boolean} spam
 * @property {{score: number, comment?: string, at: string}} [rating]
 * @property {string} [assignee]
 * @property {string} [team] Handed to.
 * @property {number} lastSequence
 * @property {number} teamRead
 * @property {number} visitorRead
 * @property {MessagePreview} [lastMessage]
 * @property {string} createdAt
 * @property {string} updatedAt
 * @property {string} [waitingSince]
 * @property {string} [lastCustomerAt]
 * @property {string} [lastTeamAt]
 * @property {string} [earlier] The visitor's conversation before this one.
 * @property {string} [mergedInto]
 *
 * @typedef {{id: string, name: string, colour: string}} Tag
 *
 * One line of a conversation's change log.
 * @typedef {object} Change
 * @property {string} id
 * @property {string} conversation
 * @property {string} at
 * @property {number} sequence The message after which it happened.
 * @property {Author} by
 * @property {string} action
 * @property {Record<string, string|undefined>} [details]
 * @property {string} [operation] The bulk action it belongs to.
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
 * @property {boolean} [blocked] Whether they are kept from writing.
 * @property {number} conversationCount
 * @property {number} messageCount
 *
 * @typedef {object} Member
 * @property {string} id
 * @property {string} name
 * @property {string} email
 * @property {Role} role
 * @property {InboxAccess} inboxes
 * @property {Language} language
 * @property {string} [timeZone]
 * @property {string} [avatar] Path of the picture.
 * @property {boolean} active
 * @property {boolean} twoFactor
 * @property {string} joinedAt
 *
 * @typedef {{id: Role, name: string, builtIn: boolean, grants: Grants}} RoleDefinition
 * @typedef {{id: string, name: string, inboxes: InboxAccess, grants: Grants, members: string[]}} Team
 *
 * @typedef {object} MemberRights
 * @property {Member} member
 * @property {RoleDefinition} role
 * @property {Team[]} teams
 * @property {InboxAccess} inboxes
 * @property {{inboxes: InboxAccess, source: string}[]} inboxSources `member`, or a team's id.
 * @property {{permission: Permission, scopes: Scope[], sources: string[]}[]} grants `role`, and ids of teams.
 *
 * @typedef {object} Plan
 * @property {string} name
 * @property {number} [members]
 * @property {number} [inboxes]
 * @property {number} [storageBytes]
 * @property {number} [messagesPerMonth]
 * @property {number} [callsPerMinute]
 *
 * @typedef {object} Workspace
 * @property {string} id
 * @property {string} name
 * @property {Language} language
 * @property {string} timeZone
 * @property {boolean} [requireTwoFactor]
 * @property {string} [handTo] Who gets what somebody who leaves had open; nobody when absent.
 * @property {string} createdAt
 *
 * @typedef {object} Session
 * @property {string} id
 * @property {Member} member
 * @property {Workspace} workspace
 * @property {Workspace[]} workspaces
 * @property {string} expiresAt
 * @property {Grants} grants
 * @property {InboxAccess} inboxes
 * @property {string[]} teams
 * @property {'twoFactor'} [restricted] What has to be done before anything else is allowed.
 * @property {boolean} emailConfirmed
 * @property {Preferences} [preferences]
 *
 * How the pages behave for a member.
 * @typedef {object} Preferences
 * @property {number} undoSeconds How long a reply waits before the customer gets it; 0 sends at once.
 * @property {boolean} enterSends
 * @property {boolean} sound
 * @property {boolean} desktop
 *
 * @typedef {'confirmEmail'|'changeEmail'|'resetPassword'} TicketKind
 * @typedef {{kind: TicketKind, email: string, language: Language}} TicketPreview
 * @typedef {{secret: string, uri: string}} TwoFactorSetup
 *
 * @typedef {object} SessionEntry
 * @property {string} id
 * @property {{id: string, name: string}} workspace
 * @property {string} [device] What the browser called itself.
 * @property {string} [address]
 * @property {string} createdAt
 * @property {string} usedAt
 * @property {boolean} current
 *
 * @typedef {{plan: Plan, members: number, inboxes: number, storageBytes: number, messagesThisMonth: number}} Usage
 *
 * @typedef {object} AuditEntry
 * @property {string} id
 * @property {string} at
 * @property {{kind: string, id?: string, name: string}} actor
 * @property {string} action
 * @property {{kind: string, id: string, name: string}} [target]
 * @property {string} [address]
 * @property {string} [device]
 * @property {Record<string, string>} [details]
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
 *   createdAt: string, archived?: boolean, position?: number, assignment?: Assignment}} Inbox
 * @typedef {object} Assignment How an inbox gives what comes in to the team.
 * @property {'manual'|'roundRobin'|'leastLoaded'} strategy
 * @property {number} [cap] Open conversations that a member has at most.
 * @property {boolean} onlineOnly
 * @property {boolean} sticky To whom the customer talked last.
 * @property {number} [awayMinutes] After which an absent assignee's conversations go back.
 * @typedef {'optional'|'required'} Verification
 * @typedef {{id: string, createdAt: string, ending: string}} VerificationSecret
 * @typedef {{inbox: string, settings: WidgetSettings, workspaceName: string, teamOnline: boolean,
 *   verification: Verification, attachments?: AttachmentRules}} WidgetConfiguration
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
 * @property {{score: number, comment?: string, at: string}} [rating]
 * @property {string} [earlier]
 * @property {string} createdAt
 *
 * @typedef {object} Invitation
 * @property {string} id
 * @property {string} [email]
 * @property {Role} role
 * @property {InboxAccess} inboxes
 * @property {string[]} teams
 * @property {'open'|'accepted'|'revoked'|'expired'} status
 * @property {string} invitedBy
 * @property {string} createdAt
 * @property {string} expiresAt
 *
 * @typedef {{
 *   workspaceName: string, invitedBy: string, email?: string, role: Role, language: Language,
 * }} InvitationPreview
 *
 * @typedef {object} APIKey
 * @property {string} id
 * @property {string} name
 * @property {Grants} grants
 * @property {InboxAccess} inboxes
 * @property {string} createdBy
 * @property {string} createdAt
 * @property {string} [expiresAt]
 * @property {string} [lastUsedAt]
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
