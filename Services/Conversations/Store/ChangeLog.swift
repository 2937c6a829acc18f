import JSON
import ServiceKit
import Storage
import WireModel

/// What was done to each conversation, by whom and when: a row and an event in the transaction of what was done.
struct ChangeLog: Sendable {
    let log: EventLog
    let ids: IdentifierSource

    /// - Parameter conversation: As it is now, where those who may see it hear of it.
    func record(
        _ line: ChangeLine, of conversation: Conversation, after sequence: Int64, by deed: Deed,
        in transaction: Transaction
    ) throws {
        let change = Change(
            id: ids.next(), conversation: conversation.id, at: deed.at, sequence: sequence, by: deed.author,
            action: line.action, details: line.details, operation: deed.operation)
        try transaction.run(
            """
            INSERT INTO changes (workspace, conversation, id, at, sequence, author_kind, author, author_name, action,
                details, operation)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
            """, deed.workspace, change.conversation, change.id, change.at, change.sequence, change.by.kind,
            change.by.identity.number, change.by.name, change.action,
            String(decoding: try JSON.encode(change.details), as: UTF8.self), change.operation)
        try log.append(
            .changeRecorded, to: .agents, workspace: deed.workspace, place: conversation.place,
            conversation: conversation.id, data: change, in: transaction)
    }
}

extension Change {
    /// The newest `limit` before a line, newest first.
    static func list(
        _ workspace: WorkspaceID, _ conversation: ConversationID, before: ChangeID?, limit: Int,
        in connection: Connection
    ) throws -> [Change] {
        try connection.rows(
            """
            SELECT id, at, sequence, author_kind, author, author_name, action, details, operation FROM changes
            WHERE workspace = ?1 AND conversation = ?2 AND id < ?3 ORDER BY id DESC LIMIT ?4
            """, workspace, conversation, before?.rawValue ?? .max, limit
        ) { row in
            let details: [UInt8] = try row[7]
            return Change(
                id: try row[0], conversation: conversation, at: try row[1], sequence: try row[2],
                by: Author(.init(kind: try row[3], number: try row[4]), name: try row[5]), action: try row[6],
                details: try JSON.decode([String: String].self, from: details), operation: try row[8])
        }
    }
}
