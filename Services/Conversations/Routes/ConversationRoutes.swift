import Server
import ServiceKit
import WireModel

struct ConversationRoutes: Sendable {
    let conversations: ConversationStore
    let members: MembersClient

    func register(on router: inout Router) {
        router.get("/v1/conversations", list)
        router.get("/v1/conversations/counts", counts)
        router.get("/v1/conversations/:conversation", find)
        router.put("/v1/conversations/:conversation/assignee", assign)
        router.put("/v1/conversations/:conversation/team", hand)
        router.put("/v1/conversations/:conversation/status", setStatus)
        router.put("/v1/conversations/:conversation/read", markRead)
    }

    private func list(_ request: Request) async throws -> Response {
        let principal = try request.principal(may: .conversationsView)
        let cursor = try request.query("cursor").map { try ConversationCursor($0) }
        let page = try await conversations.list(
            principal.workspace, try ConversationFilter(request, principal), after: cursor,
            limit: try request.integer("limit", default: 30, in: 1...100), for: principal)
        return try .json(page)
    }

    private func counts(_ request: Request) async throws -> Response {
        let principal = try request.principal(may: .conversationsView)
        return try .json(try await conversations.counts(principal.workspace, for: principal))
    }

    private func find(_ request: Request) async throws -> Response {
        let principal = try request.principal(may: .conversationsView)
        let id: ConversationID = try request.id("conversation", "conversation")
        return try .json(try await conversations.find(principal.workspace, id, for: principal))
    }

    private func assign(_ request: Request) async throws -> Response {
        let principal = try request.principal(may: .conversationsAssign)
        let id: ConversationID = try request.id("conversation", "conversation")
        let change = try await request.decode(AssigneeChange.self)
        if let member = change.member {
            let conversation = try await conversations.find(principal.workspace, id, for: principal)
            try await members.requireAccess(
                of: member, to: conversation.inbox, in: principal.workspace, requestID: request.requestID)
        }
        return try .json(
            try await conversations.assign(principal.workspace, id, to: change.member, for: principal))
    }

    private func hand(_ request: Request) async throws -> Response {
        let principal = try request.principal(may: .conversationsAssign)
        let id: ConversationID = try request.id("conversation", "conversation")
        let assignment = try await request.decode(TeamAssignment.self)
        if let team = assignment.team {
            _ = try await conversations.find(principal.workspace, id, for: principal)
            try await members.requireTeam(team, in: principal.workspace, requestID: request.requestID)
        }
        return try .json(try await conversations.hand(principal.workspace, id, to: assignment.team, for: principal))
    }

    private func setStatus(_ request: Request) async throws -> Response {
        let principal = try request.principal(may: .conversationsStatus)
        let id: ConversationID = try request.id("conversation", "conversation")
        let change = try await request.decode(StatusChange.self)
        return try .json(
            try await conversations.setStatus(principal.workspace, id, to: change.status, for: principal))
    }

    private func markRead(_ request: Request) async throws -> Response {
        let principal = try request.principal(may: .conversationsView)
        let id: ConversationID = try request.id("conversation", "conversation")
        let mark = try await request.decode(ReadMark.self)
        try await conversations.markRead(principal.workspace, id, upTo: mark.sequence, for: principal)
        return .noContent
    }
}

extension ConversationFilter {
    /// The filter of a query: `status` (a status, or `active`), `inbox`, `assignee` (`me`, `none` or a member),
    /// `contact`.
    fileprivate init(_ request: Request, _ principal: Principal) throws(Failure) {
        switch request.query("status") {
        case nil: standing = nil
        case "active": standing = .active
        case let text?:
            guard let status = Conversation.Status(rawValue: text) else {
                throw .invalid("status", "unknown", "There is no such status.")
            }
            standing = .status(status)
        }
        switch request.query("assignee") {
        case nil: assignee = nil
        case "none": assignee = .nobody
        case "me":
            guard let member = principal.member else {
                throw .invalid("assignee", "unknown", "A key is nobody's: name a member.")
            }
            assignee = .member(member)
        case let text?: assignee = .member(try Self.id(text, "assignee"))
        }
        if let text = request.query("inbox") { inbox = try Self.id(text, "inbox") }
        if let text = request.query("contact") { contact = try Self.id(text, "contact") }
    }

    private static func id<Kind: IdentifierKind>(_ text: String, _ field: String) throws(Failure) -> Identifier<Kind> {
        guard let id = Identifier<Kind>(text) else { throw .invalid(field, "unknown", "This is no id.") }
        return id
    }
}
