import HTTP
import Server
import ServiceKit
import WireModel

/// What whoever operates the installation may do. They are there only with the setting `MAJLIS_OPERATOR_KEY`, which is
/// the key to them.
struct OperatorRoutes: Sendable {
    let edge: Edge
    let peers: Peers

    func register(on router: inout Router) {
        router.get("/api/v1/operator/plans", listPlans)
        router.put("/api/v1/operator/workspaces/:workspace/plan", setPlan)
    }

    private func listPlans(_ request: Request) async throws -> Response {
        try edge.requireOperator(request)
        return try await pass(request, .get, "/internal/plans", body: nil)
    }

    private func setPlan(_ request: Request) async throws -> Response {
        try edge.requireOperator(request)
        let workspace: WorkspaceID = try request.id("workspace", "workspace")
        let body = try await request.body.collect(upTo: jsonBodyLimitBytes)
        return try await pass(request, .put, "/internal/workspaces/\(workspace)/plan", body: body)
    }

    private func pass(
        _ request: Request, _ method: HTTP.Method, _ path: String, body: [UInt8]?
    ) async throws -> Response {
        let answer = try await peers.identity.send(
            method, path, body: body, requestID: request.requestID, client: edge.client(of: request))
        var response = Response.bytes(answer.bytes, type: "application/json", status: answer.status)
        response.headers.set("Cache-Control", "no-store")
        return response
    }
}
