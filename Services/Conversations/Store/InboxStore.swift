import JSON
import ServiceKit
import Storage
import WireModel

struct InboxStore: Sendable {
    let database: Database
    let log: EventLog
    let plans: PlanBook
    let settings: SettingsBook
    let context: ServiceContext

    func list(_ workspace: WorkspaceID, for principal: Principal) async throws -> [Inbox] {
        try await database.read { connection in
            try connection.rows(
                """
                SELECT id, name, widget, created_at, origins, verification FROM inboxes WHERE workspace = ?1 ORDER BY id
                """, workspace
            ) { try Inbox(row: $0) }.filter { principal.rights?.sees($0.id) ?? false }
        }
    }

    /// - Throws: `inbox.notFound`.
    func find(_ workspace: WorkspaceID, _ id: InboxID) async throws -> Inbox {
        try await database.read { connection in try Self.find(workspace, id, in: connection) }
    }

    /// An inbox by its public id alone, with the workspace it belongs to: how a visitor who knows no workspace comes
    /// in.
    /// - Throws: `inbox.notFound`.
    func door(_ id: InboxID) async throws -> InboxDoor {
        let door = try await database.read { connection in
            var door = try connection.first(
                "SELECT id, name, widget, created_at, origins, verification, workspace FROM inboxes WHERE id = ?1", id
            ) { row in InboxDoor(workspace: try row[6], inbox: try Inbox(row: row)) }
            if let workspace = door?.workspace {
                door?.secrets = try VerificationSecretStore.list(workspace, id, in: connection).map(\.id)
            }
            return door
        }
        guard var door else { throw Failure.notFound("inbox") }
        door.attachments = settings[door.workspace].attachments
        return door
    }

    /// - Throws: `inbox.limit` past ``InboxRules/countLimit``, `plan.inboxes`.
    func create(
        _ workspace: WorkspaceID, name: String, widget: WidgetSettings, by caller: Caller
    ) async throws -> Inbox {
        let inbox = Inbox(id: context.ids.next(), name: name, widget: widget, createdAt: context.now())
        return try await database.write { transaction in
            let count: Int =
                try transaction.first("SELECT count(*) FROM inboxes WHERE workspace = ?1", workspace) { try $0[0] } ?? 0
            guard count < InboxRules.countLimit else {
                throw Failure(.conflict, "inbox.limit", "A workspace holds \(InboxRules.countLimit) inboxes at most.")
            }
            try plans.plan(of: workspace)?.requireRoom(inboxes: count + 1)
            return try insert(inbox, workspace, by: caller, in: transaction)
        }
    }

    /// The workspace's first inbox, made now if it has none. May be asked again.
    func first(_ workspace: WorkspaceID, name: String, widget: WidgetSettings) async throws -> Inbox {
        let fresh = Inbox(id: context.ids.next(), name: name, widget: widget, createdAt: context.now())
        return try await database.write { transaction in
            let existing = try transaction.first(
                """
                SELECT id, name, widget, created_at, origins, verification FROM inboxes
                WHERE workspace = ?1 ORDER BY id LIMIT 1
                """, workspace
            ) { try Inbox(row: $0) }
            if let existing { return existing }
            return try insert(fresh, workspace, by: .system, in: transaction)
        }
    }

    /// - Throws: `inbox.notFound`.
    func change(
        _ workspace: WorkspaceID, _ id: InboxID, _ change: InboxChange, by caller: Caller
    ) async throws -> Inbox {
        try await database.write { transaction in
            let before = try Self.find(workspace, id, in: transaction)
            var inbox = before
            inbox.name = change.name ?? inbox.name
            inbox.widget = change.widget ?? inbox.widget
            inbox.origins = change.origins ?? inbox.origins
            inbox.verification = change.verification ?? inbox.verification
            try transaction.run(
                """
                UPDATE inboxes SET name = ?3, widget = ?4, origins = ?5, verification = ?6
                WHERE workspace = ?1 AND id = ?2
                """, workspace, id, inbox.name, String(decoding: try JSON.encode(inbox.widget), as: UTF8.self),
                String(decoding: try JSON.encode(inbox.origins), as: UTF8.self), inbox.verification)
            try tell(inbox, workspace, in: transaction)
            try audit(.inboxChanged, by: caller, from: before, to: inbox, workspace, in: transaction)
            return inbox
        }
    }

    private func insert(
        _ inbox: Inbox, _ workspace: WorkspaceID, by caller: Caller, in transaction: Transaction
    ) throws -> Inbox {
        try transaction.run(
            "INSERT INTO inboxes (id, workspace, name, widget, created_at, origins) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            inbox.id, workspace, inbox.name, String(decoding: try JSON.encode(inbox.widget), as: UTF8.self),
            inbox.createdAt, String(decoding: try JSON.encode(inbox.origins), as: UTF8.self))
        try tell(inbox, workspace, in: transaction)
        try audit(.inboxCreated, by: caller, from: nil, to: inbox, workspace, in: transaction)
        return inbox
    }

    private func audit(
        _ action: AuditAction, by caller: Caller, from before: Inbox?, to after: Inbox, _ workspace: WorkspaceID,
        in transaction: Transaction
    ) throws {
        guard before != after else { return }
        let details = before.map { after.auditDetails(since: $0) } ?? AuditDetails()
        try log.audit(action, by: caller, on: after, details: details, workspace, context, in: transaction)
    }

    private func tell(_ inbox: Inbox, _ workspace: WorkspaceID, in transaction: Transaction) throws {
        try log.append(
            .inboxChanged, to: .agents, workspace: workspace, place: Place(inbox: inbox.id), data: inbox,
            in: transaction)
    }

    static func find(_ workspace: WorkspaceID, _ id: InboxID, in connection: Connection) throws -> Inbox {
        let inbox = try connection.first(
            """
            SELECT id, name, widget, created_at, origins, verification FROM inboxes WHERE workspace = ?1 AND id = ?2
            """, workspace, id
        ) { try Inbox(row: $0) }
        guard let inbox else { throw Failure.notFound("inbox") }
        return inbox
    }
}

extension Inbox {
    /// Columns id, name, widget, created_at, origins, verification.
    fileprivate init(row: Row) throws {
        let widget: [UInt8] = try row[2]
        let origins: [UInt8] = try row[4]
        self.init(
            id: try row[0], name: try row[1],
            widget: try JSON.decode(WidgetSettings.self, from: widget, unknownFields: .ignored),
            origins: try JSON.decode([String].self, from: origins), verification: try row[5], createdAt: try row[3])
    }
}
