import ServiceKit
import Storage
import WireModel

struct TeamStore: Sendable {
    let database: Database
    let log: EventLog
    let context: ServiceContext

    /// All of them, at most ``TeamRules/countLimit``.
    func list(_ workspace: WorkspaceID) async throws -> [Team] {
        try await database.read { connection in
            let members: [(TeamID, MemberID)] = try connection.rows(
                "SELECT team, member FROM team_members WHERE workspace = ?1 ORDER BY team, member", workspace
            ) { (try $0[0], try $0[1]) }
            let byTeam = Dictionary(grouping: members, by: \.0)
            return try connection.rows(
                "SELECT id, name, inboxes, grants FROM teams WHERE workspace = ?1 ORDER BY id", workspace
            ) { row in
                let id: TeamID = try row[0]
                return try Team(row: row, members: byTeam[id]?.map(\.1) ?? [])
            }
        }
    }

    /// - Throws: `team.notFound`.
    func find(_ workspace: WorkspaceID, _ id: TeamID) async throws -> Team {
        try await database.read { try Team.find(workspace, id, in: $0) }
    }

    /// - Throws: `permission.denied`, `permission.escalation`, `member.notFound`, `team.limit` or `input.invalid`.
    func create(_ workspace: WorkspaceID, _ draft: TeamDraft, actor: Caller) async throws -> Team {
        let empty = Team(id: context.ids.next(), name: "", inboxes: .only([]), grants: Grants(), members: [])
        let team = try TeamRules.changed(
            empty,
            by: TeamChange(name: draft.name, inboxes: draft.inboxes, grants: draft.grants, members: draft.members))
        let now = context.now()
        return try await database.write { transaction in
            let authority = try actor.principal.authority(to: .teamsManage, at: now, in: transaction)
            try AppointmentRules.requireMayGive(authority, team.rights)
            let count: Int =
                try transaction.first("SELECT count(*) FROM teams WHERE workspace = ?1", workspace) { try $0[0] } ?? 0
            guard count < TeamRules.countLimit else { throw Failure.full("team", TeamRules.countLimit) }
            try transaction.run(
                "INSERT INTO teams (id, workspace, name, inboxes, grants, created_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                team.id, workspace, team.name, team.inboxes, team.grants, now)
            for member in team.members { try team.add(member, workspace, in: transaction) }
            try tell(team, joined: team.members, workspace, in: transaction)
            try audit(.teamCreated, by: actor, from: empty, to: team, workspace, in: transaction)
            return team
        }
    }

    /// - Throws: `team.notFound`, and as ``create(_:_:actor:)``.
    func change(_ workspace: WorkspaceID, _ id: TeamID, by change: TeamChange, actor: Caller) async throws -> Team {
        let now = context.now()
        return try await database.write { transaction in
            let authority = try actor.principal.authority(to: .teamsManage, at: now, in: transaction)
            let before = try Team.find(workspace, id, in: transaction)
            let after = try TeamRules.changed(before, by: change)
            guard after != before else { return before }
            try AppointmentRules.requireMayManage(authority, before.rights)
            try AppointmentRules.requireMayGive(authority, after.rights)
            try transaction.run(
                "UPDATE teams SET name = ?3, inboxes = ?4, grants = ?5 WHERE workspace = ?1 AND id = ?2", workspace, id,
                after.name, after.inboxes, after.grants)
            let joined = Set(after.members).subtracting(before.members).sorted()
            for member in Set(before.members).subtracting(after.members) {
                try transaction.run(
                    "DELETE FROM team_members WHERE workspace = ?1 AND team = ?2 AND member = ?3", workspace, id, member
                )
            }
            for member in joined { try after.add(member, workspace, in: transaction) }
            try tell(after, joined: joined, workspace, in: transaction)
            try audit(.teamChanged, by: actor, from: before, to: after, workspace, in: transaction)
            return after
        }
    }

    /// - Throws: `team.notFound`, `permission.denied`.
    func remove(_ workspace: WorkspaceID, _ id: TeamID, actor: Caller) async throws {
        let now = context.now()
        try await database.write { transaction in
            let authority = try actor.principal.authority(to: .teamsManage, at: now, in: transaction)
            let team = try Team.find(workspace, id, in: transaction)
            try AppointmentRules.requireMayManage(authority, team.rights)
            try transaction.run("DELETE FROM team_members WHERE workspace = ?1 AND team = ?2", workspace, id)
            try transaction.run("DELETE FROM teams WHERE workspace = ?1 AND id = ?2", workspace, id)
            try log.append(
                .teamRemoved, to: .agents, workspace: workspace, data: TeamReference(team: id), in: transaction)
            try log.append(
                .rightsChanged, to: .services, workspace: workspace, data: RightsChanged(team: id), in: transaction)
            try context.audit(
                .teamRemoved, by: actor, on: AuditTarget(.team, id, name: team.name), workspace, in: transaction)
        }
    }

    private func audit(
        _ action: AuditAction, by actor: Caller, from before: Team, to after: Team, _ workspace: WorkspaceID,
        in transaction: Transaction
    ) throws {
        func names(_ members: Set<MemberID>) throws -> String {
            try members.sorted().map { try Member.name(workspace, $0, in: transaction) }.joined(separator: ", ")
        }
        var details = AuditDetails()
        if !before.name.isEmpty { details.note("name", before.name, after.name) }
        details.note("inboxes", before.inboxes, after.inboxes)
        details.note(before.grants, after.grants)
        let (old, new) = (Set(before.members), Set(after.members))
        details.note("joined", try names(new.subtracting(old)))
        details.note("left", try names(old.subtracting(new)))
        try context.audit(
            action, by: actor, on: AuditTarget(.team, after.id, name: after.name), details: details, workspace,
            in: transaction)
    }

    private func tell(
        _ team: Team, joined: [MemberID], _ workspace: WorkspaceID, in transaction: Transaction
    ) throws {
        try log.append(.teamChanged, to: .agents, workspace: workspace, data: team, in: transaction)
        try log.append(
            .rightsChanged, to: .services, workspace: workspace, data: RightsChanged(members: joined, team: team.id),
            in: transaction)
    }
}

extension Team {
    /// Columns id, name, inboxes, grants.
    init(row: Row, members: [MemberID]) throws {
        self.init(
            id: try row[0], name: try row[1], inboxes: try row[2], grants: try row[3], members: members)
    }

    /// - Throws: `team.notFound`, also for another workspace's.
    static func find(_ workspace: WorkspaceID, _ id: TeamID, in connection: Connection) throws -> Team {
        let members: [MemberID] = try connection.rows(
            "SELECT member FROM team_members WHERE workspace = ?1 AND team = ?2 ORDER BY member", workspace, id
        ) { try $0[0] }
        let team = try connection.first(
            "SELECT id, name, inboxes, grants FROM teams WHERE workspace = ?1 AND id = ?2", workspace, id
        ) { try Team(row: $0, members: members) }
        guard let team else { throw Failure.notFound("team") }
        return team
    }

    /// The teams of a member, without naming the others in them.
    static func of(_ member: MemberID, _ workspace: WorkspaceID, in connection: Connection) throws -> [Team] {
        try connection.rows(
            """
            SELECT t.id, t.name, t.inboxes, t.grants
            FROM team_members tm JOIN teams t ON t.id = tm.team AND t.workspace = tm.workspace
            WHERE tm.workspace = ?1 AND tm.member = ?2 ORDER BY t.id
            """, workspace, member
        ) { try Team(row: $0, members: [member]) }
    }

    /// - Throws: `member.notFound`, or `input.invalid` for somebody who is in too many teams.
    func add(_ member: MemberID, _ workspace: WorkspaceID, in transaction: Transaction) throws {
        _ = try Member.find(workspace, member, in: transaction)
        let teams = try Team.of(member, workspace, in: transaction)
        guard teams.count < Rights.teamLimit || teams.contains(where: { $0.id == id }) else {
            throw Failure.invalid("members", "tooLong", "Somebody may be in up to \(Rights.teamLimit) teams.")
        }
        try transaction.run(
            "INSERT INTO team_members (workspace, team, member) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING", workspace,
            id, member)
    }
}
