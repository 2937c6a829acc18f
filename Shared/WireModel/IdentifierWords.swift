// Several ids in one text, with spaces between: in columns, in assertions and in the audit log.

extension Identifier {
    /// Written out: a key path in a generic type is looked up by name at every call, for 6 µs of each message.
    public static func words(_ ids: [Self]) -> String {
        ids.map { $0.description }.joined(separator: " ")
    }

    /// Nil where a word is no id of this kind.
    public static func list(_ words: String) -> [Self]? {
        let bytes = words.utf8Span.span
        var (ids, start): ([Self], Int) = ([], 0)
        for end in 0...bytes.count where end == bytes.count || bytes[end] == UInt8(ascii: " ") {
            if start < end {
                guard let id = Self(bytes.extracting(start..<end)) else { return nil }
                ids.append(id)
            }
            start = end + 1
        }
        return ids
    }
}

extension InboxAccess {
    /// `all`, or the ids.
    public var words: String {
        switch self {
        case .all: "all"
        case .only(let inboxes): InboxID.words(inboxes)
        }
    }

    /// Nil for anything else than ``words``.
    public init?(words text: String) {
        guard text != "all" else {
            self = .all
            return
        }
        guard let inboxes = InboxID.list(text) else { return nil }
        self = .only(inboxes)
    }
}
