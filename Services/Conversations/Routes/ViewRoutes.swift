import Server
import ServiceKit
import WireModel

struct ViewRoutes: Sendable {
    let views: ViewStore
    let context: ServiceContext

    func register(on router: inout Router) {
        router.get("/v1/views", list)
        router.post("/v1/views", create)
        router.patch("/v1/views/:view", change)
        router.delete("/v1/views/:view", remove)
    }

    private func list(_ request: Request) async throws -> Response {
        let principal = try request.principal(may: .conversationsView)
        return try .json(Page(items: try await views.list(principal.workspace, for: principal)))
    }

    private func create(_ request: Request) async throws -> Response {
        let principal = try request.principal(may: .conversationsView)
        var draft = try await request.decode(SavedViewDraft.self)
        draft.name = try ViewRules.name(draft.name)
        _ = try FilterRules(principal: principal, now: context.now()).selection(draft.filter)
        return try .created(try await views.create(principal.workspace, draft, for: principal))
    }

    private func change(_ request: Request) async throws -> Response {
        let principal = try request.principal(may: .conversationsView)
        var change = try await request.decode(SavedViewChange.self)
        if let name = change.name { change.name = try ViewRules.name(name) }
        if let filter = change.filter {
            _ = try FilterRules(principal: principal, now: context.now()).selection(filter)
        }
        return try .json(
            try await views.change(principal.workspace, try request.id("view", "view"), change, for: principal))
    }

    private func remove(_ request: Request) async throws -> Response {
        let principal = try request.principal(may: .conversationsView)
        try await views.remove(principal.workspace, try request.id("view", "view"), for: principal)
        return .noContent
    }
}
