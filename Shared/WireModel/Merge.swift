/// Conversations of one contact to be merged into another of theirs.
public struct MergeRequest: Codable, Sendable {
    /// 1 to ``limit``, each once.
    public var from: [ConversationID]

    public static let limit = 20

    public init(from: [ConversationID]) {
        self.from = from
    }
}

/// Where a conversation is to be split.
public struct SplitRequest: Codable, Sendable {
    /// The first message of the new conversation; something must remain before it.
    public var sequence: Int64

    public init(sequence: Int64) {
        self.sequence = sequence
    }
}

/// A conversation that was split, and what was split off.
public struct SplitResult: Codable, Sendable, Equatable {
    public var conversation: Conversation
    public var new: Conversation

    public init(conversation: Conversation, new: Conversation) {
        self.conversation = conversation
        self.new = new
    }
}
