import Search
import Server
import ServiceKit
import WireModel

struct SearchRoutes: Sendable {
    let search: SearchStore

    func register(on router: inout Router) {
        router.get("/v1/search", find)
    }

    private func find(_ request: Request) async throws -> Response {
        let principal = try request.principal(may: .conversationsView)
        let wanted = SearchStore.Request(
            query: try SearchQuery(request.query("q") ?? ""), filter: try SearchFilter(request, principal),
            cursor: try request.query("cursor").map { try SearchCursor($0, index: search.cursorIndex) },
            limit: try request.integer("limit", default: 20, in: 1...50))
        return try .json(try await search.search(principal.workspace, wanted, for: principal))
    }
}

extension SearchFilter {
    /// `status` (a status, or `active`), `inbox`, `assignee` (`me`, `none` or a member), `tag`, `kind`, `after`,
    /// `before`.
    fileprivate init(_ request: Request, _ principal: Principal) throws(Failure) {
        status = try request.wantedStatus()
        assignee = try request.wantedAssignee(for: principal)
        if let text = request.query("inbox") { inbox = try Self.id(text, "inbox") }
        if let text = request.query("tag") { tag = try Self.id(text, "tag") }
        if let text = request.query("kind") { kind = try Self.word(text, "kind") }
        after = try Self.moment(request, "after")
        before = try Self.moment(request, "before")
    }

    private static func id<Kind: IdentifierKind>(_ text: String, _ field: String) throws(Failure) -> Identifier<Kind> {
        guard let id = Identifier<Kind>(text) else { throw .invalid(field, "unknown", "This is no id.") }
        return id
    }

    private static func word<Word: RawRepresentable<String>>(_ text: String, _ field: String) throws(Failure) -> Word {
        guard let word = Word(rawValue: text) else {
            throw .invalid(field, "unknown", "“\(field)” knows no such word.")
        }
        return word
    }

    private static func moment(_ request: Request, _ field: String) throws(Failure) -> Timestamp? {
        guard let text = request.query(field) else { return nil }
        guard let moment = Timestamp(text) else {
            throw .invalid(field, "invalid", "“\(field)” must be a time such as 2026-01-31T08:00:00.000Z.")
        }
        return moment
    }
}
