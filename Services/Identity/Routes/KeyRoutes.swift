import Server
import ServiceKit
import WireModel

struct KeyRoutes: Sendable {
    let keys: KeyStore

    func register(on router: inout Router) {
        router.get("/v1/api-keys", list)
        router.post("/v1/api-keys", create)
        router.delete("/v1/api-keys/:key", revoke)
        router.post("/internal/keys/resolution", resolve)
    }

    private func list(_ request: Request) async throws -> Response {
        let principal = try request.principal(may: .keysManage)
        return try .json(try await keys.list(principal.workspace, try request.stretch()))
    }

    private func create(_ request: Request) async throws -> Response {
        let actor = try request.actor(may: .keysManage)
        let draft = try NewKey(try await request.decode(APIKeyDraft.self), now: keys.context.now())
        return try .created(try await keys.create(actor.workspace, draft, actor: actor))
    }

    private func revoke(_ request: Request) async throws -> Response {
        let actor = try request.actor(may: .keysManage)
        try await keys.revoke(actor.workspace, try request.id("key", "key"), actor: actor)
        return .noContent
    }

    private func resolve(_ request: Request) async throws -> Response {
        try .json(try await keys.resolve(try await request.decode(SecretHash.self).bytes()))
    }
}
