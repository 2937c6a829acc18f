import WireModel

/// A message that may be stored.
struct AcceptedMessage: Sendable {
    var clientId: Int64
    var body: String
    var kind: Message.Kind
    /// Of a note; each once.
    var mentions: Mentions?

    static let previewCharacters = 120
    /// A character may be built of many scalars; a preview takes no more bytes than these.
    static let previewBytes = 960

    /// Checks a draft.
    /// - Parameter path: Stands before the names of the fields: `message.` for a draft within a body.
    /// - Throws: `message.tooLong` (413), or `input.invalid` with the field.
    init(_ draft: MessageDraft, from principal: Principal, path: String = "") throws(Failure) {
        try draft.check(path: path)
        clientId = draft.clientId
        body = draft.body
        kind = draft.kind ?? .reply
        guard kind == .reply || principal.isTeam else { throw .forbidden }
        mentions = draft.mentions.flatMap { $0.isEmpty ? nil : $0.withoutRepeats }
    }

    /// The start of it, for lists.
    var preview: String {
        // Most messages are short and of one line; finding the borders of characters costs microseconds.
        let scalars = body.unicodeScalars
        if scalars.count <= Self.previewCharacters, !scalars.contains(where: \.breaksLine) { return body }
        let line = String(body.prefix(Self.previewCharacters).map { $0.isNewline ? " " : $0 })
        return line.utf8.count > Self.previewBytes ? line.beginning(ofBytes: Self.previewBytes) : line
    }
}

extension Mentions {
    fileprivate var withoutRepeats: Mentions {
        Mentions(
            members: members.reduce(into: []) { if !$0.contains($1) { $0.append($1) } },
            teams: teams.reduce(into: []) { if !$0.contains($1) { $0.append($1) } })
    }
}

extension String {
    /// As many whole scalars as fit.
    fileprivate func beginning(ofBytes limit: Int) -> String {
        var beginning = UnicodeScalarView()
        var bytes = 0
        for scalar in unicodeScalars {
            bytes += UTF8.width(scalar)
            guard bytes <= limit else { break }
            beginning.append(scalar)
        }
        return String(beginning)
    }
}

extension Unicode.Scalar {
    /// As `Character.isNewline`.
    fileprivate var breaksLine: Bool {
        switch value {
        case 0x0A...0x0D, 0x85, 0x2028, 0x2029: true
        default: false
        }
    }
}

extension Author {
    /// What happens by itself.
    static let majlis = Author(.system, name: "")
}

extension Principal {
    /// Whether this principal may see the conversation at all: a visitor their own, the team those of their inboxes.
    func maySee(_ conversation: Conversation) -> Bool {
        switch subject {
        case .member, .key: may(.conversationsView, on: conversation.place)
        case .visitor(let id, _): conversation.visitor == id
        }
    }
}
