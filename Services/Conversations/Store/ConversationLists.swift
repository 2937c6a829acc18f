import JSON
import ServiceKit
import Storage
import WireModel

extension ConversationStore {
    /// The conversations that `principal` may see and `filter` lets through, newest change first.
    func list(
        _ workspace: WorkspaceID, _ filter: ConversationFilter, after cursor: ConversationCursor?, limit: Int,
        for principal: Principal
    ) async throws -> Page<Conversation> {
        let query = ListQuery(filter, principal)
        let found = try await database.read { connection in
            try query.run(workspace, after: cursor, limit: limit + 1, in: connection)
        }
        guard found.count > limit else { return Page(items: found) }
        let items = Array(found.prefix(limit))
        return Page(items: items, nextCursor: items.last.map { ConversationCursor(after: $0).text })
    }

    /// A visitor's own conversations, newest first; at most 50.
    func list(_ workspace: WorkspaceID, of visitor: VisitorID) async throws -> [Conversation] {
        try await database.read { connection in
            try connection.rows(
                """
                SELECT id, inbox, contact, contact_name, visitor, language, status, assignee, last_sequence, team_read,
                    visitor_read, preview, preview_kind, preview_author, created_at, updated_at, waiting_since, verified
                FROM conversations WHERE workspace = ?1 AND visitor = ?2 ORDER BY id DESC LIMIT 50
                """, workspace, visitor
            ) { try Conversation(row: $0) }
        }
    }

    /// How many conversations there are in each of the inbox page's views.
    func counts(_ workspace: WorkspaceID, for principal: Principal) async throws -> ConversationCounts {
        let inboxes = principal.inboxes.asJSON
        let member = principal.member?.rawValue
        return try await database.read { connection in
            try connection.first(
                """
                SELECT coalesce(sum(active AND assignee IS ?3), 0), coalesce(sum(active AND assignee IS NULL), 0),
                    coalesce(sum(active), 0), coalesce(sum(NOT active), 0)
                FROM conversations
                WHERE workspace = ?1 AND (?2 IS NULL OR inbox IN (SELECT value FROM json_each(?2)))
                """, workspace, inboxes, member
            ) { row in
                ConversationCounts(
                    mine: member == nil ? 0 : try row[0], unassigned: try row[1], active: try row[2], closed: try row[3]
                )
            } ?? ConversationCounts(mine: 0, unassigned: 0, active: 0, closed: 0)
        }
    }
}

struct ConversationCounts: Codable, Sendable, Equatable {
    var mine: Int
    var unassigned: Int
    var active: Int
    var closed: Int
}

/// One of two literals: the list by activity, which every view but a contact's uses, and the list of one contact.
/// Values that narrow nothing are null.
private struct ListQuery: Sendable {
    let active: Bool?
    let status: Conversation.Status?
    let inbox: InboxID?
    let unassigned: Bool?
    let assignee: MemberID?
    let contact: ContactID?
    let inboxes: String?

    init(_ filter: ConversationFilter, _ principal: Principal) {
        switch filter.standing {
        case nil: (active, status) = (nil, nil)
        case .active: (active, status) = (true, nil)
        case .status(let value): (active, status) = (value != .closed, value)
        }
        switch filter.assignee {
        case nil: (unassigned, assignee) = (nil, nil)
        case .nobody: (unassigned, assignee) = (true, nil)
        case .member(let id): (unassigned, assignee) = (nil, id)
        }
        inbox = filter.inbox
        contact = filter.contact
        inboxes = principal.inboxes.asJSON
    }

    /// The union of both standings lets each half walk the index in order, so that the first page costs a page.
    func run(_ workspace: WorkspaceID, after cursor: ConversationCursor?, limit: Int, in connection: Connection) throws
        -> [Conversation]
    {
        let standings = active.map { [$0] } ?? [true, false]
        let found = try standings.flatMap { try half($0, workspace, after: cursor, limit: limit, in: connection) }
        guard standings.count > 1 else { return found }
        return Array(found.sorted { ($0.updatedAt, $0.id) > ($1.updatedAt, $1.id) }.prefix(limit))
    }

    private func half(
        _ active: Bool, _ workspace: WorkspaceID, after cursor: ConversationCursor?, limit: Int,
        in connection: Connection
    ) throws -> [Conversation] {
        try connection.rows(
            """
            SELECT id, inbox, contact, contact_name, visitor, language, status, assignee, last_sequence, team_read,
                visitor_read, preview, preview_kind, preview_author, created_at, updated_at, waiting_since, verified
            FROM conversations
            WHERE workspace = ?1 AND active = ?2
                AND (?3 IS NULL OR (updated_at, id) < (?3, ?4))
                AND (?5 IS NULL OR status = ?5)
                AND (?6 IS NULL OR inbox = ?6)
                AND (?7 IS NULL OR assignee IS NULL)
                AND (?8 IS NULL OR assignee = ?8)
                AND (?9 IS NULL OR contact = ?9)
                AND (?10 IS NULL OR inbox IN (SELECT value FROM json_each(?10)))
            ORDER BY updated_at DESC, id DESC LIMIT ?11
            """, workspace, active, cursor?.updatedAt, cursor?.id, status, inbox, unassigned, assignee, contact,
            inboxes,
            limit
        ) { try Conversation(row: $0) }
    }
}

extension InboxAccess {
    /// For `json_each`: null for all, else an array of the inboxes' numbers.
    fileprivate var asJSON: String? {
        switch self {
        case .all: nil
        case .only(let inboxes): "[\(inboxes.map { String($0.rawValue) }.joined(separator: ","))]"
        }
    }
}
