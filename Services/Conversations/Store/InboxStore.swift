import JSON
import ServiceKit
import Storage
import WireModel

struct InboxStore: Sendable {
    let database: Database
    let log: EventLog
    let plans: PlanBook
    let settings: SettingsBook
    let book: AssignmentBook
    let context: ServiceContext

    func list(_ workspace: WorkspaceID, for principal: Principal) async throws -> [Inbox] {
        try await database.read { connection in
            try connection.rows(
                """
                SELECT id, name, widget, created_at, origins, verification, assignment, archived, position
                FROM inboxes WHERE workspace = ?1 ORDER BY position, id
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
                """
                SELECT id, name, widget, created_at, origins, verification, assignment, archived, position, workspace
                FROM inboxes WHERE id = ?1
                """, id
            ) { row in InboxDoor(workspace: try row[9], inbox: try Inbox(row: row)) }
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
        let fresh = Inbox(id: context.ids.next(), name: name, widget: widget, createdAt: context.now())
        return try await database.write { transaction in
            let (count, last): (Int, Int) =
                try transaction.first(
                    "SELECT count(*), coalesce(max(position), -1) FROM inboxes WHERE workspace = ?1", workspace
                ) { (try $0[0], try $0[1]) } ?? (0, -1)
            guard count < InboxRules.countLimit else {
                throw Failure(.conflict, "inbox.limit", "A workspace holds \(InboxRules.countLimit) inboxes at most.")
            }
            try plans.plan(of: workspace)?.requireRoom(inboxes: count + 1)
            var inbox = fresh
            inbox.position = last + 1
            return try insert(inbox, workspace, by: caller, in: transaction)
        }
    }

    /// Shows the inboxes in this order; those that are not named come after them, as they stood.
    /// - Throws: `inbox.unknown` for one that is named and not there, or not seen by `principal`.
    func order(_ inboxes: [InboxID], for principal: Principal) async throws -> [Inbox] {
        let workspace = principal.workspace
        try await database.write { transaction in
            let before = try transaction.rows(
                """
                SELECT id, name, widget, created_at, origins, verification, assignment, archived, position
                FROM inboxes WHERE workspace = ?1 ORDER BY position, id
                """, workspace
            ) { try Inbox(row: $0) }
            for id in inboxes where !before.contains(where: { $0.id == id }) || !(principal.rights?.sees(id) ?? false) {
                throw Failure.unknownInbox
            }
            let order = inboxes + before.map(\.id).filter { !inboxes.contains($0) }
            for (position, id) in order.enumerated() {
                guard var inbox = before.first(where: { $0.id == id }), inbox.position != position else { continue }
                inbox.position = position
                try transaction.run(
                    "UPDATE inboxes SET position = ?3 WHERE workspace = ?1 AND id = ?2", workspace, id, position)
                try tell(inbox, workspace, in: transaction)
            }
        }
        return try await list(workspace, for: principal)
    }

    /// The workspace's first inbox, made now if it has none. May be asked again.
    func first(_ workspace: WorkspaceID, name: String, widget: WidgetSettings) async throws -> Inbox {
        let fresh = Inbox(id: context.ids.next(), name: name, widget: widget, createdAt: context.now())
        return try await database.write { transaction in
            let existing = try transaction.first(
                """
                SELECT id, name, widget, created_at, origins, verification, assignment, archived, position FROM inboxes
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
            inbox.assignment = change.assignment ?? inbox.assignment
            inbox.archived = change.archived ?? inbox.archived
            try transaction.run(
                """
                UPDATE inboxes SET name = ?3, widget = ?4, origins = ?5, verification = ?6, assignment = ?7,
                    archived = ?8
                WHERE workspace = ?1 AND id = ?2
                """, workspace, id, inbox.name, String(decoding: try JSON.encode(inbox.widget), as: UTF8.self),
                String(decoding: try JSON.encode(inbox.origins), as: UTF8.self), inbox.verification,
                String(decoding: try JSON.encode(inbox.assignment), as: UTF8.self), inbox.archived)
            if inbox.assignment != before.assignment {
                book.keep(inbox.assignment, of: id, in: workspace, transaction)
            }
            try tell(inbox, workspace, in: transaction)
            try audit(.inboxChanged, by: caller, from: before, to: inbox, workspace, in: transaction)
            return inbox
        }
    }

    private func insert(
        _ inbox: Inbox, _ workspace: WorkspaceID, by caller: Caller, in transaction: Transaction
    ) throws -> Inbox {
        try transaction.run(
            """
            INSERT INTO inboxes (id, workspace, name, widget, created_at, origins, position)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
            """, inbox.id, workspace, inbox.name, String(decoding: try JSON.encode(inbox.widget), as: UTF8.self),
            inbox.createdAt, String(decoding: try JSON.encode(inbox.origins), as: UTF8.self), inbox.position)
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
            SELECT id, name, widget, created_at, origins, verification, assignment, archived, position FROM inboxes
            WHERE workspace = ?1 AND id = ?2
            """, workspace, id
        ) { try Inbox(row: $0) }
        guard let inbox else { throw Failure.notFound("inbox") }
        return inbox
    }
}

extension Inbox {
    /// Columns id, name, widget, created_at, origins, verification, assignment, archived, position.
    fileprivate init(row: Row) throws {
        let widget: [UInt8] = try row[2]
        let origins: [UInt8] = try row[4]
        let assignment: [UInt8]? = try row[6]
        self.init(
            id: try row[0], name: try row[1],
            widget: try JSON.decode(WidgetSettings.self, from: widget, unknownFields: .ignored),
            origins: try JSON.decode([String].self, from: origins), verification: try row[5],
            assignment: try assignment.map {
                try JSON.decode(InboxAssignment.self, from: $0, unknownFields: .ignored)
            } ?? .byHand,
            archived: try row[7], position: try row[8], createdAt: try row[3])
    }
}
