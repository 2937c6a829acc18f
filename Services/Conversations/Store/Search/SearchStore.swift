import Search
import Storage
import WireModel

/// Searches: the index says where, the tables say what stands there, and only what is found there is answered.
struct SearchStore: Sendable {
    let database: Database
    let index: SearchIndex
    let conversations: ConversationIndex

    struct Request: Sendable {
        var query: SearchQuery
        var filter: SearchFilter
        var cursor: SearchCursor?
        var limit: Int
    }

    /// So the rows of this index are told from those of another.
    var cursorIndex: String { String(index.database.epoch.prefix(8)) }

    /// - Parameter workspace: Of `principal`, who is of the team.
    func search(_ workspace: WorkspaceID, _ request: Request, for principal: Principal) async throws -> SearchResults {
        let readings = [request.query] + KeyboardLayout.readings(of: request.query.text).compactMap(Self.query)
        let first = request.cursor?.reading ?? 0
        guard readings.indices.contains(first) else {
            throw Failure.invalid("cursor", "invalid", "This cursor is of no search that can go on.")
        }
        // A search that goes on has found something, or has not looked everywhere yet.
        for reading in request.cursor == nil ? Array(readings.indices) : [first] {
            let found = try await page(readings[reading], reading, workspace, request, for: principal)
            guard found.items.isEmpty, found.nextCursor == nil else { return found }
        }
        return SearchResults(items: [])
    }

    private static func query(_ text: String) -> SearchQuery? { try? SearchQuery(text) }

    private func page(
        _ query: SearchQuery, _ reading: Int, _ workspace: WorkspaceID, _ request: Request, for principal: Principal
    ) async throws -> SearchResults {
        var look = SearchLook(workspace, query, request, principal)
        var size = request.limit + 1
        var isFinished = false
        while !isFinished, !look.isOver {
            let isMeant = try await members(of: look)
            let stretch = try await index.candidates(
                workspace, query, before: look.row, limit: size, looks: look.looksLeft, where: isMeant)
            look = try await database.read { [look] connection in
                var look = look
                try look.take(stretch, in: connection)
                return look
            }
            isFinished = stretch.isLast
            size = min(size * 4, SearchLook.textLimit)
        }
        let next = look.isOver ? SearchCursor(row: look.row, reading: reading, index: cursorIndex).text : nil
        return SearchResults(
            items: look.hits, nextCursor: next, rescued: reading > 0 && !look.hits.isEmpty ? query.text : nil)
    }
}

extension SearchStore {
    /// Most places of a query may lie in conversations that are not meant: the index of conversations knows them, and
    /// nothing is read of them. Nil where all are meant.
    private func members(
        of look: SearchLook
    ) async throws -> (@Sendable ([ConversationID]) -> Set<ConversationID>?)? {
        guard look.selection != .everything else { return nil }
        try await conversations.ask(look.workspace) { _ in }
        return { [conversations, selection = look.selection, workspace = look.workspace] ids in
            conversations.members(of: selection, among: ids, workspace)
        }
    }
}

/// One search on its way through its candidates. It looks at so much and no more, and then hands back a cursor: what
/// one person asks must not keep the others waiting.
struct SearchLook: Sendable {
    let workspace: WorkspaceID
    let query: SearchQuery
    let filter: SearchFilter
    let principal: Principal
    let limit: Int
    /// The conversations that `principal` may see and the filter lets through.
    let selection: Selection
    private(set) var hits: [SearchHit] = []
    /// The last place that was looked at and of which nothing is left to say.
    private(set) var row: Int64
    /// Whether the page is full and more follows, or as much was looked at as one request may.
    private(set) var isOver = false
    private(set) var looksLeft = 20_000
    private var textsLeft = Self.textLimit

    static let textLimit = 2_000

    init(_ workspace: WorkspaceID, _ query: SearchQuery, _ request: SearchStore.Request, _ principal: Principal) {
        self.workspace = workspace
        self.query = query
        self.principal = principal
        filter = request.filter
        limit = request.limit
        row = request.cursor?.row ?? .max
        selection = Selection.all([.reach(of: principal), filter.selection]).sorted
    }

    mutating func take(_ stretch: SearchIndex.Stretch, in connection: Connection) throws {
        for candidate in stretch.candidates where !isOver { try take(candidate, in: connection) }
        guard !isOver else { return }
        row = stretch.row
        looksLeft -= stretch.looked
        isOver = looksLeft <= 0
    }

    private mutating func take(_ candidate: SearchIndex.Candidate, in connection: Connection) throws {
        let hit =
            candidate.sequence == 0
            ? try title(of: candidate.conversation, in: connection)
            : try message(candidate.sequence, of: candidate.conversation, in: connection)
        if let hit {
            guard hits.count < limit else {
                isOver = true
                return
            }
            hits.append(hit)
        }
        row = candidate.row
        textsLeft -= 1
        isOver = textsLeft == 0
    }

    /// Nil for a conversation that is of no list: it was merged into another, or is not for `principal` any more.
    private func conversation(_ id: ConversationID, in connection: Connection) throws -> Conversation? {
        try Conversation.some(workspace, [id], in: connection).first {
            $0.mergedInto == nil && principal.may(.conversationsView, on: $0.place)
        }
    }

    private func title(of id: ConversationID, in connection: Connection) throws -> SearchHit? {
        guard let conversation = try conversation(id, in: connection), conversation.titled,
            filter.admits(nil, at: conversation.createdAt), let marks = query.marks(in: conversation.title)
        else { return nil }
        let first = try Message.list(workspace, id, after: 0, limit: 1, all: true, in: connection).first
        return SearchHit(
            conversation: conversation, sequence: 0, title: true,
            snippet: SearchSnippet(of: conversation.title, marks: marks), after: first)
    }

    private func message(_ sequence: Int64, of id: ConversationID, in connection: Connection) throws -> SearchHit? {
        let text = try connection.first(
            """
            SELECT kind, sent_at, body FROM messages WHERE workspace = ?1 AND conversation = ?2 AND sequence = ?3
            """, workspace, id, sequence
        ) { (kind: try $0[0] as Message.Kind, sentAt: try $0[1] as Timestamp, body: try $0[2] as String) }
        guard let text, filter.admits(text.kind, at: text.sentAt), let marks = query.marks(in: text.body),
            let conversation = try conversation(id, in: connection)
        else { return nil }
        // The message and those beside it.
        let around = try Message.list(workspace, id, after: max(sequence - 2, 0), limit: 3, all: true, in: connection)
        return SearchHit(
            conversation: conversation, sequence: sequence, message: around.first { $0.sequence == sequence },
            snippet: SearchSnippet(of: text.body, marks: marks),
            before: around.first { $0.sequence == sequence - 1 }, after: around.first { $0.sequence == sequence + 1 })
    }
}
