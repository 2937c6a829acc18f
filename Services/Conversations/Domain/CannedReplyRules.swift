import WireModel

/// What a canned reply may be.
enum CannedReplyRules {
    static func shortcut(_ text: String) throws(Failure) -> String {
        let shortcut = text.trimmed.lowercased()
        guard (1...CannedReply.shortcutLimit).contains(shortcut.count),
            shortcut.utf8.count <= CannedReply.shortcutLimit * 8, shortcut.allSatisfy(\.mayCall)
        else {
            throw .invalid(
                "shortcut", "shortcut",
                "A shortcut is 1 to \(CannedReply.shortcutLimit) letters, digits, hyphens and underscores.")
        }
        return shortcut
    }

    static func title(_ text: String) throws(Failure) -> String {
        let title = text.trimmed
        guard title.isVisible else { throw .invalid("title", "required", "A canned reply needs a title.") }
        guard title.count <= CannedReply.titleLimit, title.utf8.count <= CannedReply.titleLimit * 8 else {
            throw .invalid("title", "tooLong", "A title holds up to \(CannedReply.titleLimit) characters.")
        }
        return title
    }

    /// A language without visible text is left out.
    static func bodies(_ bodies: CannedReply.Bodies) throws(Failure) -> CannedReply.Bodies {
        let cleaned = CannedReply.Bodies(
            ar: try body(bodies.ar, "bodies.ar"), en: try body(bodies.en, "bodies.en"))
        guard cleaned != CannedReply.Bodies() else {
            throw .invalid("bodies", "required", "A canned reply needs its text in one language at least.")
        }
        return cleaned
    }

    private static func body(_ text: String?, _ field: String) throws(Failure) -> String? {
        guard let text else { return nil }
        guard text.count <= CannedReply.bodyLimit, text.utf8.count <= Message.bodyLimitBytes else {
            throw .invalid(field, "tooLong", "A text holds up to \(CannedReply.bodyLimit) characters.")
        }
        guard !text.utf8.contains(0) else {
            throw .invalid(field, "invalid", "A text holds no null characters.")
        }
        guard text.isVisible else { return nil }
        for name in variables(in: text) where !CannedReply.variables.contains(name) {
            throw .invalid(field, "variable", "There is no “\(name.prefix(40))” that could be put in.")
        }
        return text
    }

    /// What stands between each `{{` and the next `}}`.
    static func variables(in text: String) -> [String] {
        let bytes = Array(text.utf8)
        var names: [String] = []
        var start: Int?
        var place = 0
        while place + 1 < bytes.count {
            switch (bytes[place], bytes[place + 1], start) {
            case (UInt8(ascii: "{"), UInt8(ascii: "{"), _):
                start = place + 2
                place += 2
            case (UInt8(ascii: "}"), UInt8(ascii: "}"), let begin?):
                names.append(String(decoding: bytes[begin..<place], as: UTF8.self).trimmed)
                start = nil
                place += 2
            default: place += 1
            }
        }
        return names
    }
}

extension Character {
    fileprivate var mayCall: Bool { isLetter || isNumber || self == "-" || self == "_" }
}

extension Failure {
    static let shortcutTaken = Failure(
        .conflict, "reply.taken", "This shortcut is taken.",
        fields: [.init(field: "shortcut", code: "taken", message: "This shortcut is taken.")])

    static func replyLimit(_ limit: Int) -> Failure {
        Failure(.conflict, "reply.limit", "There are \(limit) of these at most.")
    }
}
