import ServiceKit
import Storage
import WireModel

/// A contact as the contacts' log tells of it.
struct ContactNews: Sendable, Equatable {
    var workspace: WorkspaceID
    var contact: ContactID
    var name: String
    var blocked: Bool
    /// Who blocked them or let them in again, where that is the news.
    var by: Author?
}

extension ConversationStore {
    /// Takes over what the contacts' log tells, and remembers how far it was read.
    func take(_ news: [ContactNews], cursor: Int64, epoch: String) async throws {
        let now = context.now()
        try await database.write { transaction in
            for news in news {
                try rename(news, transaction)
                if try blocked.keep(news.blocked, news.contact, in: news.workspace, transaction) {
                    try record(news, at: now, transaction)
                }
            }
            try Self.keepCursor(cursor, epoch: epoch, of: .contacts, in: transaction)
        }
    }

    private func rename(_ news: ContactNews, _ transaction: Transaction) throws {
        let conversations = try transaction.rows(
            "SELECT * FROM conversation_rows WHERE workspace = ?1 AND contact = ?2 AND contact_name <> ?3",
            news.workspace, news.contact, news.name
        ) { try Conversation(row: $0) }
        for var conversation in conversations {
            conversation.contactName = news.name
            try book.save(conversation, in: news.workspace, transaction)
        }
    }

    /// Blocking stands in the change log of what is going on with the contact.
    private func record(_ news: ContactNews, at now: Timestamp, _ transaction: Transaction) throws {
        guard let author = news.by else { return }
        let deed = Deed(workspace: news.workspace, author: author, at: now)
        let line = ChangeLine(news.blocked ? .blocked : .unblocked)
        let active = try transaction.rows(
            "SELECT * FROM conversation_rows WHERE workspace = ?1 AND contact = ?2 AND active ORDER BY id LIMIT ?3",
            news.workspace, news.contact, Self.handOverLimit
        ) { try Conversation(row: $0) }
        for conversation in active {
            try book.changes.record(
                line, of: conversation, after: conversation.lastSequence, by: deed, in: transaction)
        }
    }
}
