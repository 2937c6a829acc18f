import Storage
import WireModel

/// What the conversations' log adds to contacts: when they were last seen, how many conversations and messages.
struct CountStore: Sendable {
    let database: Database

    /// How far the log has been counted; an empty epoch before the first time.
    func place() async throws -> (cursor: Int64, epoch: String) {
        try await database.read { connection in try Self.place(connection) }
    }

    /// Counts the lines of one batch, and remembers its end in the same transaction; what was counted before is
    /// left out. The log of another epoch is read from its beginning, so the counts begin anew with it.
    func add(_ lines: [EventLine], epoch: String, cursor: Int64) async throws {
        try await database.write { transaction in
            var place = try Self.place(transaction)
            if place.epoch != epoch {
                if !place.epoch.isEmpty { try Self.forgetCounts(transaction) }
                place = (0, epoch)
            }
            try Self.add(Tally(lines, after: place.cursor), transaction)
            try transaction.run(
                "UPDATE counted SET epoch = ?1, cursor = ?2 WHERE id = 1", epoch, max(place.cursor, cursor))
        }
    }

    private static func place(_ connection: Connection) throws -> (cursor: Int64, epoch: String) {
        try connection.first("SELECT cursor, epoch FROM counted WHERE id = 1") { row in (try row[0], try row[1]) }
            ?? (0, "")
    }

    private static func forgetCounts(_ transaction: Transaction) throws {
        try transaction.run("UPDATE contacts SET conversation_count = 0, message_count = 0")
    }

    private static func add(_ tally: Tally, _ transaction: Transaction) throws {
        for (visitor, messages) in tally.messages {
            try transaction.run(
                """
                UPDATE contacts SET message_count = message_count + ?3, last_seen_at = max(last_seen_at, ?4)
                WHERE workspace = ?1
                    AND id = (SELECT contact FROM visitors WHERE workspace = ?1 AND visitor = ?2)
                """, visitor.workspace, visitor.visitor, messages.count, messages.latest)
        }
        for (contact, count) in tally.conversations {
            try transaction.run(
                "UPDATE contacts SET conversation_count = conversation_count + ?3 WHERE workspace = ?1 AND id = ?2",
                contact.workspace, contact.contact, count)
        }
    }
}
