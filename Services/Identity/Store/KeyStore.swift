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
                SELECT id, name, grants, inboxes, created_by, created_at, expires_at, last_used_at FROM api_keys
                WHERE workspace = ?1 AND id < ?2 AND revoked_at IS NULL ORDER BY id DESC LIMIT ?3
                """, workspace, stretch.below, stretch.limit + 1
            ) { row in
                APIKey(
                    id: try row[0], name: try row[1], grants: try row[2], inboxes: try row[3], createdBy: try row[4],
                    createdAt: try row[5], expiresAt: try row[6], lastUsedAt: try row[7])
            }
        }
        return Page(rows, limit: stretch.limit) { $0.id.description }
    }

    /// - Throws: `permission.denied`, `permission.escalation`, `key.limit`.
    func create(_ workspace: WorkspaceID, _ draft: NewKey, actor: Caller) async throws -> APIKeyGrant {
        let secret = NewKey.prefix + Secret().text
        let now = context.now()
        let key = APIKey(
            id: context.ids.next(), name: draft.name, grants: draft.grants, inboxes: draft.inboxes,
            createdBy: actor.principal.name, createdAt: now, expiresAt: draft.expiresAt)
        try await database.write { transaction in
            let authority = try actor.principal.authority(to: .keysManage, at: now, in: transaction)
            try AppointmentRules.requireMayGive(
                authority, Rights(role: nil, grants: key.grants, inboxes: key.inboxes))
            let count: Int =
                try transaction.first(
                    "SELECT count(*) FROM api_keys WHERE workspace = ?1 AND revoked_at IS NULL", workspace
                ) { try $0[0] } ?? 0
            guard count < NewKey.countLimit else { throw Failure.full("key", NewKey.countLimit) }
            try transaction.run(
                """
                INSERT INTO api_keys (id, workspace, name, grants, inboxes, hash, created_by, created_at, expires_at)
                VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
                """, key.id, workspace, key.name, key.grants, key.inboxes, Secret.hash(secret), key.createdBy,
                key.createdAt, key.expiresAt)
            var details = AuditDetails()
            details.note(Grants(), key.grants)
            details.note("inboxes", key.inboxes.words)
            details.note("expiresAt", key.expiresAt?.description)
            try context.audit(
                .keyCreated, by: actor, on: AuditTarget(.key, key.id, name: key.name), details: details, workspace,
                in: transaction)
        }
        return APIKeyGrant(key: key, secret: secret)
    }

    /// Ends the key and the open invitations it made.
    /// - Throws: `key.notFound`, also for one that was revoked; `permission.denied`.
    func revoke(_ workspace: WorkspaceID, _ id: APIKeyID, actor: Caller) async throws {
        let now = context.now()
        try await database.write { transaction in
            _ = try actor.principal.authority(to: .keysManage, at: now, in: transaction)
            let name: String? = try transaction.first(
                """
                UPDATE api_keys SET revoked_at = ?3 WHERE workspace = ?1 AND id = ?2 AND revoked_at IS NULL
                RETURNING name
                """, workspace, id, now
            ) { try $0[0] }
            guard let name else { throw Failure.notFound("key") }
            try closeInvitations(workspace, by: id.rawValue, in: transaction)
            try log.append(
                .keyRevoked, to: .services, workspace: workspace, data: KeyReference(key: id), in: transaction)
            try context.audit(
                .keyRevoked, by: actor, on: AuditTarget(.key, id, name: name), workspace, in: transaction)
        }
    }

    /// On whose behalf a program acts. By the key's hash alone: it is what tells the workspace.
    ///
    /// A use is written down at most every ``NewKey/touchEvery``, and a store that cannot write refuses nobody.
    /// - Throws: `session.required` for a key that is not, or not any more.
    func resolve(_ hash: [UInt8]) async throws -> ResolvedPrincipal {
        let now = context.now()
        let found = try await database.read { try LiveKey.find(hash, now: now, in: $0) }
        guard let found else { throw Failure.unauthenticated }
        if found.lastUsedAt.map({ $0 + NewKey.touchEvery <= now }) ?? true {
            do {
                try await database.write { transaction in
                    try transaction.run(
                        "UPDATE api_keys SET last_used_at = ?3 WHERE workspace = ?1 AND id = ?2",
                        found.resolved.principal.workspace, found.key, now)
                }
            } catch is StorageFault {
                context.log.warning("A key's use could not be written down.")
            }
        }
        return found.resolved
    }
}

/// A key that a secret opens.
private struct LiveKey: Sendable {
    var key: APIKeyID
    var resolved: ResolvedPrincipal
    var lastUsedAt: Timestamp?

    static func find(_ hash: [UInt8], now: Timestamp, in connection: Connection) throws -> LiveKey? {
        try connection.first(
            """
            SELECT k.workspace, k.id, k.grants, k.inboxes, k.name, w.language, k.expires_at, k.last_used_at, p.plan
            FROM api_keys k JOIN workspaces w ON w.id = k.workspace JOIN plans p ON p.name = w.plan
            WHERE k.hash = ?1 AND k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > ?2)
            """, hash, now
        ) { row in
            let rights = Rights(role: nil, grants: try row[2], inboxes: try row[3])
            let principal = Principal(
                workspace: try row[0], subject: .key(try row[1], rights), name: try row[4], language: try row[5])
            let plan: Plan = try row[8]
            return LiveKey(
                key: try row[1],
                resolved: ResolvedPrincipal(
                    principal: principal, expiresAt: try row[6], callsPerMinute: plan.callsPerMinute),
                lastUsedAt: try row[7])
        }
    }
}
