import WireModel

/// A message that may be stored.
struct AcceptedMessage: Sendable {
    var clientId: Int64
    var body: String
    var kind: Message.Kind
    var attachments: [AttachmentID]
    /// What it answers to, in the same conversation.
    var quote: MessageID?
    /// The last message that its author had seen, where they want to be told of a colleague's answer first.
    var basedOn: Int64?
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
        attachments = draft.attachments ?? []
        quote = draft.quote
        basedOn = draft.basedOn
        guard kind == .reply || principal.isTeam else { throw .forbidden }
        mentions = draft.mentions.flatMap { $0.isEmpty ? nil : $0.withoutRepeats }
    }

    /// The start of it, for lists; of a message without text the names of its files.
    func preview(with files: [Attachment]) -> String { Self.preview(of: body, with: files) }

    static func preview(of body: String, with files: [Attachment]) -> String {
        guard !files.isEmpty, !body.isVisible else { return preview(of: body) }
        return preview(of: "📎 \(files.map(\.name).joined(separator: " · "))")
    }

    var preview: String { Self.preview(of: body) }

    static func preview(of body: String) -> String {
        // Most messages are short and of one line; finding the borders of characters costs microseconds.
        let scalars = body.unicodeScalars
        if scalars.count <= previewCharacters, !scalars.contains(where: \.breaksLine) { return body }
        let line = String(body.prefix(previewCharacters).map { $0.isNewline ? " " : $0 })
        return line.beginning(ofBytes: previewBytes)
    }
}

extension Mentions {
    fileprivate var withoutRepeats: Mentions {
        Mentions(
            members: members.reduce(into: []) { if !$0.contains($1) { $0.append($1) } },
            teams: teams.reduce(into: []) { if !$0.contains($1) { $0.append($1) } })
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

extension Failure {
    static let messageNotYours = Failure(.forbidden, "message.notYours", "Only its author changes a message.")
    static let messageDeleted = Failure(.conflict, "message.deleted", "This message was deleted.")

    /// - Parameter author: Who answered while somebody else wrote.
    static func answered(by author: Author) -> Failure {
        Failure(.conflict, "conversation.answered", "\(author.name) has answered in the meantime.")
    }
}
