/// One talk between a customer and the team, as the team sees it.
public struct Conversation: Codable, Sendable, Equatable {
    /// Arrival is open, assigned is in progress, the team's answer makes it waiting, the customer's answer opens it
    /// again.
    public enum Status: String, Codable, Sendable, CaseIterable { case open, inProgress, waiting, closed }
    /// From the least to the most urgent.
    public enum Priority: String, Codable, Sendable, CaseIterable { case low, normal, high, urgent }

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
    /// The first words of the first message until somebody of the team edits it; 1 to ``titleLimit`` characters, empty
    /// only before the first message.
    public var title: String
    /// Whether somebody edited the title.
    public var titled: Bool
    public var status: Status
    public var priority: Priority
    /// In the order they were put on; at most ``tagLimit``.
    public var tags: [TagID]
    public var assignee: MemberID?
    /// The team it was handed to.
    public var team: TeamID?
    /// Members who want to hear of it without having it; at most ``followerLimit``.
    public var followers: [MemberID]
    /// Whom its notes mention.
    public var mentioned: Mentions?
    /// Out of the way until a time, or until the customer answers.
    public var snooze: Snooze?
    public var spam: Bool
    /// What the customer thought of it.
    public var rating: Rating?
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
    /// When the customer wrote last, and when the team did.
    public var lastCustomerAt: Timestamp?
    public var lastTeamAt: Timestamp?
    /// The conversation of the same visitor before this one.
    public var earlier: ConversationID?
    /// The conversation that this one was merged into: it is in no list, and whoever asks for it gets that one.
    public var mergedInto: ConversationID?

    public static let titleLimit = 120
    public static let tagLimit = 30
    public static let followerLimit = 50

    public init(
        id: ConversationID, inbox: InboxID, contact: ContactID, contactName: String, visitor: VisitorID,
        verified: Bool = false, language: Language, title: String = "", titled: Bool = false, status: Status,
        priority: Priority = .normal, tags: [TagID] = [], assignee: MemberID?, team: TeamID? = nil,
        followers: [MemberID] = [], mentioned: Mentions? = nil, snooze: Snooze? = nil, spam: Bool = false,
        rating: Rating? = nil, lastSequence: Int64, teamRead: Int64, visitorRead: Int64, lastMessage: MessagePreview?,
        createdAt: Timestamp, updatedAt: Timestamp, waitingSince: Timestamp?, lastCustomerAt: Timestamp? = nil,
        lastTeamAt: Timestamp? = nil, earlier: ConversationID? = nil, mergedInto: ConversationID? = nil
    ) {
        self.id = id
        self.inbox = inbox
        self.contact = contact
        self.contactName = contactName
        self.visitor = visitor
        self.verified = verified
        self.language = language
        self.title = title
        self.titled = titled
        self.status = status
        self.priority = priority
        self.tags = tags
        self.assignee = assignee
        self.team = team
        self.followers = followers
        self.mentioned = mentioned
        self.snooze = snooze
        self.spam = spam
        self.rating = rating
        self.lastSequence = lastSequence
        self.teamRead = teamRead
        self.visitorRead = visitorRead
        self.lastMessage = lastMessage
        self.createdAt = createdAt
        self.updatedAt = updatedAt
        self.waitingSince = waitingSince
        self.lastCustomerAt = lastCustomerAt
        self.lastTeamAt = lastTeamAt
        self.earlier = earlier
        self.mergedInto = mergedInto
    }

    public var place: Place { Place(inbox: inbox, assignee: assignee, team: team) }

    /// Whether the team has to do with it now: neither closed nor snoozed, no spam, and not merged into another.
    public var isActive: Bool { status != .closed && snooze == nil && !spam && mergedInto == nil }
}

/// Out of the way, while the status stays what it is.
public struct Snooze: Codable, Sendable, Equatable {
    /// Nil: until the customer answers, who ends every snooze.
    public var until: Timestamp?

    public init(until: Timestamp?) {
        self.until = until
    }
}

public struct Rating: Codable, Sendable, Equatable {
    /// Within ``range``.
    public var score: Int
    /// 1 to ``commentLimit`` characters.
    public var comment: String?
    public var at: Timestamp

    public static let range = 1...5
    public static let commentLimit = 1000

    public init(score: Int, comment: String?, at: Timestamp) {
        self.score = score
        self.comment = comment
        self.at = at
    }
}

/// Members and teams that a note speaks to; at most ``limit`` of both together.
public struct Mentions: Codable, Sendable, Equatable {
    public var members: [MemberID]
    public var teams: [TeamID]

    public static let limit = 50

    public init(members: [MemberID] = [], teams: [TeamID] = []) {
        self.members = members
        self.teams = teams
    }

    public var isEmpty: Bool { members.isEmpty && teams.isEmpty }
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

/// Which conversations a list is to hold: what an address cannot carry.
public struct ConversationQuery: Codable, Sendable {
    /// A built-in view's name, or a saved view's id.
    public var view: String?
    public var filter: Filter?
    public var sort: SavedView.Sort?
    public var cursor: String?
    /// 1 to 100; 30 when absent.
    public var limit: Int?

    public init(
        view: String? = nil, filter: Filter? = nil, sort: SavedView.Sort? = nil, cursor: String? = nil,
        limit: Int? = nil
    ) {
        self.view = view
        self.filter = filter
        self.sort = sort
        self.cursor = cursor
        self.limit = limit
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
