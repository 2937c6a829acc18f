import ServiceKit
import Storage
import WireModel

extension ConversationStore {
    static let wakeLimit = 200

    /// - Throws: `input.invalid` for a time that is over or too far; `conversation.closed`.
    func snooze(_ id: ConversationID, _ snooze: Snooze, for principal: Principal) async throws -> Conversation {
        let deed = deed(of: principal)
        try snooze.check(at: deed.at)
        return try await edit(id, .conversationsStatus, for: principal, by: deed) { before, _, _ in
            try before.snoozed(snooze)
        }
    }

    func wake(_ id: ConversationID, for principal: Principal) async throws -> Conversation {
        let deed = deed(of: principal)
        return try await edit(id, .conversationsStatus, for: principal, by: deed) { before, _, _ in
            before.woken(at: deed.at)
        }
    }

    /// Wakes what has slept long enough, at most ``wakeLimit``.
    /// - Returns: When the next one wakes; in the past where more are due.
    func wakeDue() async throws -> Timestamp? {
        let now = context.now()
        return try await database.write { [book] transaction in
            let due = try transaction.rows(
                """
                SELECT * FROM conversation_rows WHERE snoozed_until <= ?1 ORDER BY snoozed_until LIMIT ?2
                """, now, Self.wakeLimit
            ) { (try Conversation(row: $0), try $0[36] as WorkspaceID) }
            for (before, workspace) in due {
                let deed = Deed(workspace: workspace, author: .majlis, at: now, reason: "time")
                try book.keep(before.woken(at: now), since: before, by: deed, transaction)
            }
            return try transaction.first(
                """
                SELECT snoozed_until FROM conversations WHERE snoozed_until IS NOT NULL ORDER BY snoozed_until LIMIT 1
                """
            ) { try $0[0] as Timestamp }
        }
    }
}
