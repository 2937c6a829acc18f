import Server
import ServiceKit
import WireModel

struct InvitationRoutes: Sendable {
    let invitations: InvitationStore
    let credentials: Credentials

    func register(on router: inout Router) {
        router.get("/v1/invitations", list)
        router.post("/v1/invitations", create)
        router.delete("/v1/invitations/:invitation", revoke)
        router.post("/v1/invitations/:invitation/link", link)
        router.post("/v1/invitations/preview", preview)
        router.post("/internal/invitations/acceptance", accept)
    }

    private func list(_ request: Request) async throws -> Response {
        let principal = try request.principal(may: .membersManage)
        return try .json(try await invitations.list(principal.workspace, try request.stretch()))
    }

    private func create(_ request: Request) async throws -> Response {
        let actor = try request.actor(may: .membersManage)
        let draft = try NewInvitation(try await request.decode(InvitationDraft.self))
        return try .created(try await invitations.create(actor.workspace, draft, actor: actor))
    }

    private func revoke(_ request: Request) async throws -> Response {
        let actor = try request.actor(may: .membersManage)
        let id: InvitationID = try request.id("invitation", "invitation")
        try await invitations.revoke(actor.workspace, id, actor: actor)
        return .noContent
    }

    /// For anybody who holds the token.
    private func preview(_ request: Request) async throws -> Response {
        let token = try await request.decode(TokenBody.self).token
        return try .json(try await invitations.open(Secret.hash(token)).preview)
    }

    private func accept(_ request: Request) async throws -> Response {
        let acceptance = try await request.decode(InvitationAcceptance.self)
        let hash = Secret.hash(acceptance.token)
        let joining = try Joining(acceptance, invited: try await invitations.open(hash).invitation.email)
        return try await credentials.joiner(
            joining.email, password: acceptance.password, code: acceptance.code, from: request.client,
            wrong: .wrongSignIn
        ) { joiner in
            try .created(try await invitations.accept(hash, joining, as: joiner, from: request.client))
        }
    }

    /// The link once more.
    private func link(_ request: Request) async throws -> Response {
        let principal = try request.principal(may: .membersManage)
        let id: InvitationID = try request.id("invitation", "invitation")
        return try .json(try await invitations.link(principal.workspace, id, actor: principal))
    }
}
