import Storage
import WireModel

// What ties a new message to those before it: what it quotes, and who answered meanwhile. Asked only where the message
// speaks of it.

extension MessageAppend {
    /// - Throws: `conversation.answered` when somebody else of the team replied after what the author had seen.
    func requireUnanswered(_ conversation: Conversation, _ transaction: Transaction) throws {
        guard message.kind == .reply, principal.isTeam, let seen = message.basedOn, seen < conversation.lastSequence
        else { return }
        let answer = try Message.answer(
            after: seen, notBy: principal.author, in: conversation.id, principal.workspace, transaction)
        if let answer { throw Failure.answered(by: answer) }
    }

    /// A reply quotes what the customer may read.
    /// - Throws: `input.invalid` for what is not there.
    func quoted(_ id: MessageID, in conversation: Conversation, _ transaction: Transaction) throws -> Quote {
        let found = try Message.find(
            id, of: conversation.id, all: message.kind == .note, principal.workspace, transaction)
        guard let found else {
            throw Failure.invalid("quote", "unknown", "There is no such message in what is said here.")
        }
        guard found.deletedAt == nil else { throw Failure.invalid("quote", "deleted", "This message was deleted.") }
        return Quote(of: found)
    }

    /// Nil for most messages, which are nothing but text.
    func extras(_ quote: Quote?, _ attachments: [Attachment]) -> MessageExtras? {
        let extras = MessageExtras(
            attachments: attachments.isEmpty ? nil : attachments, mentions: message.mentions, quote: quote)
        return extras.isEmpty ? nil : extras
    }

    /// The files that the message names: what its author has sent ahead, and copies of what canned replies bring.
    /// - Throws: `attachment.tooMany`, `attachment.notFound` also for what belongs to a message already.
    func files(for conversation: Conversation, _ transaction: Transaction) throws -> [StoredAttachment] {
        guard !message.attachments.isEmpty else { return [] }
        guard message.attachments.count <= settings.attachments.maxCount else { throw settings.attachments.tooMany }
        return try message.attachments.map { id in
            guard let file = try AttachmentRows.sendable(id, by: principal, in: conversation.id, transaction) else {
                throw Failure.notFound("attachment")
            }
            guard file.reply != nil else { return file }
            return file.copy(as: book.ids.next(), for: conversation.id, by: principal.author.identity, at: now)
        }
    }
}
