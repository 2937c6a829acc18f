import CSQLite

/// The row that a query stands on, valid within the closure that received it.
///
/// The type of a column comes from the context: `let body: String = try row[1]`, `try Message(id: row[0], body:
/// row[1])`.
public struct Row {
    let statement: Statement

    /// The value of a column, counted from 0 in the order of the SELECT.
    /// - Throws: `.programming` when there is no such column, or its value is of another type or NULL.
    public subscript<Value: DatabaseValue>(_ column: Int) -> Value {
        get throws(StorageFault) {
            try Value.read(from: Column(statement: statement, index: Int32(clamping: column)))
        }
    }
}

/// One column of the row that a query stands on: where a ``DatabaseValue`` reads itself from.
public struct Column {
    let statement: Statement
    let index: Int32

    /// Whether the value is NULL.
    public var isNull: Bool { type == SQLITE_NULL }

    /// The value of an INTEGER. - Throws: `.programming` for any other type.
    public func integer() throws(StorageFault) -> Int64 {
        guard type == SQLITE_INTEGER else { throw mismatch("an integer") }
        return unsafe sqlite3_column_int64(statement.pointer, index)
    }

    /// The value of a REAL or INTEGER. - Throws: `.programming` for any other type.
    public func double() throws(StorageFault) -> Double {
        let type = self.type
        guard type == SQLITE_FLOAT || type == SQLITE_INTEGER else { throw mismatch("a number") }
        return unsafe sqlite3_column_double(statement.pointer, index)
    }

    /// The value of a TEXT; bytes that are not UTF-8 are replaced by U+FFFD. - Throws: `.programming` for any other
    /// type.
    public func text() throws(StorageFault) -> String {
        guard type == SQLITE_TEXT else { throw mismatch("text") }
        return unsafe String(decoding: content, as: UTF8.self)
    }

    /// The bytes of a BLOB, or the UTF-8 of a TEXT. - Throws: `.programming` for any other type.
    public func bytes() throws(StorageFault) -> [UInt8] {
        let type = self.type
        guard type == SQLITE_BLOB || type == SQLITE_TEXT else { throw mismatch("bytes or text") }
        return unsafe [UInt8](content)
    }

    /// The fault to throw when the column does not hold what is `expected`, such as "a known status".
    public func mismatch(_ expected: String) -> StorageFault {
        let count = unsafe sqlite3_column_count(statement.pointer)
        guard (0..<count).contains(index) else {
            return .programming("There is no column \(index). [\(statement.sql)]")
        }
        let name = unsafe sqlite3_column_name(statement.pointer, index).map { unsafe String(cString: $0) } ?? "?"
        return .programming("Column \(index) (\(name)) holds \(typeName), not \(expected). [\(statement.sql)]")
    }

    private var type: Int32 { unsafe sqlite3_column_type(statement.pointer, index) }

    /// Valid until the statement moves on, or the value is asked for in another type.
    private var content: UnsafeRawBufferPointer {
        // First the address, then the count: SQLite's order, as the address may need a conversion.
        let start = unsafe sqlite3_column_blob(statement.pointer, index)
        return unsafe UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(statement.pointer, index)))
    }

    private var typeName: String {
        switch type {
        case SQLITE_INTEGER: "an integer"
        case SQLITE_FLOAT: "a real number"
        case SQLITE_TEXT: "text"
        case SQLITE_BLOB: "a blob"
        default: "NULL"
        }
    }
}
