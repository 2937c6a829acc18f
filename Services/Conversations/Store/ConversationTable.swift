import Storage
import WireModel

/// The only place where a conversation's row is written; the index, and the book of what is to be assigned, hear of it
/// once that is on disk.
struct ConversationTable: Sendable {
    let index: ConversationIndex
    let assignments: AssignmentBook

    init(in database: Database) async throws {
        index = ConversationIndex(database: database)
        assignments = try await AssignmentBook(in: database)
    }

    /// Writes what a conversation can have that begins.
    func insert(_ conversation: Conversation, into workspace: WorkspaceID, _ transaction: Transaction) throws {
        try transaction.run(
            """
            INSERT INTO conversations (id, workspace, inbox, contact, contact_name, visitor, language, status, assignee,
                last_sequence, team_read, visitor_read, created_at, updated_at, waiting_since, verified, earlier,
                title)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18)
            """, conversation.id, workspace, conversation.inbox, conversation.contact, conversation.contactName,
            conversation.visitor, conversation.language, conversation.status, conversation.assignee,
            conversation.lastSequence, conversation.teamRead, conversation.visitorRead, conversation.createdAt,
            conversation.updatedAt, conversation.waitingSince, conversation.verified, conversation.earlier,
            conversation.title)
        note(conversation, in: workspace, transaction)
    }

    /// Writes how `conversation` is after `before`: for what happens often. A message and a look at it move nothing
    /// that an index has but the status, and SQLite writes an index anew whose column is named, whether it moves or
    /// not.
    /// - Parameter before: As the row stands.
    func update(
        _ conversation: Conversation, since before: Conversation, in workspace: WorkspaceID, _ transaction: Transaction
    ) throws {
        guard conversation.isTalk(since: before) else { return try update(conversation, in: workspace, transaction) }
        try transaction.run(
            """
            UPDATE conversations SET status = ?3, last_sequence = ?4, team_read = ?5, visitor_read = ?6, preview = ?7,
                preview_kind = ?8, preview_author = ?9, updated_at = ?10, waiting_since = ?11,
                last_customer_at = ?12, last_team_at = ?13
            WHERE id = ?2 AND workspace = ?1
            """, workspace, conversation.id, conversation.status, conversation.lastSequence, conversation.teamRead,
            conversation.visitorRead, conversation.lastMessage?.body, conversation.lastMessage?.kind,
            conversation.lastMessage?.authorKind, conversation.updatedAt, conversation.waitingSince,
            conversation.lastCustomerAt, conversation.lastTeamAt)
        note(conversation, in: workspace, transaction)
    }

    /// Writes everything that moves.
    func update(_ conversation: Conversation, in workspace: WorkspaceID, _ transaction: Transaction) throws {
        let snoozedUntil = conversation.snooze?.until
        let (members, teams) = (conversation.mentioned?.members ?? [], conversation.mentioned?.teams ?? [])
        try transaction.run(
            """
            UPDATE conversations SET contact_name = ?3, status = ?4, assignee = ?5, last_sequence = ?6, team_read = ?7,
                visitor_read = ?8, preview = ?9, preview_kind = ?10, preview_author = ?11, updated_at = ?12,
                waiting_since = ?13, team = ?14, inbox = ?15, contact = ?16, title = ?17, titled = ?18, priority = ?19,
                tags = ?20, followers = ?21, mentioned_members = ?22, mentioned_teams = ?23, snoozed = ?24,
                snoozed_until = ?25, spam = ?26, rating = ?27, rating_comment = ?28, rated_at = ?29,
                last_customer_at = ?30, last_team_at = ?31, merged_into = ?32
            WHERE id = ?2 AND workspace = ?1
            """, workspace, conversation.id, conversation.contactName, conversation.status, conversation.assignee,
            conversation.lastSequence, conversation.teamRead, conversation.visitorRead, conversation.lastMessage?.body,
            conversation.lastMessage?.kind, conversation.lastMessage?.authorKind, conversation.updatedAt,
            conversation.waitingSince, conversation.team, conversation.inbox, conversation.contact, conversation.title,
            conversation.titled, conversation.priority, TagID.words(conversation.tags),
            MemberID.words(conversation.followers), MemberID.words(members), TeamID.words(teams),
            conversation.snooze != nil, snoozedUntil, conversation.spam, conversation.rating?.score,
            conversation.rating?.comment, conversation.rating?.at, conversation.lastCustomerAt,
            conversation.lastTeamAt, conversation.mergedInto)
        note(conversation, in: workspace, transaction)
    }

    private func note(_ conversation: Conversation, in workspace: WorkspaceID, _ transaction: Transaction) {
        let entry = IndexEntry(conversation)
        transaction.afterCommit { [index, assignments] in
            index.note(entry, in: workspace)
            assignments.note(entry, in: workspace)
        }
    }
}

extension Conversation {
    /// Whether only what is said and read has moved.
    fileprivate func isTalk(since before: Conversation) -> Bool {
        var talked = before
        (talked.status, talked.waitingSince, talked.updatedAt) = (status, waitingSince, updatedAt)
        (talked.lastSequence, talked.teamRead, talked.visitorRead) = (lastSequence, teamRead, visitorRead)
        (talked.lastMessage, talked.lastCustomerAt, talked.lastTeamAt) = (lastMessage, lastCustomerAt, lastTeamAt)
        return talked == self
    }
}
