import HTTP
import JSON
import Server
import ServiceKit
import WireModel

/// What a person does with their account: links of mails, which anybody may hold, and what gives a session another
/// token. Everything else of it is passed on as it is.
struct AccountRoutes: Sendable {
    let edge: Edge
    let peers: Peers
    let sessions: SessionRoutes

    func register(on router: inout Router) {
        router.post("/api/v1/password-reset", requestReset)
        router.post("/api/v1/tickets/preview", preview)
        router.post("/api/v1/tickets/confirmation", confirm)
        router.post("/api/v1/tickets/password", resetPassword)
        router.post("/api/v1/account/password", changePassword)
        router.post("/api/v1/account/two-factor/confirmation", confirmTwoFactor)
        router.post("/api/v1/workspaces", addWorkspace)
        router.put("/api/v1/session/workspace", switchWorkspace)
    }

    private func requestReset(_ request: Request) async throws -> Response {
        try edge.requireOwnOrigin(request)
        try edge.admit(.account, request)
        let form = try await request.decode(PasswordResetRequest.self)
        try await tell("/internal/password-reset", form, request)
        return Response(.accepted)
    }

    private func preview(_ request: Request) async throws -> Response {
        try edge.requireOwnOrigin(request)
        try edge.admit(.door, request)
        return try await ForwardRoutes(edge: edge, peers: peers).forward(request, to: peers.identity, as: nil)
    }

    private func confirm(_ request: Request) async throws -> Response {
        try edge.requireOwnOrigin(request)
        try edge.admit(.door, request)
        try await tell("/internal/tickets/confirmation", try await request.decode(TicketBody.self), request)
        return .noContent
    }

    private func resetPassword(_ request: Request) async throws -> Response {
        try edge.requireOwnOrigin(request)
        try edge.admit(.door, request)
        let form = try await request.decode(PasswordReset.self)
        return try sessions.begin(
            try await ask(.post, "/internal/tickets/password", form, request, expecting: SessionGrant.self))
    }

    /// The session goes on under another token; whoever had the old one has nothing.
    private func changePassword(_ request: Request) async throws -> Response {
        let bearer = try await edge.team(request)
        let form = try await request.decode(PasswordChange.self)
        let grant = try await ask(
            .post, "/internal/account/password", form, request, as: bearer, expecting: TokenBody.self)
        return sessions.replace(grant.token, in: .noContent, of: request)
    }

    private func confirmTwoFactor(_ request: Request) async throws -> Response {
        let bearer = try await edge.team(request)
        let form = try await request.decode(CodeBody.self)
        let grant = try await ask(
            .post, "/internal/account/two-factor/confirmation", form, request, as: bearer,
            expecting: TwoFactorGrant.self)
        let codes = try Response.json(BackupCodes(backupCodes: grant.backupCodes))
        return sessions.replace(grant.token, in: codes, of: request)
    }

    private func addWorkspace(_ request: Request) async throws -> Response {
        let bearer = try await edge.team(request)
        let form = try await request.decode(WorkspaceDraft.self)
        let grant = try await ask(
            .post, "/internal/workspaces", form, request, as: bearer, expecting: SessionGrant.self)
        await sessions.makeFirstInbox(of: grant.session.workspace, request)
        return sessions.replace(grant.token, in: try .created(grant.session), of: request)
    }

    private func switchWorkspace(_ request: Request) async throws -> Response {
        let bearer = try await edge.team(request)
        let form = try await request.decode(WorkspaceChoice.self)
        let grant = try await ask(
            .put, "/internal/session/workspace", form, request, as: bearer, expecting: SessionGrant.self)
        return sessions.replace(grant.token, in: try .json(grant.session), of: request)
    }

    private func ask<Answer: Decodable & Sendable>(
        _ method: Method, _ path: String, _ form: some Encodable, _ request: Request, as bearer: Bearer? = nil,
        expecting: Answer.Type
    ) async throws -> Answer {
        try await peers.identity.call(
            method, path, sending: form, as: bearer, requestID: request.requestID, client: edge.client(of: request),
            expecting: Answer.self)
    }

    private func tell(_ path: String, _ form: some Encodable, _ request: Request) async throws {
        _ = try await peers.identity.send(
            .post, path, body: try JSON.encode(form), requestID: request.requestID,
            client: edge.client(of: request))
    }
}
