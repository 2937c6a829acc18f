import WireModel

/// A message that may be stored.
struct AcceptedMessage: Sendable {
    var clientId: Int64
    var body: String
    var kind: Message.Kind
    var attachments: [AttachmentID]

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
        guard kind == .reply || principal.isTeam else { throw .forbidden }
    }

    /// The start of it, for lists; of a message without text the names of its files.
    func preview(with files: [Attachment]) -> String {
        guard !files.isEmpty, !body.isVisible else { return preview }
        return Self.preview(of: "📎 \(files.map(\.name).joined(separator: " · "))")
    }

    var preview: String { Self.preview(of: body) }

    private static func preview(of body: String) -> String {
        // Most messages are short and of one line; finding the borders of characters costs microseconds.
        let scalars = body.unicodeScalars
        if scalars.count <= previewCharacters, !scalars.contains(where: \.breaksLine) { return body }
        let line = String(body.prefix(previewCharacters).map { $0.isNewline ? " " : $0 })
        return line.utf8.count > previewBytes ? line.beginning(ofBytes: previewBytes) : line
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
    /// As whom this principal writes. A visitor has no name here: messages go to the visitor's browser as they are, and
    /// whoever types somebody's e-mail address must not be told what the team calls that person.
    var author: Author {
        switch subject {
        case .member(let id, _): Author(.member(id), name: name)
        case .key(let id, _): Author(.key(id), name: name)
        case .visitor(let id, _): Author(.visitor(id), name: "")
        }
    }

    /// Whether this principal may see the conversation at all: a visitor their own, the team those of their inboxes.
    func maySee(_ conversation: Conversation) -> Bool {
        switch subject {
        case .member, .key: may(.conversationsView, on: conversation.place)
        case .visitor(let id, _): conversation.visitor == id
        }
    }
}
