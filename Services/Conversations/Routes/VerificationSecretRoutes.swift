import Server
import ServiceKit
import WireModel

struct VerificationSecretRoutes: Sendable {
    let secrets: VerificationSecretStore

    func register(on router: inout Router) {
        router.get("/v1/inboxes/:inbox/secrets", list)
        router.post("/v1/inboxes/:inbox/secrets", create)
        router.delete("/v1/inboxes/:inbox/secrets/:secret", revoke)
    }

    private func list(_ request: Request) async throws -> Response {
        let principal = try request.principal(may: .inboxesManage)
        return try .json(Page(items: try await secrets.list(principal.workspace, try request.id("inbox", "inbox"))))
    }

    private func create(_ request: Request) async throws -> Response {
        let principal = try request.principal(may: .inboxesManage)
        return try .created(
            try await secrets.create(
                principal.workspace, try request.id("inbox", "inbox"), by: Caller(principal, from: request.client)))
    }

    private func revoke(_ request: Request) async throws -> Response {
        let principal = try request.principal(may: .inboxesManage)
        try await secrets.revoke(
            principal.workspace, try request.id("inbox", "inbox"), try request.id("secret", "secret"),
            by: Caller(principal, from: request.client))
        return .noContent
    }
}
