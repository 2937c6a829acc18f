import ServiceKit
import Storage
import WireModel

/// What members have begun to write. Each is its member's own: nobody else reads it or hears of it.
struct DraftStore: Sendable {
    let database: Database
    let log: EventLog
    let context: ServiceContext

    /// The draft, or an empty one.
    /// - Throws: `conversation.notFound`.
    func find(_ id: ConversationID, of member: MemberID, _ principal: Principal) async throws -> ReplyDraft {
        let workspace = principal.workspace
        return try await database.read { connection in
            let id = try Conversation.find(workspace, id, for: principal, in: connection).id
            return try ReplyDraft.find(id, of: member, workspace, connection) ?? ReplyDraft(conversation: id)
        }
    }

    /// The newest first.
    func marks(_ workspace: WorkspaceID, of member: MemberID) async throws -> [DraftMark] {
        try await database.read { try ReplyDraft.list(workspace, of: member, $0) }.compactMap(\.mark)
    }

    /// Keeps the draft in place of the one before, or removes it where it is empty.
    /// - Throws: `conversation.notFound`, `draft.limit`.
    func keep(_ draft: ReplyDraft, of member: MemberID, _ principal: Principal) async throws -> ReplyDraft {
        let workspace = principal.workspace
        return try await database.write { transaction in
            let conversation = try Conversation.find(workspace, draft.conversation, for: principal, in: transaction)
            let before = try ReplyDraft.find(conversation.id, of: member, workspace, transaction)
            if draft.isEmpty {
                let empty = ReplyDraft(conversation: conversation.id, kind: draft.kind, updatedAt: draft.updatedAt)
                guard before != nil else { return empty }
                try ReplyDraft.remove(conversation.id, of: member, workspace, transaction)
                try log.append(empty, of: member, in: conversation, workspace, transaction)
                return empty
            }
            if before == nil, try ReplyDraft.count(workspace, of: member, transaction) >= ReplyDraft.countLimit {
                throw Failure.draftLimit
            }
            var draft = draft
            draft.conversation = conversation.id
            try draft.save(of: member, workspace, transaction)
            try log.append(draft, of: member, in: conversation, workspace, transaction)
            return draft
        }
    }

    /// Forgets everything that a member who is gone had begun.
    func removeAll(_ workspace: WorkspaceID, of member: MemberID) async throws {
        try await database.write {
            try $0.run("DELETE FROM drafts WHERE workspace = ?1 AND member = ?2", workspace, member)
        }
    }
}

extension MessageAppend {
    /// What was sent is a draft no more. One statement by primary key, for members only: the price is 2 µs of a send
    /// that takes hundreds.
    func removeDraft(of conversation: Conversation, _ transaction: Transaction) throws {
        guard case .member(let member, _) = principal.subject else { return }
        let workspace = principal.workspace
        let removed = try transaction.run(
            "DELETE FROM drafts WHERE workspace = ?1 AND member = ?2 AND conversation = ?3 AND kind = ?4", workspace,
            member, conversation.id, message.kind)
        guard removed > 0 else { return }
        let empty = ReplyDraft(conversation: conversation.id, kind: message.kind, updatedAt: now)
        try book.log.append(empty, of: member, in: conversation, workspace, transaction)
    }
}

extension EventLog {
    fileprivate func append(
        _ draft: ReplyDraft, of member: MemberID, in conversation: Conversation, _ workspace: WorkspaceID,
        _ transaction: Transaction
    ) throws {
        try append(
            .draftChanged, to: .agents, workspace: workspace, place: conversation.place, conversation: conversation.id,
            member: member, data: draft, in: transaction)
    }
}

// How a draft stands in its table.

extension ReplyDraft {
    private init(row: Row) throws {
        let attachments = AttachmentID.list(try row[3]) ?? []
        let mentions = Mentions(
            members: MemberID.list(try row[4]) ?? [], teams: TeamID.list(try row[5]) ?? [])
        self.init(
            conversation: try row[0], body: try row[1], kind: try row[2],
            attachments: attachments.isEmpty ? nil : attachments, mentions: mentions.isEmpty ? nil : mentions,
            updatedAt: try row[6])
    }

    fileprivate static func find(
        _ conversation: ConversationID, of member: MemberID, _ workspace: WorkspaceID, _ connection: Connection
    ) throws -> ReplyDraft? {
        try connection.first(
            """
            SELECT conversation, body, kind, attachments, mentioned_members, mentioned_teams, updated_at FROM drafts
            WHERE workspace = ?1 AND member = ?2 AND conversation = ?3
            """, workspace, member, conversation
        ) { try ReplyDraft(row: $0) }
    }

    fileprivate static func list(
        _ workspace: WorkspaceID, of member: MemberID, _ connection: Connection
    ) throws -> [ReplyDraft] {
        try connection.rows(
            """
            SELECT conversation, body, kind, attachments, mentioned_members, mentioned_teams, updated_at FROM drafts
            WHERE workspace = ?1 AND member = ?2 ORDER BY updated_at DESC, conversation LIMIT ?3
            """, workspace, member, countLimit
        ) { try ReplyDraft(row: $0) }
    }

    fileprivate static func count(
        _ workspace: WorkspaceID, of member: MemberID, _ connection: Connection
    ) throws -> Int {
        try connection.first(
            "SELECT count(*) FROM drafts WHERE workspace = ?1 AND member = ?2", workspace, member
        ) { try $0[0] } ?? 0
    }

    fileprivate func save(
        of member: MemberID, _ workspace: WorkspaceID, _ transaction: Transaction
    ) throws {
        try transaction.run(
            """
            INSERT INTO drafts (workspace, member, conversation, kind, body, attachments, mentioned_members,
                mentioned_teams, updated_at)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
            ON CONFLICT (workspace, member, conversation) DO UPDATE SET kind = ?4, body = ?5, attachments = ?6,
                mentioned_members = ?7, mentioned_teams = ?8, updated_at = ?9
            """, workspace, member, conversation, kind, body, AttachmentID.words(attachments ?? []),
            MemberID.words(mentions?.members ?? []), TeamID.words(mentions?.teams ?? []), updatedAt)
    }

    fileprivate static func remove(
        _ conversation: ConversationID, of member: MemberID, _ workspace: WorkspaceID, _ transaction: Transaction
    ) throws {
        try transaction.run(
            "DELETE FROM drafts WHERE workspace = ?1 AND member = ?2 AND conversation = ?3", workspace, member,
            conversation)
    }
}
