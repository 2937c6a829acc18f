import Server
import ServiceKit
import WireModel

struct TeamRoutes: Sendable {
    let teams: TeamStore

    func register(on router: inout Router) {
        router.get("/v1/teams", list)
        router.post("/v1/teams", create)
        router.patch("/v1/teams/:team", change)
        router.delete("/v1/teams/:team", remove)
        router.get("/internal/workspaces/:workspace/teams/:team", findForService)
    }

    private func list(_ request: Request) async throws -> Response {
        let principal = try request.teamPrincipal()
        return try .json(Page(items: try await teams.list(principal.workspace)))
    }

    private func create(_ request: Request) async throws -> Response {
        let actor = try request.actor(may: .teamsManage)
        let draft = try await request.decode(TeamDraft.self)
        return try .created(try await teams.create(actor.workspace, draft, actor: actor))
    }

    private func change(_ request: Request) async throws -> Response {
        let actor = try request.actor(may: .teamsManage)
        let id: TeamID = try request.id("team", "team")
        let change = try await request.decode(TeamChange.self)
        return try .json(try await teams.change(actor.workspace, id, by: change, actor: actor))
    }

    private func remove(_ request: Request) async throws -> Response {
        let actor = try request.actor(may: .teamsManage)
        try await teams.remove(actor.workspace, try request.id("team", "team"), actor: actor)
        return .noContent
    }

    private func findForService(_ request: Request) async throws -> Response {
        let workspace: WorkspaceID = try request.id("workspace", "workspace")
        return try .json(try await teams.find(workspace, try request.id("team", "team")))
    }
}
