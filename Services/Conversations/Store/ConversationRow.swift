import Storage
import WireModel

// How a conversation stands in its table.

extension Conversation {
    /// A row of the view `conversation_rows`.
    init(row: Row) throws {
        let preview: String? = try row[11]
        let last: MessagePreview? =
            if let preview {
                MessagePreview(body: preview, kind: try row[12], authorKind: try row[13])
            } else {
                nil
            }
        self.init(
            id: try row[0], inbox: try row[1], contact: try row[2], contactName: try row[3], visitor: try row[4],
            verified: try row[18], language: try row[5], status: try row[6], assignee: try row[7], team: try row[17],
            lastSequence: try row[8], teamRead: try row[9], visitorRead: try row[10], lastMessage: last,
            createdAt: try row[14],
            updatedAt: try row[15], waitingSince: try row[16])
    }

    /// - Throws: `conversation.notFound`, also for another workspace's.
    static func find(_ workspace: WorkspaceID, _ id: ConversationID, in connection: Connection) throws -> Conversation {
        let found = try connection.first(
            """
            SELECT * FROM conversation_rows WHERE id = ?2 AND workspace = ?1
            """, workspace, id
        ) { try Conversation(row: $0) }
        guard let found else { throw Failure.notFound("conversation") }
        return found
    }

    /// The conversation, where `principal` may do this with it; a visitor may do everything with their own.
    /// - Throws: `conversation.notFound` also for one that `principal` may not see; `permission.denied` for one that
    ///   they may only see.
    static func find(
        _ workspace: WorkspaceID, _ id: ConversationID, for principal: Principal,
        to permission: Permission = .conversationsView, in connection: Connection
    ) throws -> Conversation {
        let conversation = try find(workspace, id, in: connection)
        guard principal.maySee(conversation) else { throw Failure.notFound("conversation") }
        guard !principal.isTeam || principal.may(permission, on: conversation.place) else { throw Failure.forbidden }
        return conversation
    }

    /// What a member has open, oldest change first.
    static func active(
        _ workspace: WorkspaceID, assignedTo member: MemberID, limit: Int, in connection: Connection
    ) throws -> [Conversation] {
        try connection.rows(
            """
            SELECT * FROM conversation_rows WHERE workspace = ?1 AND assignee = ?2 AND active
            ORDER BY updated_at, id LIMIT ?3
            """, workspace, member, limit
        ) { try Conversation(row: $0) }
    }

    /// What was handed to a team, closed ones too.
    static func all(
        _ workspace: WorkspaceID, handedTo team: TeamID, limit: Int, in connection: Connection
    ) throws -> [Conversation] {
        try connection.rows(
            """
            SELECT * FROM conversation_rows WHERE workspace = ?1 AND team = ?2 LIMIT ?3
            """, workspace, team, limit
        ) { try Conversation(row: $0) }
    }

    func insert(into workspace: WorkspaceID, in transaction: Transaction) throws {
        try transaction.run(
            """
            INSERT INTO conversations (id, workspace, inbox, contact, contact_name, visitor, language, status, assignee,
                last_sequence, team_read, visitor_read, created_at, updated_at, waiting_since, verified)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)
            """, id, workspace, inbox, contact, contactName, visitor, language, status, assignee, lastSequence,
            teamRead, visitorRead, createdAt, updatedAt, waitingSince, verified)
    }

    /// Writes everything that moves.
    func update(in workspace: WorkspaceID, _ transaction: Transaction) throws {
        try transaction.run(
            """
            UPDATE conversations SET contact_name = ?3, status = ?4, assignee = ?5, last_sequence = ?6, team_read = ?7,
                visitor_read = ?8, preview = ?9, preview_kind = ?10, preview_author = ?11, updated_at = ?12,
                waiting_since = ?13, team = ?14
            WHERE id = ?2 AND workspace = ?1
            """, workspace, id, contactName, status, assignee, lastSequence, teamRead, visitorRead, lastMessage?.body,
            lastMessage?.kind, lastMessage?.authorKind, updatedAt, waitingSince, team)
    }
}
