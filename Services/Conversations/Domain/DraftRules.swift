import WireModel

extension ReplyDraft {
    /// Checks what a member has written so far: unlike a message it may be anything within the bounds. The files that
    /// it names are for the store to find.
    /// - Throws: `message.tooLong` (413), or `input.invalid` with the field.
    init(_ change: ReplyDraftChange, of conversation: ConversationID, at now: Timestamp) throws(Failure) {
        try Message.check(body: change.body, besideAttachments: true)
        let attachments = change.attachments ?? []
        guard attachments.count <= MessageExtras.attachmentLimit, Set(attachments).count == attachments.count else {
            throw .invalid(
                "attachments", "tooMany",
                "A message holds up to \(MessageExtras.attachmentLimit) attachments, each once.")
        }
        let mentions = change.mentions ?? Mentions()
        guard mentions.members.count + mentions.teams.count <= Mentions.limit else {
            throw .invalid("mentions", "tooMany", "A note mentions up to \(Mentions.limit).")
        }
        self.init(
            conversation: conversation, body: change.body, kind: change.kind ?? .reply,
            mentions: mentions.isEmpty ? nil : mentions, updatedAt: now)
    }

    var mark: DraftMark? {
        updatedAt.map {
            DraftMark(conversation: conversation, kind: kind, body: AcceptedMessage.preview(of: body), updatedAt: $0)
        }
    }
}

extension Failure {
    static let draftLimit = Failure(
        .conflict, "draft.limit", "Somebody keeps \(ReplyDraft.countLimit) drafts at most: send or discard one.")
}
