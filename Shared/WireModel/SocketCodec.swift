import JSON

// The socket's frames by hand: they are the hot path, and JSONScanner reads one in half a microsecond.

extension SocketRequest {
    /// One frame from a browser, and the `id` that its answer must carry.
    /// - Throws: what is wrong with it, for an `error` reply; `id` is what could be read of it.
    public static func read(_ frame: [UInt8]) -> (id: Int64?, Result<SocketRequest, Failure>) {
        var fields = Fields()
        do {
            try fields.read(frame)
            return (fields.id, .success(try fields.request()))
        } catch let fault as JSONFault {
            return (fields.id ?? id(of: frame), .failure(Failure(input: fault)))
        } catch {
            return (fields.id, .failure(error as? Failure ?? Failure(.fault, "fault", "The frame could not be read.")))
        }
    }

    /// The id of a frame that cannot be read otherwise: whoever asked waits for an answer.
    private static func id(of frame: [UInt8]) -> Int64? {
        guard var scanner = try? JSONScanner(frame) else { return nil }
        while (try? scanner.nextField()) == true {
            if scanner.name == "id" { return try? scanner.int64() }
        }
        return nil
    }

    private struct Fields {
        var id: Int64?
        var type: String?
        var conversation: String?
        var clientId: Int64?
        var body: String?
        var kind: String?
        var sequence: Int64?
        var active: Bool?
        var note: Bool?
        var token: String?
        var epoch: String?
        var after: Int64?
        var data: RawJSON?
        var extras = DraftExtras()

        mutating func read(_ frame: [UInt8]) throws {
            var scanner = try JSONScanner(frame)
            while try scanner.nextField() {
                switch scanner.name {
                case "id": id = try scanner.isNull() ? nil : scanner.int64()
                case "type": type = try scanner.string()
                case "conversation": conversation = try scanner.string()
                case "clientId": clientId = try scanner.int64()
                case "body": body = try scanner.string()
                case "kind": kind = try scanner.isNull() ? nil : scanner.string()
                case "sequence": sequence = try scanner.int64()
                case "active": active = try scanner.bool()
                case "note": note = try scanner.isNull() ? nil : scanner.bool()
                case "token": token = try scanner.isNull() ? nil : scanner.string()
                case "epoch": epoch = try scanner.isNull() ? nil : scanner.string()
                case "after": after = try scanner.isNull() ? nil : scanner.int64()
                case "data": data = try scanner.raw()
                default: guard try extras.read(&scanner) else { throw scanner.unknownField() }
                }
            }
        }

        func request() throws -> SocketRequest {
            switch type {
            case "hello":
                try allow(["token", "epoch", "after"])
                return .hello(Hello(token: token, epoch: epoch, after: after))
            case "send":
                try allow(["conversation", "clientId", "body", "kind"] + DraftExtras.names)
                var draft = MessageDraft(
                    clientId: try required(clientId, "clientId"), body: try required(body, "body"),
                    kind: try messageKind())
                extras.give(to: &draft)
                return .send(conversation: try conversationID(), draft: draft)
            case "read":
                try allow(["conversation", "sequence"])
                return .read(conversation: try conversationID(), sequence: try required(sequence, "sequence"))
            case "typing":
                try allow(["conversation", "active", "note"])
                return .typing(
                    conversation: try conversationID(), active: try required(active, "active"), note: note ?? false)
            case "viewing":
                try allow(["conversation", "active"])
                return .viewing(conversation: try conversationID(), active: try required(active, "active"))
            case "cowriting":
                try allow(["conversation", "data"])
                return .cowriting(conversation: try conversationID(), data: try cowritingData())
            case "ping":
                try allow([])
                return .ping
            case nil:
                throw missing("type")
            default:
                throw Failure.invalid("type", "unknown", "There is no such request.")
            }
        }

        private func messageKind() throws -> Message.Kind? {
            try kind.map { try Message.Kind(named: $0) }
        }

        private func cowritingData() throws -> RawJSON {
            let data = try required(data, "data")
            guard data.bytes.first == UInt8(ascii: "{") else {
                throw JSONFault(.wrongType, path: "data", message: "The field “data” must be an object.")
            }
            guard data.bytes.count <= Cowriting.dataLimitBytes else {
                throw Failure.invalid("data", "tooLong", "The field “data” holds up to 24 KiB.")
            }
            return data
        }

        private func conversationID() throws -> ConversationID {
            let text = try required(conversation, "conversation")
            guard let value = ConversationID(text) else { throw Failure.notFound("conversation") }
            return value
        }

        private func required<T>(_ value: T?, _ name: String) throws -> T {
            guard let value else { throw missing(name) }
            return value
        }

        private func missing(_ name: String) -> Failure {
            .invalid(name, "required", "The field “\(name)” is missing.")
        }

        /// A field of another request is as unknown here as one that nobody knows.
        private func allow(_ names: [String]) throws {
            let given: [(String, Bool)] = [
                ("conversation", conversation != nil), ("clientId", clientId != nil), ("body", body != nil),
                ("kind", kind != nil), ("sequence", sequence != nil), ("active", active != nil), ("note", note != nil),
                ("token", token != nil), ("epoch", epoch != nil), ("after", after != nil),
                ("data", data != nil),
            ]
            let present = given.filter(\.1).map(\.0) + extras.given
            for name in present where !names.contains(name) {
                throw Failure.invalid(name, "unknown", "The field “\(name)” does not belong to this request.")
            }
        }
    }
}

extension SocketReply {
    /// The text frame.
    public func encoded() -> [UInt8] {
        var writer = JSONWriter(capacity: 256)
        writer.beginObject()
        switch self {
        case .ok(let id, let value):
            writer.field("type", "reply")
            writer.field("id", id)
            writer.field("ok", value)
        case .failed(let id, let failure):
            writer.field("type", "error")
            if let id { writer.field("id", id) }
            writer.key("problem")
            writer.raw((try? JSON.encode(failure)) ?? Array("{}".utf8))
        }
        writer.endObject()
        return writer.bytes
    }
}
