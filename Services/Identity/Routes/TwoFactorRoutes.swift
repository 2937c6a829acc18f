import Server
import ServiceKit
import WireModel

struct TwoFactorRoutes: Sendable {
    let twoFactor: TwoFactorStore
    let credentials: Credentials

    func register(on router: inout Router) {
        router.post("/v1/account/two-factor", start)
        router.post("/internal/account/two-factor/confirmation", confirm)
        router.delete("/v1/account/two-factor", end)
        router.post("/v1/account/two-factor/backup-codes", newBackupCodes)
    }

    private func start(_ request: Request) async throws -> Response {
        try .json(try await twoFactor.start(try request.selfPrincipal()))
    }

    /// Ends in a cookie.
    private func confirm(_ request: Request) async throws -> Response {
        let principal = try request.selfPrincipal()
        let code = try await request.decode(CodeBody.self).code
        let account = try await credentials.accounts.find(principal)
        return try await credentials.attemptCode(of: account.email, from: request.client) {
            try .json(try await twoFactor.confirm(code, of: principal, from: request.client))
        }
    }

    private func end(_ request: Request) async throws -> Response {
        let principal = try request.selfPrincipal()
        let password = try await request.decode(PasswordBody.self).password
        try await credentials.confirm(principal, password: password, field: "password", from: request.client) { proof in
            try await twoFactor.end(proof, of: principal, from: request.client)
        }
        return .noContent
    }

    private func newBackupCodes(_ request: Request) async throws -> Response {
        let principal = try request.selfPrincipal()
        let password = try await request.decode(PasswordBody.self).password
        return try await credentials.confirm(
            principal, password: password, field: "password", from: request.client
        ) { proof in
            try .json(try await twoFactor.newBackupCodes(proof, of: principal, from: request.client))
        }
    }
}
