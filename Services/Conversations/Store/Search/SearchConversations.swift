import Search
import Storage
import WireModel

// What a filter asks the search: not where, only which conversations.

extension SearchStore {
    /// Places of the index that are looked at, of the newest conversations first.
    static let placeLimit = 20_000
    /// At first so many, which is enough for a page of most lists; then four times as many as before.
    private static let firstPlaces = 500

    enum Part: Sendable {
        /// Messages and titles.
        case texts
        /// Titles that somebody gave, and the beginnings of first messages.
        case titles
    }

    /// Looks on, where it stopped before, for conversations that hold what a query says.
    func look(
        for query: SearchQuery, in part: Part, _ workspace: WorkspaceID, beside known: Finding
    ) async throws -> Finding {
        guard let rest = known.rest else { return known }
        let limit = min(max(rest.places * 3, Self.firstPlaces), Self.placeLimit - rest.places)
        let stretch = try await index.candidates(workspace, query, before: rest.row, limit: limit)
        let places = stretch.candidates
        let found = try await database.read { connection in
            switch part {
            case .texts: try Self.holding(query, places, workspace, connection)
            case .titles: try Self.called(query, places, workspace, connection)
            }
        }
        var finding = Finding(ids: (known.ids + found).sorted())
        if let last = places.last, !stretch.isLast, rest.places + limit < Self.placeLimit {
            finding.rest = Finding.Rest(upTo: last.upTo, row: last.row, places: rest.places + limit)
        }
        return finding
    }

    private static func holding(
        _ query: SearchQuery, _ places: [SearchIndex.Candidate], _ workspace: WorkspaceID, _ connection: Connection
    ) throws -> [ConversationID] {
        let rewritten = try rewritten(among: places, workspace, connection)
        var found: [ConversationID] = []
        for place in places where place.conversation != found.last {
            let key = MessageKey(workspace: workspace, conversation: place.conversation, sequence: place.sequence)
            // What was written anew may hold it no more.
            if rewritten.contains(key), try text(at: key, connection).flatMap(query.marks) == nil { continue }
            found.append(place.conversation)
        }
        return found
    }

    private static func called(
        _ query: SearchQuery, _ places: [SearchIndex.Candidate], _ workspace: WorkspaceID, _ connection: Connection
    ) throws -> [ConversationID] {
        try Set(places.filter { $0.sequence <= 1 }.map(\.conversation)).filter { id in
            let title = try connection.first(
                "SELECT title FROM conversations WHERE workspace = ?1 AND id = ?2", workspace, id
            ) { try $0[0] as String }
            return title.flatMap(query.marks) != nil
        }.sorted()
    }

    /// The few places where the index may know more than stands there.
    private static func rewritten(
        among places: [SearchIndex.Candidate], _ workspace: WorkspaceID, _ connection: Connection
    ) throws -> Set<MessageKey> {
        let conversations = places.map(\.conversation)
        return Set(
            try connection.rows(
                """
                SELECT conversation, sequence FROM messages INDEXED BY messages_rewritten
                WHERE workspace = ?1 AND conversation BETWEEN ?2 AND ?3 AND coalesce(edited_at, deleted_at) IS NOT NULL
                """, workspace, conversations.min(), conversations.max()
            ) { MessageKey(workspace: workspace, conversation: try $0[0], sequence: try $0[1]) })
    }

    private static func text(at key: MessageKey, _ connection: Connection) throws -> String? {
        try connection.first(
            "SELECT body FROM messages WHERE workspace = ?1 AND conversation = ?2 AND sequence = ?3", key.workspace,
            key.conversation, key.sequence
        ) { try $0[0] }
    }
}
