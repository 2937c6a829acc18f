import Server
import ServiceKit
import WireModel

struct WorkspaceRoutes: Sendable {
    let workspaces: WorkspaceStore

    func register(on router: inout Router) {
        router.get("/v1/workspace", find)
        router.patch("/v1/workspace", change)
        router.put("/v1/workspace/security", secure)
        router.get("/internal/workspaces/:workspace", findForService)
    }

    private func find(_ request: Request) async throws -> Response {
        let principal = try request.teamPrincipal()
        return try .json(try await workspaces.find(principal.workspace))
    }

    private func change(_ request: Request) async throws -> Response {
        let actor = try request.actor(may: .workspaceManage)
        let change = try await request.decode(WorkspaceChange.self)
        let revision = try WorkspaceRevision(change, isZone: ZoneInfo.contains)
        return try .json(try await workspaces.change(actor.workspace, by: revision, actor: actor))
    }

    private func secure(_ request: Request) async throws -> Response {
        let actor = try request.actor(may: .securityManage)
        let security = try await request.decode(WorkspaceSecurity.self)
        return try .json(try await workspaces.secure(actor.workspace, by: security, actor: actor))
    }

    private func findForService(_ request: Request) async throws -> Response {
        try .json(try await workspaces.find(try request.id("workspace", "workspace")))
    }
}
