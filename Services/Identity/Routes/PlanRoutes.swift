import HTTP
import Server
import ServiceKit
import WireModel

/// How much a workspace uses of its plan, and how the operator gives it another one.
struct PlanRoutes: Sendable {
    let plans: PlanStore
    let conversations: Peer

    func register(on router: inout Router) {
        router.get("/v1/workspace/usage", usage)
        router.get("/internal/plans", list)
        router.put("/internal/workspaces/:workspace/plan", assign)
    }

    private func usage(_ request: Request) async throws -> Response {
        let workspace = try request.teamPrincipal().workspace
        let own = try await plans.members(workspace)
        let theirs = try await conversations.call(
            .get, "/internal/workspaces/\(workspace)/usage", requestID: request.requestID,
            expecting: ConversationUsage.self)
        return try .json(
            WorkspaceUsage(
                plan: own.plan, members: own.members, inboxes: theirs.inboxes, storageBytes: theirs.storageBytes,
                messagesThisMonth: theirs.messagesThisMonth))
    }

    private func list(_ request: Request) async throws -> Response {
        try .json(Page(items: try await plans.list()))
    }

    private func assign(_ request: Request) async throws -> Response {
        let workspace: WorkspaceID = try request.id("workspace", "workspace")
        let name = try await request.decode(PlanAssignment.self).plan
        return try .json(try await plans.assign(workspace, to: name, from: request.client))
    }
}
