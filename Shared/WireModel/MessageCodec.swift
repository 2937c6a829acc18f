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
        writer.endObject()
        return RawJSON(bytes: writer.bytes)
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
