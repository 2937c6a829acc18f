/// One message of a conversation, or one note that only the team sees.
public struct Message: Codable, Sendable, Equatable {
    public enum Kind: String, Codable, Sendable { case reply, note }

    public var id: MessageID
    public var conversation: ConversationID
    /// Place within the conversation, notes included: 1, 2, 3, … with no gaps. Everybody's order.
    public var sequence: Int64
    public var kind: Kind
    public var author: Author
    /// Plain text, 1 to ``bodyLimitBytes`` UTF-8 bytes.
    public var body: String
    /// The name its sender gave it; see ``MessageDraft/clientId``.
    public var clientId: Int64
    public var sentAt: Timestamp

    public static let bodyLimitBytes = 16_384

    public init(
        id: MessageID, conversation: ConversationID, sequence: Int64, kind: Kind, author: Author, body: String,
        clientId: Int64, sentAt: Timestamp
    ) {
        self.id = id
        self.conversation = conversation
        self.sequence = sequence
        self.kind = kind
        self.author = author
        self.body = body
        self.clientId = clientId
        self.sentAt = sentAt
    }
}

/// A message on its way in.
public struct MessageDraft: Codable, Sendable, Equatable {
    /// 1 to 2^53 - 1. A sender gives every message of a conversation a number of its own and may send it again with the
    /// same one until it is acknowledged: it is stored once. Clients use 21 random bits a tab above a counter of 32.
    public var clientId: Int64
    public var body: String
    /// `reply` when absent; notes are the team's.
    public var kind: Message.Kind?

    public static let clientIdLimit: Int64 = 9_007_199_254_740_991

    public init(clientId: Int64, body: String, kind: Message.Kind? = nil) {
        self.clientId = clientId
        self.body = body
        self.kind = kind
    }

    /// Whether it may be stored: what the service asks, and the gateway before it stores anything else along with it.
    /// - Parameter path: Stands before the names of the fields: `message.` for a draft within a body.
    /// - Throws: `message.tooLong` (413), or `input.invalid` with the field.
    public func check(path: String = "") throws(Failure) {
        guard (1...Self.clientIdLimit).contains(clientId) else {
            throw .invalid("\(path)clientId", "range", "“clientId” must be from 1 to 2^53 - 1.")
        }
        guard body.utf8.count <= Message.bodyLimitBytes else {
            throw Failure(
                .tooLarge, "message.tooLong", "A message holds up to 16 KiB of text.",
                fields: [.init(field: "\(path)body", code: "tooLong", message: "A message holds up to 16 KiB of text.")]
            )
        }
        guard body.isVisible else { throw .invalid("\(path)body", "blank", "A message needs some text.") }
        guard !body.utf8.contains(0) else {
            throw .invalid("\(path)body", "invalid", "A message holds no null characters.")
        }
    }
}
