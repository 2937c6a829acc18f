import Server
import ServiceKit
import WireModel

/// What the other services ask.
struct InternalRoutes: Sendable {
    let contacts: ContactStore

    func register(on router: inout Router) {
        router.post("/internal/workspaces/:workspace/contacts/match", match)
        router.get("/internal/workspaces/:workspace/contacts/:contact", show)
        router.get("/internal/workspaces/:workspace/contacts", found)
    }

    /// Ids by what a name, an e-mail or a telephone holds: `field` and `text`.
    private func found(_ request: Request) async throws -> Response {
        guard let field = request.query("field").flatMap(ContactField.init), let text = request.query("text") else {
            throw Failure.invalid("field", "unknown", "Name a field of contacts and a text.")
        }
        let ids = try await contacts.ids(of: request.id("workspace", "workspace"), whose: field, holds: text)
        return try .json(FoundContacts(contacts: ids))
    }

    private func match(_ request: Request) async throws -> Response {
        let match = try await request.decode(ContactMatch.self)
        let typed = match.details
        let details = try ContactDetails(name: typed.name, email: typed.email, phone: typed.phone, path: "details.")
        let workspace: WorkspaceID = try request.id("workspace", "workspace")
        guard let identity = match.identity else {
            return try .json(
                await contacts.match(match.visitor, details, language: match.language, in: workspace))
        }
        return try .json(
            await contacts.match(
                match.visitor, known: Customer(inbox: match.inbox, identity), typed: details,
                language: match.language, in: workspace))
    }

    private func show(_ request: Request) async throws -> Response {
        try .json(
            await contacts.contact(request.id("contact", "contact"), in: request.id("workspace", "workspace")))
    }
}
