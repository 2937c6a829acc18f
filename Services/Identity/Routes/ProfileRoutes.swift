import HTTP
import Server
import ServiceKit
import WireModel

struct ProfileRoutes: Sendable {
    let profiles: ProfileStore

    func register(on router: inout Router) {
        router.patch("/v1/profile", change)
        router.put("/v1/profile/avatar", setAvatar)
        router.delete("/v1/profile/avatar", removeAvatar)
        router.get("/v1/members/:member/avatar", avatar)
    }

    private func change(_ request: Request) async throws -> Response {
        let principal = try request.selfPrincipal()
        let change = try await request.decode(ProfileChange.self)
        let revision = try ProfileRevision(change, isZone: ZoneInfo.contains)
        return try .json(try await profiles.change(revision, of: principal))
    }

    private func setAvatar(_ request: Request) async throws -> Response {
        let principal = try request.selfPrincipal()
        let avatar = try Avatar(try await request.body.collect(upTo: Avatar.limitBytes))
        return try .json(try await profiles.setAvatar(avatar, of: principal))
    }

    private func removeAvatar(_ request: Request) async throws -> Response {
        try .json(try await profiles.removeAvatar(of: try request.selfPrincipal()))
    }

    /// Bytes of somebody's choice: a browser is to show them as a picture or not at all.
    private func avatar(_ request: Request) async throws -> Response {
        let principal = try request.teamPrincipal()
        let avatar = try await profiles.avatar(principal.workspace, try request.id("member", "member"))
        var response = Response.bytes(avatar.bytes, type: avatar.type.rawValue)
        response.headers.set("X-Content-Type-Options", "nosniff")
        response.headers.set("Content-Security-Policy", "sandbox; default-src 'none'")
        let isNamed = request.query("v") == avatar.version
        response.headers.set("Cache-Control", isNamed ? "private, max-age=31536000, immutable" : "private, no-cache")
        return response
    }
}
