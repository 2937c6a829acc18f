import WireModel

/// Which lines of the audit log are asked for.
struct AuditFilter: Sendable, Equatable {
    /// A member's or key's id, or `system` or `nobody`; nil for everybody.
    var actor: String?
    /// As texts from the first to before the second.
    var actions = ""..<"\u{10FFFF}"
    var start = Timestamp(milliseconds: 0)
    /// Before this moment.
    var end = Timestamp(milliseconds: .max)
    /// What was asked for, word by word.
    private var words: [(String, String)] = []

    static func == (left: Self, right: Self) -> Bool {
        left.actor == right.actor && left.actions == right.actions && left.start == right.start
            && left.end == right.end
    }

    init() {}

    /// - Parameters:
    ///   - action: One of ``AuditAction``, or the beginning of some, up to the dot.
    ///   - from: RFC 3339; from this moment on.
    ///   - to: RFC 3339; before this moment.
    /// - Throws: `input.invalid` with every parameter that has to be mended.
    init(actor: String?, action: String?, from: String?, to: String?) throws(Failure) {
        var form = Form()
        self.actor = form.take("actor", actor, Self.actor)
        actions = form.take("action", action, Self.actions) ?? actions
        start = form.take("from", from, Self.moment) ?? start
        end = form.take("to", to, Self.moment) ?? end
        try form.finish()
        words = [("actor", actor), ("action", action), ("from", from), ("to", to)].compactMap { name, value in
            value.map { (name, $0) }
        }
    }

    /// Says what was asked for.
    func note(in details: inout AuditDetails) {
        for (name, value) in words { details.note(name, value) }
    }

    private static func actor(_ text: String) throws(FieldFault) -> String {
        guard MemberID(text) != nil || APIKeyID(text) != nil || text == "system" || text == "nobody" else {
            throw FieldFault("unknown", "Name a member or a key by its id, or “system” or “nobody”.")
        }
        return text
    }

    private static func actions(_ text: String) throws(FieldFault) -> Range<String> {
        if AuditAction(rawValue: text) != nil { return text..<"\(text)\u{1}" }
        guard text.hasSuffix("."), AuditAction.allCases.contains(where: { $0.rawValue.hasPrefix(text) }) else {
            throw FieldFault("unknown", "There is no such action.")
        }
        return text..<"\(text)\u{10FFFF}"
    }

    private static func moment(_ text: String) throws(FieldFault) -> Timestamp {
        guard let moment = Timestamp(text) else {
            throw FieldFault("invalid", "A time is written as 2026-11-21T09:30:00.000Z, in UTC.")
        }
        return moment
    }
}

/// A place in the audit log; the list goes on with what is older.
struct AuditCursor: Sendable, Equatable, CustomStringConvertible {
    var at: Timestamp
    var id: AuditID

    init(at: Timestamp, id: AuditID) {
        self.at = at
        self.id = id
    }

    init(_ entry: AuditEntry) {
        self.init(at: entry.at, id: entry.id)
    }

    /// - Throws: `input.invalid` for a cursor of no list.
    init(_ text: String) throws(Failure) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, let milliseconds = Int64(parts[0]), let id = AuditID(parts[1]) else {
            throw .invalid("cursor", "invalid", "This cursor is of no list.")
        }
        self.init(at: Timestamp(milliseconds: milliseconds), id: id)
    }

    var description: String { "\(at.milliseconds).\(id)" }
}
