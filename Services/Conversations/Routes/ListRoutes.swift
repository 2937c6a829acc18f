import JSON
import Server
import ServiceKit
import WireModel

/// Lists of conversations, and how many there are.
struct ListRoutes: Sendable {
    let lists: ConversationLists

    func register(on router: inout Router) {
        router.get("/v1/conversations", list)
        router.post("/v1/conversations/query", query)
        router.get("/v1/conversations/counts", counts)
    }

    private func list(_ request: Request) async throws -> Response {
        let principal = try request.principal(may: .conversationsView)
        return try .json(
            try await lists.list(
                principal.workspace, try ListWish(request, principal), after: request.query("cursor"),
                limit: try request.integer("limit", default: 30, in: 1...100), for: principal,
                requestID: request.requestID))
    }

    /// The same for filters that are too long for an address.
    private func query(_ request: Request) async throws -> Response {
        let principal = try request.principal(may: .conversationsView)
        let query = try await request.decode(ConversationQuery.self)
        guard (1...100).contains(query.limit ?? 30) else {
            throw Failure.invalid("limit", "range", "“limit” must be a whole number from 1 to 100.")
        }
        return try .json(
            try await lists.list(
                principal.workspace, try ListWish(query), after: query.cursor, limit: query.limit ?? 30,
                for: principal, requestID: request.requestID))
    }

    private func counts(_ request: Request) async throws -> Response {
        let principal = try request.principal(may: .conversationsView)
        return try .json(try await lists.counts(principal.workspace, for: principal))
    }
}

extension Request {
    /// `status`: a status, or `active`.
    func wantedStatus() throws(Failure) -> WantedStatus? {
        guard let text = query("status") else { return nil }
        if text == "active" { return .active }
        guard let status = Conversation.Status(rawValue: text) else {
            throw .invalid("status", "unknown", "There is no such status.")
        }
        return .status(status)
    }

    /// `assignee`: `me`, `none` or a member.
    func wantedAssignee(for principal: Principal) throws(Failure) -> WantedAssignee? {
        switch query("assignee") {
        case nil: return nil
        case "none": return .nobody
        case "me":
            guard let member = principal.member else {
                throw .invalid("assignee", "unknown", "A key is nobody's: name a member.")
            }
            return .member(member)
        case let text?:
            guard let member = MemberID(text) else { throw .invalid("assignee", "unknown", "This is no id.") }
            return .member(member)
        }
    }
}

extension ListWish {
    init(_ query: ConversationQuery) throws(Failure) {
        view = try query.view.map { text throws(Failure) in try Self.view(text) }
        filter = query.filter
        sort = query.sort
    }

    /// `view`, `status` (a status, or `active`), `inbox`, `assignee` (`me`, `none` or a member), `contact`, `filter`
    /// (as JSON) and `sort`.
    fileprivate init(_ request: Request, _ principal: Principal) throws {
        view = try request.query("view").map { try Self.view($0) }
        status = try request.wantedStatus()
        assignee = try request.wantedAssignee(for: principal)
        if let text = request.query("inbox") { inbox = try Self.id(text, "inbox") }
        if let text = request.query("contact") { contact = try Self.id(text, "contact") }
        if let text = request.query("filter") {
            do {
                filter = try JSON.decode(Filter.self, from: Array(text.utf8))
            } catch {
                throw Failure.invalid("filter", "invalid", "This is no filter: \(error.message)")
            }
        }
        if let text = request.query("sort") {
            guard let sort = SavedView.Sort(rawValue: text) else {
                throw Failure.invalid("sort", "unknown", "There is no such order.")
            }
            self.sort = sort
        }
    }

    private static func view(_ text: String) throws(Failure) -> View {
        guard let view = View(text) else { throw .invalid("view", "unknown", "There is no such view.") }
        return view
    }

    private static func id<Kind: IdentifierKind>(_ text: String, _ field: String) throws(Failure) -> Identifier<Kind> {
        guard let id = Identifier<Kind>(text) else { throw .invalid(field, "unknown", "This is no id.") }
        return id
    }
}
