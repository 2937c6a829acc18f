import Search
import Storage
import WireModel

/// Searches: the index says where, the tables say what stands there, and only what is found there is answered.
struct SearchStore: Sendable {
    let database: Database
    let index: SearchIndex

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
        var look = SearchLook(
            workspace: workspace, query: query, filter: request.filter, principal: principal, limit: request.limit)
        var row = request.cursor?.row ?? .max
        var size = request.limit + 1
        var isFinished = false
        while !isFinished, !look.isOver {
            let candidates = try await index.candidates(workspace, query, before: row, limit: size)
            isFinished = candidates.count < size
            look = try await database.read { [look] connection in
                var look = look
                for candidate in candidates where !look.isOver { try look.take(candidate, in: connection) }
                return look
            }
            row = look.row
            size = min(size * 4, SearchLook.candidateLimit)
        }
        let next = look.isOver ? SearchCursor(row: look.row, reading: reading, index: cursorIndex).text : nil
        return SearchResults(
            items: look.hits, nextCursor: next, rescued: reading > 0 && !look.hits.isEmpty ? query.text : nil)
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
    private(set) var hits: [SearchHit] = []
    /// The last candidate that was looked at and of which nothing is left to say.
    private(set) var row = Int64.max
    /// Whether the page is full and more follows, or as much was looked at as one request may.
    private(set) var isOver = false
    private var admitted: [ConversationID: Bool] = [:]
    private var candidates = 0
    private var texts = 0

    static let candidateLimit = 20_000
    static let conversationLimit = 5_000
    static let textLimit = 2_000

    init(workspace: WorkspaceID, query: SearchQuery, filter: SearchFilter, principal: Principal, limit: Int) {
        self.workspace = workspace
        self.query = query
        self.filter = filter
        self.principal = principal
        self.limit = limit
    }

    mutating func take(_ candidate: SearchIndex.Candidate, in connection: Connection) throws {
        if let hit = try hit(at: candidate, in: connection) {
            guard hits.count < limit else {
                isOver = true
                return
            }
            hits.append(hit)
        }
        row = candidate.row
        candidates += 1
        isOver =
            candidates >= Self.candidateLimit || admitted.count >= Self.conversationLimit || texts >= Self.textLimit
    }

    private mutating func hit(at candidate: SearchIndex.Candidate, in connection: Connection) throws -> SearchHit? {
        guard try admits(candidate.conversation, in: connection) else { return nil }
        texts += 1
        return candidate.sequence == 0
            ? try title(of: candidate.conversation, in: connection)
            : try message(candidate.sequence, of: candidate.conversation, in: connection)
    }

    private mutating func admits(_ id: ConversationID, in connection: Connection) throws -> Bool {
        if let known = admitted[id] { return known }
        let subject = try SearchFilter.Subject.find(workspace, id, in: connection)
        let admits = subject.map { filter.admits($0, to: principal) } ?? false
        admitted[id] = admits
        return admits
    }

    private func title(of id: ConversationID, in connection: Connection) throws -> SearchHit? {
        let conversation = try Conversation.find(workspace, id, in: connection)
        guard conversation.titled, filter.admits(nil, at: conversation.createdAt),
            let marks = query.marks(in: conversation.title)
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
        guard let text, filter.admits(text.kind, at: text.sentAt), let marks = query.marks(in: text.body) else {
            return nil
        }
        let conversation = try Conversation.find(workspace, id, in: connection)
        // The message and those beside it.
        let around = try Message.list(workspace, id, after: max(sequence - 2, 0), limit: 3, all: true, in: connection)
        return SearchHit(
            conversation: conversation, sequence: sequence, message: around.first { $0.sequence == sequence },
            snippet: SearchSnippet(of: text.body, marks: marks),
            before: around.first { $0.sequence == sequence - 1 }, after: around.first { $0.sequence == sequence + 1 })
    }
}

extension SearchFilter.Subject {
    /// Nil for a conversation that is of no list: it was merged into another.
    fileprivate static func find(
        _ workspace: WorkspaceID, _ id: ConversationID, in connection: Connection
    ) throws -> SearchFilter.Subject? {
        try connection.first(
            """
            SELECT inbox, assignee, team, status, snoozed, spam, tags, created_at, updated_at FROM conversations
            WHERE workspace = ?1 AND id = ?2 AND merged_into IS NULL
            """, workspace, id
        ) { row in
            let tags: String = try row[6]
            return SearchFilter.Subject(
                place: Place(inbox: try row[0], assignee: try row[1], team: try row[2]), status: try row[3],
                isSnoozed: try row[4], isSpam: try row[5], tags: tags.isEmpty ? [] : TagID.list(tags) ?? [],
                createdAt: try row[7], updatedAt: try row[8])
        }
    }
}
