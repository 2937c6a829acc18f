import Server
import ServiceKit
import WireModel

struct TagRoutes: Sendable {
    let tags: TagStore
    let sweeping: TagSweeping

    func register(on router: inout Router) {
        router.get("/v1/tags", list)
        router.post("/v1/tags", create)
        router.patch("/v1/tags/:tag", change)
        router.delete("/v1/tags/:tag", remove)
    }

    private func list(_ request: Request) async throws -> Response {
        try .json(Page(items: try await tags.list(try request.teamPrincipal().workspace)))
    }

    private func create(_ request: Request) async throws -> Response {
        let principal = try request.principal(may: .tagsManage)
        let draft = try await request.decode(TagDraft.self)
        return try .created(
            try await tags.create(
                principal.workspace, name: try TagRules.name(draft.name),
                colour: try draft.colour.map(TagRules.colour)))
    }

    private func change(_ request: Request) async throws -> Response {
        let principal = try request.principal(may: .tagsManage)
        let id: TagID = try request.id("tag", "tag")
        let change = try await request.decode(TagChange.self)
        return try .json(
            try await tags.change(
                principal.workspace, id, name: try change.name.map { try TagRules.name($0) },
                colour: try change.colour.map(TagRules.colour)))
    }

    private func remove(_ request: Request) async throws -> Response {
        let principal = try request.principal(may: .tagsManage)
        try await tags.remove(principal.workspace, try request.id("tag", "tag"))
        sweeping.start()
        return .noContent
    }
}
