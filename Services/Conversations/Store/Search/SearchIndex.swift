import Search
import Storage
import WireModel

/// What can be found, by which entries. It says where to look, and may say it too often: a message that was edited or
/// deleted keeps the entries of what it held before, as an index without texts can take out only what it is told again.
/// Whoever asks holds each place against the text that stands there now.
struct SearchIndex: Sendable {
    let database: Database

    /// How far the index has come.
    struct Progress: Sendable, Equatable {
        /// Up to and with this event of the service's log.
        var event: Int64
        /// The last message that was read of those that were there at the beginning; nil once all are.
        var walked: MessageKey?
    }

    /// A text as it stands now. Sequence 0 is the title.
    struct Document: Sendable {
        var key: MessageKey
        var text: String
    }

    static let sequenceBits: Int64 = 24
    /// Beginnings of two and three letters after these have entries of their own; see the schema.
    private static let workspaceLetters = 5

    /// Whether a file is of this database and of these rules, and not ahead of the log: a copy from before was put back.
    static func fits(epoch: String, head: Int64, _ connection: Connection) throws -> Bool {
        try connection.first("SELECT epoch, folding, event FROM progress WHERE id = 1") { row in
            let (made, folding, event): (String, Int64, Int64) = (try row[0], try row[1], try row[2])
            return made == epoch && folding == Folding.version && event <= head
        } ?? true
    }

    /// Where to go on; from the very beginning in a new file.
    func progress(epoch: String, head: Int64) async throws -> Progress {
        try await database.write { transaction in
            try transaction.run(
                """
                INSERT INTO progress (id, epoch, folding, event, workspace, conversation, sequence)
                VALUES (1, ?1, ?2, ?3, 0, 0, 0) ON CONFLICT DO NOTHING
                """, epoch, Folding.version, head)
            let found = try transaction.first(
                "SELECT event, workspace, conversation, sequence FROM progress WHERE id = 1"
            ) { row in
                let workspace: WorkspaceID? = try row[1]
                return Progress(
                    event: try row[0],
                    walked: try workspace.map {
                        MessageKey(workspace: $0, conversation: try row[2], sequence: try row[3])
                    })
            }
            return found ?? Progress(event: head)
        }
    }

    /// Puts texts into the index and notes how far it has come, both or neither. A text that is there already is put over
    /// itself.
    func put(_ documents: [Document], upTo progress: Progress) async throws {
        try await database.write { transaction in
            var rows: [(row: Int64, entries: String)] = []
            rows.reserveCapacity(documents.count)
            // Conversations get their numbers in the order of their ids, which is that of their beginnings.
            for document in documents.sorted(by: { $0.key.conversation < $1.key.conversation }) {
                rows.append((try row(of: document.key, transaction), try entries(of: document, transaction)))
            }
            // A row before the last one would end the batch that FTS5 gathers in memory.
            rows.sort { $0.row < $1.row }
            for (row, entries) in rows {
                try transaction.run("INSERT INTO texts (rowid, entries) VALUES (?1, ?2)", row, entries)
            }
            try transaction.run(
                "UPDATE progress SET event = ?1, workspace = ?2, conversation = ?3, sequence = ?4 WHERE id = 1",
                progress.event, progress.walked?.workspace, progress.walked?.conversation, progress.walked?.sequence)
        }
    }

    private func entries(of document: Document, _ transaction: Transaction) throws -> String {
        let prefix = Self.prefix(try workspaceNumber(document.key.workspace, transaction))
        var entries: [UInt8] = []
        entries.reserveCapacity(document.text.utf8.count * 3)
        IndexTerm.append(of: document.text, prefix: prefix, to: &entries)
        return String(decoding: entries, as: UTF8.self)
    }

    private func row(of key: MessageKey, _ transaction: Transaction) throws -> Int64 {
        let known: Int64? = try transaction.first(
            "SELECT number FROM conversations WHERE workspace = ?1 AND id = ?2", key.workspace, key.conversation
        ) { try $0[0] }
        if let known { return known << Self.sequenceBits | key.sequence }
        try transaction.run(
            "INSERT INTO conversations (workspace, id) VALUES (?1, ?2)", key.workspace, key.conversation)
        return transaction.lastInsertedRowID << Self.sequenceBits | key.sequence
    }

    private func workspaceNumber(_ workspace: WorkspaceID, _ transaction: Transaction) throws -> Int64 {
        if let known = try Self.number(of: workspace, transaction) { return known }
        try transaction.run("INSERT INTO workspaces (workspace) VALUES (?1)", workspace)
        return transaction.lastInsertedRowID
    }

    private static func number(of workspace: WorkspaceID, _ connection: Connection) throws -> Int64? {
        try connection.first("SELECT number FROM workspaces WHERE workspace = ?1", workspace) { try $0[0] }
    }

    /// Five letters of 32.
    private static func prefix(_ number: Int64) -> [UInt8] {
        let digits = Array("0123456789abcdefghijklmnopqrstuv".utf8)
        return (0..<workspaceLetters).reversed().map { digits[Int(number >> ($0 * 5) & 31)] }
    }
}

/// Where a text stands.
struct MessageKey: Sendable, Hashable {
    var workspace: WorkspaceID
    var conversation: ConversationID
    var sequence: Int64
}

extension SearchIndex {
    struct Candidate: Sendable {
        var row: Int64
        var conversation: ConversationID

        /// 0 for the title.
        var sequence: Int64 { row & (1 << SearchIndex.sequenceBits - 1) }
    }

    /// Where a query may be found, of the newest conversation first.
    /// - Parameter before: Where to go on: after this candidate's row.
    func candidates(
        _ workspace: WorkspaceID, _ query: SearchQuery, before: Int64, limit: Int
    ) async throws -> [Candidate] {
        try await database.read { connection in
            guard let number = try Self.number(of: workspace, connection) else { return [] }
            let expression = Self.expression(query, String(decoding: Self.prefix(number), as: UTF8.self))
            return try connection.rows(
                """
                SELECT texts.rowid, conversations.id
                FROM texts CROSS JOIN conversations ON conversations.number = texts.rowid >> 24
                WHERE texts MATCH ?2 AND texts.rowid < ?3 AND conversations.workspace = ?1
                ORDER BY texts.rowid DESC LIMIT ?4
                """, workspace, expression, before, limit
            ) { Candidate(row: try $0[0], conversation: try $0[1]) }
        }
    }

    /// What of a query is FTS5's language is written here; entries are letters and digits, and stand in quotes.
    private static func expression(_ query: SearchQuery, _ prefix: String) -> String {
        query.conditions.map { ways in
            let ways = ways.map { way in
                "(" + way.map { "\"\(prefix)\($0.text)\"" + ($0.isPrefix ? "*" : "") }.joined(separator: " AND ") + ")"
            }
            return "(" + ways.joined(separator: " OR ") + ")"
        }.joined(separator: " AND ")
    }
}
