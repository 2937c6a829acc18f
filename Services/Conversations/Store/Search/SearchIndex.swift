import Search
import Storage
import Synchronization
import WireModel

/// What can be found, by which entries. It says where to look, and may say it too often: a message that was edited or
/// deleted keeps the entries of what it held before, as an index without texts can take out only what it is told again.
/// Whoever asks holds each place against the text that stands there now.
struct SearchIndex: Sendable {
    let database: Database
    private let known = KnownWords()

    init(database: Database) {
        self.database = database
    }

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
    /// From here backwards the rows stand in the file: the newest first, as a search reads them. FTS5 reads on through
    /// a list; from the end of one it must find its way in every part of the index.
    static let end: Int64 = 1 << 55
    /// Changes whenever entries or rows are others than before, and the index is made anew.
    static let rules = Folding.version << 8 | 1
    /// Beginnings of two and three letters after these have entries of their own; see the schema.
    static let workspaceLetters = 5

    /// Whether a file is of this database and of these rules, and not ahead of the log, as after an older copy of the
    /// database was put back.
    static func fits(epoch: String, head: Int64, _ connection: Connection) throws -> Bool {
        try connection.first("SELECT epoch, folding, event FROM progress WHERE id = 1") { row in
            let (made, folding, event): (String, Int64, Int64) = (try row[0], try row[1], try row[2])
            return made == epoch && folding == rules && event <= head
        } ?? true
    }

    /// Where to go on; from the very beginning in a new file.
    func progress(epoch: String, head: Int64) async throws -> Progress {
        try await database.write { transaction in
            try transaction.run(
                """
                INSERT INTO progress (id, epoch, folding, event, workspace, conversation, sequence)
                VALUES (1, ?1, ?2, ?3, 0, 0, 0) ON CONFLICT DO NOTHING
                """, epoch, Self.rules, head)
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

    /// Puts texts into the index and notes how far it has come, both or neither. A text that is there already is put
    /// over itself.
    func put(_ documents: [Document], upTo progress: Progress) async throws {
        do {
            try await database.write { transaction in try put(documents, upTo: progress, transaction) }
        } catch {
            // What it has put there is gone again.
            known.forget()
            throw error
        }
    }

    private func put(_ documents: [Document], upTo progress: Progress, _ transaction: Transaction) throws {
        var rows: [(row: Int64, entries: String)] = []
        rows.reserveCapacity(documents.count)
        var last: (key: MessageKey, workspace: Int64, conversation: Int64)?
        // Conversations get their numbers in the order of their ids, which is that of their beginnings.
        for document in documents.sorted(by: { $0.key.conversation < $1.key.conversation }) {
            let key = document.key
            let workspace =
                last?.key.workspace == key.workspace ? last!.workspace : try workspaceNumber(key.workspace, transaction)
            let isSame = last?.key.workspace == key.workspace && last?.key.conversation == key.conversation
            let conversation = isSame ? last!.conversation : try conversationNumber(key, transaction)
            last = (key, workspace, conversation)
            let entries = try entries(of: document, in: workspace, transaction)
            rows.append((Self.end - (conversation << Self.sequenceBits | key.sequence), entries))
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

    private func entries(
        of document: Document, in workspace: Int64, _ transaction: Transaction
    ) throws -> String {
        let prefix = Self.prefix(workspace)
        var entries: [UInt8] = []
        entries.reserveCapacity(document.text.utf8.count * 4)
        try IndexTerm.entries(of: document.text) { entry, isWord in
            entries.append(UInt8(ascii: " "))
            entries += prefix
            entries += entry
            guard isWord, known.isNew(entry, in: workspace) else { return }
            try transaction.run(
                "INSERT INTO words (workspace, word) VALUES (?1, ?2) ON CONFLICT DO NOTHING", document.key.workspace,
                String(decoding: entry, as: UTF8.self))
        }
        return String(decoding: entries, as: UTF8.self)
    }

    private func conversationNumber(_ key: MessageKey, _ transaction: Transaction) throws -> Int64 {
        let known: Int64? = try transaction.first(
            "SELECT number FROM conversations WHERE workspace = ?1 AND id = ?2", key.workspace, key.conversation
        ) { try $0[0] }
        if let known { return known }
        try transaction.run(
            """
            INSERT INTO conversations (workspace, id, greatest)
            VALUES (?1, ?2, max(?2, coalesce((SELECT max(id) FROM conversations WHERE workspace = ?1), ?2)))
            """, key.workspace, key.conversation)
        return transaction.lastInsertedRowID
    }

    private func workspaceNumber(_ workspace: WorkspaceID, _ transaction: Transaction) throws -> Int64 {
        if let known = try Self.number(of: workspace, transaction) { return known }
        try transaction.run("INSERT INTO workspaces (workspace) VALUES (?1)", workspace)
        return transaction.lastInsertedRowID
    }

    static func number(of workspace: WorkspaceID, _ connection: Connection) throws -> Int64? {
        try connection.first("SELECT number FROM workspaces WHERE workspace = ?1", workspace) { try $0[0] }
    }

    /// Five letters of 32.
    static func prefix(_ number: Int64) -> [UInt8] {
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

/// Words that the table has, so that not every word of every message is asked for. A clash of two hashes would cost one
/// word its place in the table: one in a thousand million times, and then it is found once it is typed out.
private final class KnownWords: Sendable {
    private let hashes = Mutex<Set<Int>>([])

    private static let limit = 500_000

    func isNew(_ word: ArraySlice<UInt8>, in workspace: Int64) -> Bool {
        var hasher = Hasher()
        hasher.combine(workspace)
        unsafe word.withUnsafeBytes { unsafe hasher.combine(bytes: $0) }
        let hash = hasher.finalize()
        return hashes.withLock { hashes in
            if hashes.count >= Self.limit { hashes.removeAll() }
            return hashes.insert(hash).inserted
        }
    }

    func forget() {
        hashes.withLock { $0.removeAll() }
    }
}
