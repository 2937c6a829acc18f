import JSON
import ServiceKit
import Storage
import WireModel

// What becomes of a message that was sent: its author writes it anew, or takes it back.

extension MessageStore {
    /// - Throws: `conversation.notFound`, `message.notFound`, `message.notYours`, `message.deleted`; `message.tooLong`
    ///   or `input.invalid` for a text that no message could have.
    func edit(
        _ sequence: Int64, of id: ConversationID, to body: String, by principal: Principal
    ) async throws -> Message {
        try await change(sequence, of: id, by: principal) { message, now in
            let hasFiles = !(message.extras?.attachments ?? []).isEmpty
            try Message.check(body: body, besideAttachments: hasFiles)
            return message.body == body ? message : message.edited(to: body, at: now)
        }
    }

    /// The text, what came with it, and what others quoted of it are gone afterwards.
    /// - Throws: As ``edit(_:of:to:by:)``.
    func takeBack(_ sequence: Int64, of id: ConversationID, by principal: Principal) async throws -> Message {
        try await change(sequence, of: id, by: principal) { message, now in message.takenBack(at: now) }
    }

    private func change(
        _ sequence: Int64, of id: ConversationID, by principal: Principal,
        _ rule: @escaping @Sendable (Message, Timestamp) throws -> Message
    ) async throws -> Message {
        let (workspace, now) = (principal.workspace, context.now())
        return try await database.write { transaction in
            let conversation = try Conversation.find(workspace, id, for: principal, in: transaction)
            // The place is one of the conversation as it was before it was merged.
            guard conversation.id == id else { throw Failure.mergeAlready }
            guard let before = try Message.find(sequence, of: id, workspace, transaction) else {
                throw Failure.notFound("message")
            }
            guard before.author.identity == principal.author.identity else { throw Failure.messageNotYours }
            guard before.deletedAt == nil else { throw Failure.messageDeleted }
            let after = try rule(before, now)
            guard after != before else { return before }
            try save(after, in: conversation, workspace, transaction)
            if after.deletedAt != nil {
                let files = before.extras?.attachments ?? []
                try AttachmentRows.remove(files.map(\.id), in: workspace, at: now, transaction)
                try emptyQuotes(of: after, in: conversation, workspace, transaction)
            }
            let deed = Deed(workspace: workspace, author: principal.author, at: now)
            try book.changes.record(
                before.line(of: after), of: conversation, after: conversation.lastSequence, by: deed, in: transaction)
            try followPreview(of: after, in: conversation, workspace, transaction)
            return after
        }
    }

    private func save(
        _ message: Message, in conversation: Conversation, _ workspace: WorkspaceID, _ transaction: Transaction
    ) throws {
        try message.rewrite(in: workspace, transaction)
        try log.append(
            .messageChanged, to: message.kind == .note ? .agents : .everyone, workspace: workspace,
            place: conversation.place, conversation: conversation.id, visitor: conversation.visitor,
            data: message.json, in: transaction)
    }

    private func emptyQuotes(
        of message: Message, in conversation: Conversation, _ workspace: WorkspaceID, _ transaction: Transaction
    ) throws {
        for var quoting in try Message.quoting(message.id, in: conversation.id, workspace, transaction) {
            quoting.extras?.quote?.body = ""
            try save(quoting, in: conversation, workspace, transaction)
        }
    }

    /// Lists show the start of the last message.
    private func followPreview(
        of message: Message, in conversation: Conversation, _ workspace: WorkspaceID, _ transaction: Transaction
    ) throws {
        guard message.sequence == conversation.lastSequence else { return }
        var next = conversation
        let files = message.extras?.attachments ?? []
        next.lastMessage?.body = AcceptedMessage.preview(of: message.body, with: files)
        try book.save(next, in: workspace, transaction)
    }

    private var book: ConversationBook { ConversationBook(table: table, log: log, ids: context.ids) }
}

extension Message {
    /// What the change log says of what became of it: which one, and what it said before.
    fileprivate func line(of next: Message) -> ChangeLine {
        ChangeLine(
            next.deletedAt == nil ? .messageEdited : .messageDeleted,
            ["message": "\(sequence)", "kind": kind.rawValue, "body": body])
    }
}
