import JSON
import ServiceKit
import Storage
import WireModel

struct ConversationStore: Sendable {
    let database: Database
    let table: ConversationTable
    let log: EventLog
    let plans: PlanBook
    let settings: SettingsBook
    let blocked: BlockedContacts
    let context: ServiceContext

    /// - Throws: `conversation.notFound`, also for one that `principal` may not see.
    func find(_ workspace: WorkspaceID, _ id: ConversationID, for principal: Principal) async throws -> Conversation {
        try await database.read { try Conversation.find(workspace, id, for: principal, in: $0) }
    }

    /// A visitor's own, newest first; at most 50.
    func list(_ workspace: WorkspaceID, of visitor: VisitorID) async throws -> [Conversation] {
        try await database.read { try Conversation.list(workspace, of: visitor, in: $0) }
    }

    /// What was done to a conversation, newest first.
    func changes(
        of id: ConversationID, before cursor: ChangeID?, limit: Int, for principal: Principal
    ) async throws -> Page<Change> {
        let workspace = principal.workspace
        let found = try await database.read { connection in
            let id = try Conversation.find(workspace, id, for: principal, in: connection).id
            return try Change.list(workspace, id, before: cursor, limit: limit + 1, in: connection)
        }
        guard found.count > limit else { return Page(items: found) }
        let items = Array(found.prefix(limit))
        return Page(items: items, nextCursor: items.last?.id.description)
    }

    /// Whom the events of a conversation concern.
    func route(_ id: ConversationID) async throws -> ConversationRoute {
        let route = try await database.read { connection in
            try connection.first(
                "SELECT workspace, inbox, assignee, team, visitor FROM conversations WHERE id = ?1", id
            ) { row in
                ConversationRoute(
                    workspace: try row[0],
                    place: Place(inbox: try row[1], assignee: try row[2], team: try row[3]), visitor: try row[4])
            }
        }
        guard let route else { throw Failure.notFound("conversation") }
        return route
    }

    /// Moves the reader's mark forward; a mark past the last message stands at the last message.
    /// - Throws: `conversation.notFound`, or `input.invalid` for what is no sequence.
    func markRead(
        _ workspace: WorkspaceID, _ id: ConversationID, upTo sequence: Int64, for principal: Principal
    ) async throws {
        guard ReadMark.range.contains(sequence) else {
            throw Failure.invalid("sequence", "range", "“sequence” must be from 0 to 2^53 - 1.")
        }
        try await database.write { transaction in
            let before = try Conversation.find(workspace, id, for: principal, in: transaction)
            var conversation = before
            let mark = min(sequence, conversation.lastSequence)
            let reader: ReadChanged.Reader = principal.isTeam ? .team : .visitor
            switch reader {
            case .team where mark > conversation.teamRead: conversation.teamRead = mark
            case .visitor where mark > conversation.visitorRead: conversation.visitorRead = mark
            default: return
            }
            try table.update(conversation, since: before, in: workspace, transaction)
            try log.append(
                .conversationRead, to: .everyone, workspace: workspace, place: conversation.place,
                conversation: conversation.id, visitor: conversation.visitor,
                data: ReadChanged(by: reader, sequence: mark), in: transaction)
        }
    }

    /// How far another service's log was read.
    func cursor(of log: Event.Log) async throws -> (cursor: Int64, epoch: String)? {
        try await database.read { connection in
            try connection.first("SELECT cursor, epoch FROM feeds WHERE name = ?1", log.rawValue) { row in
                (try row[0], try row[1])
            }
        }
    }

    func keepCursor(_ cursor: Int64, epoch: String, of log: Event.Log) async throws {
        try await database.write { try Self.keepCursor(cursor, epoch: epoch, of: log, in: $0) }
    }

    static func keepCursor(
        _ cursor: Int64, epoch: String, of log: Event.Log, in transaction: Transaction
    ) throws {
        try transaction.run(
            """
            INSERT INTO feeds (name, epoch, cursor) VALUES (?1, ?2, ?3)
            ON CONFLICT (name) DO UPDATE SET epoch = ?2, cursor = ?3
            """, log.rawValue, epoch, cursor)
    }
}
