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
}
