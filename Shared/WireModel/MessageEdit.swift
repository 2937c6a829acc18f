/// A sent message's new text.
public struct MessageEdit: Codable, Sendable, Equatable {
    /// As of a new message.
    public var body: String

    public init(body: String) {
        self.body = body
    }
}

extension Message {
    /// Whether this may be a message's text.
    /// - Parameter path: Stands before the name of the field: `message.` for a draft within a body.
    /// - Throws: `message.tooLong` (413), or `input.invalid` with the field.
    public static func check(body: String, besideAttachments: Bool, path: String = "") throws(Failure) {
        guard body.utf8.count <= bodyLimitBytes else {
            throw Failure(
                .tooLarge, "message.tooLong", "A message holds up to 16 KiB of text.",
                fields: [.init(field: "\(path)body", code: "tooLong", message: "A message holds up to 16 KiB of text.")]
            )
        }
        guard body.isVisible || besideAttachments else {
            throw .invalid("\(path)body", "blank", "A message needs some text.")
        }
        guard !body.utf8.contains(0) else {
            throw .invalid("\(path)body", "invalid", "A message holds no null characters.")
        }
    }

    /// The message with another text.
    public func edited(to body: String, at now: Timestamp) -> Message {
        var next = self
        (next.body, next.editedAt) = (body, now)
        return next
    }

    /// What stays of a message that its author took back: that it was there, when, and by whom.
    public func takenBack(at now: Timestamp) -> Message {
        var next = self
        (next.body, next.editedAt, next.deletedAt) = ("", nil, now)
        let copied = extras?.copied
        next.extras = copied == nil ? nil : MessageExtras(copied: copied)
        return next
    }
}

extension Quote {
    /// - Parameter original: As it stands now.
    public init(of original: Message) {
        // A picture that came without a word is quoted by its name.
        let text = original.body.isVisible ? original.body : original.extras?.attachments?.first?.name ?? ""
        self.init(
            message: original.id, sequence: original.sequence, author: original.author,
            body: String(text.prefix(Self.bodyLimit)).beginning(ofBytes: Self.bodyLimit * 8))
    }
}
