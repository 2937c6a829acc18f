import ServiceKit
import Storage
import WireModel

struct CannedReplyStore: Sendable {
    let database: Database
    let log: EventLog
    let context: ServiceContext

    /// Whose replies somebody sees: their own, those of their teams (`nil`: of every team), and the workspace's.
    struct Reader: Sendable {
        var member: MemberID?
        var teams: [TeamID]?

        func sees(_ reply: CannedReply, ownedBy owner: Int64) -> Bool {
            switch reply.scope {
            case .own: owner == member?.rawValue
            case .team: teams == nil || reply.team.map { teams?.contains($0) ?? false } ?? false
            case .workspace: true
            }
        }
    }

    /// By shortcut; of the same shortcut one's own first, then a team's, then the workspace's.
    func list(_ workspace: WorkspaceID, for reader: Reader) async throws -> [CannedReply] {
        try await database.read { connection in
            let files = try AttachmentRows.ofReplies(in: workspace, connection)
            return try Stored.all(workspace, member: reader.member, in: connection)
                .filter { reader.sees($0.reply, ownedBy: $0.owner) }
                .map { stored in
                    var reply = stored.reply
                    reply.attachments = files[reply.id]
                    return reply
                }
        }
    }

    /// - Throws: `reply.taken`, `reply.limit`.
    func create(_ draft: CannedReplyDraft, of member: MemberID?, by principal: Principal) async throws -> CannedReply {
        let workspace = principal.workspace
        let reply = CannedReply(
            id: context.ids.next(), shortcut: draft.shortcut, title: draft.title, bodies: draft.bodies,
            scope: draft.scope, team: draft.team, createdBy: principal.author, updatedAt: context.now())
        let stored = Stored(reply: reply, owner: draft.team?.rawValue ?? member?.rawValue ?? 0)
        return try await database.write { transaction in
            let limit = reply.scope == .own ? CannedReply.ownLimit : CannedReply.sharedLimit
            guard try Stored.count(like: stored, workspace, transaction) < limit else {
                throw Failure.replyLimit(limit)
            }
            try Self.refusingTaken { try stored.insert(into: workspace, transaction) }
            try tell(stored, workspace, transaction)
            return reply
        }
    }

    /// - Parameter mayManage: Those of a team and of the workspace.
    /// - Throws: `reply.notFound`, `permission.denied`, `reply.taken`.
    func change(
        _ id: CannedReplyID, _ change: CannedReplyChange, for reader: Reader, mayManage: Bool, _ workspace: WorkspaceID
    ) async throws -> CannedReply {
        let now = context.now()
        return try await database.write { transaction in
            var stored = try find(id, for: reader, mayManage: mayManage, workspace, transaction)
            stored.reply.shortcut = change.shortcut ?? stored.reply.shortcut
            stored.reply.title = change.title ?? stored.reply.title
            stored.reply.bodies = change.bodies ?? stored.reply.bodies
            stored.reply.updatedAt = now
            let changed = stored
            try Self.refusingTaken { try changed.update(in: workspace, transaction) }
            try tell(changed, workspace, transaction)
            return changed.reply
        }
    }

    /// - Throws: `reply.notFound`, `permission.denied`.
    func remove(
        _ id: CannedReplyID, for reader: Reader, mayManage: Bool, _ workspace: WorkspaceID
    ) async throws {
        try await database.write { transaction in
            let stored = try find(id, for: reader, mayManage: mayManage, workspace, transaction)
            try remove(stored, workspace, transaction)
        }
    }

    /// Removes what belonged to a team or a member who is gone.
    func removeAll(_ workspace: WorkspaceID, _ scope: CannedReply.Scope, of owner: Int64) async throws {
        try await database.write { transaction in
            for stored in try Stored.all(workspace, scope, of: owner, in: transaction) {
                try remove(stored, workspace, transaction)
            }
        }
    }

    private func find(
        _ id: CannedReplyID, for reader: Reader, mayManage: Bool, _ workspace: WorkspaceID, _ connection: Connection
    ) throws -> Stored {
        guard var stored = try Stored.find(id, workspace, connection), reader.sees(stored.reply, ownedBy: stored.owner)
        else { throw Failure.notFound("reply") }
        guard stored.reply.scope == .own || mayManage else { throw Failure.forbidden }
        stored.reply.attachments = try AttachmentRows.ofReplies(id, in: workspace, connection)[id]
        return stored
    }

    private func find(_ id: CannedReplyID, for principal: Principal, _ connection: Connection) throws -> Stored {
        let mayManage = principal.may(.repliesManage)
        return try find(
            id, for: principal.reader(all: mayManage), mayManage: mayManage, principal.workspace, connection)
    }

    private func remove(_ stored: Stored, _ workspace: WorkspaceID, _ transaction: Transaction) throws {
        let id = stored.reply.id
        try transaction.run("DELETE FROM replies WHERE workspace = ?1 AND id = ?2", workspace, id)
        let files = try AttachmentRows.ofReplies(id, in: workspace, transaction)[id] ?? []
        try AttachmentRows.remove(files.map(\.id), in: workspace, at: context.now(), transaction)
        try log.append(
            .replyRemoved, to: .agents, workspace: workspace, team: stored.reply.team, member: stored.member,
            data: CannedReplyReference(reply: id), in: transaction)
    }

    private func tell(_ stored: Stored, _ workspace: WorkspaceID, _ transaction: Transaction) throws {
        try log.append(
            .replyChanged, to: .agents, workspace: workspace, team: stored.reply.team, member: stored.member,
            data: stored.reply, in: transaction)
    }

    // MARK: Their files

    /// Whether somebody is shown a reply, and so its files.
    static func isShown(_ id: CannedReplyID, to principal: Principal, in connection: Connection) throws -> Bool {
        guard principal.isTeam, let stored = try Stored.find(id, principal.workspace, connection) else { return false }
        return principal.reader(all: principal.may(.repliesManage)).sees(stored.reply, ownedBy: stored.owner)
    }

    /// Whether a reply may have one file more.
    /// - Throws: `reply.notFound`, `permission.denied`, `attachment.tooMany`.
    func requireRoom(
        in id: CannedReplyID, _ policy: AttachmentPolicy, by principal: Principal, _ connection: Connection
    ) throws {
        let files = try find(id, for: principal, connection).reply.attachments ?? []
        guard files.count < policy.maxCount else { throw policy.tooMany }
    }

    /// Tells of a reply whose files are others now.
    func filesChanged(
        of id: CannedReplyID, at now: Timestamp, by principal: Principal, _ transaction: Transaction
    ) throws {
        var stored = try find(id, for: principal, transaction)
        stored.reply.updatedAt = now
        try stored.update(in: principal.workspace, transaction)
        try tell(stored, principal.workspace, transaction)
    }

    /// - Throws: `reply.notFound`, `permission.denied`, `attachment.notFound`.
    func remove(_ file: AttachmentID, of id: CannedReplyID, by principal: Principal) async throws {
        let now = context.now()
        try await database.write { transaction in
            let files = try find(id, for: principal, transaction).reply.attachments ?? []
            guard files.contains(where: { $0.id == file }) else { throw Failure.notFound("attachment") }
            try AttachmentRows.remove([file], in: principal.workspace, at: now, transaction)
            try filesChanged(of: id, at: now, by: principal, transaction)
        }
    }

    private static func refusingTaken(_ body: () throws -> Void) throws {
        do {
            try body()
        } catch StorageFault.constraint(.unique, _) {
            throw Failure.shortcutTaken
        }
    }
}

extension Principal {
    func reader(all: Bool) -> CannedReplyStore.Reader {
        CannedReplyStore.Reader(member: member, teams: all ? nil : rights?.teams ?? [])
    }
}

/// A reply, and the number of the member or team whose it is; 0 for the workspace's.
private struct Stored: Sendable {
    var reply: CannedReply
    var owner: Int64

    var member: MemberID? { reply.scope == .own ? MemberID(rawValue: owner) : nil }

    init(reply: CannedReply, owner: Int64) {
        self.reply = reply
        self.owner = owner
    }

    private init(row: Row) throws {
        let (scope, owner): (CannedReply.Scope, Int64) = (try row[1], try row[2])
        let author = Author(.init(kind: try row[7], number: try row[8]), name: try row[9])
        reply = CannedReply(
            id: try row[0], shortcut: try row[3], title: try row[4],
            bodies: CannedReply.Bodies(ar: try row[5], en: try row[6]), scope: scope,
            team: scope == .team ? TeamID(rawValue: owner) : nil, createdBy: author, updatedAt: try row[10])
        self.owner = owner
    }

    static func find(_ id: CannedReplyID, _ workspace: WorkspaceID, _ connection: Connection) throws -> Stored? {
        try connection.first(
            """
            SELECT id, scope, owner, shortcut, title, arabic, english, creator_kind, creator, creator_name, updated_at
            FROM replies WHERE workspace = ?1 AND id = ?2
            """, workspace, id
        ) { try Stored(row: $0) }
    }

    /// Everything that is not another member's own. The words of the scopes are in their order.
    static func all(_ workspace: WorkspaceID, member: MemberID?, in connection: Connection) throws -> [Stored] {
        try connection.rows(
            """
            SELECT id, scope, owner, shortcut, title, arabic, english, creator_kind, creator, creator_name, updated_at
            FROM replies WHERE workspace = ?1 AND (scope <> 'own' OR owner = ?2)
            ORDER BY shortcut, scope, id
            """, workspace, member
        ) { try Stored(row: $0) }
    }

    static func all(
        _ workspace: WorkspaceID, _ scope: CannedReply.Scope, of owner: Int64, in connection: Connection
    ) throws -> [Stored] {
        try connection.rows(
            """
            SELECT id, scope, owner, shortcut, title, arabic, english, creator_kind, creator, creator_name, updated_at
            FROM replies WHERE workspace = ?1 AND scope = ?2 AND owner = ?3
            """, workspace, scope, owner
        ) { try Stored(row: $0) }
    }

    /// How many count towards the same bound.
    static func count(like stored: Stored, _ workspace: WorkspaceID, _ connection: Connection) throws -> Int {
        try connection.first(
            """
            SELECT count(*) FROM replies
            WHERE workspace = ?1 AND (?2 AND scope = 'own' AND owner = ?3 OR NOT ?2 AND scope <> 'own')
            """, workspace, stored.reply.scope == .own, stored.owner
        ) { try $0[0] } ?? 0
    }

    func insert(into workspace: WorkspaceID, _ transaction: Transaction) throws {
        try transaction.run(
            """
            INSERT INTO replies (workspace, id, scope, owner, shortcut, title, arabic, english, creator_kind, creator,
                creator_name, updated_at)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
            """, workspace, reply.id, reply.scope, owner, reply.shortcut, reply.title, reply.bodies.ar, reply.bodies.en,
            reply.createdBy.kind, reply.createdBy.identity.number, reply.createdBy.name, reply.updatedAt)
    }

    func update(in workspace: WorkspaceID, _ transaction: Transaction) throws {
        try transaction.run(
            """
            UPDATE replies SET shortcut = ?3, title = ?4, arabic = ?5, english = ?6, updated_at = ?7
            WHERE workspace = ?1 AND id = ?2
            """, workspace, reply.id, reply.shortcut, reply.title, reply.bodies.ar, reply.bodies.en, reply.updatedAt)
    }
}
