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
        router.post("/internal/sessions", signIn)
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
        let account = try NewAccount(try await request.decode(SignUp.self), isZone: ZoneInfo.contains)
        return try await credentials.newcomer(account.email, password: account.password, from: request.client) { hash in
            try .created(try await accounts.signUp(account, passwordHash: hash, from: request.client))
        }
    }

    private func signIn(_ request: Request) async throws -> Response {
        let signIn = try await request.decode(SignIn.self)
        let person = try await credentials.person(
            email: signIn.email, password: signIn.password, from: request.client)
        return try .created(try await accounts.signIn(person, to: signIn.workspace, from: request.client))
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
