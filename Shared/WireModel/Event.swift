public import JSON

/// One entry of a service's event log, and the very text that is pushed to browsers.
///
/// An entry with `seq` is a change: it was committed in one transaction with it. One without is ephemeral (typing,
/// presence): it was never stored. Consumers get every change at least once and in order.
public struct Event: Codable, Sendable, Equatable {
    public enum Log: String, Codable, Sendable { case conversations, contacts, identity }

    /// Who may hear of it. The gateway filters by this at one place.
    public enum Audience: String, Codable, Sendable {
        /// The conversation's visitor and the team.
        case everyone
        /// The team: members and keys who may see the inbox, or the whole workspace where no inbox is named.
        case agents
        /// Services only; never pushed to a browser.
        case services
    }

    public var log: Log
    /// Place in the log: grows, may have gaps, never repeats within one epoch. Nil for what is ephemeral.
    public var seq: Int64?
    public var type: EventType
    public var audience: Audience
    public var workspace: WorkspaceID
    public var inbox: InboxID?
    /// Who has the conversation, and the team it was handed to: whom scoped rights let hear of it.
    public var assignee: MemberID?
    public var team: TeamID?
    public var conversation: ConversationID?
    public var visitor: VisitorID?
    /// Where it is one member's own: nobody else hears of it.
    public var member: MemberID?
    public var at: Timestamp
    /// The payload that ``EventType`` names.
    public var data: RawJSON

    public init(
        log: Log, seq: Int64? = nil, type: EventType, audience: Audience, workspace: WorkspaceID,
        inbox: InboxID? = nil, assignee: MemberID? = nil, team: TeamID? = nil, conversation: ConversationID? = nil,
        visitor: VisitorID? = nil, member: MemberID? = nil, at: Timestamp, data: RawJSON
    ) {
        self.log = log
        self.seq = seq
        self.type = type
        self.audience = audience
        self.workspace = workspace
        self.inbox = inbox
        self.assignee = assignee
        self.team = team
        self.conversation = conversation
        self.visitor = visitor
        self.member = member
        self.at = at
        self.data = data
    }
}

/// The closed list of what happens, with the payload of each.
public enum EventType: String, Codable, Sendable, CaseIterable {
    /// ``MessageCreated``; audience `agents` for a note.
    case messageCreated = "message.created"
    /// ``Conversation``, agents.
    case conversationCreated = "conversation.created"
    /// ``Conversation``, agents: assignee, status or contact name changed by other means than a message.
    case conversationChanged = "conversation.changed"
    /// ``StatusChanged``, everyone.
    case conversationStatus = "conversation.status"
    /// ``ReadChanged``, everyone.
    case conversationRead = "conversation.read"
    /// ``ConversationMoved``, agents: to those who saw the conversation where it stood before and do not any more.
    case conversationWithdrawn = "conversation.withdrawn"
    /// ``Message``, everyone; audience `agents` for a note: edited, or taken back.
    case messageChanged = "message.changed"
    /// ``ConversationsMerged``, everyone: the thread is another now, and is asked for anew.
    case conversationMerged = "conversation.merged"
    /// ``Change``, agents: a line of the change log.
    case changeRecorded = "change.recorded"
    /// ``Inbox``, agents.
    case inboxChanged = "inbox.changed"
    /// ``WorkspaceSettings``, agents.
    case settingsChanged = "settings.changed"
    /// ``Tag``, agents.
    case tagChanged = "tag.changed"
    /// ``TagReference``, agents.
    case tagRemoved = "tag.removed"
    /// ``SavedView``, agents; one's own where it is not shared.
    case viewChanged = "view.changed"
    /// ``ViewReference``, agents.
    case viewRemoved = "view.removed"
    /// ``CannedReply``, agents; one's own where its scope is.
    case replyChanged = "reply.changed"
    /// ``CannedReplyReference``, agents.
    case replyRemoved = "reply.removed"
    /// ``ReplyDraft``, one member's own.
    case draftChanged = "draft.changed"

    /// ``ContactReference``, agents.
    case contactChanged = "contact.changed"

    /// ``Workspace``, agents.
    case workspaceChanged = "workspace.changed"
    /// ``Member``, agents: joined, or role, name, teams, inboxes or standing changed.
    case memberChanged = "member.changed"
    /// ``Preferences``, one member's own.
    case preferencesChanged = "preferences.changed"
    /// ``MemberReference``, agents.
    case memberRemoved = "member.removed"
    /// ``MemberEnded``, services: deactivated or removed; what they had open is handed over.
    case memberEnded = "member.ended"
    /// ``RoleDefinition``, agents.
    case roleChanged = "role.changed"
    /// ``RoleReference``, agents.
    case roleRemoved = "role.removed"
    /// ``Team``, agents.
    case teamChanged = "team.changed"
    /// ``TeamReference``, agents.
    case teamRemoved = "team.removed"
    /// ``SessionReference``, services.
    case sessionEnded = "session.ended"
    /// ``RightsChanged``, services: whoever it concerns comes back at once with the rights they have now.
    case rightsChanged = "rights.changed"
    /// ``KeyReference``, services.
    case keyRevoked = "key.revoked"
    /// ``AuditEntry``, services: what another service did that `identity` writes into the audit log.
    case auditRecorded = "audit.recorded"
    /// ``MailRequest``, services.
    case mailRequested = "mail.requested"

    /// ``Typing``, ephemeral; audience `agents` while the team types a note.
    case typing
    /// ``Viewing``, ephemeral, agents.
    case viewing
    /// ``Cowriting``, ephemeral, agents.
    case cowriting
    /// ``MemberPresence``, ephemeral, agents.
    case memberPresence = "presence.member"
    /// ``VisitorPresence``, ephemeral, agents.
    case visitorPresence = "presence.visitor"
    /// ``TeamPresence``, ephemeral, made for visitors by each gateway itself.
    case teamPresence = "presence.team"
    /// ``PresenceLease``, ephemeral, services: how gateways tell each other who is there.
    case presenceLease = "presence.lease"
}

extension EventType {
    /// What somebody of the team must be allowed in order to hear of it, beside belonging to the workspace.
    public enum Hearing: Sendable, Equatable {
        /// See the conversation where it stands.
        case conversation
        /// See the inbox, where one is named.
        case inbox
        /// Hold the permission.
        case permission(Permission)
        /// Nothing more: the whole team works with it.
        case team
        /// Nobody: services only.
        case nobody
    }

    /// Part of the table of ``Permission``; a type that is not here does not compile.
    public var hearing: Hearing {
        switch self {
        case .messageCreated, .messageChanged, .conversationCreated, .conversationChanged, .conversationStatus,
            .conversationRead, .conversationWithdrawn, .conversationMerged, .changeRecorded, .draftChanged, .typing,
            .viewing, .cowriting:
            .conversation
        case .inboxChanged, .visitorPresence: .inbox
        case .contactChanged: .permission(.contactsView)
        case .workspaceChanged, .memberChanged, .memberRemoved, .preferencesChanged, .roleChanged, .roleRemoved,
            .teamChanged, .teamRemoved, .memberPresence, .settingsChanged, .tagChanged, .tagRemoved, .viewChanged,
            .viewRemoved, .replyChanged, .replyRemoved:
            .team
        case .memberEnded, .rightsChanged, .sessionEnded, .keyRevoked, .mailRequested, .auditRecorded, .presenceLease,
            .teamPresence:
            .nobody
        }
    }
}

/// Where a conversation stands now.
public struct ConversationMoved: Codable, Sendable, Equatable {
    public var conversation: ConversationID
    public var inbox: InboxID
    public var assignee: MemberID?
    public var team: TeamID?

    public init(conversation: ConversationID, inbox: InboxID, assignee: MemberID?, team: TeamID?) {
        self.conversation = conversation
        self.inbox = inbox
        self.assignee = assignee
        self.team = team
    }

    public var place: Place { Place(inbox: inbox, assignee: assignee, team: team) }
}

public struct MessageCreated: Codable, Sendable, Equatable {
    public var message: Message
    /// The conversation's status after it.
    public var status: Conversation.Status

    public init(message: Message, status: Conversation.Status) {
        self.message = message
        self.status = status
    }
}

/// What was merged into a conversation, or taken out of it again.
public struct ConversationsMerged: Codable, Sendable, Equatable {
    public var into: ConversationID
    /// Empty after a split.
    public var from: [ConversationID]
    /// False where a merge was undone, or a part was split off.
    public var merged: Bool

    public init(into: ConversationID, from: [ConversationID], merged: Bool) {
        self.into = into
        self.from = from
        self.merged = merged
    }
}

public struct StatusChanged: Codable, Sendable, Equatable {
    public var status: Conversation.Status
    public var by: Author
    /// How many messages the conversation held then.
    public var lastSequence: Int64

    public init(status: Conversation.Status, by: Author, lastSequence: Int64) {
        self.status = status
        self.by = by
        self.lastSequence = lastSequence
    }
}

public struct ReadChanged: Codable, Sendable, Equatable {
    public enum Reader: String, Codable, Sendable { case team, visitor }
    public var by: Reader
    public var sequence: Int64

    public init(by: Reader, sequence: Int64) {
        self.by = by
        self.sequence = sequence
    }
}

public struct ContactReference: Codable, Sendable, Equatable {
    public var contact: ContactID
    /// The name after the change.
    public var name: String
    /// True for who is kept from writing; absent for everybody else.
    public var blocked: Bool?
    /// Who blocked them or let them in again, where this is what changed.
    public var by: Author?

    public init(contact: ContactID, name: String, blocked: Bool = false, by: Author? = nil) {
        self.contact = contact
        self.name = name
        self.blocked = blocked ? true : nil
        self.by = by
    }
}

public struct MemberReference: Codable, Sendable, Equatable {
    public var member: MemberID
    public init(member: MemberID) { self.member = member }
}

public struct SessionReference: Codable, Sendable, Equatable {
    public var session: SessionID
    public init(session: SessionID) { self.session = session }
}

/// Whose rights are others now: the members named, those of the role, those of the team; everybody's in the workspace
/// when nothing is named.
public struct RightsChanged: Codable, Sendable, Equatable {
    public var members: [MemberID]?
    public var role: RoleID?
    public var team: TeamID?

    public init(members: [MemberID]? = nil, role: RoleID? = nil, team: TeamID? = nil) {
        self.members = members
        self.role = role
        self.team = team
    }

    public func concerns(_ principal: Principal) -> Bool {
        guard let member = principal.member, let rights = principal.rights else { return false }
        if members == nil, role == nil, team == nil { return true }
        if members?.contains(member) ?? false { return true }
        if let role, rights.role == .custom(role) { return true }
        return team.map(rights.teams.contains) ?? false
    }
}

public struct KeyReference: Codable, Sendable, Equatable {
    public var key: APIKeyID
    public init(key: APIKeyID) { self.key = key }
}

/// A lease of ``leaseSeconds``: whoever goes on typing says so again well within it.
public struct Typing: Codable, Sendable, Equatable {
    public static let leaseSeconds = 6
    public var author: Author
    public var active: Bool

    public init(author: Author, active: Bool) {
        self.author = author
        self.active = active
    }
}

public struct MemberPresence: Codable, Sendable, Equatable {
    public var member: MemberID
    public var online: Bool
    public init(member: MemberID, online: Bool) {
        self.member = member
        self.online = online
    }
}

public struct VisitorPresence: Codable, Sendable, Equatable {
    public var visitor: VisitorID
    public var online: Bool
    public init(visitor: VisitorID, online: Bool) {
        self.visitor = visitor
        self.online = online
    }
}

public struct TeamPresence: Codable, Sendable, Equatable {
    public var online: Bool
    public init(online: Bool) { self.online = online }
}

/// What one gateway says of the people on its sockets in one workspace: differences as they happen, and everybody again
/// well within ``leaseSeconds``, so that a gateway that died is forgotten.
public struct PresenceLease: Codable, Sendable, Equatable {
    public static let leaseSeconds = 45

    public struct Visitor: Codable, Sendable, Hashable {
        public var visitor: VisitorID
        public var inbox: InboxID

        public init(visitor: VisitorID, inbox: InboxID) {
            self.visitor = visitor
            self.inbox = inbox
        }
    }

    /// Which gateway speaks: a random name for as long as its process lives.
    public var gateway: String
    /// Asks the others to tell everybody at once; sent when the first member of a workspace comes.
    public var wanted: Bool
    public var members: [MemberID]
    public var visitors: [Visitor]
    public var goneMembers: [MemberID]
    public var goneVisitors: [VisitorID]

    public init(
        gateway: String, wanted: Bool = false, members: [MemberID] = [], visitors: [Visitor] = [],
        goneMembers: [MemberID] = [], goneVisitors: [VisitorID] = []
    ) {
        self.gateway = gateway
        self.wanted = wanted
        self.members = members
        self.visitors = visitors
        self.goneMembers = goneMembers
        self.goneVisitors = goneVisitors
    }
}
