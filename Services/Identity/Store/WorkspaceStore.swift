import ServiceKit
import Storage
import WireModel

struct WorkspaceStore: Sendable {
    let database: Database
    let log: EventLog
    let context: ServiceContext

    /// - Throws: `workspace.notFound`.
    func find(_ workspace: WorkspaceID) async throws -> Workspace {
        try await database.read { connection in try Workspace.find(workspace, in: connection) }
    }

    /// - Throws: `permission.denied` unless `actor` may now.
    func change(_ workspace: WorkspaceID, by revision: WorkspaceRevision, actor: Caller) async throws -> Workspace {
        let now = context.now()
        return try await database.write { transaction in
            _ = try actor.principal.authority(to: .workspaceManage, at: now, in: transaction)
            let before = try Workspace.find(workspace, in: transaction)
            let after = revision.applied(to: before)
            guard after != before else { return before }
            try transaction.run(
                "UPDATE workspaces SET name = ?2, language = ?3, time_zone = ?4 WHERE id = ?1", workspace, after.name,
                after.language, after.timeZone)
            try log.append(.workspaceChanged, to: .agents, workspace: workspace, data: after, in: transaction)
            var details = AuditDetails()
            details.note("name", before.name, after.name)
            details.note("language", before.language.rawValue, after.language.rawValue)
            details.note("timeZone", before.timeZone, after.timeZone)
            try context.audit(
                .workspaceChanged, by: actor, on: AuditTarget(.workspace, workspace, name: after.name),
                details: details,
                workspace, in: transaction)
            return after
        }
    }

    /// Whoever requires a second factor of everybody has one: else they would lock themselves out first.
    /// - Throws: `permission.denied`, `twoFactor.needed`, or `input.invalid` for work handed to nobody of the team.
    func secure(
        _ workspace: WorkspaceID, by security: WorkspaceSecurity, actor: Caller
    ) async throws -> Workspace {
        let now = context.now()
        return try await database.write { transaction in
            _ = try actor.principal.authority(to: .securityManage, at: now, in: transaction)
            var after = try Workspace.find(workspace, in: transaction)
            let before = after
            after.requireTwoFactor = security.requireTwoFactor
            after.handTo = security.handTo
            guard after != before else { return before }
            if after.requireTwoFactor, !before.requireTwoFactor {
                guard try actor.principal.hasSecondFactor(in: transaction) else { throw Failure.twoFactorNeeded }
            }
            if let heir = after.handTo, heir != before.handTo { try requireActive(heir, workspace, in: transaction) }
            try transaction.run(
                "UPDATE workspaces SET require_two_factor = ?2, hand_to = ?3 WHERE id = ?1", workspace,
                after.requireTwoFactor, after.handTo)
            try log.append(.workspaceChanged, to: .agents, workspace: workspace, data: after, in: transaction)
            if after.requireTwoFactor != before.requireTwoFactor {
                try log.append(
                    .rightsChanged, to: .services, workspace: workspace, data: RightsChanged(), in: transaction)
            }
            try audit(actor, from: before, to: after, in: transaction)
            return after
        }
    }

    private func audit(
        _ actor: Caller, from before: Workspace, to after: Workspace, in transaction: Transaction
    ) throws {
        func name(_ heir: MemberID?) throws -> String? {
            try heir.map { try Member.name(after.id, $0, in: transaction) }
        }
        var details = AuditDetails()
        details.note("requireTwoFactor", "\(before.requireTwoFactor)", "\(after.requireTwoFactor)")
        if before.handTo != after.handTo { details.note("handTo", try name(before.handTo), try name(after.handTo)) }
        try context.audit(
            .securityChanged, by: actor, on: AuditTarget(.workspace, after.id, name: after.name), details: details,
            after.id, in: transaction)
    }

    private func requireActive(
        _ heir: MemberID, _ workspace: WorkspaceID, in connection: Connection
    ) throws {
        guard try Rights.find(workspace, heir, in: connection) != nil else {
            throw Failure.invalid("handTo", "unknown", "This is no active member of the workspace.")
        }
    }
}

extension Principal {
    /// Whether the person behind it has a second factor; a key has no person.
    fileprivate func hasSecondFactor(in connection: Connection) throws -> Bool {
        guard let member else { return false }
        let since: Timestamp?? = try connection.first(
            """
            SELECT p.two_factor_since FROM members m JOIN people p ON p.id = m.person
            WHERE m.workspace = ?1 AND m.id = ?2
            """, workspace, member
        ) { try $0[0] as Timestamp? }
        return (since ?? nil) != nil
    }
}

extension Workspace {
    /// Columns id, name, language, time_zone, created_at, require_two_factor, hand_to, and its plan's limits.
    init(row: Row) throws {
        self.init(
            id: try row[0], name: try row[1], language: try row[2], timeZone: try row[3], plan: try row[7],
            createdAt: try row[4], requireTwoFactor: try row[5], handTo: try row[6])
    }

    /// - Throws: `workspace.notFound`.
    static func find(_ workspace: WorkspaceID, in connection: Connection) throws -> Workspace {
        let found = try connection.first(
            """
            SELECT w.id, w.name, w.language, w.time_zone, w.created_at, w.require_two_factor, w.hand_to, p.plan
            FROM workspaces w JOIN plans p ON p.name = w.plan WHERE w.id = ?1
            """, workspace
        ) { try Workspace(row: $0) }
        guard let found else { throw Failure.notFound("workspace") }
        return found
    }

    func insert(in transaction: Transaction) throws {
        try transaction.run(
            """
            INSERT INTO workspaces (id, name, language, time_zone, created_at, plan) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
            """, id, name, language, timeZone, createdAt, plan.name)
    }
}
