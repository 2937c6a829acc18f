/// One message of a conversation, or one note that only the team sees.
public struct Message: Codable, Sendable, Equatable {
    public enum Kind: String, Codable, Sendable { case reply, note }

    public var id: MessageID
    public var conversation: ConversationID
    /// Place within the conversation, notes included: 1, 2, 3, … with no gaps. Everybody's order.
    public var sequence: Int64
    public var kind: Kind
    public var author: Author
    /// Plain text, up to ``bodyLimitBytes`` UTF-8 bytes; blank only beside attachments, empty once deleted.
    public var body: String
    /// The name its sender gave it; see ``MessageDraft/clientId``.
    public var clientId: Int64
    public var sentAt: Timestamp
    /// What most messages do not have; nil where none of it is there.
    public var extras: MessageExtras?
    public var editedAt: Timestamp?
    /// When its author took it back: the text and the attachments are gone.
    public var deletedAt: Timestamp?

    public static let bodyLimitBytes = 16_384

    public init(
        id: MessageID, conversation: ConversationID, sequence: Int64, kind: Kind, author: Author, body: String,
        clientId: Int64, sentAt: Timestamp, extras: MessageExtras? = nil, editedAt: Timestamp? = nil,
        deletedAt: Timestamp? = nil
    ) {
        self.id = id
        self.conversation = conversation
        self.sequence = sequence
        self.kind = kind
        self.author = author
        self.body = body
        self.clientId = clientId
        self.sentAt = sentAt
        self.extras = extras
        self.editedAt = editedAt
        self.deletedAt = deletedAt
    }
}

/// What most messages do not have. On the wire these are fields of the message itself; stored they are one JSON text.
public struct MessageExtras: Codable, Sendable, Equatable {
    /// At most ``attachmentLimit``, or what the workspace allows.
    public var attachments: [Attachment]?
    /// Of a note.
    public var mentions: Mentions?
    public var quote: Quote?
    /// Where it stood before a merge or a split brought a copy here.
    public var copied: MessageOrigin?

    public static let attachmentLimit = 20

    public init(
        attachments: [Attachment]? = nil, mentions: Mentions? = nil, quote: Quote? = nil, copied: MessageOrigin? = nil
    ) {
        self.attachments = attachments
        self.mentions = mentions
        self.quote = quote
        self.copied = copied
    }

    public var isEmpty: Bool { attachments == nil && mentions == nil && quote == nil && copied == nil }
}

/// A file that came with a message.
public struct Attachment: Codable, Sendable, Equatable {
    public var id: AttachmentID
    /// As it was called, without what could mislead a reader or a file system.
    public var name: String
    /// The media type, as its content shows it.
    public var type: String
    public var bytes: Int
    /// In pixels, of a picture.
    public var width: Int?
    public var height: Int?

    public init(id: AttachmentID, name: String, type: String, bytes: Int, width: Int? = nil, height: Int? = nil) {
        self.id = id
        self.name = name
        self.type = type
        self.bytes = bytes
        self.width = width
        self.height = height
    }
}

/// An earlier message of the same conversation, as it stood when it was quoted.
public struct Quote: Codable, Sendable, Equatable {
    public var message: MessageID
    public var sequence: Int64
    public var author: Author
    /// The first ``bodyLimit`` characters.
    public var body: String

    public static let bodyLimit = 200

    public init(message: MessageID, sequence: Int64, author: Author, body: String) {
        self.message = message
        self.sequence = sequence
        self.author = author
        self.body = body
    }
}

public struct MessageOrigin: Codable, Sendable, Equatable {
    public var from: ConversationID
    public var sequence: Int64
    /// True where a split brought the message itself. A merge brings a copy, which goes when the merge is undone.
    public var moved: Bool?

    public init(from: ConversationID, sequence: Int64, moved: Bool? = nil) {
        self.from = from
        self.sequence = sequence
        self.moved = moved
    }
}

/// A message on its way in.
public struct MessageDraft: Codable, Sendable, Equatable {
    /// 1 to 2^53 - 1. A sender gives every message of a conversation a number of its own and may send it again with the
    /// same one until it is acknowledged: it is stored once. Clients use 21 random bits a tab above a counter of 32.
    public var clientId: Int64
    /// May be blank beside attachments.
    public var body: String
    /// `reply` when absent; notes are the team's.
    public var kind: Message.Kind?
    /// Uploaded to this conversation by the same author before.
    public var attachments: [AttachmentID]?
    /// Of a note.
    public var mentions: Mentions?
    /// A message of this conversation.
    public var quote: MessageID?
    /// The last message that its author had seen: a reply of somebody else of the team after it refuses this one
    /// (`conversation.answered`). Without it nothing is refused.
    public var basedOn: Int64?

    public static let clientIdLimit: Int64 = 9_007_199_254_740_991

    public init(
        clientId: Int64, body: String, kind: Message.Kind? = nil, attachments: [AttachmentID]? = nil,
        mentions: Mentions? = nil, quote: MessageID? = nil, basedOn: Int64? = nil
    ) {
        self.clientId = clientId
        self.body = body
        self.kind = kind
        self.attachments = attachments
        self.mentions = mentions
        self.quote = quote
        self.basedOn = basedOn
    }

    /// Whether it may be stored: what the service asks, and the gateway before it stores anything else along with it.
    /// - Parameter path: Stands before the names of the fields: `message.` for a draft within a body.
    /// - Throws: `message.tooLong` (413), or `input.invalid` with the field.
    public func check(path: String = "") throws(Failure) {
        guard (1...Self.clientIdLimit).contains(clientId) else {
            throw .invalid("\(path)clientId", "range", "“clientId” must be from 1 to 2^53 - 1.")
        }
        try Message.check(body: body, besideAttachments: !(attachments ?? []).isEmpty, path: path)
        try checkExtras(path: path)
    }

    private func checkExtras(path: String) throws(Failure) {
        if let attachments {
            guard attachments.count <= MessageExtras.attachmentLimit, Set(attachments).count == attachments.count
            else {
                throw .invalid(
                    "\(path)attachments", "tooMany",
                    "A message holds up to \(MessageExtras.attachmentLimit) attachments, each once.")
            }
        }
        if let mentions {
            guard kind == .note else {
                throw .invalid("\(path)mentions", "note", "Only a note mentions members and teams.")
            }
            guard mentions.members.count + mentions.teams.count <= Mentions.limit else {
                throw .invalid("\(path)mentions", "tooMany", "A note mentions up to \(Mentions.limit).")
            }
        }
        if let basedOn, !ReadMark.range.contains(basedOn) {
            throw .invalid("\(path)basedOn", "range", "“basedOn” must be from 0 to 2^53 - 1.")
        }
    }
}
