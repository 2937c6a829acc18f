import ServiceKit
import Storage
import WireModel

struct MemberStore: Sendable {
    let database: Database
    let log: EventLog
    let context: ServiceContext
    /// One line an hour says that somebody looks as somebody: a page asks a dozen times.
    private let looks = RateLimit("look.noted", "Noted already.", RateQuota(burst: 1, every: .seconds(3600)))

    init(database: Database, log: EventLog, context: ServiceContext) {
        self.database = database
        self.log = log
        self.context = context
    }

    /// Those who are in the workspace, in the order they joined.
    func list(_ workspace: WorkspaceID, _ stretch: Stretch<MemberKind>) async throws -> Page<Member> {
        let rows = try await database.read { connection in
            try connection.rows(
                """
                SELECT m.id, m.name, m.email, m.role, m.inboxes, m.language, m.joined_at, m.time_zone, m.avatar,
                    m.deactivated_at, m.two_factor_since
                FROM members m
                WHERE m.workspace = ?1 AND m.id > ?2 AND m.removed_at IS NULL ORDER BY m.id LIMIT ?3
                """, workspace, stretch.above, stretch.limit + 1
            ) { try Member(row: $0) }
        }
        return Page(rows, limit: stretch.limit) { $0.id.description }
    }

    /// - Throws: `member.notFound`, also for one who was removed.
    func find(_ workspace: WorkspaceID, _ id: MemberID) async throws -> Member {
        try await database.read { connection in try Member.find(workspace, id, in: connection) }
    }

    /// What a member may do now.
    /// - Throws: `member.notFound`, also for one who was deactivated.
    func rights(_ workspace: WorkspaceID, _ id: MemberID) async throws -> Rights {
        let rights = try await database.read { try Rights.find(workspace, id, in: $0) }
        guard let rights else { throw Failure.notFound("member") }
        return rights
    }

    /// Those who work in the workspace now, with what they may do, in the order they joined; at most
    /// ``ActiveMember/listLimit``.
    func active(_ workspace: WorkspaceID) async throws -> [ActiveMember] {
        try await database.read { connection in
            let members: [(MemberID, String)] = try connection.rows(
                """
                SELECT id, name FROM members
                WHERE workspace = ?1 AND removed_at IS NULL AND deactivated_at IS NULL ORDER BY id LIMIT ?2
                """, workspace, ActiveMember.listLimit
            ) { (try $0[0], try $0[1]) }
            return try members.compactMap { id, name in
                try Rights.find(workspace, id, in: connection).map { ActiveMember(id: id, name: name, rights: $0) }
            }
        }
    }

    /// What a member may do and see, and why; that it was looked at is written down.
    /// - Throws: `member.notFound`; `permission.denied` where it is more than `actor` sees.
    func explain(_ workspace: WorkspaceID, _ id: MemberID, actor: Caller) async throws -> MemberRights {
        let now = context.now()
        return try await database.write { transaction in
            let authority = try actor.principal.authority(to: .membersViewAs, at: now, in: transaction)
            let member = try Member.find(workspace, id, in: transaction)
            let explained = try MemberRights.find(workspace, member, in: transaction)
            try AppointmentRules.requireMayManage(
                authority, try member.rights(workspace, teams: explained.teams, in: transaction))
            try context.audit(.memberViewed, by: actor, on: member.auditTarget, workspace, in: transaction)
            return explained
        }
    }

    /// Writes down that `actor` sees what a member sees.
    /// - Throws: `member.notFound`, `permission.denied`.
    func noteLook(_ workspace: WorkspaceID, _ id: MemberID, actor: Caller) async throws {
        let now = context.now()
        let pair = RateKey("\(workspace) \(actor.principal.inviter) \(id)")
        guard (try? looks.take(pair, now: now)) != nil else { return }
        do {
            try await database.write { transaction in
                _ = try actor.principal.authority(to: .membersViewAs, at: now, in: transaction)
                let member = try Member.find(workspace, id, in: transaction)
                try context.audit(.memberViewed, by: actor, on: member.auditTarget, workspace, in: transaction)
            }
        } catch {
            looks.giveBack(pair, now: now)
            throw error
        }
    }

    /// - Throws: `member.notFound`, `permission.denied`, `permission.escalation`, `member.lastOwner`, `plan.members`,
    ///   or `input.invalid`.
    func change(
        _ workspace: WorkspaceID, _ id: MemberID, by change: MemberChange, actor: Caller
    ) async throws -> Member {
        let now = context.now()
        return try await database.write { transaction in
            let authority = try actor.principal.authority(to: .membersManage, at: now, in: transaction)
            let before = try Member.find(workspace, id, in: transaction)
            let teams = try Team.of(id, workspace, in: transaction)
            try AppointmentRules.requireMayManage(
                authority, try before.rights(workspace, teams: teams, in: transaction))
            let after = try MemberRules.changed(before, by: change)
            guard after != before else { return before }
            let rights = try after.rights(workspace, teams: teams, in: transaction)
            try after.role.requireKnown(workspace, in: transaction)
            try AppointmentRules.requireMayGive(authority, rights)
            try transaction.run(
                "UPDATE members SET role = ?3, inboxes = ?4, deactivated_at = ?5 WHERE workspace = ?1 AND id = ?2",
                workspace, id, after.role, after.inboxes, after.active ? nil : now)
            try keepOwner(workspace, in: transaction)
            if after.active, !before.active { try Member.requireRoom(workspace, in: transaction) }
            try audit(actor, from: before, to: after, workspace, in: transaction)
            try log.append(.memberChanged, to: .agents, workspace: workspace, data: after, in: transaction)
            if !after.active {
                if before.active { try end(workspace, id, in: transaction) }
            } else {
                if !rights.grants.holds(.membersManage) {
                    try closeInvitations(workspace, by: id.rawValue, in: transaction)
                }
                try log.append(
                    .rightsChanged, to: .services, workspace: workspace, data: RightsChanged(members: [id]),
                    in: transaction)
            }
            return after
        }
    }

    /// Ends the membership, its sessions and its open invitations. The row stays for what the member wrote.
    /// - Throws: `member.notFound`, `permission.denied` or `member.lastOwner`.
    func remove(_ workspace: WorkspaceID, _ id: MemberID, actor: Caller) async throws {
        let now = context.now()
        try await database.write { transaction in
            let authority = try actor.principal.authority(to: .membersManage, at: now, in: transaction)
            let member = try Member.find(workspace, id, in: transaction)
            let teams = try Team.of(id, workspace, in: transaction)
            try AppointmentRules.requireMayManage(
                authority, try member.rights(workspace, teams: teams, in: transaction))
            try transaction.run(
                "UPDATE members SET removed_at = ?3 WHERE workspace = ?1 AND id = ?2", workspace, id, now)
            try transaction.run("DELETE FROM team_members WHERE workspace = ?1 AND member = ?2", workspace, id)
            try keepOwner(workspace, in: transaction)
            try log.append(
                .memberRemoved, to: .agents, workspace: workspace, data: MemberReference(member: id), in: transaction)
            try context.audit(.memberRemoved, by: actor, on: member.auditTarget, workspace, in: transaction)
            try end(workspace, id, in: transaction)
        }
    }

    private func audit(
        _ actor: Caller, from before: Member, to after: Member, _ workspace: WorkspaceID, in transaction: Transaction
    ) throws {
        if before.active != after.active {
            try context.audit(
                after.active ? .memberReactivated : .memberDeactivated, by: actor, on: after.auditTarget, workspace,
                in: transaction)
        }
        var details = AuditDetails()
        if before.role != after.role {
            details.note(
                "role", try before.role.definition(workspace, in: transaction).name,
                try after.role.definition(workspace, in: transaction).name)
        }
        details.note("inboxes", before.inboxes, after.inboxes)
        guard !details.values.isEmpty else { return }
        try context.audit(
            .memberChanged, by: actor, on: after.auditTarget, details: details, workspace, in: transaction)
    }

    /// Closes every door of a member who is gone, and lets the others know to whom their work goes.
    private func end(_ workspace: WorkspaceID, _ id: MemberID, in transaction: Transaction) throws {
        try closeInvitations(workspace, by: id.rawValue, in: transaction)
        // Who is gone inherits nothing.
        let inherited = try transaction.run(
            "UPDATE workspaces SET hand_to = NULL WHERE id = ?1 AND hand_to = ?2", workspace, id)
        let after = try Workspace.find(workspace, in: transaction)
        if inherited == 1 {
            try log.append(.workspaceChanged, to: .agents, workspace: workspace, data: after, in: transaction)
        }
        try log.append(
            .memberEnded, to: .services, workspace: workspace,
            data: MemberEnded(member: id, handTo: after.handTo), in: transaction)
        try endSessions(workspace, id, log: log, in: transaction)
    }

    /// Counts after the change and within it: of two that go on side by side, the second sees the first.
    private func keepOwner(_ workspace: WorkspaceID, in transaction: Transaction) throws {
        let owner: MemberID? = try transaction.first(
            """
            SELECT id FROM members WHERE workspace = ?1 AND role = 'owner' AND removed_at IS NULL
                AND deactivated_at IS NULL LIMIT 1
            """, workspace
        ) { try $0[0] }
        guard owner != nil else { throw Failure.lastOwner }
    }
}

/// Revokes what somebody invited who may not invite any more: their links would let them, or whom they choose, back in.
func closeInvitations(_ workspace: WorkspaceID, by inviter: Int64, in transaction: Transaction) throws {
    try transaction.run(
        "UPDATE invitations SET status = 'revoked' WHERE workspace = ?1 AND inviter = ?2 AND status = 'open'",
        workspace, inviter)
}

extension Member {
    /// Columns id, name, email, role, inboxes, language, joined_at, time_zone, avatar, deactivated_at,
    /// two_factor_since.
    init(row: Row) throws {
        let id: MemberID = try row[0]
        let avatar: String? = try row[8]
        let deactivatedAt: Timestamp? = try row[9]
        let twoFactorSince: Timestamp? = try row[10]
        self.init(
            id: id, name: try row[1], email: try row[2], role: try row[3], inboxes: try row[4], language: try row[5],
            timeZone: try row[7], avatar: avatar.map { "/api/v1/members/\(id)/avatar?v=\($0)" },
            active: deactivatedAt == nil, twoFactor: twoFactorSince != nil, joinedAt: try row[6])
    }

    /// - Throws: `member.notFound`, also for another workspace's and for one who was removed.
    static func find(_ workspace: WorkspaceID, _ id: MemberID, in connection: Connection) throws -> Member {
        let found = try connection.first(
            """
            SELECT m.id, m.name, m.email, m.role, m.inboxes, m.language, m.joined_at, m.time_zone, m.avatar,
                m.deactivated_at, m.two_factor_since
            FROM members m
            WHERE m.workspace = ?1 AND m.id = ?2 AND m.removed_at IS NULL
            """, workspace, id
        ) { try Member(row: $0) }
        guard let found else { throw Failure.notFound("member") }
        return found
    }

    /// What somebody is called, or was.
    static func name(_ workspace: WorkspaceID, _ id: MemberID, in connection: Connection) throws -> String {
        try connection.first("SELECT name FROM members WHERE workspace = ?1 AND id = ?2", workspace, id) {
            try $0[0]
        } ?? ""
    }

    /// Those who are in the workspace and not deactivated.
    static func activeCount(_ workspace: WorkspaceID, in connection: Connection) throws -> Int {
        try connection.first(
            """
            SELECT count(*) FROM members WHERE workspace = ?1 AND removed_at IS NULL AND deactivated_at IS NULL
            """, workspace
        ) { try $0[0] } ?? 0
    }

    /// Counts after the change and within it: of two that go on side by side, the second sees the first.
    /// - Throws: `plan.members`.
    static func requireRoom(_ workspace: WorkspaceID, in connection: Connection) throws {
        try Workspace.find(workspace, in: connection).plan.requireRoom(
            members: try activeCount(workspace, in: connection))
    }

    var auditTarget: AuditTarget { AuditTarget(.member, id, name: name) }

    /// Whether the person with this e-mail is in the workspace.
    static func exists(_ workspace: WorkspaceID, emailKey: String, in connection: Connection) throws -> Bool {
        let id: MemberID? = try connection.first(
            """
            SELECT m.id FROM people p JOIN members m ON m.person = p.id
            WHERE m.workspace = ?1 AND p.email_key = ?2 AND m.removed_at IS NULL
            """, workspace, emailKey
        ) { try $0[0] }
        return id != nil
    }

    /// What the member may do, active or not.
    func rights(_ workspace: WorkspaceID, teams: [Team], in connection: Connection) throws -> Rights {
        try Rights.find(workspace, role, inboxes, teams: teams, in: connection)
    }

    func insert(into workspace: WorkspaceID, person: PersonID, in transaction: Transaction) throws {
        try transaction.run(
            """
            INSERT INTO members (id, workspace, person, name, role, inboxes, language, joined_at)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
            """, id, workspace, person, name, role, inboxes, language, joinedAt)
    }
}
