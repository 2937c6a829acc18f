/// One place where a search found something: a message, or a title that somebody gave a conversation.
public struct SearchHit: Codable, Sendable, Equatable {
    public var conversation: Conversation
    /// Of the message; 0 for the title.
    public var sequence: Int64
    /// Absent for a title.
    public var message: Message?
    /// True for a title, else absent.
    public var title: Bool?
    public var snippet: SearchSnippet
    /// The messages before and after it.
    public var before: Message?
    public var after: Message?

    public init(
        conversation: Conversation, sequence: Int64, message: Message? = nil, title: Bool? = nil,
        snippet: SearchSnippet, before: Message? = nil, after: Message? = nil
    ) {
        self.conversation = conversation
        self.sequence = sequence
        self.message = message
        self.title = title
        self.snippet = snippet
        self.before = before
        self.after = after
    }
}

/// The part of a text around what was found in it, in its original spelling.
public struct SearchSnippet: Codable, Sendable, Equatable {
    /// At most ``limitCharacters`` characters, and an ellipsis at either end where something is left out; line breaks
    /// are spaces.
    public var text: String
    /// What to highlight: start and length in UTF-16 units of `text`, in order and apart from one another.
    public var marks: [[Int]]

    public static let limitCharacters = 160

    public init(text: String, marks: [[Int]]) {
        self.text = text
        self.marks = marks
    }
}

/// A stretch of what a search found: of the newest conversation first, and in each the newest message.
public struct SearchResults: Codable, Sendable, Equatable {
    public var items: [SearchHit]
    /// Given back as `cursor` for what comes after; absent at the end. A search over very much, of which little may be
    /// shown, ends a stretch early: then `items` are few or none, and the cursor leads on.
    public var nextCursor: String?
    /// What was searched for instead, where nothing was found but with the keyboard's other layout.
    public var rescued: String?

    public init(items: [SearchHit], nextCursor: String? = nil, rescued: String? = nil) {
        self.items = items
        self.nextCursor = nextCursor
        self.rescued = rescued
    }
}
