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
            guard let stored = try StoredDraft.find(id, of: member, workspace, connection) else {
                return ReplyDraft(conversation: id)
            }
            var draft = stored.draft
            draft.attachments = try files(stored.files, in: id, for: principal, connection)
            return draft
        }
    }

    /// The newest first.
    func marks(_ workspace: WorkspaceID, of member: MemberID) async throws -> [DraftMark] {
        try await database.read { try StoredDraft.list(workspace, of: member, $0) }.compactMap(\.draft.mark)
    }

    /// Keeps the draft in place of the one before, or removes it where it is empty. The files that it names wait with
    /// it; what a message of its writer could not name is left out.
    /// - Throws: `conversation.notFound`, `draft.limit`.
    func keep(
        _ draft: ReplyDraft, with files: [AttachmentID], of member: MemberID, _ principal: Principal
    ) async throws -> ReplyDraft {
        let workspace = principal.workspace
        return try await database.write { transaction in
            let conversation = try Conversation.find(workspace, draft.conversation, for: principal, in: transaction)
            let before = try StoredDraft.find(conversation.id, of: member, workspace, transaction)
            var draft = draft
            draft.conversation = conversation.id
            draft.attachments = try self.files(files, in: conversation.id, for: principal, transaction)
            try AttachmentRows.release(before?.files ?? [], in: workspace, at: context.now(), transaction)
            if draft.isEmpty {
                let empty = ReplyDraft(conversation: conversation.id, kind: draft.kind, updatedAt: draft.updatedAt)
                guard before != nil else { return empty }
                try StoredDraft.remove(conversation.id, of: member, workspace, transaction)
                try log.append(empty, of: member, in: conversation, workspace, transaction)
                return empty
            }
            if before == nil, try StoredDraft.count(workspace, of: member, transaction) >= ReplyDraft.countLimit {
                throw Failure.draftLimit
            }
            let stored = StoredDraft(draft: draft, files: draft.attachments?.map(\.id) ?? [])
            try AttachmentRows.hold(stored.files, in: workspace, transaction)
            try stored.save(of: member, workspace, transaction)
            try log.append(draft, of: member, in: conversation, workspace, transaction)
            return draft
        }
    }

    /// Forgets everything that a member who is gone had begun.
    func removeAll(_ workspace: WorkspaceID, of member: MemberID) async throws {
        try await database.write { transaction in
            try transaction.run("DELETE FROM drafts WHERE workspace = ?1 AND member = ?2", workspace, member)
            try AttachmentRows.release(of: member, in: workspace, transaction)
        }
    }

    /// Of these what a message may name; nil for none.
    private func files(
        _ ids: [AttachmentID], in conversation: ConversationID, for principal: Principal, _ connection: Connection
    ) throws -> [Attachment]? {
        let found = try ids.compactMap {
            try AttachmentRows.sendable($0, by: principal, in: conversation, connection)?.attachment
        }
        return found.isEmpty ? nil : found
    }
}

extension MessageAppend {
    /// What was sent is a draft no more. One statement by primary key, for members only: the price is 2 µs of a send
    /// that takes hundreds.
    func removeDraft(of conversation: Conversation, _ transaction: Transaction) throws {
        guard case .member(let member, _) = principal.subject else { return }
        let workspace = principal.workspace
        let files: String? = try transaction.first(
            """
            DELETE FROM drafts WHERE workspace = ?1 AND member = ?2 AND conversation = ?3 AND kind = ?4
            RETURNING attachments
            """, workspace, member, conversation.id, message.kind
        ) { try $0[0] }
        guard let files else { return }
        try AttachmentRows.release(AttachmentID.list(files) ?? [], in: workspace, at: now, transaction)
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

private struct StoredDraft {
    /// Without its attachments.
    var draft: ReplyDraft
    var files: [AttachmentID]

    init(draft: ReplyDraft, files: [AttachmentID]) {
        self.draft = draft
        self.files = files
    }

    private init(row: Row) throws {
        let mentions = Mentions(
            members: MemberID.list(try row[4]) ?? [], teams: TeamID.list(try row[5]) ?? [])
        draft = ReplyDraft(
            conversation: try row[0], body: try row[1], kind: try row[2],
            mentions: mentions.isEmpty ? nil : mentions, updatedAt: try row[6])
        files = AttachmentID.list(try row[3]) ?? []
    }

    static func find(
        _ conversation: ConversationID, of member: MemberID, _ workspace: WorkspaceID, _ connection: Connection
    ) throws -> StoredDraft? {
        try connection.first(
            """
            SELECT conversation, body, kind, attachments, mentioned_members, mentioned_teams, updated_at FROM drafts
            WHERE workspace = ?1 AND member = ?2 AND conversation = ?3
            """, workspace, member, conversation
        ) { try StoredDraft(row: $0) }
    }

    static func list(
        _ workspace: WorkspaceID, of member: MemberID, _ connection: Connection
    ) throws -> [StoredDraft] {
        try connection.rows(
            """
            SELECT conversation, body, kind, attachments, mentioned_members, mentioned_teams, updated_at FROM drafts
            WHERE workspace = ?1 AND member = ?2 ORDER BY updated_at DESC, conversation LIMIT ?3
            """, workspace, member, ReplyDraft.countLimit
        ) { try StoredDraft(row: $0) }
    }

    static func count(
        _ workspace: WorkspaceID, of member: MemberID, _ connection: Connection
    ) throws -> Int {
        try connection.first(
            "SELECT count(*) FROM drafts WHERE workspace = ?1 AND member = ?2", workspace, member
        ) { try $0[0] } ?? 0
    }

    func save(
        of member: MemberID, _ workspace: WorkspaceID, _ transaction: Transaction
    ) throws {
        try transaction.run(
            """
            INSERT INTO drafts (workspace, member, conversation, kind, body, attachments, mentioned_members,
                mentioned_teams, updated_at)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
            ON CONFLICT (workspace, member, conversation) DO UPDATE SET kind = ?4, body = ?5, attachments = ?6,
                mentioned_members = ?7, mentioned_teams = ?8, updated_at = ?9
            """, workspace, member, draft.conversation, draft.kind, draft.body, AttachmentID.words(files),
            MemberID.words(draft.mentions?.members ?? []), TeamID.words(draft.mentions?.teams ?? []), draft.updatedAt)
    }

    static func remove(
        _ conversation: ConversationID, of member: MemberID, _ workspace: WorkspaceID, _ transaction: Transaction
    ) throws {
        try transaction.run(
            "DELETE FROM drafts WHERE workspace = ?1 AND member = ?2 AND conversation = ?3", workspace, member,
            conversation)
    }
}
