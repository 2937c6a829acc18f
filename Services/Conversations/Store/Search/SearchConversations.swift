import Search
import Storage
import WireModel

// What a filter asks the search: not where, only which conversations.

extension SearchStore {
    /// Places of the index that are looked at, of the newest conversations first.
    static let placeLimit = 20_000

    /// Those with a message or a title that holds what a query says, in ascending order.
    func conversations(_ workspace: WorkspaceID, holding query: SearchQuery) async throws -> [ConversationID] {
        let rewritten = try await database.read { try Self.rewritten(workspace, in: $0) }
        guard !rewritten.isEmpty else { return try await index.conversations(workspace, query, limit: Self.placeLimit) }
        let places = try await index.candidates(workspace, query, before: .max, limit: Self.placeLimit)
        let found = try await database.read { connection in
            Set(
                try places.compactMap { place -> ConversationID? in
                    let key = MessageKey(
                        workspace: workspace, conversation: place.conversation, sequence: place.sequence)
                    // What was written anew may hold it no more.
                    guard rewritten.contains(key) else { return place.conversation }
                    return try Self.text(at: key, connection).flatMap(query.marks) == nil ? nil : place.conversation
                })
        }
        return found.sorted()
    }

    /// Those whose title holds it, in ascending order: one that somebody gave, or the beginning of the first message.
    func conversations(_ workspace: WorkspaceID, called query: SearchQuery) async throws -> [ConversationID] {
        let places = try await index.candidates(workspace, query, before: .max, limit: Self.placeLimit)
        let wanted = Set(places.filter { $0.sequence <= 1 }.map(\.conversation))
        return try await database.read { connection in
            try wanted.sorted().filter { id in
                let title = try connection.first(
                    "SELECT title FROM conversations WHERE workspace = ?1 AND id = ?2", workspace, id
                ) { try $0[0] as String }
                return title.flatMap(query.marks) != nil
            }
        }
    }

    /// The few places where the index may know more than stands there.
    private static func rewritten(_ workspace: WorkspaceID, in connection: Connection) throws -> Set<MessageKey> {
        Set(
            try connection.rows(
                """
                SELECT conversation, sequence FROM messages INDEXED BY messages_rewritten
                WHERE workspace = ?1 AND coalesce(edited_at, deleted_at) IS NOT NULL
                """, workspace
            ) { MessageKey(workspace: workspace, conversation: try $0[0], sequence: try $0[1]) })
    }

    private static func text(at key: MessageKey, _ connection: Connection) throws -> String? {
        try connection.first(
            "SELECT body FROM messages WHERE workspace = ?1 AND conversation = ?2 AND sequence = ?3", key.workspace,
            key.conversation, key.sequence
        ) { try $0[0] }
    }
}
