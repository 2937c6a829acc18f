import HTTP
import JSON
import Server
import ServiceKit
import WireModel

/// How somebody becomes, and stops being, a signed-in member: the routes that set the cookie.
struct SessionRoutes: Sendable {
    let edge: Edge
    let peers: Peers
    let settings: GatewaySettings

    func register(on router: inout Router) {
        router.post("/api/v1/sign-up", signUp)
        router.post("/api/v1/session", signIn)
        router.delete("/api/v1/session", signOut)
        router.post("/api/v1/invitations/acceptance", accept)
    }

    private func signUp(_ request: Request) async throws -> Response {
        try edge.requireOwnOrigin(request)
        try edge.admit(.account, request)
        let form = try await request.decode(SignUp.self)
        let grant = try await peers.identity.call(
            .post, "/internal/sign-up", sending: form, requestID: request.requestID,
            client: edge.client(of: request), expecting: SessionGrant.self)
        await makeFirstInbox(of: grant.session.workspace, request)
        return try begin(grant)
    }

    private func signIn(_ request: Request) async throws -> Response {
        try edge.requireOwnOrigin(request)
        try edge.admit(.door, request)
        let form = try await request.decode(SignIn.self)
        return try begin(
            try await peers.identity.call(
                .post, "/internal/sessions", sending: form, requestID: request.requestID,
                client: edge.client(of: request), expecting: SessionGrant.self))
    }

    private func accept(_ request: Request) async throws -> Response {
        try edge.requireOwnOrigin(request)
        try edge.admit(.door, request)
        let form = try await request.decode(InvitationAcceptance.self)
        return try begin(
            try await peers.identity.call(
                .post, "/internal/invitations/acceptance", sending: form, requestID: request.requestID,
                client: edge.client(of: request), expecting: SessionGrant.self))
    }

    private func signOut(_ request: Request) async throws -> Response {
        try edge.requireOwnOrigin(request)
        if let token = edge.sessionToken(of: request) {
            // Ending is a write, and whoever is known can do it once.
            if edge.callers.known(token) == nil { try edge.admit(.stranger, request) }
            let hash = Base64URL.encode(Secret.hash(token))
            _ = try await peers.identity.send(
                .post, "/internal/sessions/end", body: try JSON.encode(SecretHash(hash: hash)),
                requestID: request.requestID, client: edge.client(of: request))
            // The identity log says so too, a moment later and to every gateway.
            edge.callers.forget(token)
        }
        var response = Response.noContent
        response.headers.set("Set-Cookie", SessionCookie.cleared(secure: settings.isSecure))
        return response
    }

    /// The workspace stands whether or not this succeeds: the page of a workspace without inboxes offers to make one.
    func makeFirstInbox(of workspace: Workspace, _ request: Request) async {
        _ = try? await peers.conversations.call(
            .post, "/internal/workspaces/\(workspace.id)/inboxes/first",
            sending: FirstInbox(name: workspace.name, language: workspace.language), requestID: request.requestID,
            expecting: Inbox.self)
    }

    func begin(_ grant: SessionGrant) throws -> Response {
        signedIn(by: grant.token, in: try .created(grant.session))
    }

    /// `response` with another token instead of the one that asked, which stands for nobody any more.
    func replace(_ token: String, in response: Response, of request: Request) -> Response {
        if let old = edge.sessionToken(of: request) { edge.callers.forget(old) }
        return signedIn(by: token, in: response)
    }

    private func signedIn(by token: String, in response: Response) -> Response {
        var response = response
        response.headers.set("Set-Cookie", SessionCookie.value(token, secure: settings.isSecure))
        response.headers.set("Cache-Control", "no-store")
        return response
    }
}
