import ServiceKit
import Storage
import WireModel

struct SessionStore: Sendable {
    let database: Database
    let log: EventLog
    let context: ServiceContext

    /// Whose session it is, and until when. By the secret's hash alone: it is what tells the workspace.
    ///
    /// A use is written down at most hourly, and a store that cannot write at the moment signs nobody out.
    /// - Throws: `session.required` for a session that is not, or not any more.
    func resolve(_ hash: [UInt8]) async throws -> ResolvedPrincipal {
        let now = context.now()
        guard let found = try await database.read({ try LiveSession.find(hash, now: now, in: $0) }) else {
            throw Failure.unauthenticated
        }
        guard SessionLife.needsTouch(usedAt: found.usedAt, now: now) else { return found.resolved }
        do {
            return try await touch(found, now: now)
        } catch is StorageFault {
            context.log.warning("A session's use could not be written down.")
            return found.resolved
        }
    }

    /// - Throws: `session.required` for one that ended.
    func find(_ workspace: WorkspaceID, _ id: SessionID) async throws -> Session {
        let now = context.now()
        return try await database.read { connection in
            let found: (MemberID, Timestamp)? = try connection.first(
                "SELECT member, expires_at FROM sessions WHERE workspace = ?1 AND id = ?2 AND expires_at > ?3",
                workspace, id, now
            ) { (try $0[0], try $0[1]) }
            guard let (member, expiresAt) = found else { throw Failure.unauthenticated }
            return try Session.read(workspace, id, member: member, expiresAt: expiresAt, in: connection)
        }
    }

    /// Ends the session with this hash, if there is one.
    func end(_ hash: [UInt8], from client: ClientOrigin) async throws {
        try await database.write { transaction in
            let ended: (SessionID, WorkspaceID, MemberID)? = try transaction.first(
                "DELETE FROM sessions WHERE hash = ?1 RETURNING id, workspace, member", hash
            ) { (try $0[0], try $0[1], try $0[2]) }
            guard let (id, workspace, member) = ended else { return }
            try announceEnd(workspace, [id], log: log, in: transaction)
            try context.audit(
                .sessionEnded, by: AuditActor(member, name: try Member.name(workspace, member, in: transaction)),
                from: client, on: AuditTarget(.session, id), workspace, in: transaction)
        }
    }

    /// Every place where the person behind `actor` is signed in, in all of their workspaces, the newest first.
    func list(of actor: Principal) async throws -> [SessionEntry] {
        let now = context.now()
        return try await database.read { connection in
            let oneself = try actor.oneself(at: now, in: connection)
            return try connection.rows(
                """
                SELECT s.id, w.id, w.name, s.device, s.address, s.created_at, s.used_at
                FROM members m JOIN sessions s ON s.workspace = m.workspace AND s.member = m.id
                    JOIN workspaces w ON w.id = m.workspace
                WHERE m.person = ?1 AND m.removed_at IS NULL AND s.expires_at > ?2
                ORDER BY s.id DESC LIMIT ?3
                """, oneself.account.person, now, SessionLife.listLimit
            ) { row in
                let id: SessionID = try row[0]
                return SessionEntry(
                    id: id, workspace: SessionEntry.Place(id: try row[1], name: try row[2]), device: try row[3],
                    address: try row[4], createdAt: try row[5], usedAt: try row[6], current: id == oneself.session)
            }
        }
    }

    /// Ends one session of the person behind `actor`, in whichever of their workspaces.
    /// - Throws: `session.notFound`, also for somebody else's.
    func end(_ id: SessionID, of actor: Principal, from client: ClientOrigin) async throws {
        let now = context.now()
        try await database.write { transaction in
            let oneself = try actor.oneself(at: now, in: transaction)
            let workspace: WorkspaceID? = try transaction.first(
                """
                SELECT s.workspace FROM sessions s JOIN members m ON m.id = s.member AND m.workspace = s.workspace
                WHERE s.id = ?1 AND m.person = ?2
                """, id, oneself.account.person
            ) { try $0[0] }
            guard let workspace else { throw Failure.notFound("session") }
            try transaction.run("DELETE FROM sessions WHERE workspace = ?1 AND id = ?2", workspace, id)
            try announceEnd(workspace, [id], log: log, in: transaction)
            try context.audit(
                .sessionEnded, of: oneself.account.person, only: workspace, from: client,
                on: AuditTarget(.session, id), in: transaction)
        }
    }

    /// Ends every session of the person behind `actor` but the one that asks.
    func endOthers(of actor: Principal, from client: ClientOrigin) async throws {
        let now = context.now()
        try await database.write { transaction in
            let oneself = try actor.oneself(at: now, in: transaction)
            try endAll(of: oneself.account.person, except: oneself.session, in: transaction)
            var details = AuditDetails()
            details.note("sessions", "others")
            try context.audit(
                .sessionEnded, of: oneself.account.person, from: client, details: details, in: transaction)
        }
    }

    /// Ends every session of a person in all of their workspaces.
    func endAll(of person: PersonID, except kept: SessionID? = nil, in transaction: Transaction) throws {
        for place in try Membership.all(of: person, in: transaction) {
            try endSessions(place.workspace, place.member, except: kept, log: log, in: transaction)
        }
    }

    /// Ends the session that asks.
    func end(_ oneself: Oneself, in transaction: Transaction) throws {
        try transaction.run(
            "DELETE FROM sessions WHERE workspace = ?1 AND id = ?2", oneself.workspace, oneself.session)
        try announceEnd(oneself.workspace, [oneself.session], log: log, in: transaction)
    }

    /// Gives a session another secret: whoever had the old one has nothing. It stays the same session, so that open
    /// pages come back instead of being signed out.
    /// - Returns: The new token.
    func rotate(_ oneself: Oneself, in transaction: Transaction) throws -> String {
        let secret = Secret()
        try transaction.run(
            "UPDATE sessions SET hash = ?3 WHERE workspace = ?1 AND id = ?2", oneself.workspace, oneself.session,
            secret.hash)
        try log.append(
            .rightsChanged, to: .services, workspace: oneself.workspace,
            data: RightsChanged(members: [oneself.member]), in: transaction)
        return secret.text
    }

    /// Begins a session of a member and makes the workspace the one the person used last.
    /// - Parameter client: Where they come from.
    func begin(
        _ workspace: WorkspaceID, _ member: MemberID, of person: PersonID, from client: ClientOrigin,
        in transaction: Transaction
    ) throws -> SessionGrant {
        let now = context.now()
        let secret = Secret()
        let id: SessionID = context.ids.next()
        let expiresAt = SessionLife.expiry(createdAt: now, usedAt: now)
        try makeRoom(workspace, member, now: now, in: transaction)
        try transaction.run(
            """
            INSERT INTO sessions (id, workspace, member, hash, created_at, used_at, expires_at, device, address)
            VALUES (?1, ?2, ?3, ?4, ?5, ?5, ?6, ?7, ?8)
            """, id, workspace, member, secret.hash, now, expiresAt, client.device, client.address?.description)
        try transaction.run("UPDATE people SET last_workspace = ?2 WHERE id = ?1", person, workspace)
        let session = try Session.read(workspace, id, member: member, expiresAt: expiresAt, in: transaction)
        return SessionGrant(session: session, token: secret.text)
    }

    /// Writes down that somebody signed in.
    func audit(_ session: Session, from client: ClientOrigin, in transaction: Transaction) throws {
        try context.audit(
            .sessionSignedIn, by: AuditActor(session.member.id, name: session.member.name), from: client,
            on: AuditTarget(.session, session.id), session.workspace.id, in: transaction)
    }

    private func touch(_ found: LiveSession, now: Timestamp) async throws -> ResolvedPrincipal {
        var resolved = found.resolved
        let expiresAt = SessionLife.expiry(createdAt: found.createdAt, usedAt: now)
        resolved.expiresAt = expiresAt
        try await database.write { transaction in
            try transaction.run(
                "UPDATE sessions SET used_at = ?3, expires_at = ?4 WHERE workspace = ?1 AND id = ?2",
                found.resolved.principal.workspace, found.resolved.principal.session, now, expiresAt)
        }
        return resolved
    }

    /// Forgets the member's expired sessions, and ends the ones unused for longest past ``SessionLife/countLimit``.
    private func makeRoom(
        _ workspace: WorkspaceID, _ member: MemberID, now: Timestamp, in transaction: Transaction
    ) throws {
        try transaction.run(
            "DELETE FROM sessions WHERE workspace = ?1 AND member = ?2 AND expires_at <= ?3", workspace, member, now)
        let ended: [SessionID] = try transaction.rows(
            """
            DELETE FROM sessions WHERE workspace = ?1 AND member = ?2 AND id NOT IN (
                SELECT id FROM sessions WHERE workspace = ?1 AND member = ?2 ORDER BY used_at DESC, id DESC LIMIT ?3)
            RETURNING id
            """, workspace, member, SessionLife.countLimit - 1
        ) { try $0[0] }
        try announceEnd(workspace, ended, log: log, in: transaction)
    }
}

/// Ends every session of a member, but perhaps for one.
func endSessions(
    _ workspace: WorkspaceID, _ member: MemberID, except kept: SessionID? = nil, log: EventLog,
    in transaction: Transaction
) throws {
    let ended: [SessionID] = try transaction.rows(
        "DELETE FROM sessions WHERE workspace = ?1 AND member = ?2 AND id IS NOT ?3 RETURNING id", workspace, member,
        kept
    ) { try $0[0] }
    try announceEnd(workspace, ended, log: log, in: transaction)
}

private func announceEnd(
    _ workspace: WorkspaceID, _ sessions: [SessionID], log: EventLog, in transaction: Transaction
) throws {
    for id in sessions {
        try log.append(
            .sessionEnded, to: .services, workspace: workspace, data: SessionReference(session: id), in: transaction)
    }
}

/// A session that a secret opens, with what decides how long it goes on.
private struct LiveSession: Sendable {
    var resolved: ResolvedPrincipal
    var createdAt: Timestamp
    var usedAt: Timestamp

    static func find(_ hash: [UInt8], now: Timestamp, in connection: Connection) throws -> LiveSession? {
        let found: LiveSession?? = try connection.first(
            """
            SELECT s.workspace, s.id, s.created_at, s.used_at, s.expires_at, m.id, m.name, m.language
            FROM sessions s JOIN members m ON m.id = s.member AND m.workspace = s.workspace
            WHERE s.hash = ?1 AND s.expires_at > ?2 AND m.removed_at IS NULL AND m.deactivated_at IS NULL
            """, hash, now
        ) { row in
            let (workspace, member): (WorkspaceID, MemberID) = (try row[0], try row[5])
            guard let rights = try Rights.find(workspace, member, in: connection) else { return nil }
            let principal = Principal(
                workspace: workspace, subject: .member(member, rights), name: try row[6], language: try row[7],
                session: try row[1])
            return LiveSession(
                resolved: ResolvedPrincipal(principal: principal, expiresAt: try row[4]), createdAt: try row[2],
                usedAt: try row[3])
        }
        return found ?? nil
    }
}

extension Session {
    /// A person's list of workspaces is cut off here.
    static let workspacesLimit = 100

    static func read(
        _ workspace: WorkspaceID, _ id: SessionID, member: MemberID, expiresAt: Timestamp, in connection: Connection
    ) throws -> Session {
        let workspaces = try connection.rows(
            """
            SELECT w.id, w.name, w.language, w.time_zone, w.created_at, w.require_two_factor, w.hand_to, p.plan
            FROM members own JOIN members m ON m.person = own.person JOIN workspaces w ON w.id = m.workspace
                JOIN plans p ON p.name = w.plan
            WHERE own.workspace = ?1 AND own.id = ?2 AND m.removed_at IS NULL AND m.deactivated_at IS NULL
            ORDER BY m.id LIMIT ?3
            """, workspace, member, workspacesLimit
        ) { try Workspace(row: $0) }
        let standing: (isConfirmed: Bool, isRestricted: Bool)? = try connection.first(
            """
            SELECT p.email_confirmed_at IS NOT NULL, w.require_two_factor AND p.two_factor_since IS NULL
            FROM members m JOIN people p ON p.id = m.person JOIN workspaces w ON w.id = m.workspace
            WHERE m.workspace = ?1 AND m.id = ?2
            """, workspace, member
        ) { (try $0[0], try $0[1]) }
        guard let standing, let rights = try Rights.find(workspace, member, in: connection) else {
            throw Failure.unauthenticated
        }
        return Session(
            id: id, member: try Member.find(workspace, member, in: connection),
            workspace: try Workspace.find(workspace, in: connection), workspaces: workspaces, expiresAt: expiresAt,
            grants: rights.grants, inboxes: rights.inboxes, teams: rights.teams,
            restricted: standing.isRestricted ? .twoFactor : nil, emailConfirmed: standing.isConfirmed,
            preferences: try Preferences.find(workspace, member, in: connection))
    }
}
