import JSON
import Storage
import WireModel

// The messages of a conversation as a whole: read and written where merging and splitting number them anew.

extension Strand {
    static func read(
        _ conversation: ConversationID, _ workspace: WorkspaceID, _ connection: Connection
    ) throws -> Strand {
        let messages = try Message.list(
            workspace, conversation, after: 0, limit: .max, all: true, in: connection)
        let hidden = Set(
            try connection.rows(
                "SELECT sequence FROM messages WHERE workspace = ?1 AND conversation = ?2 AND hidden", workspace,
                conversation
            ) { try $0[0] as Int64 })
        return Strand(entries: messages.map { Entry(message: $0, hidden: hidden.contains($0.sequence)) })
    }

    /// Where each message stands. Made anew each time: ask once.
    var places: [MessageID: Int64] {
        Dictionary(uniqueKeysWithValues: entries.map { ($0.message.id, $0.message.sequence) })
    }

    /// Writes this in place of `before`: what stands as it stood is left alone.
    func write(
        over before: Strand, of conversation: ConversationID, _ workspace: WorkspaceID, _ transaction: Transaction
    ) throws {
        let same = zip(entries, before.entries).prefix { $0 == $1 }.count
        let first = Int64(same) + 1
        try transaction.run(
            "DELETE FROM messages WHERE workspace = ?1 AND conversation = ?2 AND sequence >= ?3", workspace,
            conversation, first)
        for entry in entries.dropFirst(same) {
            try entry.message.insert(into: workspace, in: transaction)
            guard entry.hidden || entry.message.editedAt != nil || entry.message.deletedAt != nil else { continue }
            try transaction.run(
                """
                UPDATE messages SET hidden = ?4, edited_at = ?5, deleted_at = ?6
                WHERE workspace = ?1 AND conversation = ?2 AND sequence = ?3
                """, workspace, conversation, entry.message.sequence, entry.hidden, entry.message.editedAt,
                entry.message.deletedAt)
        }
        try moveChanges(since: before, of: conversation, workspace, transaction)
    }

    /// Lines of the change log stand after the message after which they stood.
    private func moveChanges(
        since before: Strand, of conversation: ConversationID, _ workspace: WorkspaceID, _ transaction: Transaction
    ) throws {
        let now = places
        let lines = try transaction.rows(
            "SELECT id, sequence FROM changes WHERE workspace = ?1 AND conversation = ?2", workspace, conversation
        ) { (id: try $0[0] as ChangeID, sequence: try $0[1] as Int64) }
        for line in lines {
            // The last message up to there that is still here.
            let earlier = before.entries.prefix(Int(clamping: line.sequence)).reversed()
            let place = earlier.lazy.compactMap { now[$0.message.id] }.first ?? 0
            guard place != line.sequence else { continue }
            try transaction.run(
                "UPDATE changes SET sequence = ?4 WHERE workspace = ?1 AND conversation = ?2 AND id = ?3", workspace,
                conversation, line.id, place)
        }
    }
}
