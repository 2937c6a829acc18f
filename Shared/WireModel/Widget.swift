/// What a widget needs before anybody has written.
public struct WidgetConfiguration: Codable, Sendable, Equatable {
    public var inbox: InboxID
    public var settings: WidgetSettings
    public var workspaceName: String
    /// Whether somebody of the team is there.
    public var teamOnline: Bool
    /// Where it is required, nobody sees the widget on a page that brings no visitor's token.
    public var verification: Inbox.Verification
    /// Which files may be sent.
    public var attachments: AttachmentPolicy

    public init(
        inbox: InboxID, settings: WidgetSettings, workspaceName: String, teamOnline: Bool,
        verification: Inbox.Verification = .optional, attachments: AttachmentPolicy = AttachmentPolicy()
    ) {
        self.inbox = inbox
        self.settings = settings
        self.workspaceName = workspaceName
        self.teamOnline = teamOnline
        self.verification = verification
        self.attachments = attachments
    }
}

/// A browser's name and proof. Making one stores nothing anywhere but in that browser.
public struct VisitorGrant: Codable, Sendable, Equatable {
    public var visitor: VisitorID
    /// Signed, opaque, good for a year, or for a day where it is of a verified visitor. Sent as
    /// `Authorization: Bearer …` and in the socket's `hello`.
    public var token: String
    /// What the shop's server proved; absent for an anonymous visitor.
    public var identity: VisitorIdentity?

    public init(visitor: VisitorID, token: String, identity: VisitorIdentity? = nil) {
        self.visitor = visitor
        self.token = token
        self.identity = identity
    }
}

/// A customer's first message.
public struct WidgetStart: Codable, Sendable {
    public var details: VisitorDetails
    public var language: Language
    public var message: MessageDraft

    public init(details: VisitorDetails, language: Language, message: MessageDraft) {
        self.details = details
        self.language = language
        self.message = message
    }
}

/// A conversation as its customer sees it.
public struct WidgetConversation: Codable, Sendable, Equatable {
    public var id: ConversationID
    public var status: Conversation.Status
    public var lastSequence: Int64
    public var teamRead: Int64
    public var visitorRead: Int64
    /// What this customer thought of it.
    public var rating: Rating?
    /// The customer's conversation before this one.
    public var earlier: ConversationID?
    public var createdAt: Timestamp

    public init(_ conversation: Conversation) {
        id = conversation.id
        status = conversation.status
        lastSequence = conversation.lastSequence
        teamRead = conversation.teamRead
        visitorRead = conversation.visitorRead
        rating = conversation.rating
        earlier = conversation.earlier
        createdAt = conversation.createdAt
    }
}

public struct WidgetConversationWithMessages: Codable, Sendable, Equatable {
    public var conversation: WidgetConversation
    public var messages: [Message]

    public init(conversation: WidgetConversation, messages: [Message]) {
        self.conversation = conversation
        self.messages = messages
    }
}
