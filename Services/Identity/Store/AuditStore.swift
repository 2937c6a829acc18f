import JSON
import ServiceKit
import Storage
import WireModel

/// The audit log. It is only ever added to: the schema refuses everything else.
struct AuditStore: Sendable {
    let database: Database
    let context: ServiceContext

    /// A person's failed sign-in is written to so many of their workspaces at most.
    static let workspacesLimit = 100

    /// The newest first.
    func list(
        _ workspace: WorkspaceID, _ filter: AuditFilter, after cursor: AuditCursor?, limit: Int
    ) async throws -> Page<AuditEntry> {
        let rows = try await database.read { connection in
            try AuditEntry.list(workspace, filter, after: cursor, limit: limit + 1, in: connection)
        }
        return Page(rows, limit: limit) { AuditCursor($0).description }
    }

    /// The newest that match, as a sheet; that somebody took it is written down before anybody gets it.
    /// - Throws: `permission.denied` for who may not see the log any more.
    func export(_ workspace: WorkspaceID, _ filter: AuditFilter, by actor: Caller) async throws -> AuditSheet {
        let now = context.now()
        let sheet = try await database.read { connection in
            _ = try actor.principal.authority(to: .auditView, at: now, in: connection)
            return AuditSheet(
                try AuditEntry.list(workspace, filter, after: nil, limit: AuditSheet.rowLimit + 1, in: connection),
                language: actor.principal.language)
        }
        var details = AuditDetails()
        details.note("rows", String(sheet.rows))
        filter.note(in: &details)
        try await database.write { [details] transaction in
            try context.audit(.auditExported, by: actor, details: details, workspace, in: transaction)
        }
        return sheet
    }

    /// Writes down that somebody tried a wrong password, wherever that person is a member.
    func noteFailedSignIn(of person: PersonID, from client: ClientOrigin, at moment: Timestamp) async throws {
        try await database.write { transaction in
            let members: [(WorkspaceID, MemberID, String)] = try transaction.rows(
                """
                SELECT workspace, id, name FROM members
                WHERE person = ?1 AND removed_at IS NULL AND deactivated_at IS NULL ORDER BY id LIMIT ?2
                """, person, Self.workspacesLimit
            ) { (try $0[0], try $0[1], try $0[2]) }
            for (workspace, member, name) in members {
                try AuditEntry(
                    id: context.ids.next(), at: moment, actor: .nobody, action: .sessionFailed,
                    target: AuditTarget(.member, member, name: name), address: client.address?.description,
                    device: client.device
                ).insert(into: workspace, in: transaction)
            }
        }
    }

    // MARK: What other services did

    /// How far the conversations' log was read.
    func place() async throws -> (cursor: Int64, epoch: String)? {
        try await database.read { connection in
            try connection.first("SELECT cursor, epoch FROM feeds WHERE name = 'conversations'") {
                (try $0[0], try $0[1])
            }
        }
    }

    /// Writes down what another service did, each once, and remembers how far its log was read.
    func take(_ told: [ToldEntry], cursor: Int64, epoch: String) async throws {
        try await database.write { transaction in
            for (workspace, entry) in told {
                let known: Int? = try transaction.first(
                    "SELECT 1 FROM audit WHERE workspace = ?1 AND origin = ?2", workspace, entry.id
                ) { try $0[0] }
                guard known == nil else { continue }
                var own = entry
                own.id = context.ids.next()
                try own.insert(into: workspace, origin: entry.id, in: transaction)
            }
            try transaction.run(
                """
                INSERT INTO feeds (name, epoch, cursor) VALUES ('conversations', ?1, ?2)
                ON CONFLICT (name) DO UPDATE SET epoch = ?1, cursor = ?2
                """, epoch, cursor)
        }
    }
}

/// What another service wrote down, and in which workspace.
typealias ToldEntry = (workspace: WorkspaceID, entry: AuditEntry)

extension ServiceContext {
    /// Writes a line of the audit log beside the change that it tells of.
    func audit(
        _ action: AuditAction, by actor: Caller, on target: AuditTarget? = nil,
        details: AuditDetails = AuditDetails(),
        _ workspace: WorkspaceID, in transaction: Transaction
    ) throws {
        try audit(
            action, by: AuditActor(actor.principal), from: actor.client, on: target, details: details, workspace,
            in: transaction)
    }

    func audit(
        _ action: AuditAction, by actor: AuditActor, from client: ClientOrigin, on target: AuditTarget? = nil,
        details: AuditDetails = AuditDetails(), _ workspace: WorkspaceID, in transaction: Transaction
    ) throws {
        try AuditEntry(
            id: ids.next(), at: now(), actor: actor, action: action, target: target,
            address: client.address?.description, device: client.device, details: details.values
        ).insert(into: workspace, in: transaction)
    }
}

extension ServiceContext {
    /// Writes down what somebody did with their own account: in each of their workspaces, or only in one.
    func audit(
        _ action: AuditAction, of person: PersonID, only workspace: WorkspaceID? = nil, from client: ClientOrigin,
        on target: AuditTarget? = nil, details: AuditDetails = AuditDetails(), in transaction: Transaction
    ) throws {
        for place in try Membership.all(of: person, in: transaction) {
            guard place.workspace == workspace ?? place.workspace else { continue }
            let name = try Member.name(place.workspace, place.member, in: transaction)
            try audit(
                action, by: AuditActor(place.member, name: name), from: client,
                on: target ?? AuditTarget(.member, place.member, name: name), details: details, place.workspace,
                in: transaction)
        }
    }
}

extension AuditEntry {
    /// Columns id, at, actor_kind, actor, actor_name, action, target_kind, target, target_name, address, device,
    /// details.
    fileprivate init(row: Row) throws {
        let kind: AuditActor.Kind = try row[2]
        let actor: String = try row[3]
        let details: [UInt8] = try row[11]
        self.init(
            id: try row[0], at: try row[1],
            actor: AuditActor(kind: kind, id: actor == kind.rawValue ? nil : actor, name: try row[4]),
            action: try row[5], target: try AuditTarget(row: row), address: try row[9], device: try row[10],
            details: try JSON.decode([String: String].self, from: details))
    }

    /// - Parameter origin: The id that another service gave it.
    func insert(into workspace: WorkspaceID, origin: AuditID? = nil, in transaction: Transaction) throws {
        try transaction.run(
            """
            INSERT INTO audit (id, workspace, at, actor_kind, actor, actor_name, action, target_kind, target,
                target_name, address, device, details, origin)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)
            """, id, workspace, at, actor.kind, actor.id ?? actor.kind.rawValue, actor.name, action, target?.kind,
            target?.id, target?.name, address, device, String(decoding: try JSON.encode(details), as: UTF8.self),
            origin)
    }

    /// The newest first. Two statements, so that each has an index that is in the order asked for.
    fileprivate static func list(
        _ workspace: WorkspaceID, _ filter: AuditFilter, after cursor: AuditCursor?, limit: Int,
        in connection: Connection
    ) throws -> [AuditEntry] {
        let end = cursor ?? AuditCursor(at: filter.end, id: AuditID(rawValue: 0))
        guard let actor = filter.actor else {
            return try connection.rows(
                """
                SELECT id, at, actor_kind, actor, actor_name, action, target_kind, target, target_name, address, device,
                    details
                FROM audit WHERE workspace = ?1 AND (at, id) < (?2, ?3) AND at >= ?4 AND action >= ?5 AND action < ?6
                ORDER BY at DESC, id DESC LIMIT ?7
                """, workspace, end.at, end.id, filter.start, filter.actions.lowerBound, filter.actions.upperBound,
                limit
            ) { try AuditEntry(row: $0) }
        }
        return try connection.rows(
            """
            SELECT id, at, actor_kind, actor, actor_name, action, target_kind, target, target_name, address, device,
                details
            FROM audit WHERE workspace = ?1 AND actor = ?2 AND (at, id) < (?3, ?4) AND at >= ?5 AND action >= ?6
                AND action < ?7
            ORDER BY at DESC, id DESC LIMIT ?8
            """, workspace, actor, end.at, end.id, filter.start, filter.actions.lowerBound, filter.actions.upperBound,
            limit
        ) { try AuditEntry(row: $0) }
    }
}

extension AuditTarget {
    /// Columns 6 to 8: target_kind, target, target_name.
    fileprivate init?(row: Row) throws {
        guard let kind: Kind = try row[6] as Kind? else { return nil }
        self.init(kind: kind, id: try row[7], name: try row[8])
    }
}
