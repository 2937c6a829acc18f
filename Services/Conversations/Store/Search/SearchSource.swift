import ServiceKit
import Storage
import WireModel

/// Reads what is to be found out of the service's own tables, for the index.
struct SearchSource: Sendable {
    let database: Database
    /// Messages and events of one batch.
    var limit = 1000

    /// Texts to put into the index, and how far it is with them.
    struct Batch: Sendable {
        var documents: [SearchIndex.Document]
        var progress: SearchIndex.Progress
        /// Whether there may be more.
        var isFull: Bool
    }

    /// Of one conversation that was merged or split.
    static let conversationLimit = 20_000

    /// The messages after `progress.walked`, in the order of their key, with the titles of conversations that begin
    /// among them.
    func walk(after progress: SearchIndex.Progress) async throws -> Batch {
        guard let last = progress.walked else { return Batch(documents: [], progress: progress, isFull: false) }
        return try await database.read { [limit] connection in
            var documents = try connection.rows(
                """
                SELECT workspace, conversation, sequence, body FROM messages
                WHERE (workspace, conversation, sequence) > (?1, ?2, ?3)
                ORDER BY workspace, conversation, sequence LIMIT ?4
                """, last.workspace, last.conversation, last.sequence, limit
            ) { try SearchIndex.Document(row: $0) }
            let isFull = documents.count == limit
            let next = isFull ? documents.last?.key : nil
            for first in documents where first.key.sequence == 1 {
                if let title = try title(of: first.key, connection) { documents.append(title) }
            }
            return Batch(
                documents: documents, progress: SearchIndex.Progress(event: progress.event, walked: next),
                isFull: isFull)
        }
    }

    /// What the log's next events are about, as it stands now.
    func follow(after progress: SearchIndex.Progress) async throws -> Batch {
        try await database.read { [limit] connection in
            let lines = try connection.rows(
                "SELECT seq, rest FROM events WHERE seq > ?1 ORDER BY seq LIMIT ?2", progress.event, limit
            ) { row in (seq: try row[0] as Int64, line: try? EventLog.event(of: .conversations, row)) }
            var places = Places()
            // One that cannot be read must not keep all that follow from being found.
            for line in lines.compactMap(\.line) { try? places.add(line) }
            var documents: [SearchIndex.Document] = []
            for key in places.messages where !places.holds(key) { documents += try message(key, connection) }
            for key in places.titles {
                if let title = try title(of: key, connection) { documents.append(title) }
            }
            for key in places.conversations { documents += try messages(of: key, connection) }
            return Batch(
                documents: documents,
                progress: SearchIndex.Progress(event: lines.last?.seq ?? progress.event, walked: progress.walked),
                isFull: lines.count == limit)
        }
    }

    private func message(_ key: MessageKey, _ connection: Connection) throws -> [SearchIndex.Document] {
        try connection.rows(
            """
            SELECT workspace, conversation, sequence, body FROM messages
            WHERE workspace = ?1 AND conversation = ?2 AND sequence = ?3
            """, key.workspace, key.conversation, key.sequence
        ) { try SearchIndex.Document(row: $0) }
    }

    private func messages(of key: MessageKey, _ connection: Connection) throws -> [SearchIndex.Document] {
        try connection.rows(
            """
            SELECT workspace, conversation, sequence, body FROM messages
            WHERE workspace = ?1 AND conversation = ?2 ORDER BY sequence LIMIT ?3
            """, key.workspace, key.conversation, Self.conversationLimit
        ) { try SearchIndex.Document(row: $0) }
    }

    /// A title that somebody gave. Any other is the beginning of a message, which is found itself.
    private func title(of key: MessageKey, _ connection: Connection) throws -> SearchIndex.Document? {
        try connection.first(
            "SELECT title FROM conversations WHERE workspace = ?1 AND id = ?2 AND titled", key.workspace,
            key.conversation
        ) { row in
            SearchIndex.Document(
                key: MessageKey(workspace: key.workspace, conversation: key.conversation, sequence: 0),
                text: try row[0])
        }
    }
}

extension SearchIndex.Document {
    /// Columns workspace, conversation, sequence, body.
    fileprivate init(row: Row) throws {
        self.init(
            key: MessageKey(workspace: try row[0], conversation: try row[1], sequence: try row[2]), text: try row[3])
    }
}

/// What some events are about, each once.
private struct Places {
    var messages: Set<MessageKey> = []
    var titles: Set<MessageKey> = []
    var conversations: Set<MessageKey> = []

    /// Whether the whole conversation is among them.
    func holds(_ key: MessageKey) -> Bool {
        var whole = key
        whole.sequence = 0
        return conversations.contains(whole)
    }

    mutating func add(_ line: EventLine) throws {
        guard let conversation = line.conversation else { return }
        var key = MessageKey(workspace: line.workspace, conversation: conversation, sequence: 0)
        switch line.type {
        case .messageCreated:
            key.sequence = try line.data(as: Created.self).message.sequence
            messages.insert(key)
        case .messageChanged:
            key.sequence = try line.data(as: Place.self).sequence
            messages.insert(key)
        case .conversationChanged: titles.insert(key)
        // One that was split off another has its messages from the beginning.
        case .conversationCreated: conversations.insert(key)
        case .conversationMerged:
            // Their numbers within the conversation may be others now.
            let merged = try line.data(as: ConversationsMerged.self)
            for id in merged.from + [merged.into] {
                key.conversation = id
                titles.insert(key)
                conversations.insert(key)
            }
        default: break
        }
    }

    private struct Created: Decodable {
        var message: Place
    }

    private struct Place: Decodable {
        var sequence: Int64
    }
}
