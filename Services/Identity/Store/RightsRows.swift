import JSON
public import Storage
public import WireModel

// How what somebody may do is put together of the tables: in one place, for sessions, keys, managers and services.

extension Rights {
    /// Nil for nobody of this workspace, and for one who was deactivated. Nothing but the inboxes is left to a person
    /// without the second factor that the workspace requires.
    static func find(_ workspace: WorkspaceID, _ member: MemberID, in connection: Connection) throws -> Rights? {
        let found: (Role, InboxAccess, Bool)? = try connection.first(
            """
            SELECT m.role, m.inboxes, w.require_two_factor AND m.two_factor_since IS NULL
            FROM members m JOIN workspaces w ON w.id = m.workspace
            WHERE m.workspace = ?1 AND m.id = ?2 AND m.removed_at IS NULL AND m.deactivated_at IS NULL
            """, workspace, member
        ) { (try $0[0], try $0[1], try $0[2]) }
        guard let (role, inboxes, isRestricted) = found else { return nil }
        let rights = try Rights.find(
            workspace, role, inboxes, teams: Team.of(member, workspace, in: connection), in: connection)
        return isRestricted ? Rights(role: role, grants: Grants(), inboxes: inboxes) : rights
    }

    /// Of a role with inboxes and teams, whoever holds them.
    static func find(
        _ workspace: WorkspaceID, _ role: Role, _ inboxes: InboxAccess, teams: [Team], in connection: Connection
    ) throws -> Rights {
        let own = Rights(
            role: role, grants: try Grants.of(role, workspace, in: connection), inboxes: inboxes,
            teams: teams.map(\.id))
        return teams.reduce(own) { rights, team in
            var rights = rights
            rights.grants = rights.grants.union(team.grants)
            rights.inboxes = rights.inboxes.union(team.inboxes)
            return rights
        }
    }

    /// Nil for a key that was revoked or has expired.
    static func find(
        _ workspace: WorkspaceID, key: APIKeyID, at now: Timestamp, in connection: Connection
    ) throws -> Rights? {
        try connection.first(
            """
            SELECT grants, inboxes FROM api_keys
            WHERE workspace = ?1 AND id = ?2 AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > ?3)
            """, workspace, key, now
        ) { Rights(role: nil, grants: try $0[0], inboxes: try $0[1]) }
    }
}

extension Grants {
    /// What a role gives; nothing for a custom one that is gone.
    static func of(_ role: Role, _ workspace: WorkspaceID, in connection: Connection) throws -> Grants {
        switch role {
        case .custom(let id): try RoleDefinition.find(workspace, id, in: connection)?.grants ?? Grants()
        default: role.grants ?? Grants()
        }
    }
}

/// As on the wire. A permission of a newer program is left out.
extension Grants: DatabaseValue {
    public func bind(to parameter: Parameter) {
        parameter.bind((try? JSON.encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? "{}")
    }

    public static func read(from column: Column) throws(StorageFault) -> Grants {
        let text = try String.read(from: column)
        guard let grants = try? JSON.decode(Grants.self, from: Array(text.utf8), unknownFields: .ignored) else {
            throw .corrupt("A column of grants holds something else.")
        }
        return grants
    }
}
