import Server
import ServiceKit
import WireModel

struct InboxRoutes: Sendable {
    let inboxes: InboxStore

    func register(on router: inout Router) {
        router.get("/v1/inboxes", list)
        router.post("/v1/inboxes", create)
        router.put("/v1/inboxes/order", order)
        router.get("/v1/inboxes/:inbox", find)
        router.patch("/v1/inboxes/:inbox", change)
    }

    private func list(_ request: Request) async throws -> Response {
        let principal = try request.teamPrincipal()
        return try .json(Page(items: try await inboxes.list(principal.workspace, for: principal)))
    }

    private func create(_ request: Request) async throws -> Response {
        let principal = try request.principal(may: .inboxesManage)
        let draft = try await request.decode(InboxDraft.self)
        let name = try InboxRules.name(draft.name)
        let widget = try draft.widget.map(InboxRules.settings)
        return try .created(
            try await inboxes.create(
                principal.workspace, name: name,
                widget: widget ?? InboxRules.standard(title: name, language: principal.language),
                by: Caller(principal, from: request.client)))
    }

    private func order(_ request: Request) async throws -> Response {
        let principal = try request.principal(may: .inboxesManage)
        let order = try InboxRules.order(try await request.decode(InboxOrder.self))
        return try .json(Page(items: try await inboxes.order(order, for: principal)))
    }

    private func find(_ request: Request) async throws -> Response {
        let principal = try request.teamPrincipal()
        let id: InboxID = try request.id("inbox", "inbox")
        guard principal.rights?.sees(id) ?? false else { throw Failure.notFound("inbox") }
        return try .json(try await inboxes.find(principal.workspace, id))
    }

    private func change(_ request: Request) async throws -> Response {
        let principal = try request.principal(may: .inboxesManage)
        let id: InboxID = try request.id("inbox", "inbox")
        let change = try await request.decode(InboxChange.self)
        return try .json(
            try await inboxes.change(
                principal.workspace, id, try InboxRules.change(change), by: Caller(principal, from: request.client)))
    }
}
