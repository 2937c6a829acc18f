public import JSON

// A message by hand: it is the hot path, and Codable takes six times as long for the same text.

extension Message {
    /// The text that `JSON.encode` makes of it.
    public var json: RawJSON {
        var writer = JSONWriter(capacity: body.utf8.count + 384)
        writer.beginObject()
        writer.field("id", id.description)
        writer.field("conversation", conversation.description)
        writer.field("sequence", sequence)
        writer.field("kind", kind.rawValue)
        writer.key("author")
        author.write(to: &writer)
        writer.field("body", body)
        writer.field("clientId", clientId)
        writer.field("sentAt", sentAt.description)
        if let extras { extras.write(to: &writer) }
        if let editedAt { writer.field("editedAt", editedAt.description) }
        if let deletedAt { writer.field("deletedAt", deletedAt.description) }
        writer.endObject()
        return RawJSON(bytes: writer.bytes)
    }
}

extension MessageExtras {
    /// Rare, and so by Codable.
    fileprivate func write(to writer: inout JSONWriter) {
        func field(_ name: String, _ value: (some Encodable)?) {
            guard let value, let text = try? JSON.encode(value) else { return }
            writer.field(name, RawJSON(bytes: text))
        }
        field("attachments", attachments)
        field("mentions", mentions)
        field("quote", quote)
        field("copied", copied)
    }
}

/// The extras lie flat beside the other fields.
extension Message {
    private enum Key: String, CodingKey {
        case id, conversation, sequence, kind, author, body, clientId, sentAt, editedAt, deletedAt
        case attachments, mentions, quote, copied
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        let extras = MessageExtras(
            attachments: try container.decodeIfPresent([Attachment].self, forKey: .attachments),
            mentions: try container.decodeIfPresent(Mentions.self, forKey: .mentions),
            quote: try container.decodeIfPresent(Quote.self, forKey: .quote),
            copied: try container.decodeIfPresent(MessageOrigin.self, forKey: .copied))
        self.init(
            id: try container.decode(MessageID.self, forKey: .id),
            conversation: try container.decode(ConversationID.self, forKey: .conversation),
            sequence: try container.decode(Int64.self, forKey: .sequence),
            kind: try container.decode(Kind.self, forKey: .kind),
            author: try container.decode(Author.self, forKey: .author),
            body: try container.decode(String.self, forKey: .body),
            clientId: try container.decode(Int64.self, forKey: .clientId),
            sentAt: try container.decode(Timestamp.self, forKey: .sentAt), extras: extras.isEmpty ? nil : extras,
            editedAt: try container.decodeIfPresent(Timestamp.self, forKey: .editedAt),
            deletedAt: try container.decodeIfPresent(Timestamp.self, forKey: .deletedAt))
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(id, forKey: .id)
        try container.encode(conversation, forKey: .conversation)
        try container.encode(sequence, forKey: .sequence)
        try container.encode(kind, forKey: .kind)
        try container.encode(author, forKey: .author)
        try container.encode(body, forKey: .body)
        try container.encode(clientId, forKey: .clientId)
        try container.encode(sentAt, forKey: .sentAt)
        try container.encodeIfPresent(extras?.attachments, forKey: .attachments)
        try container.encodeIfPresent(extras?.mentions, forKey: .mentions)
        try container.encodeIfPresent(extras?.quote, forKey: .quote)
        try container.encodeIfPresent(extras?.copied, forKey: .copied)
        try container.encodeIfPresent(editedAt, forKey: .editedAt)
        try container.encodeIfPresent(deletedAt, forKey: .deletedAt)
    }
}

extension MessageCreated {
    /// The text that `JSON.encode` makes of the value with this message, whose text is there already.
    public static func json(_ message: RawJSON, status: Conversation.Status) -> RawJSON {
        var writer = JSONWriter(capacity: message.bytes.count + 64)
        writer.beginObject()
        writer.field("message", message)
        writer.field("status", status.rawValue)
        writer.endObject()
        return RawJSON(bytes: writer.bytes)
    }
}

extension Author {
    fileprivate func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.field("kind", kind.rawValue)
        switch identity {
        case .visitor(let id): writer.field("id", id.description)
        case .member(let id): writer.field("id", id.description)
        case .key(let id): writer.field("id", id.description)
        case .system: break
        }
        writer.field("name", name)
        writer.endObject()
    }
}
