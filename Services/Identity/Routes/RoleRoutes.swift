import Server
import ServiceKit
import WireModel

struct RoleRoutes: Sendable {
    let roles: RoleStore

    func register(on router: inout Router) {
        router.get("/v1/roles", list)
        router.post("/v1/roles", create)
        router.patch("/v1/roles/:role", change)
        router.delete("/v1/roles/:role", remove)
    }

    private func list(_ request: Request) async throws -> Response {
        let principal = try request.teamPrincipal()
        return try .json(Page(items: try await roles.list(principal.workspace)))
    }

    private func create(_ request: Request) async throws -> Response {
        let actor = try request.actor(may: .rolesManage)
        let draft = try await request.decode(RoleDraft.self)
        return try .created(try await roles.create(actor.workspace, draft, actor: actor))
    }

    private func change(_ request: Request) async throws -> Response {
        let actor = try request.actor(may: .rolesManage)
        let id: RoleID = try request.id("role", "role")
        let change = try await request.decode(RoleChange.self)
        return try .json(try await roles.change(actor.workspace, id, by: change, actor: actor))
    }

    private func remove(_ request: Request) async throws -> Response {
        let actor = try request.actor(may: .rolesManage)
        try await roles.remove(actor.workspace, try request.id("role", "role"), actor: actor)
        return .noContent
    }
}
