import Server
import ServiceKit
import WireModel

struct MemberRoutes: Sendable {
    let members: MemberStore

    func register(on router: inout Router) {
        router.get("/v1/members", list)
        router.get("/v1/members/:member", find)
        router.patch("/v1/members/:member", change)
        router.delete("/v1/members/:member", remove)
        router.get("/v1/members/:member/rights", explain)
        router.get("/internal/workspaces/:workspace/rights", listForService)
        router.get("/internal/workspaces/:workspace/members/:member", findForService)
        router.get("/internal/workspaces/:workspace/members/:member/rights", rightsForService)
        router.post("/internal/members/:member/looks", noteLook)
    }

    private func list(_ request: Request) async throws -> Response {
        let principal = try request.teamPrincipal()
        return try .json(try await members.list(principal.workspace, try request.stretch()))
    }

    private func find(_ request: Request) async throws -> Response {
        let principal = try request.teamPrincipal()
        return try .json(try await members.find(principal.workspace, try request.id("member", "member")))
    }

    private func change(_ request: Request) async throws -> Response {
        let actor = try request.actor(may: .membersManage)
        let id: MemberID = try request.id("member", "member")
        let change = try await request.decode(MemberChange.self)
        return try .json(try await members.change(actor.workspace, id, by: change, actor: actor))
    }

    private func remove(_ request: Request) async throws -> Response {
        let actor = try request.actor(may: .membersManage)
        try await members.remove(actor.workspace, try request.id("member", "member"), actor: actor)
        return .noContent
    }

    private func explain(_ request: Request) async throws -> Response {
        let actor = try request.actor(may: .membersViewAs)
        let id: MemberID = try request.id("member", "member")
        return try .json(try await members.explain(actor.workspace, id, actor: actor))
    }

    private func listForService(_ request: Request) async throws -> Response {
        let workspace: WorkspaceID = try request.id("workspace", "workspace")
        return try .json(Page(items: try await members.active(workspace)))
    }

    private func rightsForService(_ request: Request) async throws -> Response {
        let workspace: WorkspaceID = try request.id("workspace", "workspace")
        return try .json(try await members.rights(workspace, try request.id("member", "member")))
    }

    private func noteLook(_ request: Request) async throws -> Response {
        let actor = try request.actor(may: .membersViewAs)
        try await members.noteLook(actor.workspace, try request.id("member", "member"), actor: actor)
        return .noContent
    }

    private func findForService(_ request: Request) async throws -> Response {
        let workspace: WorkspaceID = try request.id("workspace", "workspace")
        return try .json(try await members.find(workspace, try request.id("member", "member")))
    }
}
