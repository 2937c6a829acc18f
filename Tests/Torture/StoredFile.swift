import CSQLite

/// A database file that no service has open, as SQLite itself sees it.
enum StoredFile {
    /// What is wrong with it: the file itself, a conversation with a gap, a change without its event.
    static func problems(at path: String) -> [String] {
        var problems = texts("PRAGMA integrity_check", at: path).filter { $0 != "ok" }
        problems += texts("SELECT 'a broken reference in ' || \"table\" FROM pragma_foreign_key_check", at: path)
        guard path.hasSuffix("conversations.sqlite"), problems.isEmpty else { return problems }
        let gaps = """
            SELECT 'conversation ' || id || ' has not the messages it counts' FROM conversations
            WHERE last_sequence <> (SELECT count(*) FROM messages
                WHERE messages.workspace = conversations.workspace AND conversation = conversations.id)
            """
        // A merge's copies are nobody's news; what a split has moved looks like one.
        let events = """
            SELECT (SELECT count(*) FROM messages) || ' messages, ' || n || ' events of them'
            FROM (SELECT count(*) AS n FROM events WHERE cast(rest AS TEXT) LIKE ',"type":"message.created"%')
            WHERE n > (SELECT count(*) FROM messages)
                OR n < (SELECT count(*) FROM messages WHERE extras ->> '$.copied' IS NULL)
            """
        return texts(gaps, at: path) + texts(events, at: path)
    }

    static func numbers(_ query: String, at path: String) -> [Int64] {
        rows(query, at: path) { sqlite3_column_int64($0, 0) } ?? []
    }

    /// Lines of a log: the place, and the text after it.
    static func lines(_ query: String, at path: String) -> [(seq: Int64, rest: [UInt8])] {
        rows(query, at: path) { row in
            let count = Int(sqlite3_column_bytes(row, 1))
            let bytes = UnsafeRawBufferPointer(start: sqlite3_column_blob(row, 1), count: count)
            return (sqlite3_column_int64(row, 0), Array(bytes))
        } ?? []
    }

    private static func texts(_ query: String, at path: String) -> [String] {
        rows(query, at: path) { sqlite3_column_text($0, 0).map { String(cString: $0) } ?? "" }
            ?? ["“\(query)” fails"]
    }

    /// Nil when the file cannot be opened or the query fails.
    private static func rows<Value>(
        _ query: String, at path: String, map: (OpaquePointer) -> Value
    ) -> [Value]? {
        var handle: OpaquePointer?
        var statement: OpaquePointer?
        defer {
            sqlite3_finalize(statement)
            sqlite3_close_v2(handle)
        }
        guard sqlite3_open_v2(path, &handle, SQLITE_OPEN_READWRITE, nil) == SQLITE_OK,
            sqlite3_prepare_v2(handle, query, -1, &statement, nil) == SQLITE_OK, let statement
        else { return nil }
        var values: [Value] = []
        while true {
            switch sqlite3_step(statement) {
            case SQLITE_ROW: values.append(map(statement))
            case SQLITE_DONE: return values
            default: return nil
            }
        }
    }
}
