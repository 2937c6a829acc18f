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
                SELECT * FROM conversation_rows WHERE workspace = ?1 AND visitor = ?2 ORDER BY id DESC LIMIT 50
                """, workspace, visitor
            ) { try Conversation(row: $0) }
        }
    }

    /// How many conversations there are in each of the inbox page's views.
    func counts(_ workspace: WorkspaceID, for principal: Principal) async throws -> ConversationCounts {
        let reach = Reach(principal)
        let member = principal.member?.rawValue
        return try await database.read { connection in
            try connection.first(
                """
                SELECT coalesce(sum(active AND assignee IS ?3), 0), coalesce(sum(active AND assignee IS NULL), 0),
                    coalesce(sum(active), 0), coalesce(sum(NOT active), 0)
                FROM conversations
                WHERE workspace = ?1 AND (?4 OR (?2 IS NULL OR inbox IN (SELECT value FROM json_each(?2))) AND (?5
                    OR assignee = ?6 OR (?7 AND assignee IS NULL AND team IS NULL)
                    OR team IN (SELECT value FROM json_each(?8))))
                """, workspace, reach.inboxes, member, reach.everything, reach.wholeInboxes, reach.own,
                reach.unassigned, reach.teams
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
    let reach: Reach

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
        reach = Reach(principal)
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
            SELECT * FROM conversation_rows
            WHERE workspace = ?1 AND active = ?2
                AND (?3 IS NULL OR (updated_at, id) < (?3, ?4))
                AND (?5 IS NULL OR status = ?5)
                AND (?6 IS NULL OR inbox = ?6)
                AND (?7 IS NULL OR assignee IS NULL)
                AND (?8 IS NULL OR assignee = ?8)
                AND (?9 IS NULL OR contact = ?9)
                AND (?10 OR (?11 IS NULL OR inbox IN (SELECT value FROM json_each(?11))) AND (?12
                    OR assignee = ?13 OR (?14 AND assignee IS NULL AND team IS NULL)
                    OR team IN (SELECT value FROM json_each(?15))))
            ORDER BY updated_at DESC, id DESC LIMIT ?16
            """, workspace, active, cursor?.updatedAt, cursor?.id, status, inbox, unassigned, assignee, contact,
            reach.everything, reach.inboxes, reach.wholeInboxes, reach.own, reach.unassigned, reach.teams, limit
        ) { try Conversation(row: $0) }
    }
}

/// ``Principal/may(_:on:)`` for ``Permission/conversationsView`` as the values of a WHERE clause: what a list shows is
/// what a single look would.
private struct Reach: Sendable {
    let everything: Bool
    /// Null for all, else an array of the inboxes' numbers.
    let inboxes: String?
    /// Everything in those inboxes.
    let wholeInboxes: Bool
    /// Those assigned to this member.
    let own: MemberID?
    let unassigned: Bool
    /// Those handed to one of these teams: an array of their numbers.
    let teams: String

    init(_ principal: Principal) {
        let rights = principal.rights ?? Rights(role: nil, grants: Grants(), inboxes: .only([]))
        func holds(_ scope: Scope) -> Bool { rights.grants.holds(.conversationsView, in: scope) }
        everything = holds(.all)
        inboxes =
            switch rights.inboxes {
            case .all: nil
            case .only(let inboxes): Self.json(inboxes.map(\.rawValue))
            }
        wholeInboxes = holds(.inbox)
        own = holds(.own) ? principal.member : nil
        unassigned = holds(.unassigned)
        teams = Self.json(holds(.team) ? rights.teams.map(\.rawValue) : [])
    }

    /// For `json_each`.
    private static func json(_ numbers: [Int64]) -> String {
        "[\(numbers.map(String.init).joined(separator: ","))]"
    }
}
