import ServiceKit
import Storage
import WireModel

/// The one door of every change to a conversation that is no message: the row, the events, and the lines of the change
/// log, in the caller's transaction.
struct ConversationBook: Sendable {
    let table: ConversationTable
    let log: EventLog
    let ids: IdentifierSource
    let changes: ChangeLog

    init(table: ConversationTable, log: EventLog, ids: IdentifierSource) {
        self.table = table
        self.log = log
        self.ids = ids
        changes = ChangeLog(log: log, ids: ids)
    }

    /// Keeps `after`, tells of it, and writes what leads to it from `before`; nothing where they are the same.
    @discardableResult
    func keep(
        _ after: Conversation, since before: Conversation, by deed: Deed, _ transaction: Transaction
    ) throws -> Conversation {
        guard after != before else { return before }
        try table.update(after, since: before, in: deed.workspace, transaction)
        try tell(after, in: deed.workspace, transaction)
        if after.place != before.place { try withdraw(after, from: before.place, in: deed.workspace, transaction) }
        if after.status != before.status { try tellStatus(after, by: deed.author, in: deed.workspace, transaction) }
        for line in after.lines(since: before, by: deed) {
            try changes.record(line, of: after, after: before.lastSequence, by: deed, in: transaction)
        }
        return after
    }

    /// Keeps what nobody did to it, such as the contact's new name.
    func save(_ conversation: Conversation, in workspace: WorkspaceID, _ transaction: Transaction) throws {
        try table.update(conversation, in: workspace, transaction)
        try tell(conversation, in: workspace, transaction)
    }

    func tell(_ conversation: Conversation, in workspace: WorkspaceID, _ transaction: Transaction) throws {
        try log.append(
            .conversationChanged, to: .agents, workspace: workspace, place: conversation.place,
            conversation: conversation.id, visitor: conversation.visitor, data: conversation, in: transaction)
    }

    /// Those who saw it where it stood and do not any more are told to let it go.
    private func withdraw(
        _ conversation: Conversation, from place: Place, in workspace: WorkspaceID, _ transaction: Transaction
    ) throws {
        try log.append(
            .conversationWithdrawn, to: .agents, workspace: workspace, place: place, conversation: conversation.id,
            data: ConversationMoved(
                conversation: conversation.id, inbox: conversation.inbox, assignee: conversation.assignee,
                team: conversation.team),
            in: transaction)
    }

    private func tellStatus(
        _ conversation: Conversation, by author: Author, in workspace: WorkspaceID, _ transaction: Transaction
    ) throws {
        let change = StatusChanged(
            status: conversation.status, by: author, lastSequence: conversation.lastSequence)
        try log.append(
            .conversationStatus, to: .everyone, workspace: workspace, place: conversation.place,
            conversation: conversation.id, visitor: conversation.visitor, data: change, in: transaction)
    }
}
