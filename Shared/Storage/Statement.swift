import CSQLite

/// One prepared statement. It belongs to its connection's thread, like the connection itself.
@safe final class Statement {
    let pointer: OpaquePointer
    let sql: StaticString
    let parameterCount: Int
    /// Whether running it leaves the database file as it is.
    let isReadOnly: Bool
    /// Marks recency for ``StatementCache``.
    var lastUse: UInt64 = 0
    /// Whether somebody runs it or reads its rows.
    var isTaken = false
    /// The first refusal of a value, reported by the next ``step()``.
    private var bindingCode = SQLITE_OK
    /// What the latest run failed with, until ``reset()``.
    private(set) var fault: StorageFault?

    /// Compiles `sql`, which must hold exactly one statement.
    init(_ sql: StaticString, on handle: OpaquePointer?) throws(StorageFault) {
        guard sql.hasPointerRepresentation else { throw .programming("SQL of a single character.") }
        var pointer: OpaquePointer?
        let flags = UInt32(SQLITE_PREPARE_PERSISTENT)
        let (code, hasTail) = sql.withUTF8Buffer { bytes -> (Int32, Bool) in
            unsafe bytes.withMemoryRebound(to: CChar.self) { text in
                var tail: UnsafePointer<CChar>?
                let code = unsafe sqlite3_prepare_v3(
                    handle, text.baseAddress, Int32(text.count), flags, &pointer, &tail)
                let consumed = unsafe tail.map { unsafe $0 - text.baseAddress! } ?? text.count
                return (code, unsafe text[min(consumed, text.count)...].contains { !$0.isBlank })
            }
        }
        guard code == SQLITE_OK else { throw unsafe StorageFault(latestOf: handle, code: code, sql: sql) }
        guard let pointer = unsafe pointer else { throw .programming("No statement in the SQL. [\(sql)]") }
        unsafe self.pointer = pointer
        self.sql = sql
        parameterCount = unsafe Int(sqlite3_bind_parameter_count(pointer))
        isReadOnly = unsafe sqlite3_stmt_readonly(pointer) != 0
        guard !hasTail else { throw .programming("More than one statement in the SQL. [\(sql)]") }
    }

    deinit {
        unsafe sqlite3_finalize(pointer)
    }

    func bind<each Value: DatabaseValue>(_ values: repeat each Value) throws(StorageFault) {
        var count = 0
        for value in repeat each values {
            count += 1
            value.bind(to: Parameter(statement: self, index: Int32(count)))
        }
        guard count == parameterCount else {
            throw .programming("\(count) values for \(parameterCount) parameters. [\(sql)]")
        }
        guard bindingCode == SQLITE_OK else { throw unsafe StorageFault(latestOf: handle, code: bindingCode, sql: sql) }
    }

    /// Notes what became of binding a value. A parameter past the last one is found by ``bind(_:)``'s count.
    func noteBinding(_ code: Int32) {
        if bindingCode == SQLITE_OK, code != SQLITE_RANGE { bindingCode = code }
    }

    /// - Returns: Whether there is a row to read.
    func step() throws(StorageFault) -> Bool {
        switch unsafe sqlite3_step(pointer) {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        case let code:
            let fault = unsafe StorageFault(latestOf: handle, code: code, sql: sql)
            self.fault = fault
            throw fault
        }
    }

    /// Runs it to its end, past any rows.
    func finish() throws(StorageFault) {
        while try step() {}
    }

    /// Ends the run and lets go of the values, so that neither locks nor people's data stay behind.
    func reset() {
        unsafe sqlite3_reset(pointer)
        if parameterCount > 0 { unsafe sqlite3_clear_bindings(pointer) }
        bindingCode = SQLITE_OK
        fault = nil
        isTaken = false
    }

    private var handle: OpaquePointer? { unsafe sqlite3_db_handle(pointer) }
}

extension StorageFault {
    /// The fault of the latest call on `handle`, which returned `code`.
    init(latestOf handle: OpaquePointer?, code: Int32, sql: StaticString?) {
        let message = unsafe String(cString: sqlite3_errmsg(handle))
        self.init(code: code, message: message, sql: sql?.description ?? "")
    }
}

/// The statements of one connection, by the address of their literal: equal addresses are equal text.
struct StatementCache {
    /// How many stay prepared, a few KiB each. The least recently used makes room for one more.
    static let statementLimit = 128

    private let limit: Int
    private var kept: [UInt: Statement] = [:]
    private var uses: UInt64 = 0

    init(limit: Int = Self.statementLimit) {
        self.limit = limit
    }

    /// The statement kept for `sql`, for use until ``Statement/reset()``; while it runs, the same SQL needs another
    /// one.
    mutating func take(_ sql: StaticString) -> Statement? {
        guard let statement = kept[sql.address], !statement.isTaken else { return nil }
        take(statement)
        return statement
    }

    /// Keeps a new statement, which is in use from now on.
    mutating func keep(_ statement: Statement) {
        take(statement)
        guard kept[statement.sql.address] == nil else { return }
        if kept.count >= limit { dropOldest() }
        kept[statement.sql.address] = statement
    }

    mutating func removeAll() {
        kept.removeAll()
    }

    private mutating func take(_ statement: Statement) {
        uses += 1
        statement.isTaken = true
        statement.lastUse = uses
    }

    private mutating func dropOldest() {
        let idle = kept.filter { !$0.value.isTaken }
        if let oldest = idle.min(by: { $0.value.lastUse < $1.value.lastUse }) { kept[oldest.key] = nil }
    }
}

extension StaticString {
    fileprivate var address: UInt { unsafe hasPointerRepresentation ? UInt(bitPattern: utf8Start) : 0 }
}

extension CChar {
    fileprivate var isBlank: Bool { self == 32 || (9...13).contains(self) || self == 0x3B }
}
