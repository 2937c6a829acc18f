import HTTP
import Server
import ServiceKit
import WireModel

struct AuditRoutes: Sendable {
    let audit: AuditStore

    func register(on router: inout Router) {
        router.get("/v1/audit", list)
        router.get("/v1/audit/export", export)
    }

    private func list(_ request: Request) async throws -> Response {
        let principal = try request.principal(may: .auditView)
        let page = try await audit.list(
            principal.workspace, try AuditFilter(request),
            after: try request.query("cursor").map { try AuditCursor($0) },
            limit: try request.integer("limit", default: 50, in: 1...200))
        return try .json(page)
    }

    private func export(_ request: Request) async throws -> Response {
        let actor = try request.actor(may: .auditView)
        let sheet = try await audit.export(actor.workspace, try AuditFilter(request), by: actor)
        var response = Response.bytes(sheet.bytes, type: "text/csv; charset=utf-8")
        response.headers.set("Content-Disposition", "attachment; filename=\"audit.csv\"")
        return response
    }
}

extension AuditFilter {
    fileprivate init(_ request: Request) throws(Failure) {
        try self.init(
            actor: request.query("actor"), action: request.query("action"), from: request.query("from"),
            to: request.query("to"))
    }
}
