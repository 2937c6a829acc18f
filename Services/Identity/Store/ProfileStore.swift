import ServiceKit
import Storage
import WireModel

/// How a member shows themselves in a workspace.
struct ProfileStore: Sendable {
    let database: Database
    let log: EventLog
    let context: ServiceContext

    /// - Throws: `session.required`.
    func change(_ revision: ProfileRevision, of actor: Principal) async throws -> Member {
        try await update(actor) { before, transaction in
            let after = revision.applied(to: before)
            try transaction.run(
                "UPDATE members SET name = ?3, language = ?4, time_zone = ?5 WHERE workspace = ?1 AND id = ?2",
                actor.workspace, after.id, after.name, after.language, after.timeZone)
            try change(revision.preferences, of: after.id, in: actor.workspace, transaction)
        }
    }

    /// Their other pages hear of it, and nobody else.
    private func change(
        _ change: PreferencesChange?, of member: MemberID, in workspace: WorkspaceID, _ transaction: Transaction
    ) throws {
        guard let change else { return }
        let before = try Preferences.find(workspace, member, in: transaction)
        try change.store(workspace, member, in: transaction)
        let after = try Preferences.find(workspace, member, in: transaction)
        guard after != before else { return }
        try log.append(
            .preferencesChanged, to: .agents, workspace: workspace, member: member, data: after, in: transaction)
    }

    /// - Throws: `session.required`.
    func setAvatar(_ avatar: Avatar, of actor: Principal) async throws -> Member {
        try await update(actor) { member, transaction in
            try transaction.run(
                """
                INSERT INTO avatars (workspace, member, type, bytes) VALUES (?1, ?2, ?3, ?4)
                ON CONFLICT DO UPDATE SET type = ?3, bytes = ?4
                """, actor.workspace, member.id, avatar.type.rawValue, avatar.bytes)
            try transaction.run(
                "UPDATE members SET avatar = ?3 WHERE workspace = ?1 AND id = ?2", actor.workspace, member.id,
                avatar.version)
        }
    }

    /// May be asked again.
    /// - Throws: `session.required`.
    func removeAvatar(of actor: Principal) async throws -> Member {
        try await update(actor) { member, transaction in
            try transaction.run(
                "DELETE FROM avatars WHERE workspace = ?1 AND member = ?2", actor.workspace, member.id)
            try transaction.run(
                "UPDATE members SET avatar = NULL WHERE workspace = ?1 AND id = ?2", actor.workspace, member.id)
        }
    }

    /// - Throws: `member.notFound`, `avatar.notFound`.
    func avatar(_ workspace: WorkspaceID, _ id: MemberID) async throws -> Avatar {
        try await database.read { connection in
            _ = try Member.find(workspace, id, in: connection)
            let found: (String, [UInt8])? = try connection.first(
                "SELECT type, bytes FROM avatars WHERE workspace = ?1 AND member = ?2", workspace, id
            ) { (try $0[0], try $0[1]) }
            guard let (type, bytes) = found, let type = Avatar.ImageType(rawValue: type) else {
                throw Failure.notFound("avatar")
            }
            return Avatar(type: type, bytes: bytes)
        }
    }

    /// Changes the member that `actor` is, and tells the team where it is another than before.
    private func update(
        _ actor: Principal, _ body: @escaping @Sendable (Member, Transaction) throws -> Void
    ) async throws -> Member {
        let now = context.now()
        return try await database.write { transaction in
            let oneself = try actor.oneself(at: now, in: transaction)
            let before = try Member.find(oneself.workspace, oneself.member, in: transaction)
            try body(before, transaction)
            let after = try Member.find(oneself.workspace, oneself.member, in: transaction)
            if after != before {
                try log.append(
                    .memberChanged, to: .agents, workspace: oneself.workspace, data: after, in: transaction)
            }
            return after
        }
    }
}
