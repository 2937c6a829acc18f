import JSON
import ServiceKit
import Storage
import WireModel

struct ConversationStore: Sendable {
    let database: Database
    let table: ConversationTable
    let log: EventLog
    let plans: PlanBook
    let context: ServiceContext

    /// - Throws: `conversation.notFound`, also for one that `principal` may not see.
    func find(_ workspace: WorkspaceID, _ id: ConversationID, for principal: Principal) async throws -> Conversation {
        try await database.read { try Conversation.find(workspace, id, for: principal, in: $0) }
    }

    /// A visitor's own, newest first; at most 50.
    func list(_ workspace: WorkspaceID, of visitor: VisitorID) async throws -> [Conversation] {
        try await database.read { try Conversation.list(workspace, of: visitor, in: $0) }
    }

    /// Whom the events of a conversation concern.
    func route(_ id: ConversationID) async throws -> ConversationRoute {
        let route = try await database.read { connection in
            try connection.first(
                "SELECT workspace, inbox, assignee, team, visitor FROM conversations WHERE id = ?1", id
            ) { row in
                ConversationRoute(
                    workspace: try row[0],
                    place: Place(inbox: try row[1], assignee: try row[2], team: try row[3]), visitor: try row[4])
            }
        }
        guard let route else { throw Failure.notFound("conversation") }
        return route
    }

    /// Begins a conversation with its visitor's first message. A visitor who has one going on in this inbox goes on in
    /// it, so that two tabs do not make two; a repeat gets what was stored the first time.
    func start(
        _ start: ConversationStart, message: AcceptedMessage, by visitor: VisitorID, inbox: InboxID,
        for principal: Principal
    ) async throws -> (ConversationWithMessages, isNew: Bool) {
        let workspace = principal.workspace
        let now = context.now()
        let fresh = Conversation(
            id: context.ids.next(), inbox: inbox, contact: start.contact, contactName: start.contactName,
            visitor: visitor, verified: start.verified, language: start.language, status: .open, assignee: nil,
            lastSequence: 0, teamRead: 0, visitorRead: 0, lastMessage: nil, createdAt: now, updatedAt: now,
            waitingSince: nil)
        let append = MessageAppend(
            message: message, principal: principal, id: context.ids.next(), now: now, log: log, table: table,
            plan: plans.plan(of: workspace))
        return try await database.write { transaction in
            if let known = try Self.started(workspace, visitor, clientId: message.clientId, in: transaction) {
                return (known, false)
            }
            if let active = try Self.active(workspace, visitor, inbox, in: transaction) {
                let stored = try append.run(in: active, transaction)
                return (ConversationWithMessages(conversation: stored.conversation, messages: [stored.message]), true)
            }
            try Self.requireInbox(workspace, inbox, in: transaction)
            try table.insert(fresh, into: workspace, transaction)
            try log.append(
                .conversationCreated, to: .agents, workspace: workspace, place: fresh.place, conversation: fresh.id,
                visitor: visitor, data: fresh, in: transaction)
            let stored = try append.run(in: fresh, transaction)
            return (ConversationWithMessages(conversation: stored.conversation, messages: [stored.message]), true)
        }
    }

    func assign(
        _ workspace: WorkspaceID, _ id: ConversationID, to member: MemberID?, for principal: Principal
    ) async throws -> Conversation {
        let now = context.now()
        return try await database.write { transaction in
            let before = try Conversation.find(
                workspace, id, for: principal, to: .conversationsAssign, in: transaction)
            guard before.assignee != member else { return before }
            return try move(
                before, to: before.assigned(to: member, at: now), by: principal.author, workspace, transaction)
        }
    }

    func hand(
        _ workspace: WorkspaceID, _ id: ConversationID, to team: TeamID?, for principal: Principal
    ) async throws -> Conversation {
        let now = context.now()
        return try await database.write { transaction in
            let before = try Conversation.find(
                workspace, id, for: principal, to: .conversationsAssign, in: transaction)
            guard before.team != team else { return before }
            return try move(before, to: before.handed(to: team, at: now), by: principal.author, workspace, transaction)
        }
    }

    /// Gives what a member who is gone has open to somebody else, or to nobody; at most ``handOverLimit`` at a time.
    /// - Parameter heir: Who gets it, and the inboxes that they see: in the others nobody becomes the assignee.
    /// - Returns: Whether there may be more.
    func handOver(
        _ workspace: WorkspaceID, from member: MemberID, to heir: (member: MemberID, sees: InboxAccess)?
    ) async throws -> Bool {
        let now = context.now()
        return try await database.write { transaction in
            let open = try Conversation.active(
                workspace, assignedTo: member, limit: Self.handOverLimit, in: transaction)
            for before in open {
                let next = heir.flatMap { $0.sees.allows(before.inbox) ? $0.member : nil }
                let after = before.assigned(to: next, at: now)
                _ = try move(before, to: after, by: .majlis, workspace, transaction)
            }
            return open.count == Self.handOverLimit
        }
    }

    /// Takes everything back that was handed to a team that is gone, as ``handOver(_:from:to:)``.
    func takeBack(_ workspace: WorkspaceID, from team: TeamID) async throws -> Bool {
        let now = context.now()
        return try await database.write { transaction in
            let theirs = try Conversation.all(workspace, handedTo: team, limit: Self.handOverLimit, in: transaction)
            for before in theirs {
                _ = try move(before, to: before.handed(to: nil, at: now), by: .majlis, workspace, transaction)
            }
            return theirs.count == Self.handOverLimit
        }
    }

    static let handOverLimit = 200

    private func move(
        _ before: Conversation, to after: Conversation, by author: Author, _ workspace: WorkspaceID,
        _ transaction: Transaction
    ) throws -> Conversation {
        try save(after, in: workspace, transaction)
        // Those who saw it where it stood and do not any more are told to let it go.
        try log.append(
            .conversationWithdrawn, to: .agents, workspace: workspace, place: before.place, conversation: after.id,
            data: ConversationMoved(
                conversation: after.id, inbox: after.inbox, assignee: after.assignee, team: after.team),
            in: transaction)
        if after.status != before.status { try tellStatus(after, by: author, in: workspace, transaction) }
        return after
    }

    func setStatus(
        _ workspace: WorkspaceID, _ id: ConversationID, to status: Conversation.Status, for principal: Principal
    ) async throws -> Conversation {
        let now = context.now()
        return try await database.write { transaction in
            let before = try Conversation.find(
                workspace, id, for: principal, to: .conversationsStatus, in: transaction)
            guard before.status != status else { return before }
            let after = before.moved(to: status, at: now)
            try save(after, in: workspace, transaction)
            try tellStatus(after, by: principal.author, in: workspace, transaction)
            return after
        }
    }

    /// Moves the reader's mark forward; a mark past the last message stands at the last message.
    /// - Throws: `conversation.notFound`, or `input.invalid` for what is no sequence.
    func markRead(
        _ workspace: WorkspaceID, _ id: ConversationID, upTo sequence: Int64, for principal: Principal
    ) async throws {
        guard ReadMark.range.contains(sequence) else {
            throw Failure.invalid("sequence", "range", "“sequence” must be from 0 to 2^53 - 1.")
        }
        try await database.write { transaction in
            var conversation = try Conversation.find(workspace, id, for: principal, in: transaction)
            let mark = min(sequence, conversation.lastSequence)
            let reader: ReadChanged.Reader = principal.isTeam ? .team : .visitor
            switch reader {
            case .team where mark > conversation.teamRead: conversation.teamRead = mark
            case .visitor where mark > conversation.visitorRead: conversation.visitorRead = mark
            default: return
            }
            try table.update(conversation, in: workspace, transaction)
            try log.append(
                .conversationRead, to: .everyone, workspace: workspace, place: conversation.place, conversation: id,
                visitor: conversation.visitor, data: ReadChanged(by: reader, sequence: mark), in: transaction)
        }
    }

    /// Takes a contact's new name over into its conversations, and remembers how far the contacts' log was read.
    func rename(_ changes: [ContactRename], cursor: Int64, epoch: String) async throws {
        try await database.write { transaction in
            for change in changes {
                let conversations = try transaction.rows(
                    """
                    SELECT * FROM conversation_rows WHERE workspace = ?1 AND contact = ?2 AND contact_name <> ?3
                    """, change.workspace, change.contact, change.name
                ) { try Conversation(row: $0) }
                for var conversation in conversations {
                    conversation.contactName = change.name
                    try save(conversation, in: change.workspace, transaction)
                }
            }
            try Self.keepCursor(cursor, epoch: epoch, of: .contacts, in: transaction)
        }
    }

    /// How far another service's log was read.
    func cursor(of log: Event.Log) async throws -> (cursor: Int64, epoch: String)? {
        try await database.read { connection in
            try connection.first("SELECT cursor, epoch FROM feeds WHERE name = ?1", log.rawValue) { row in
                (try row[0], try row[1])
            }
        }
    }

    func keepCursor(_ cursor: Int64, epoch: String, of log: Event.Log) async throws {
        try await database.write { try Self.keepCursor(cursor, epoch: epoch, of: log, in: $0) }
    }

    private static func keepCursor(
        _ cursor: Int64, epoch: String, of log: Event.Log, in transaction: Transaction
    ) throws {
        try transaction.run(
            """
            INSERT INTO feeds (name, epoch, cursor) VALUES (?1, ?2, ?3)
            ON CONFLICT (name) DO UPDATE SET epoch = ?2, cursor = ?3
            """, log.rawValue, epoch, cursor)
    }

    private func save(_ conversation: Conversation, in workspace: WorkspaceID, _ transaction: Transaction) throws {
        try table.update(conversation, in: workspace, transaction)
        try log.append(
            .conversationChanged, to: .agents, workspace: workspace, place: conversation.place,
            conversation: conversation.id, visitor: conversation.visitor, data: conversation, in: transaction)
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
        let message = try Message.named(clientId, by: visitor.rawValue, in: conversation, workspace, transaction)
        return ConversationWithMessages(conversation: conversation, messages: message.map { [$0] } ?? [])
    }

    private static func active(
        _ workspace: WorkspaceID, _ visitor: VisitorID, _ inbox: InboxID, in transaction: Transaction
    ) throws -> Conversation? {
        try transaction.first(
            """
            SELECT * FROM conversation_rows WHERE workspace = ?1 AND visitor = ?2 AND inbox = ?3 AND active
            ORDER BY id DESC LIMIT 1
            """, workspace, visitor, inbox
        ) { try Conversation(row: $0) }
    }

    private static func requireInbox(_ workspace: WorkspaceID, _ inbox: InboxID, in transaction: Transaction) throws {
        let found: Int? = try transaction.first(
            "SELECT 1 FROM inboxes WHERE workspace = ?1 AND id = ?2", workspace, inbox
        ) { try $0[0] }
        guard found != nil else { throw Failure.notFound("inbox") }
    }
}

/// A contact's name as the contacts' log tells it.
struct ContactRename: Sendable, Equatable {
    var workspace: WorkspaceID
    var contact: ContactID
    var name: String
}
