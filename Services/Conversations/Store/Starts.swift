import ServiceKit
import Storage
import WireModel

// How conversations begin.

extension ConversationStore {
    /// Begins a conversation with its visitor's first message. A visitor who has one going on in this inbox goes on in
    /// it, so that two tabs do not make two, and so does who comes back soon after it was closed; a repeat gets what
    /// was stored the first time.
    ///
    /// - Throws: `inbox.archived` where a new one would have to begin in such an inbox.
    func start(
        _ start: ConversationStart, message: AcceptedMessage, by visitor: VisitorID, inbox: InboxID,
        for principal: Principal
    ) async throws -> (ConversationWithMessages, isNew: Bool) {
        let workspace = principal.workspace
        var fresh = fresh(in: inbox, of: start.contact, named: start.contactName, visitor, start.language)
        fresh.verified = start.verified
        fresh.title = message.preview
        let append = append(message, by: principal)
        return try await database.write { [self, fresh] transaction in
            if let known = try Self.started(workspace, visitor, clientId: message.clientId, in: transaction) {
                return (known, false)
            }
            let latest = try Conversation.latest(workspace, of: visitor, at: inbox, in: transaction)
            if let latest, latest.goesOn(at: append.now, within: append.settings.reopenWindow) {
                let stored = try append.run(in: latest, transaction)
                return (ConversationWithMessages(conversation: stored.conversation, messages: [stored.message]), true)
            }
            try Inbox.requireOpen(workspace, inbox, in: transaction)
            return (try begin(fresh, after: latest, append, in: transaction), true)
        }
    }

    /// Begins a conversation on behalf of a contact, with what the team writes to them. Where they never had a browser,
    /// it waits for the summary by e-mail.
    ///
    /// - Parameter contact: Its name and language, as contacts told them.
    /// - Throws: `inbox.unknown`, `inbox.archived`.
    func open(
        _ inbox: InboxID, to contact: Contact, _ message: AcceptedMessage, for principal: Principal
    ) async throws -> (Conversation, isNew: Bool) {
        let workspace = principal.workspace
        var fresh = fresh(in: inbox, of: contact.id, named: contact.name, .random(), contact.language)
        fresh.title = message.preview
        let append = append(message, by: principal)
        return try await database.write { [self, fresh] transaction in
            if let known = try Self.opened(
                workspace, contact.id, by: principal.author, clientId: message.clientId, in: transaction)
            {
                return (known, false)
            }
            var fresh = fresh
            let earlier = try Conversation.latest(workspace, of: contact.id, at: inbox, in: transaction)
            if let earlier { (fresh.visitor, fresh.verified) = (earlier.visitor, earlier.verified) }
            try Inbox.requireOpen(inbox, for: principal, in: transaction)
            guard principal.may(.conversationsReply, on: fresh.place) else { throw Failure.forbidden }
            return (try begin(fresh, after: earlier, append, in: transaction).conversation, true)
        }
    }

    private func fresh(
        in inbox: InboxID, of contact: ContactID, named name: String, _ visitor: VisitorID, _ language: Language?
    ) -> Conversation {
        let now = context.now()
        return Conversation(
            id: context.ids.next(), inbox: inbox, contact: contact, contactName: name, visitor: visitor,
            language: language ?? .arabic, status: .open, assignee: nil, lastSequence: 0, teamRead: 0, visitorRead: 0,
            lastMessage: nil, createdAt: now, updatedAt: now, waitingSince: nil)
    }

    private func append(_ message: AcceptedMessage, by principal: Principal) -> MessageAppend {
        MessageAppend(
            message: message, principal: principal, id: context.ids.next(), now: context.now(), book: book,
            blocked: blocked, plan: plans.plan(of: principal.workspace), settings: settings[principal.workspace])
    }

    private func begin(
        _ fresh: Conversation, after earlier: Conversation?, _ append: MessageAppend, in transaction: Transaction
    ) throws -> ConversationWithMessages {
        let workspace = append.principal.workspace
        var fresh = fresh
        fresh.earlier = earlier?.id
        try table.insert(fresh, into: workspace, transaction)
        try log.append(
            .conversationCreated, to: .agents, workspace: workspace, place: fresh.place, conversation: fresh.id,
            visitor: fresh.visitor, data: fresh, in: transaction)
        let deed = Deed(workspace: workspace, author: append.principal.author, at: append.now)
        try book.changes.record(ChangeLine(.created), of: fresh, after: 0, by: deed, in: transaction)
        let stored = try append.run(in: fresh, transaction)
        return ConversationWithMessages(conversation: stored.conversation, messages: [stored.message])
    }

    /// The conversation that this very first message began.
    private static func started(
        _ workspace: WorkspaceID, _ visitor: VisitorID, clientId: Int64, in transaction: Transaction
    ) throws -> ConversationWithMessages? {
        let id: ConversationID? = try transaction.first(
            """
            SELECT c.id FROM conversations c JOIN messages m ON m.workspace = c.workspace AND m.conversation = c.id
                AND m.author = c.visitor AND m.client_id = ?3
            WHERE c.workspace = ?1 AND c.visitor = ?2 ORDER BY c.id DESC LIMIT 1
            """, workspace, visitor, clientId
        ) { try $0[0] }
        guard let id else { return nil }
        let conversation = try Conversation.find(workspace, id, in: transaction)
        guard
            let message = try Message.named(
                clientId, by: visitor.rawValue, in: conversation, workspace, transaction)
        else { return nil }
        return ConversationWithMessages(conversation: conversation, messages: [message])
    }

    /// The conversation that the team began with this very message.
    private static func opened(
        _ workspace: WorkspaceID, _ contact: ContactID, by author: Author, clientId: Int64,
        in transaction: Transaction
    ) throws -> Conversation? {
        try transaction.first(
            """
            SELECT c.* FROM conversation_rows c JOIN messages m ON m.workspace = c.workspace AND m.conversation = c.id
                AND m.author = ?3 AND m.client_id = ?4 AND m.sequence = 1
            WHERE c.workspace = ?1 AND c.contact = ?2 LIMIT 1
            """, workspace, contact, author.identity.number, clientId
        ) { try Conversation(row: $0) }
    }
}

extension Conversation {
    /// The visitor's last one that came in at this inbox; one that goes on before all others.
    fileprivate static func latest(
        _ workspace: WorkspaceID, of visitor: VisitorID, at inbox: InboxID, in connection: Connection
    ) throws -> Conversation? {
        try connection.first(
            """
            SELECT * FROM conversation_rows
            WHERE workspace = ?1 AND visitor = ?2 AND inbox = ?3 AND merged_into IS NULL
            ORDER BY active DESC, id DESC LIMIT 1
            """, workspace, visitor, inbox
        ) { try Conversation(row: $0) }
    }

    /// The contact's last one, in this inbox before all others: their browser may still be there.
    fileprivate static func latest(
        _ workspace: WorkspaceID, of contact: ContactID, at inbox: InboxID, in connection: Connection
    ) throws -> Conversation? {
        try connection.first(
            """
            SELECT * FROM conversation_rows WHERE workspace = ?1 AND contact = ?2 AND merged_into IS NULL
            ORDER BY inbox = ?3 DESC, id DESC LIMIT 1
            """, workspace, contact, inbox
        ) { try Conversation(row: $0) }
    }

    /// Whether a customer's message belongs into this one.
    fileprivate func goesOn(at now: Timestamp, within window: Duration) -> Bool {
        status != .closed || isReopened(at: now, within: window)
    }
}

extension Inbox {
    /// - Throws: `inbox.unknown`, also for one that `principal` does not see; `inbox.archived`.
    static func requireOpen(_ inbox: InboxID, for principal: Principal, in connection: Connection) throws {
        let archived: Bool? = try connection.first(
            "SELECT archived FROM inboxes WHERE workspace = ?1 AND id = ?2", principal.workspace, inbox
        ) { try $0[0] }
        guard let archived, principal.rights?.sees(inbox) ?? false else { throw Failure.unknownInbox }
        guard !archived else {
            throw Failure(.conflict, "inbox.archived", "This inbox takes no new conversations.")
        }
    }

    /// - Throws: `inbox.notFound`; `inbox.archived`, as a customer is told.
    fileprivate static func requireOpen(
        _ workspace: WorkspaceID, _ inbox: InboxID, in connection: Connection
    ) throws {
        let archived: Bool? = try connection.first(
            "SELECT archived FROM inboxes WHERE workspace = ?1 AND id = ?2", workspace, inbox
        ) { try $0[0] }
        guard let archived else { throw Failure.notFound("inbox") }
        guard !archived else { throw Failure(.gone, "inbox.archived", "This inbox takes no new conversations.") }
    }
}

extension Failure {
    static let unknownInbox = Failure(
        .invalid, "inbox.unknown", "There is no such inbox.",
        fields: [.init(field: "inbox", code: "unknown", message: "There is no such inbox.")])
}
