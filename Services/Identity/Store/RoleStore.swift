import ServiceKit
import Storage
import WireModel

/// The roles that a workspace makes for itself; the five that all have stand in the code.
struct RoleStore: Sendable {
    let database: Database
    let log: EventLog
    let context: ServiceContext

    /// The built-in ones first.
    func list(_ workspace: WorkspaceID) async throws -> [RoleDefinition] {
        try await database.read { connection in
            try RoleDefinition.builtIn
                + connection.rows(
                    "SELECT id, name, grants FROM roles WHERE workspace = ?1 ORDER BY id", workspace
                ) { try RoleDefinition(row: $0) }
        }
    }

    /// - Throws: `permission.denied`, `permission.escalation`, `role.limit` or `input.invalid`.
    func create(_ workspace: WorkspaceID, _ draft: RoleDraft, actor: Caller) async throws -> RoleDefinition {
        let id: RoleID = context.ids.next()
        let role = try RoleRules.changed(
            RoleDefinition(id: .custom(id), name: "", builtIn: false, grants: Grants()),
            by: RoleChange(name: draft.name, grants: draft.grants))
        let now = context.now()
        return try await database.write { transaction in
            let authority = try actor.principal.authority(to: .rolesManage, at: now, in: transaction)
            try AppointmentRules.requireMayGive(authority, role.rights)
            let count: Int =
                try transaction.first("SELECT count(*) FROM roles WHERE workspace = ?1", workspace) { try $0[0] } ?? 0
            guard count < RoleRules.countLimit else { throw Failure.full("role", RoleRules.countLimit) }
            try transaction.run(
                "INSERT INTO roles (id, workspace, name, grants, created_at) VALUES (?1, ?2, ?3, ?4, ?5)", id,
                workspace, role.name, role.grants, now)
            try log.append(.roleChanged, to: .agents, workspace: workspace, data: role, in: transaction)
            try audit(.roleCreated, by: actor, from: nil, to: role, workspace, in: transaction)
            return role
        }
    }

    /// What was more than `actor` may do stays out of their hands, and so does what would become more.
    /// - Throws: `role.notFound`, and as ``create(_:_:actor:)``.
    func change(
        _ workspace: WorkspaceID, _ id: RoleID, by change: RoleChange, actor: Caller
    ) async throws -> RoleDefinition {
        let now = context.now()
        return try await database.write { transaction in
            let authority = try actor.principal.authority(to: .rolesManage, at: now, in: transaction)
            guard let before = try RoleDefinition.find(workspace, id, in: transaction) else {
                throw Failure.notFound("role")
            }
            let after = try RoleRules.changed(before, by: change)
            guard after != before else { return before }
            try AppointmentRules.requireMayManage(authority, before.rights)
            try AppointmentRules.requireMayGive(authority, after.rights)
            try transaction.run(
                "UPDATE roles SET name = ?3, grants = ?4 WHERE workspace = ?1 AND id = ?2", workspace, id, after.name,
                after.grants)
            try log.append(.roleChanged, to: .agents, workspace: workspace, data: after, in: transaction)
            try log.append(
                .rightsChanged, to: .services, workspace: workspace, data: RightsChanged(role: id), in: transaction)
            try audit(.roleChanged, by: actor, from: before, to: after, workspace, in: transaction)
            return after
        }
    }

    /// - Throws: `role.notFound`, `permission.denied`, or `role.inUse` while somebody has it or is invited to it.
    func remove(_ workspace: WorkspaceID, _ id: RoleID, actor: Caller) async throws {
        let now = context.now()
        try await database.write { transaction in
            let authority = try actor.principal.authority(to: .rolesManage, at: now, in: transaction)
            guard let role = try RoleDefinition.find(workspace, id, in: transaction) else {
                throw Failure.notFound("role")
            }
            try AppointmentRules.requireMayManage(authority, role.rights)
            let users: Int =
                try transaction.first(
                    """
                    SELECT (SELECT count(*) FROM members WHERE workspace = ?1 AND role = ?2 AND removed_at IS NULL)
                        + (SELECT count(*) FROM invitations
                            WHERE workspace = ?1 AND role = ?2 AND status = 'open' AND expires_at > ?3)
                    """, workspace, role.id, now
                ) { try $0[0] } ?? 0
            guard users == 0 else { throw Failure.roleInUse }
            try transaction.run("DELETE FROM roles WHERE workspace = ?1 AND id = ?2", workspace, id)
            try log.append(
                .roleRemoved, to: .agents, workspace: workspace, data: RoleReference(role: id), in: transaction)
            try audit(.roleRemoved, by: actor, from: role, to: nil, workspace, in: transaction)
        }
    }

    private func audit(
        _ action: AuditAction, by actor: Caller, from before: RoleDefinition?, to after: RoleDefinition?,
        _ workspace: WorkspaceID, in transaction: Transaction
    ) throws {
        guard let role = after ?? before, case .custom(let id) = role.id else { return }
        var details = AuditDetails()
        if let before, let after { details.note("name", before.name, after.name) }
        details.note(before?.grants ?? Grants(), after?.grants ?? Grants())
        try context.audit(
            action, by: actor, on: AuditTarget(.role, id, name: role.name), details: details, workspace, in: transaction
        )
    }
}

extension RoleDefinition {
    /// Columns id, name, grants.
    init(row: Row) throws {
        let id: RoleID = try row[0]
        self.init(id: .custom(id), name: try row[1], builtIn: false, grants: try row[2])
    }

    static func find(_ workspace: WorkspaceID, _ id: RoleID, in connection: Connection) throws -> RoleDefinition? {
        try connection.first(
            "SELECT id, name, grants FROM roles WHERE workspace = ?1 AND id = ?2", workspace, id
        ) { try RoleDefinition(row: $0) }
    }
}

extension Role {
    /// What it is, a custom one as the workspace made it.
    func definition(_ workspace: WorkspaceID, in connection: Connection) throws -> RoleDefinition {
        if case .custom(let id) = self, let found = try RoleDefinition.find(workspace, id, in: connection) {
            return found
        }
        return RoleDefinition(id: self, name: rawValue, builtIn: true, grants: grants ?? Grants())
    }

    /// - Throws: `input.invalid` for a custom role that the workspace does not have.
    func requireKnown(_ workspace: WorkspaceID, in connection: Connection) throws {
        guard case .custom(let id) = self else { return }
        guard try RoleDefinition.find(workspace, id, in: connection) != nil else {
            throw Failure.invalid("role", "unknown", "There is no such role.")
        }
    }
}

extension Failure {
    static let roleInUse = Failure(
        .conflict, "role.inUse", "Somebody has this role, or is invited to it: give them another one first.")
}
