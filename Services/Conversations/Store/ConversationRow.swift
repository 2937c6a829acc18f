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
        let rating: Int? = try row[29]
        self.init(
            id: try row[0], inbox: try row[1], contact: try row[2], contactName: try row[3], visitor: try row[4],
            verified: try row[18], language: try row[5], title: try row[19], titled: try row[20], status: try row[6],
            priority: try row[21], tags: try Self.ids(row[22]), assignee: try row[7], team: try row[17],
            followers: try Self.ids(row[23]), mentioned: try Self.mentions(row[24], row[25]),
            snooze: try row[26] as Bool ? Snooze(until: try row[27]) : nil, spam: try row[28],
            rating: try rating.map { Rating(score: $0, comment: try row[30], at: try row[31]) },
            lastSequence: try row[8], teamRead: try row[9], visitorRead: try row[10], lastMessage: last,
            createdAt: try row[14], updatedAt: try row[15], waitingSince: try row[16], lastCustomerAt: try row[32],
            lastTeamAt: try row[33], earlier: try row[34], mergedInto: try row[35])
    }

    /// Most conversations have none.
    private static func ids<Kind>(_ words: String) -> [Identifier<Kind>] {
        words.isEmpty ? [] : Identifier<Kind>.list(words) ?? []
    }

    private static func mentions(_ members: String, _ teams: String) -> Mentions? {
        members.isEmpty && teams.isEmpty ? nil : Mentions(members: ids(members), teams: ids(teams))
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

    /// The conversation, or the one it was merged into, where `principal` may do this with it; a visitor may do
    /// everything with their own.
    /// - Throws: `conversation.notFound` also for one that `principal` may not see; `permission.denied` for one that
    ///   they may only see.
    static func find(
        _ workspace: WorkspaceID, _ id: ConversationID, for principal: Principal,
        to permission: Permission = .conversationsView, in connection: Connection
    ) throws -> Conversation {
        let conversation = try find(workspace, id, in: connection).current(workspace, for: principal, in: connection)
        guard principal.maySee(conversation) else { throw Failure.notFound("conversation") }
        guard !principal.isTeam || principal.may(permission, on: conversation.place) else { throw Failure.forbidden }
        return conversation
    }

    /// The conversation that this one was merged into, and that one, and so on; a visitor goes along to one of their
    /// own.
    private func current(
        _ workspace: WorkspaceID, for principal: Principal, in connection: Connection
    ) throws -> Conversation {
        var conversation = self
        while let next = conversation.mergedInto {
            let target = try Self.find(workspace, next, in: connection)
            guard principal.isTeam || target.visitor == principal.visitor else { return conversation }
            conversation = target
        }
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
}
