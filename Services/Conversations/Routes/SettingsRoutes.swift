import Server
import ServiceKit
import WireModel

/// How a workspace works with its conversations.
struct SettingsRoutes: Sendable {
    let settings: SettingsBook

    func register(on router: inout Router) {
        router.get("/v1/workspace-settings", find)
        router.put("/v1/workspace-settings", change)
    }

    private func find(_ request: Request) async throws -> Response {
        try .json(settings[try request.teamPrincipal().workspace])
    }

    private func change(_ request: Request) async throws -> Response {
        let principal = try request.principal(may: .workspaceManage)
        let wish = try SettingsRules.check(try await request.decode(WorkspaceSettings.self))
        return try .json(
            try await settings.change(
                principal.workspace, to: wish, by: Caller(principal, from: request.client)))
    }
}
