import CSQLite

/// One `write`: it reads and changes the database, and is kept or undone as a whole.
///
/// It belongs to the writer thread and lives for one closure. Its changes become durable, and visible to readers, with
/// the commit of its group; later writes of the group see them at once.
@safe public final class Transaction: Connection {
    private var progress = Progress.reading(alone: false)
    private var actions: [@Sendable () -> Void] = []
    private var changesBefore: Int64 = 0

    /// How far a write has come, and with that how it is undone.
    private enum Progress {
        /// It has changed nothing. `alone`: no other write is in the SQL transaction.
        case reading(alone: Bool)
        /// It has changed something since its savepoint.
        case changedSinceSavepoint
        /// It has changed something, and ending the SQL transaction undoes it.
        case changedAlone
    }

    /// Runs one statement and lets go of any rows.
    /// - Parameter sql: One statement; `?1`, `?2`, … stand for `values` in order.
    /// - Returns: How many rows an INSERT, UPDATE or DELETE changed.
    /// - Throws: `.constraint` when the schema refuses (the statement is undone, the transaction may go on);
    ///   `.programming` for wrong SQL or number of values; `.full` when the disk fails.
    @discardableResult
    public func run<each Value: DatabaseValue>(
        _ sql: StaticString, _ values: repeat each Value
    ) throws(StorageFault) -> Int {
        let statement = try statement(for: sql)
        defer { giveBack(statement) }
        try statement.bind(repeat each values)
        try statement.finish()
        return changes
    }

    /// How many rows the latest INSERT, UPDATE or DELETE changed; those of triggers and foreign keys are not counted.
    public var changes: Int { unsafe Int(sqlite3_changes64(handle)) }

    /// The row id that the latest INSERT gave.
    public var lastInsertedRowID: Int64 { unsafe sqlite3_last_insert_rowid(handle) }

    /// Has `action` run when this write is on disk, before its caller resumes; never if it fails.
    ///
    /// Actions run on the writer thread, in the order of the writes, and hold up the next group: wake somebody, no
    /// more.
    public func afterCommit(_ action: @escaping @Sendable () -> Void) {
        actions.append(action)
    }

    /// A savepoint is made by the first change, so that a write which only looks costs none.
    override func willChange(by statement: Statement) throws(StorageFault) {
        switch progress {
        case .changedSinceSavepoint, .changedAlone: break
        case .reading(alone: true): progress = .changedAlone
        case .reading(alone: false):
            try control("SAVEPOINT write")
            progress = .changedSinceSavepoint
        }
    }

    /// Runs the body of one write, and undoes all of it when it throws.
    /// - Parameter alone: Whether the group holds no other write.
    /// - Returns: What to run after the commit.
    /// - Throws: What the body threw. ``loss`` tells whether the whole group went with it.
    func perform(alone: Bool, _ body: (Transaction) throws -> Void) throws -> [@Sendable () -> Void] {
        progress = .reading(alone: alone)
        actions = []
        do {
            try body(self)
            if let loss { throw loss }
            try refuseDanglingReferences()
            if case .changedSinceSavepoint = progress { try control("RELEASE write") }
            return actions
        } catch {
            do { try undo() } catch { lose(to: error) }
            throw error
        }
    }

    /// Begins the SQL transaction of a group.
    func begin() throws(StorageFault) {
        forgetLoss()
        changesBefore = totalChanges
        try control("BEGIN IMMEDIATE")
    }

    /// Whether anything was changed since ``begin()``.
    var hasChanged: Bool { totalChanges != changesBefore }

    /// Commits the group, unless the only write of it was undone. Returns after the fsync.
    func end() throws(StorageFault) {
        if isInTransaction { try control("COMMIT") }
    }

    /// Undoes the group, after SQLite failed to begin, to go on or to commit.
    func rollBack() {
        if isInTransaction { try? control("ROLLBACK") }
    }

    private var totalChanges: Int64 { unsafe sqlite3_total_changes64(handle) }

    private func undo() throws(StorageFault) {
        guard isInTransaction else { return }
        switch progress {
        case .reading: break
        case .changedAlone: try control("ROLLBACK")
        case .changedSinceSavepoint:
            try control("ROLLBACK TO write")
            try control("RELEASE write")
        }
    }

    /// A deferred reference left dangling would fail the COMMIT, and with it the whole group.
    private func refuseDanglingReferences() throws(StorageFault) {
        var count: Int32 = 0
        var highest: Int32 = 0
        unsafe sqlite3_db_status(handle, SQLITE_DBSTATUS_DEFERRED_FKS, &count, &highest, 0)
        guard count == 0 else { throw .constraint(.foreignKey, "A deferred reference leads nowhere.") }
    }
}
