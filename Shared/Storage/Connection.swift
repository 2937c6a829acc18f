import CSQLite
import Glibc

/// A look at the database: one snapshot, the same for every query of one `read`.
///
/// It belongs to one thread and lives for one closure: it cannot leave it, as it is not `Sendable`.
@safe public class Connection {
    private(set) var handle: OpaquePointer?
    private var cache = StatementCache()
    /// Why SQLite ended the transaction by itself (disk full, I/O error). Nothing may run in it any more.
    private(set) var loss: StorageFault?

    /// - Throws: `.unavailable` when the file cannot be opened.
    init(path: String, cacheKiB: Int) throws(StorageFault) {
        _ = Self.processIsConfigured
        var handle: OpaquePointer?
        let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE
        let code = unsafe sqlite3_open_v2(path, &handle, flags, nil)
        guard code == SQLITE_OK, let handle = unsafe handle else {
            let fault = unsafe StorageFault(latestOf: handle, code: code, sql: nil)
            unsafe sqlite3_close_v2(handle)
            throw fault
        }
        unsafe self.handle = handle
        unsafe sqlite3_busy_timeout(handle, Self.busyTimeoutMilliseconds)
        // A connection that could not read the log, for lack of descriptors or of room for the log's index, deletes it
        // when it closes (SQLite 3.40.1), with every commit in it. So none copies or deletes it then; `settle` and the
        // writer's end copy it in the open.
        let kept = unsafe csqlite_end_log_at_close(handle, 0)
        guard kept == SQLITE_OK else { throw unsafe StorageFault(latestOf: handle, code: kept, sql: nil) }
        try configure(cacheKiB: cacheKiB)
    }

    deinit {
        close()
    }

    /// Lets go of the file. Nothing may be called afterwards.
    final func close() {
        cache.removeAll()
        unsafe sqlite3_close_v2(handle)
        unsafe handle = nil
    }

    /// How long to wait for another process (a backup, a person's shell) that holds a lock of the file.
    static let busyTimeoutMilliseconds: Int32 = 5_000
    private static let settlePauseMilliseconds: Int32 = 10

    /// Every row of a query.
    /// - Parameters:
    ///   - sql: One statement; `?1`, `?2`, … stand for `values` in order.
    ///   - map: Makes a result of each row, in order. It may run other queries, the same one too.
    /// - Throws: What `map` throws; `.programming` for wrong SQL, number of values or types; a fault of the disk.
    public final func rows<each Value: DatabaseValue, Output>(
        _ sql: StaticString, _ values: repeat each Value, map: (Row) throws -> Output
    ) throws -> [Output] {
        let statement = try statement(for: sql)
        defer { giveBack(statement) }
        try statement.bind(repeat each values)
        var outputs: [Output] = []
        while try statement.step() { outputs.append(try map(Row(statement: statement))) }
        return outputs
    }

    /// Rows of a query, one after another, until `body` wants no more. Parameters and errors are those of
    /// ``rows(_:_:map:)``.
    /// - Parameter body: Returns whether to go on.
    public final func each<each Value: DatabaseValue>(
        _ sql: StaticString, _ values: repeat each Value, body: (Row) throws -> Bool
    ) throws {
        let statement = try statement(for: sql)
        defer { giveBack(statement) }
        try statement.bind(repeat each values)
        while try statement.step() {
            guard try body(Row(statement: statement)) else { return }
        }
    }

    /// The first row of a query, `nil` when it has none. Parameters and errors are those of ``rows(_:_:map:)``.
    public final func first<each Value: DatabaseValue, Output>(
        _ sql: StaticString, _ values: repeat each Value, map: (Row) throws -> Output
    ) throws -> Output? {
        let statement = try statement(for: sql)
        defer { giveBack(statement) }
        try statement.bind(repeat each values)
        guard try statement.step() else { return nil }
        let output = try map(Row(statement: statement))
        if !statement.isReadOnly { try statement.finish() }
        return output
    }

    /// Called before a statement that changes the database.
    func willChange(by statement: Statement) throws(StorageFault) {
        throw .programming("A read must not change the database. [\(statement.sql)]")
    }

    /// A statement of a store, ready for its values.
    final func statement(for sql: StaticString) throws(StorageFault) -> Statement {
        if let loss { throw loss }
        let statement = try prepared(sql) { sql throws(StorageFault) in try sql.refuseTransactionControl() }
        if statement.isReadOnly { return statement }
        do { try willChange(by: statement) } catch {
            statement.reset()
            throw error
        }
        return statement
    }

    /// Ends the use of a statement, and notices when SQLite ended the transaction with it.
    final func giveBack(_ statement: Statement) {
        let fault = statement.fault
        statement.reset()
        guard loss == nil, !isInTransaction else { return }
        loss = fault ?? .programming("SQL ended the transaction. [\(statement.sql)]")
    }

    /// Runs one of the statements around transactions.
    final func control(_ sql: StaticString) throws(StorageFault) {
        let statement = try prepared(sql) { _ throws(StorageFault) in }
        defer { statement.reset() }
        try statement.finish()
    }

    private func prepared(
        _ sql: StaticString, check: (StaticString) throws(StorageFault) -> Void
    ) throws(StorageFault) -> Statement {
        if let kept = cache.take(sql) { return kept }
        try check(sql)
        let statement = unsafe try Statement(sql, on: handle)
        cache.keep(statement)
        return statement
    }

    /// Whether a transaction is open.
    final var isInTransaction: Bool { unsafe sqlite3_get_autocommit(handle) == 0 }

    /// Runs `body` as one look at the database.
    final func snapshot<Output>(_ body: (Connection) throws -> Output) throws -> Output {
        loss = nil
        try control("BEGIN")
        defer { if isInTransaction { try? control("ROLLBACK") } }
        return try body(self)
    }

    /// Nothing more may run in this transaction.
    final func lose(to fault: StorageFault) {
        loss = fault
    }

    /// The next transaction starts afresh.
    final func forgetLoss() {
        loss = nil
    }

    /// Runs several statements of our own, without values.
    final func execute(_ sql: String) throws(StorageFault) {
        let code = unsafe sqlite3_exec(handle, sql, nil, nil, nil)
        guard code == SQLITE_OK else { throw unsafe StorageFault(latestOf: handle, code: code, sql: nil) }
    }

    /// The first column of a statement of our own.
    final func value<Value: DatabaseValue>(of sql: StaticString) throws(StorageFault) -> Value? {
        let statement = unsafe try Statement(sql, on: handle)
        guard try statement.step() else { return nil }
        return try Row(statement: statement)[0]
    }

    /// Copies the pages of the WAL into the database file, as far as no reader needs them, waiting for nobody.
    /// - Returns: Whether all of them are there, so that the next commit begins the WAL anew.
    @discardableResult
    final func checkpoint(_ mode: Int32 = SQLITE_CHECKPOINT_PASSIVE) -> Bool {
        var pages: Int32 = 0
        var copied: Int32 = 0
        let code = unsafe sqlite3_wal_checkpoint_v2(handle, "main", mode, &pages, &copied)
        return code == SQLITE_OK && pages == copied
    }

    /// Copies the log into the file and closes; an empty log is taken away. What cannot be copied stays in it.
    final func finish() {
        if checkpoint(SQLITE_CHECKPOINT_TRUNCATE) { _ = unsafe csqlite_end_log_at_close(handle, 1) }
        close()
    }

    /// Has what stands in the log on the disk, in the log or in the file. Blocks: for a start.
    /// - Throws: `.busy` when somebody else's checkpoint takes longer than a lock may.
    final func settle() throws(StorageFault) {
        var code = SQLITE_BUSY
        // SQLite does not wait for another checkpoint by itself, as of one who is just closing the file.
        for _ in 0..<Self.busyTimeoutMilliseconds / Self.settlePauseMilliseconds where code == SQLITE_BUSY {
            code = unsafe sqlite3_wal_checkpoint_v2(handle, "main", SQLITE_CHECKPOINT_PASSIVE, nil, nil)
            if code == SQLITE_BUSY { usleep(UInt32(Self.settlePauseMilliseconds) * 1000) }
        }
        guard code == SQLITE_OK else { throw unsafe StorageFault(latestOf: handle, code: code, sql: nil) }
    }

    private func configure(cacheKiB: Int) throws(StorageFault) {
        let mode: String? = try value(of: "PRAGMA journal_mode = WAL")
        guard mode == "wal" else { throw .unavailable("The file cannot have a WAL.") }
        try execute(
            """
            PRAGMA synchronous = FULL;
            PRAGMA cache_size = -\(cacheKiB);
            PRAGMA temp_store = MEMORY;
            """)
    }

    private static let processIsConfigured: Bool = csqlite_keep_no_memory_statistics() == SQLITE_OK
}

@available(*, unavailable)
extension Connection: Sendable {}

extension StaticString {
    private static let refusedWords = [
        "BEGIN", "COMMIT", "END", "ROLLBACK", "SAVEPOINT", "RELEASE", "ATTACH", "DETACH", "PRAGMA", "VACUUM",
    ]

    /// `read` and `write` open and end transactions; SQL of a store must not.
    fileprivate func refuseTransactionControl() throws(StorageFault) {
        let word = description.drop { $0.isWhitespace }.prefix { $0.isLetter }.uppercased()
        guard !Self.refusedWords.contains(word) else {
            throw .programming("\(word) belongs to Storage, not to a store. [\(self)]")
        }
    }
}
