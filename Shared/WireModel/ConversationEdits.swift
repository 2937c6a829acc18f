// What the team asks of a conversation, a body each.

/// What is absent stays.
public struct ConversationChange: Codable, Sendable {
    /// 1 to ``Conversation/titleLimit`` characters.
    public var title: String?
    public var priority: Conversation.Priority?

    public init(title: String? = nil, priority: Conversation.Priority? = nil) {
        self.title = title
        self.priority = priority
    }
}

/// All tags of a conversation.
public struct TagsChange: Codable, Sendable {
    public var tags: [TagID]
    /// Names of tags to put on as well, made where no tag is called so.
    public var create: [String]?

    public init(tags: [TagID], create: [String]? = nil) {
        self.tags = tags
        self.create = create
    }
}

/// Moves a conversation to another inbox.
public struct InboxMove: Codable, Sendable {
    public var inbox: InboxID

    public init(inbox: InboxID) {
        self.inbox = inbox
    }
}

/// A conversation that the team begins.
public struct ConversationOpening: Codable, Sendable {
    public var contact: ContactID
    public var inbox: InboxID
    /// A reply; the same name by the same author to the same contact begins one conversation only.
    public var message: MessageDraft

    public init(contact: ContactID, inbox: InboxID, message: MessageDraft) {
        self.contact = contact
        self.inbox = inbox
        self.message = message
    }
}

/// What a customer thinks of a conversation.
public struct RatingDraft: Codable, Sendable {
    /// Within ``Rating/range``.
    public var score: Int
    /// Up to ``Rating/commentLimit`` characters.
    public var comment: String?

    public init(score: Int, comment: String? = nil) {
        self.score = score
        self.comment = comment
    }
}
