/// What a member has begun to write in a conversation, and nobody else sees: it waits on their other devices too.
public struct ReplyDraft: Codable, Sendable, Equatable {
    public var conversation: ConversationID
    /// Empty, without attachments, where there is no draft.
    public var body: String
    public var kind: Message.Kind
    /// Those that a message of the writer may still name.
    public var attachments: [Attachment]?
    public var mentions: Mentions?
    /// Nil where there never was one.
    public var updatedAt: Timestamp?

    /// A member keeps so many at most.
    public static let countLimit = 200

    public init(
        conversation: ConversationID, body: String = "", kind: Message.Kind = .reply,
        attachments: [Attachment]? = nil, mentions: Mentions? = nil, updatedAt: Timestamp? = nil
    ) {
        self.conversation = conversation
        self.body = body
        self.kind = kind
        self.attachments = attachments
        self.mentions = mentions
        self.updatedAt = updatedAt
    }

    public var isEmpty: Bool { !body.isVisible && (attachments ?? []).isEmpty }
}

/// The whole draft as it is now; an empty one is removed.
public struct ReplyDraftChange: Codable, Sendable, Equatable {
    /// Up to ``Message/bodyLimitBytes`` UTF-8 bytes.
    public var body: String
    /// `reply` when absent.
    public var kind: Message.Kind?
    /// At most ``MessageExtras/attachmentLimit``.
    public var attachments: [AttachmentID]?
    public var mentions: Mentions?

    public init(
        body: String, kind: Message.Kind? = nil, attachments: [AttachmentID]? = nil, mentions: Mentions? = nil
    ) {
        self.body = body
        self.kind = kind
        self.attachments = attachments
        self.mentions = mentions
    }
}

/// That there is a draft, for lists.
public struct DraftMark: Codable, Sendable, Equatable {
    public var conversation: ConversationID
    public var kind: Message.Kind
    /// Its first words, line breaks as spaces.
    public var body: String
    public var updatedAt: Timestamp

    public init(conversation: ConversationID, kind: Message.Kind, body: String, updatedAt: Timestamp) {
        self.conversation = conversation
        self.kind = kind
        self.body = body
        self.updatedAt = updatedAt
    }
}
