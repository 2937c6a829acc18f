/// One talk between a customer and the team, as the team sees it.
public struct Conversation: Codable, Sendable, Equatable {
    /// Arrival is open, assigned is in progress, the team's answer makes it waiting, the customer's answer opens it
    /// again.
    public enum Status: String, Codable, Sendable, CaseIterable { case open, inProgress, waiting, closed }

    public var id: ConversationID
    public var inbox: InboxID
    public var contact: ContactID
    /// The contact's name as last heard; empty for somebody who gave none.
    public var contactName: String
    public var visitor: VisitorID
    /// Whether the visitor proved who they are. Without it, that the contact is theirs is only what they say.
    public var verified: Bool
    /// The language the customer's widget spoke.
    public var language: Language
    public var status: Status
    public var assignee: MemberID?
    /// The team it was handed to.
    public var team: TeamID?
    /// How many messages and notes it holds; the next one gets the number after it.
    public var lastSequence: Int64
    /// Up to which message the team has read, and the customer.
    public var teamRead: Int64
    public var visitorRead: Int64
    /// The last message or note.
    public var lastMessage: MessagePreview?
    public var createdAt: Timestamp
    /// Time of the last message or change; lists are in this order, newest first.
    public var updatedAt: Timestamp
    /// Since when the customer has waited for an answer; absent while nobody waits.
    public var waitingSince: Timestamp?

    public init(
        id: ConversationID, inbox: InboxID, contact: ContactID, contactName: String, visitor: VisitorID,
        verified: Bool = false, language: Language, status: Status, assignee: MemberID?, team: TeamID? = nil,
        lastSequence: Int64, teamRead: Int64, visitorRead: Int64, lastMessage: MessagePreview?, createdAt: Timestamp,
        updatedAt: Timestamp, waitingSince: Timestamp?
    ) {
        self.id = id
        self.inbox = inbox
        self.contact = contact
        self.contactName = contactName
        self.visitor = visitor
        self.verified = verified
        self.language = language
        self.status = status
        self.assignee = assignee
        self.team = team
        self.lastSequence = lastSequence
        self.teamRead = teamRead
        self.visitorRead = visitorRead
        self.lastMessage = lastMessage
        self.createdAt = createdAt
        self.updatedAt = updatedAt
        self.waitingSince = waitingSince
    }

    public var place: Place { Place(inbox: inbox, assignee: assignee, team: team) }
}

/// The start of a message, for lists.
public struct MessagePreview: Codable, Sendable, Equatable {
    /// The first 120 characters, line breaks as spaces.
    public var body: String
    public var kind: Message.Kind
    public var authorKind: Author.Kind

    public init(body: String, kind: Message.Kind, authorKind: Author.Kind) {
        self.body = body
        self.kind = kind
        self.authorKind = authorKind
    }
}

/// Hands a conversation to a team, or takes it back from one.
public struct TeamAssignment: Codable, Sendable {
    /// Nil (null on the wire, or absent) takes the team away.
    public var team: TeamID?

    public init(team: TeamID?) {
        self.team = team
    }
}

public struct AssigneeChange: Codable, Sendable {
    /// Nil (null on the wire, or absent) takes the assignee away.
    public var member: MemberID?

    public init(member: MemberID?) {
        self.member = member
    }
}

public struct StatusChange: Codable, Sendable {
    public var status: Conversation.Status

    public init(status: Conversation.Status) {
        self.status = status
    }
}

public struct ReadMark: Codable, Sendable {
    /// Up to and with this message, within ``range``. A mark never goes back.
    public var sequence: Int64

    /// What a browser's numbers can hold; 0 marks nothing.
    public static let range: ClosedRange<Int64> = 0...9_007_199_254_740_991

    public init(sequence: Int64) {
        self.sequence = sequence
    }
}

/// Whom the events of a conversation concern.
public struct ConversationRoute: Codable, Sendable, Equatable {
    public var workspace: WorkspaceID
    public var place: Place
    public var visitor: VisitorID

    public init(workspace: WorkspaceID, place: Place, visitor: VisitorID) {
        self.workspace = workspace
        self.place = place
        self.visitor = visitor
    }
}

/// A first message with what is known of its author, as the gateway passes it to `conversations` once `contacts` has
/// named the contact.
public struct ConversationStart: Codable, Sendable {
    public var contact: ContactID
    public var contactName: String
    public var verified: Bool
    public var language: Language
    public var message: MessageDraft

    public init(
        contact: ContactID, contactName: String, verified: Bool = false, language: Language, message: MessageDraft
    ) {
        self.contact = contact
        self.contactName = contactName
        self.verified = verified
        self.language = language
        self.message = message
    }
}

/// A conversation with its first messages or its whole public text.
public struct ConversationWithMessages: Codable, Sendable, Equatable {
    public var conversation: Conversation
    public var messages: [Message]

    public init(conversation: Conversation, messages: [Message]) {
        self.conversation = conversation
        self.messages = messages
    }
}
