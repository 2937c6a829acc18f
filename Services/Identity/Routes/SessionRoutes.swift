import Server
import ServiceKit
import WireModel

/// The ways in. Those under `/internal` are the gateway's, which alone handles cookies and keys.
struct SessionRoutes: Sendable {
    let accounts: AccountStore
    let sessions: SessionStore
    let credentials: Credentials

    func register(on router: inout Router) {
        router.get("/v1/session", find)
        router.post("/internal/sign-up", signUp)
        router.post("/internal/workspaces", addWorkspace)
        router.post("/internal/sessions", signIn)
        router.put("/internal/session/workspace", switchWorkspace)
        router.post("/internal/sessions/resolution", resolve)
        router.post("/internal/sessions/end", end)
    }

    /// A key has no session.
    private func find(_ request: Request) async throws -> Response {
        let principal = try request.teamPrincipal()
        guard let session = principal.session else { throw Failure.unauthenticated }
        return try .json(try await sessions.find(principal.workspace, session))
    }

    private func signUp(_ request: Request) async throws -> Response {
        let form = try await request.decode(SignUp.self)
        let account = try NewAccount(form, isZone: ZoneInfo.contains)
        return try await credentials.joiner(
            account.email, password: account.password, code: form.code, from: request.client, wrong: .emailTaken
        ) { joiner in
            try .created(try await accounts.signUp(account, as: joiner, from: request.client))
        }
    }

    private func addWorkspace(_ request: Request) async throws -> Response {
        let principal = try request.selfPrincipal()
        let draft = try NewWorkspace(try await request.decode(WorkspaceDraft.self), isZone: ZoneInfo.contains)
        return try .created(try await accounts.addWorkspace(draft, of: principal, from: request.client))
    }

    private func signIn(_ request: Request) async throws -> Response {
        let form = try await request.decode(SignIn.self)
        return try await credentials.attempt(
            form.email, password: form.password, code: form.code, from: request.client
        ) { proof in
            try .created(try await accounts.signIn(proof, to: form.workspace, from: request.client))
        }
    }

    private func switchWorkspace(_ request: Request) async throws -> Response {
        let principal = try request.selfPrincipal()
        let workspace = try await request.decode(WorkspaceChoice.self).workspace
        return try .json(try await accounts.switchSession(of: principal, to: workspace, from: request.client))
    }

    private func resolve(_ request: Request) async throws -> Response {
        let hash = try await request.decode(SecretHash.self).bytes()
        return try .json(try await sessions.resolve(hash))
    }

    private func end(_ request: Request) async throws -> Response {
        try await sessions.end(try await request.decode(SecretHash.self).bytes(), from: request.client)
        return .noContent
    }
}
