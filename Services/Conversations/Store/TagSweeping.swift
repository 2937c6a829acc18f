import Loop
import ServiceKit
import Storage
import WireModel

/// Takes removed tags off their conversations, some at a time, also after a restart.
///
/// Conversations change silently: whoever heard that the tag is gone shows it nowhere.
struct TagSweeping: Sendable {
    let database: Database
    let table: ConversationTable
    let context: ServiceContext

    static let batchLimit = 200

    /// Begins, and goes on after the caller was answered. What is left of it when the service stops is done when it
    /// starts.
    func start() {
        context.loop.spawn {
            do {
                try await sweep()
            } catch {
                context.log.error("A removed tag stays on conversations.", ["error": .string("\(error)")])
            }
        }
    }

    private func sweep() async throws {
        let removed: [(WorkspaceID, TagID)] = try await database.read { connection in
            try connection.rows("SELECT workspace, id FROM tags WHERE removed = 1") { (try $0[0], try $0[1]) }
        }
        for (workspace, tag) in removed {
            var last: ConversationID?
            while let next = try await sweep(workspace, tag, after: last) { last = next }
            try await database.write { transaction in
                _ = try transaction.run(
                    "DELETE FROM tags WHERE workspace = ?1 AND id = ?2 AND removed = 1", workspace, tag)
            }
        }
    }

    /// - Returns: The last conversation that was looked at; nil when there are no more.
    private func sweep(
        _ workspace: WorkspaceID, _ tag: TagID, after last: ConversationID?
    ) async throws -> ConversationID? {
        let ids: [ConversationID] = try await database.read { connection in
            try connection.rows(
                """
                SELECT id FROM conversations WHERE workspace = ?1 AND id > ?2 AND tags LIKE ?3 ORDER BY id LIMIT ?4
                """, workspace, last?.rawValue ?? 0, "%\(tag)%", Self.batchLimit
            ) { try $0[0] }
        }
        guard !ids.isEmpty else { return nil }
        try await database.write { [table] transaction in
            for id in ids {
                var conversation = try Conversation.find(workspace, id, in: transaction)
                conversation.tags.removeAll { $0 == tag }
                try table.update(conversation, in: workspace, transaction)
            }
        }
        return ids.last
    }
}
