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
        router.put("/v1/contacts/:contact/block") { try await setBlocked(true, $0) }
        router.delete("/v1/contacts/:contact/block") { try await setBlocked(false, $0) }
    }

    private func list(_ request: Request) async throws -> Response {
        let principal = try request.principal(may: .contactsView)
        let limit = try request.integer("limit", default: 30, in: Self.pageLimit)
        let page = try await contacts.page(
            of: principal.workspace, matching: request.query("query").flatMap(SearchText.patterns(of:)),
            byNameOnly: !principal.may(.contactsUnmask), after: try request.cursor(), limit: limit)
        return try .json(
            Page(items: page.items.map { $0.shown(to: principal) }, nextCursor: page.nextCursor))
    }

    private func create(_ request: Request) async throws -> Response {
        let principal = try request.principal(may: .contactsEdit)
        let draft = try await request.decode(ContactDraft.self)
        let details = try ContactDetails(name: draft.name, email: draft.email, phone: draft.phone)
        guard !details.isEmpty else {
            throw Failure.invalid("name", "required", "A contact has a name, an e-mail address or a telephone number.")
        }
        return try .created(
            await contacts.create(details, language: draft.language, in: principal.workspace).shown(to: principal))
    }

    private func show(_ request: Request) async throws -> Response {
        let principal = try request.principal(may: .contactsView)
        let contact = try await contacts.contact(request.id("contact", "contact"), in: principal.workspace)
        return try .json(contact.shown(to: principal))
    }

    /// What somebody does not see they do not overwrite.
    private func change(_ request: Request) async throws -> Response {
        let principal = try request.principal(may: .contactsEdit)
        let change = try await request.decode(ContactChange.self)
        guard change.email == nil && change.phone == nil || principal.may(.contactsUnmask) else {
            throw Failure.forbidden
        }
        let details = try ContactDetails(name: change.name, email: change.email, phone: change.phone)
        let contact = try await contacts.change(
            request.id("contact", "contact"), in: principal.workspace, by: change, details: details)
        return try .json(contact.shown(to: principal))
    }

    /// May be asked again.
    private func setBlocked(_ isBlocked: Bool, _ request: Request) async throws -> Response {
        let principal = try request.principal(may: .contactsBlock)
        let contact = try await contacts.setBlocked(
            isBlocked, request.id("contact", "contact"), in: principal.workspace, by: principal.author)
        return try .json(contact.shown(to: principal))
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
