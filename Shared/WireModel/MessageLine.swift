public import JSON

// What gateways and conversations say to each other of many messages at once: lines of JSON in both directions. By
// hand, as it is the hot path.

/// One message on its way from a gateway's socket: a line of `POST /internal/messages`.
public struct MessageLine: Sendable, Equatable {
    /// The sender's assertion, as it stands in a header where a request has one message.
    public var principal: String
    public var conversation: ConversationID
    public var draft: MessageDraft

    /// Lines of one request.
    public static let batchLimit = 128
    /// Bytes of one request.
    public static let batchLimitBytes = 256 << 10
    /// Bytes of one line, its line feed included.
    public static let limitBytes = 128 << 10

    public init(principal: String, conversation: ConversationID, draft: MessageDraft) {
        self.principal = principal
        self.conversation = conversation
        self.draft = draft
    }

    /// Reads a line.
    /// - Throws: `JSONFault` for what is no such line, `conversation.notFound` for an id that is none, `input.invalid`
    ///   for a kind that is none.
    public init(_ line: [UInt8]) throws {
        var scanner = try JSONScanner(line)
        var fields: (principal: String?, conversation: String?, clientId: Int64?, body: String?, kind: String?)
        var extras = DraftExtras()
        while try scanner.nextField() {
            switch scanner.name {
            case "principal": fields.principal = try scanner.string()
            case "conversation": fields.conversation = try scanner.string()
            case "clientId": fields.clientId = try scanner.int64()
            case "body": fields.body = try scanner.string()
            case "kind": fields.kind = try scanner.string()
            default: guard try extras.read(&scanner) else { throw scanner.unknownField() }
            }
        }
        guard let principal = fields.principal, let clientId = fields.clientId, let body = fields.body else {
            throw JSONFault.invalid("A line names its principal, its client's id and its body.")
        }
        guard let conversation = fields.conversation.flatMap({ ConversationID($0) }) else {
            throw Failure.notFound("conversation")
        }
        let kind = try fields.kind.map { try Message.Kind(named: $0) }
        var draft = MessageDraft(clientId: clientId, body: body, kind: kind)
        extras.give(to: &draft)
        self.init(principal: principal, conversation: conversation, draft: draft)
    }

    /// The line with its line feed.
    public func encoded() -> [UInt8] {
        var writer = JSONWriter(capacity: principal.utf8.count + draft.body.utf8.count + 128)
        writer.beginObject()
        writer.field("principal", principal)
        writer.field("conversation", conversation.description)
        writer.field("clientId", draft.clientId)
        writer.field("body", draft.body)
        if let kind = draft.kind { writer.field("kind", kind.rawValue) }
        DraftExtras(draft).write(to: &writer)
        writer.endObject()
        writer.newline()
        return writer.bytes
    }
}

/// What became of a ``MessageLine``: `{"ok":<the stored Message>}` or `{"problem":<a Failure>}`.
public typealias MessageOutcome = Result<RawJSON, Failure>

extension MessageOutcome {
    /// Reads a line.
    /// - Throws: `JSONFault` for what is no such line.
    public init(line: [UInt8]) throws {
        var scanner = try JSONScanner(line)
        var outcome: MessageOutcome?
        while try scanner.nextField() {
            switch scanner.name {
            case "ok": outcome = .success(try scanner.raw())
            case "problem":
                let problem = try scanner.raw()
                outcome = .failure(try JSON.decode(Failure.self, from: problem.bytes, unknownFields: .ignored))
            default: break
            }
        }
        guard let outcome else { throw JSONFault.invalid("An outcome is a message or a problem.") }
        self = outcome
    }

    /// The line with its line feed.
    public func encoded() -> [UInt8] {
        var writer = JSONWriter(capacity: 512)
        writer.beginObject()
        switch self {
        case .success(let message): writer.field("ok", message)
        case .failure(let failure):
            writer.key("problem")
            writer.raw((try? JSON.encode(failure)) ?? Array("{}".utf8))
        }
        writer.endObject()
        writer.newline()
        return writer.bytes
    }
}

extension Message.Kind {
    /// - Throws: `input.invalid` for a name that is none.
    init(named name: String) throws(Failure) {
        guard let kind = Self(rawValue: name) else {
            throw .invalid("kind", "unknown", "A message is a reply or a note.")
        }
        self = kind
    }
}
