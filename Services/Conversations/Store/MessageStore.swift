import JSON
import ServiceKit
import Storage
import WireModel

struct MessageStore: Sendable {
    let database: Database
    let table: ConversationTable
    let log: EventLog
    let plans: PlanBook
    let settings: SettingsBook
    let blocked: BlockedContacts
    let context: ServiceContext

    /// On the same tables.
    init(beside conversations: ConversationStore) {
        (database, table, log) = (conversations.database, conversations.table, conversations.log)
        (plans, settings, blocked) = (conversations.plans, conversations.settings, conversations.blocked)
        context = conversations.context
    }

    /// Makes the draft the next message of its conversation, or finds the message that the same sender stored under the
    /// same `clientId` before.
    ///
    /// - Throws: `conversation.notFound`, also for one that `principal` may not see; `conversation.closed` for a reply;
    ///   `plan.messages`, `plan.storage` for the team.
    func append(
        _ message: AcceptedMessage, to id: ConversationID, by principal: Principal
    ) async throws -> (message: RawJSON, isNew: Bool) {
        let append = append(message, by: principal)
        return try await database.write { transaction in
            let stored = try append.run(in: id, transaction)
            return (stored.json, stored.isNew)
        }
    }

    /// As the other one for each of `posts`, all in the same commit; one that fails leaves the others. A post that was
    /// refused before keeps its error.
    func append(_ posts: [Result<Post, any Error>]) async -> [Result<RawJSON, any Error>] {
        await database.write(
            each: posts.map { post in
                let post = post.map { ($0.conversation, append($0.message, by: $0.principal)) }
                return { transaction in
                    let (id, append) = try post.get()
                    return try append.run(in: id, transaction).json
                }
            })
    }

    /// A message, its conversation and who sends it.
    struct Post: Sendable {
        var message: AcceptedMessage
        var conversation: ConversationID
        var principal: Principal
    }

    private func append(_ message: AcceptedMessage, by principal: Principal) -> MessageAppend {
        MessageAppend(
            message: message, principal: principal, id: context.ids.next(), now: context.now(),
            book: ConversationBook(table: table, log: log, ids: context.ids), blocked: blocked,
            plan: plans.plan(of: principal.workspace), settings: settings[principal.workspace])
    }

    /// A stretch of a conversation in order, for `principal`: a visitor gets no notes.
    ///
    /// - Parameters:
    ///   - before: The stretch that ends before this message; with neither bound the last one.
    ///   - after: The stretch that begins after this message.
    func list(
        _ id: ConversationID, before: Int64?, after: Int64?, limit: Int, for principal: Principal
    ) async throws -> Page<Message> {
        let all = principal.isTeam
        return try await database.read { connection in
            let id = try Conversation.find(principal.workspace, id, for: principal, in: connection).id
            let found =
                if let after {
                    try Message.list(
                        principal.workspace, id, after: after, limit: limit + 1, all: all, in: connection)
                } else {
                    try Message.list(
                        principal.workspace, id, before: before ?? .max, limit: limit + 1, all: all, in: connection)
                }
            guard found.count > limit else { return Page(items: found) }
            if after != nil {
                let items = Array(found.prefix(limit))
                return Page(items: items, nextCursor: items.last.map { String($0.sequence) })
            }
            let items = Array(found.suffix(limit))
            return Page(items: items, nextCursor: items.first.map { String($0.sequence) })
        }
    }

    /// A conversation with what was said in it publicly: the newest ``transcriptLimit`` messages.
    func transcript(_ workspace: WorkspaceID, _ id: ConversationID) async throws -> ConversationWithMessages {
        try await database.read { connection in
            var conversation = try Conversation.find(workspace, id, in: connection)
            if conversation.lastMessage?.kind == .note { conversation.lastMessage = nil }
            let messages = try Message.list(
                workspace, id, before: .max, limit: Self.transcriptLimit, all: false, in: connection)
            return ConversationWithMessages(
                conversation: conversation, messages: messages.filter { $0.deletedAt == nil })
        }
    }

    static let transcriptLimit = 500
}

/// The hot path: one message into one conversation, with the conversation's new state and the event, in the caller's
/// transaction.
struct MessageAppend: Sendable {
    let message: AcceptedMessage
    let principal: Principal
    let id: MessageID
    let now: Timestamp
    let book: ConversationBook
    let blocked: BlockedContacts
    /// The workspace's, where it has limits.
    let plan: Plan?
    /// The workspace's.
    let settings: WorkspaceSettings

    struct Stored {
        var message: Message
        /// Encoded once, for the event and for the answer.
        var json: RawJSON
        var conversation: Conversation
        var isNew: Bool

        init(_ message: Message, in conversation: Conversation, isNew: Bool) {
            self.message = message
            json = message.json
            self.conversation = conversation
            self.isNew = isNew
        }
    }

    /// - Throws: `conversation.notFound`, also for one that the principal may not see; `permission.denied`.
    func run(in id: ConversationID, _ transaction: Transaction) throws -> Stored {
        let write: Permission = message.kind == .note ? .conversationsNote : .conversationsReply
        return try run(
            in: try Conversation.find(principal.workspace, id, for: principal, to: write, in: transaction),
            transaction)
    }

    func run(in conversation: Conversation, _ transaction: Transaction) throws -> Stored {
        let workspace = principal.workspace
        let author = principal.author
        func repeated() throws -> Message? {
            try Message.named(message.clientId, by: author.identity.number, in: conversation, workspace, transaction)
        }
        let files: [StoredAttachment]
        var next: Conversation
        let quote: Quote?
        do {
            if !principal.isTeam { try blocked.admit(conversation.contact, in: workspace) }
            files = try self.files(for: conversation, transaction)
            try requireUnanswered(conversation, transaction)
            quote = try message.quote.map { try quoted($0, in: conversation, transaction) }
            next = try conversation.appending(
                message.kind, by: author.kind, preview: message.preview(with: files.map(\.attachment)),
                reopens: isReopened(conversation), at: now)
        } catch {
            // Sent before it was closed or answered or they were blocked, and sent again because the answer was lost.
            if let earlier = try repeated() { return Stored(earlier, in: conversation, isNew: false) }
            throw error
        }
        if let mentions = message.mentions { next = next.mentioning(mentions) }
        let written = Message(
            id: id, conversation: conversation.id, sequence: next.lastSequence, kind: message.kind, author: author,
            body: message.body, clientId: message.clientId, sentAt: now,
            extras: extras(quote, files.map(\.attachment)))
        do {
            try written.insert(into: workspace, in: transaction)
        } catch StorageFault.constraint(.unique, let detail) {
            guard let earlier = try repeated() else { throw StorageFault.constraint(.unique, detail) }
            return Stored(earlier, in: conversation, isNew: false)
        }
        if !files.isEmpty { try AttachmentRows.bind(files, to: written, in: workspace, transaction) }
        try book.table.update(next, since: conversation, in: workspace, transaction)
        try count(written, workspace, in: transaction)
        try removeDraft(of: conversation, transaction)
        let stored = Stored(written, in: next, isNew: true)
        try book.log.append(
            .messageCreated, to: message.kind == .note ? .agents : .everyone, workspace: workspace,
            place: conversation.place, conversation: conversation.id, visitor: conversation.visitor,
            data: MessageCreated.json(stored.json, status: next.status), in: transaction)
        try tellMore(of: next, since: conversation, transaction)
        return stored
    }

    /// Asked about a closed one only: the customer may come back for a while.
    private func isReopened(_ conversation: Conversation) -> Bool {
        guard conversation.status == .closed, !principal.isTeam else { return false }
        return conversation.isReopened(at: now, within: settings.reopenWindow)
    }

    /// What few messages do to a conversation, and their event does not say. A status that comes of a message has no
    /// line in the change log; that the customer brought the conversation back has one, before the message.
    private func tellMore(
        of next: Conversation, since before: Conversation, _ transaction: Transaction
    ) throws {
        let isReopened = before.status == .closed && next.status != .closed
        let isWoken = before.snooze != nil && next.snooze == nil
        guard isReopened || isWoken || next.mentioned != before.mentioned else { return }
        try book.tell(next, in: principal.workspace, transaction)
        let deed = Deed(workspace: principal.workspace, author: principal.author, at: now)
        let lines = [
            isReopened ? ChangeLine(.reopened) : nil, isWoken ? ChangeLine(.woken, ["reason": "customer"]) : nil,
        ]
        for line in lines.compactMap(\.self) {
            try book.changes.record(line, of: next, after: before.lastSequence, by: deed, in: transaction)
        }
    }

    /// Counts what was written, for the plan. A customer's message is counted, and never refused.
    /// - Throws: `plan.messages`, `plan.storage`.
    private func count(_ written: Message, _ workspace: WorkspaceID, in transaction: Transaction) throws {
        let month = Usage.month(of: now)
        try Usage.add(written, to: workspace, month: month, in: transaction)
        guard let plan, principal.isTeam else { return }
        let used = try Usage.find(workspace, month: month, in: transaction)
        try plan.requireRoom(messages: used.messages, bytes: used.bytes)
    }
}
