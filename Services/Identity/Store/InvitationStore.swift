import ServiceKit
import Storage
import WireModel

struct InvitationStore: Sendable {
    let database: Database
    let log: EventLog
    let accounts: AccountStore
    let mails: MailLimit
    let context: ServiceContext

    /// All that were ever made, the newest first.
    func list(_ workspace: WorkspaceID, _ stretch: Stretch<InvitationKind>) async throws -> Page<Invitation> {
        let now = context.now()
        let rows = try await database.read { connection in
            try connection.rows(
                """
                SELECT id, email, role, inboxes, status, invited_by, created_at, expires_at, teams
                FROM invitations WHERE workspace = ?1 AND id < ?2 ORDER BY id DESC LIMIT ?3
                """, workspace, stretch.below, stretch.limit + 1
            ) { try Invitation(row: $0, now: now) }
        }
        return Page(rows, limit: stretch.limit) { $0.id.description }
    }

    /// - Throws: `permission.denied`, `member.exists` for the e-mail of a member, `invitation.limit`.
    func create(_ workspace: WorkspaceID, _ draft: NewInvitation, actor: Caller) async throws -> InvitationGrant {
        let now = context.now()
        let invitation = Invitation(
            id: context.ids.next(), email: draft.email?.text, role: draft.role, inboxes: draft.inboxes,
            teams: draft.teams, status: .open, invitedBy: actor.principal.name, createdAt: now,
            expiresAt: now + NewInvitation.lifetime)
        let token = token(of: invitation.id)
        if let email = invitation.email { try mails.count(email, on: workspace, now: now) }
        try await database.write { transaction in
            let authority = try actor.principal.authority(to: .membersManage, at: now, in: transaction)
            try draft.role.requireKnown(workspace, in: transaction)
            try AppointmentRules.requireMayGive(authority, try invitation.rights(workspace, in: transaction))
            if let email = draft.email, try Member.exists(workspace, emailKey: email.key, in: transaction) {
                throw Failure.alreadyMember
            }
            try checkRoom(workspace, now: now, in: transaction)
            try invitation.insert(
                into: workspace, hash: Secret.hash(token), inviter: actor.principal.inviter, in: transaction)
            try mail(invitation, try Workspace.find(workspace, in: transaction), actor.principal, in: transaction)
            try context.audit(
                .invitationCreated, by: actor, on: invitation.auditTarget,
                details: try invitation.auditDetails(workspace, in: transaction), workspace, in: transaction)
        }
        return InvitationGrant(invitation: invitation, token: token)
    }

    /// The token of an open invitation once more, for whoever could make it.
    /// - Throws: `invitation.notFound`, `invitation.closed`, `permission.denied`, `permission.escalation`; or
    ///   `invitation.noLink` for one from before links could be shown again.
    func link(_ workspace: WorkspaceID, _ id: InvitationID, actor: Principal) async throws -> TokenBody {
        let now = context.now()
        let token = token(of: id)
        try await database.read { connection in
            let authority = try actor.authority(to: .membersManage, at: now, in: connection)
            let stored: [UInt8]? = try connection.first(
                "SELECT hash FROM invitations WHERE workspace = ?1 AND id = ?2", workspace, id
            ) { try $0[0] }
            guard let stored else { throw Failure.notFound("invitation") }
            let open = try OpenInvitation.find(stored, now: now, in: connection)
            // Whoever holds the link may become what it gives.
            try AppointmentRules.requireMayGive(
                authority, try open.invitation.rights(workspace, in: connection))
            guard stored == Secret.hash(token) else { throw Failure.invitationWithoutLink }
        }
        return TokenBody(token: token)
    }

    private func token(of id: InvitationID) -> String {
        context.key.ticketToken(TicketID(rawValue: id.rawValue))
    }

    /// Sends the link where the invitation names an e-mail. Nobody knows yet what its reader is called.
    private func mail(
        _ invitation: Invitation, _ workspace: Workspace, _ actor: Principal, in transaction: Transaction
    ) throws {
        guard let email = invitation.email else { return }
        let request = MailRequest(
            .invitation, to: email, name: "", language: workspace.language, workspaceName: workspace.name,
            actor: actor.name, ticket: TicketID(rawValue: invitation.id.rawValue), expiresAt: invitation.expiresAt)
        try log.append(.mailRequested, to: .services, workspace: workspace.id, data: request, in: transaction)
    }

    /// May be asked again.
    /// - Throws: `invitation.notFound`, `permission.denied`, or `invitation.closed` for one that was accepted.
    func revoke(_ workspace: WorkspaceID, _ id: InvitationID, actor: Caller) async throws {
        let now = context.now()
        try await database.write { transaction in
            _ = try actor.principal.authority(to: .membersManage, at: now, in: transaction)
            let invitation: Invitation? = try transaction.first(
                """
                SELECT id, email, role, inboxes, status, invited_by, created_at, expires_at, teams
                FROM invitations WHERE workspace = ?1 AND id = ?2
                """, workspace, id
            ) { try Invitation(row: $0, now: now) }
            guard let invitation else { throw Failure.notFound("invitation") }
            guard invitation.status != .accepted else { throw Failure.invitationClosed }
            guard invitation.status != .revoked else { return }
            try transaction.run(
                "UPDATE invitations SET status = 'revoked' WHERE workspace = ?1 AND id = ?2", workspace, id)
            try context.audit(
                .invitationRevoked, by: actor, on: invitation.auditTarget, workspace, in: transaction)
        }
    }

    /// By the token's hash alone: it is what tells the workspace.
    /// - Throws: `invitation.notFound`, or `invitation.closed` for one that was used, revoked or left too long.
    func open(_ hash: [UInt8]) async throws -> OpenInvitation {
        let now = context.now()
        return try await database.read { try OpenInvitation.find(hash, now: now, in: $0) }
    }

    /// Uses the invitation up, adds the member and begins their session, all or nothing.
    /// - Throws: as ``open(_:)``; `member.exists`; `plan.members`; `email.taken` when the newcomer's e-mail got an
    ///   account meanwhile.
    func accept(
        _ hash: [UInt8], _ joining: Joining, as joiner: Joiner, from client: ClientOrigin
    ) async throws -> SessionGrant {
        let now = context.now()
        return try await database.write { transaction in
            let open = try OpenInvitation.find(hash, now: now, in: transaction)
            let member = Member(
                id: context.ids.next(), name: joining.name, email: joining.email.text, role: open.invitation.role,
                inboxes: open.invitation.inboxes, language: joining.language, joinedAt: now)
            let person = try accounts.admit(joiner, joining.email, in: transaction)
            try admit(member, person, teams: open.invitation.teams, to: open.workspace.id, in: transaction)
            try transaction.run(
                "UPDATE invitations SET status = 'accepted', member = ?3 WHERE workspace = ?1 AND id = ?2",
                open.workspace.id, open.invitation.id, member.id)
            try audit(open, member, from: client, in: transaction)
            try accounts.greet(joiner, person, client, in: transaction)
            return try accounts.begin(open.workspace.id, of: person, from: client, in: transaction)
        }
    }

    private func audit(
        _ open: OpenInvitation, _ member: Member, from client: ClientOrigin, in transaction: Transaction
    ) throws {
        let (workspace, author) = (open.workspace.id, AuditActor(member.id, name: member.name))
        try context.audit(
            .invitationAccepted, by: author, from: client, on: open.invitation.auditTarget, workspace, in: transaction)
        try context.audit(
            .memberJoined, by: author, from: client, on: member.auditTarget,
            details: try open.invitation.auditDetails(workspace, in: transaction), workspace, in: transaction)
    }

    private func checkRoom(_ workspace: WorkspaceID, now: Timestamp, in transaction: Transaction) throws {
        let count: Int =
            try transaction.first(
                "SELECT count(*) FROM invitations WHERE workspace = ?1 AND status = 'open' AND expires_at > ?2",
                workspace, now
            ) { try $0[0] } ?? 0
        guard count < NewInvitation.openLimit else { throw Failure.full("invitation", NewInvitation.openLimit) }
    }

    private func admit(
        _ member: Member, _ person: PersonID, teams: [TeamID], to workspace: WorkspaceID, in transaction: Transaction
    ) throws {
        guard try !Member.exists(workspace, emailKey: EmailAddress.key(of: member.email), in: transaction) else {
            throw Failure.alreadyMember
        }
        try member.insert(into: workspace, person: person, in: transaction)
        try Member.requireRoom(workspace, in: transaction)
        for id in teams {
            let team = try Team.find(workspace, id, in: transaction)
            try team.add(member.id, workspace, in: transaction)
            try log.append(
                .teamChanged, to: .agents, workspace: workspace, data: try Team.find(workspace, id, in: transaction),
                in: transaction)
        }
        // Read back: a person who was known keeps the spelling of their own e-mail.
        let stored = try Member.find(workspace, member.id, in: transaction)
        try log.append(.memberChanged, to: .agents, workspace: workspace, data: stored, in: transaction)
    }
}

/// An invitation that can still be used, and where it leads.
struct OpenInvitation: Sendable {
    var invitation: Invitation
    var workspace: Workspace

    var preview: InvitationPreview {
        InvitationPreview(
            workspaceName: workspace.name, invitedBy: invitation.invitedBy, email: invitation.email,
            role: invitation.role, language: workspace.language)
    }

    /// - Throws: `invitation.notFound`, `invitation.closed`.
    static func find(_ hash: [UInt8], now: Timestamp, in connection: Connection) throws -> OpenInvitation {
        let found: (Invitation, WorkspaceID, Int64)? = try connection.first(
            """
            SELECT id, email, role, inboxes, status, invited_by, created_at, expires_at, teams, workspace, inviter
            FROM invitations WHERE hash = ?1
            """, hash
        ) { (try Invitation(row: $0, now: now), try $0[9], try $0[10]) }
        guard let (invitation, workspace, inviter) = found else { throw Failure.notFound("invitation") }
        guard invitation.status == .open,
            try Rights.mayStillGive(invitation, workspace, inviter: inviter, now: now, in: connection)
        else { throw Failure.invitationClosed }
        return OpenInvitation(invitation: invitation, workspace: try Workspace.find(workspace, in: connection))
    }
}

extension Invitation {
    /// Columns id, email, role, inboxes, status, invited_by, created_at, expires_at, teams. An open one past its time
    /// is expired.
    init(row: Row, now: Timestamp) throws {
        let status: Status = try row[4]
        let expiresAt: Timestamp = try row[7]
        let teams: String = try row[8]
        self.init(
            id: try row[0], email: try row[1], role: try row[2], inboxes: try row[3],
            teams: try [TeamID](column: teams), status: status == .open && expiresAt <= now ? .expired : status,
            invitedBy: try row[5], createdAt: try row[6], expiresAt: expiresAt)
    }

    /// A link that is for anybody has no name.
    var auditTarget: AuditTarget { AuditTarget(.invitation, id, name: email ?? "") }

    /// What it gives.
    func auditDetails(_ workspace: WorkspaceID, in connection: Connection) throws -> AuditDetails {
        var details = AuditDetails()
        details.note("role", try role.definition(workspace, in: connection).name)
        details.note("inboxes", inboxes.words)
        details.note(
            "teams",
            try teams.map { try Team.find(workspace, $0, in: connection).name }.joined(separator: ", "))
        return details
    }

    /// What whoever accepts it may do.
    /// - Throws: `team.notFound` when one of the teams is gone.
    func rights(_ workspace: WorkspaceID, in connection: Connection) throws -> Rights {
        let teams = try teams.map { try Team.find(workspace, $0, in: connection) }
        return try Rights.find(workspace, role, inboxes, teams: teams, in: connection)
    }

    func insert(into workspace: WorkspaceID, hash: [UInt8], inviter: Int64, in transaction: Transaction) throws {
        try transaction.run(
            """
            INSERT INTO invitations
                (id, workspace, hash, email, role, inboxes, status, inviter, invited_by, created_at, expires_at, teams)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
            """, id, workspace, hash, email, role, inboxes, status, inviter, invitedBy, createdAt, expiresAt,
            teams.column)
    }
}

extension Rights {
    /// Whether whoever made an invitation could make it today: what somebody may not do any more, their links do not
    /// do for them.
    fileprivate static func mayStillGive(
        _ invitation: Invitation, _ workspace: WorkspaceID, inviter: Int64, now: Timestamp, in connection: Connection
    ) throws -> Bool {
        let member = try Rights.find(workspace, MemberID(rawValue: inviter), in: connection)
        let own = try member ?? Rights.find(workspace, key: APIKeyID(rawValue: inviter), at: now, in: connection)
        guard let own, own.grants.holds(.membersManage) else { return false }
        do {
            return own.covers(try invitation.rights(workspace, in: connection))
        } catch let failure as Failure where failure.kind == .notFound {
            return false
        }
    }
}
