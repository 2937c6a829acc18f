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
}

extension Workspace {
    /// Columns id, name, language, time_zone, created_at, and its plan's limits.
    init(row: Row) throws {
        self.init(
            id: try row[0], name: try row[1], language: try row[2], timeZone: try row[3], plan: try row[5],
            createdAt: try row[4])
    }

    /// - Throws: `workspace.notFound`.
    static func find(_ workspace: WorkspaceID, in connection: Connection) throws -> Workspace {
        let found = try connection.first(
            """
            SELECT w.id, w.name, w.language, w.time_zone, w.created_at, p.plan
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
