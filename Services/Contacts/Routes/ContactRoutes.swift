import Server
import ServiceKit
import WireModel

/// What the team sees and changes.
struct ContactRoutes: Sendable {
    private static let pageLimit = 1...100
    let contacts: ContactStore

    func register(on router: inout Router) {
        router.get("/v1/contacts", list)
        router.post("/v1/contacts", create)
        router.get("/v1/contacts/:contact", show)
        router.patch("/v1/contacts/:contact", change)
    }

    private func list(_ request: Request) async throws -> Response {
        let workspace = try request.teamPrincipal().workspace
        let limit = try request.integer("limit", default: 30, in: Self.pageLimit)
        let page = try await contacts.page(
            of: workspace, matching: request.query("query").flatMap(SearchText.patterns(of:)),
            after: try request.cursor(), limit: limit)
        return try .json(page)
    }

    private func create(_ request: Request) async throws -> Response {
        let workspace = try request.teamPrincipal().workspace
        let draft = try await request.decode(ContactDraft.self)
        let details = try ContactDetails(name: draft.name, email: draft.email, phone: draft.phone)
        guard !details.isEmpty else {
            throw Failure.invalid("name", "required", "A contact has a name, an e-mail address or a telephone number.")
        }
        return try .created(await contacts.create(details, language: draft.language, in: workspace))
    }

    private func show(_ request: Request) async throws -> Response {
        let workspace = try request.teamPrincipal().workspace
        return try .json(await contacts.contact(request.id("contact", "contact"), in: workspace))
    }

    private func change(_ request: Request) async throws -> Response {
        let workspace = try request.teamPrincipal().workspace
        let change = try await request.decode(ContactChange.self)
        let details = try ContactDetails(name: change.name, email: change.email, phone: change.phone)
        return try .json(
            await contacts.change(request.id("contact", "contact"), in: workspace, by: change, details: details))
    }
}

extension Request {
    fileprivate func cursor() throws(Failure) -> ContactCursor? {
        guard let text = query("cursor") else { return nil }
        guard let cursor = ContactCursor(text) else {
            throw .invalid("cursor", "invalid", "This cursor is of no list.")
        }
        return cursor
    }
}
