import ServiceKit
import Storage
import WireModel

struct KeyStore: Sendable {
    let database: Database
    let log: EventLog
    let context: ServiceContext

    /// Those that are not revoked, the newest first.
    func list(_ workspace: WorkspaceID, _ stretch: Stretch<APIKeyKind>) async throws -> Page<APIKey> {
        let rows = try await database.read { connection in
            try connection.rows(
                """
                SELECT id, name, role, created_at FROM api_keys
                WHERE workspace = ?1 AND id < ?2 AND revoked_at IS NULL ORDER BY id DESC LIMIT ?3
                """, workspace, stretch.below, stretch.limit + 1
            ) { row in APIKey(id: try row[0], name: try row[1], role: try row[2], createdAt: try row[3]) }
        }
        return Page(rows, limit: stretch.limit) { $0.id.description }
    }

    /// - Throws: `permission.denied`, `key.limit`.
    func create(_ workspace: WorkspaceID, _ draft: NewKey, actor: Principal) async throws -> APIKeyGrant {
        let secret = NewKey.prefix + Secret().text
        let key = APIKey(id: context.ids.next(), name: draft.name, role: draft.role, createdAt: context.now())
        try await database.write { transaction in
            _ = try actor.managingRole(in: transaction)
            let count: Int =
                try transaction.first(
                    "SELECT count(*) FROM api_keys WHERE workspace = ?1 AND revoked_at IS NULL", workspace
                ) { try $0[0] } ?? 0
            guard count < NewKey.countLimit else { throw Failure.full("key", NewKey.countLimit) }
            try transaction.run(
                "INSERT INTO api_keys (id, workspace, name, role, hash, created_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                key.id, workspace, key.name, key.role, Secret.hash(secret), key.createdAt)
        }
        return APIKeyGrant(key: key, secret: secret)
    }

    /// Ends the key and the open invitations it made.
    /// - Throws: `key.notFound`, also for one that was revoked; `permission.denied`.
    func revoke(_ workspace: WorkspaceID, _ id: APIKeyID, actor: Principal) async throws {
        let now = context.now()
        try await database.write { transaction in
            _ = try actor.managingRole(in: transaction)
            let revoked = try transaction.run(
                "UPDATE api_keys SET revoked_at = ?3 WHERE workspace = ?1 AND id = ?2 AND revoked_at IS NULL",
                workspace, id, now)
            guard revoked == 1 else { throw Failure.notFound("key") }
            try closeInvitations(workspace, by: id.rawValue, in: transaction)
            try log.append(
                .keyRevoked, to: .services, workspace: workspace, data: KeyReference(key: id), in: transaction)
        }
    }

    /// On whose behalf a program acts. By the key's hash alone: it is what tells the workspace.
    /// - Throws: `session.required` for a key that is not, or not any more.
    func resolve(_ hash: [UInt8]) async throws -> ResolvedPrincipal {
        let principal = try await database.read { connection in
            try connection.first(
                """
                SELECT k.workspace, k.id, k.role, k.name, w.language
                FROM api_keys k JOIN workspaces w ON w.id = k.workspace WHERE k.hash = ?1 AND k.revoked_at IS NULL
                """, hash
            ) { row in
                Principal(
                    workspace: try row[0], subject: .key(try row[1], try row[2]), inboxes: .all, name: try row[3],
                    language: try row[4])
            }
        }
        guard let principal else { throw Failure.unauthenticated }
        return ResolvedPrincipal(principal: principal)
    }
}
