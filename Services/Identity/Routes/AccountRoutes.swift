import HTTP
import Server
import ServiceKit
import WireModel

/// What a person does with their own account. Those under `/internal` end in a cookie, which the gateway alone handles.
struct AccountRoutes: Sendable {
    let sessions: SessionStore
    let passwords: PasswordStore
    let emails: EmailStore
    let credentials: Credentials

    func register(on router: inout Router) {
        router.post("/internal/account/password", changePassword)
        router.post("/v1/account/email", changeEmail)
        router.post("/v1/account/confirmation", sendConfirmation)
        router.get("/v1/account/sessions", listSessions)
        router.delete("/v1/account/sessions", endOtherSessions)
        router.delete("/v1/account/sessions/:session", endSession)
    }

    private func changePassword(_ request: Request) async throws -> Response {
        let principal = try request.selfPrincipal()
        let change = try await request.decode(PasswordChange.self)
        let account = try await credentials.accounts.find(principal)
        try Credentials.check(change.new, field: "new", email: EmailAddress(account.email))
        return try await credentials.confirm(
            principal, password: change.current, field: "current", from: request.client
        ) { proof in
            let hash = try await credentials.hash(change.new)
            return try .json(try await passwords.change(to: hash, with: proof, of: principal, from: request.client))
        }
    }

    private func changeEmail(_ request: Request) async throws -> Response {
        let principal = try request.selfPrincipal()
        let change = try await request.decode(EmailChange.self)
        var form = Form()
        let email = form.take("email", change.email, EmailAddress.init(field:))
        guard let email else { throw form.failure }
        try await credentials.confirm(
            principal, password: change.password, field: "password", from: request.client
        ) { proof in
            try await emails.requestChange(to: email, with: proof, of: principal, from: request.client)
        }
        return Response(.accepted)
    }

    private func sendConfirmation(_ request: Request) async throws -> Response {
        try await emails.sendConfirmation(of: try request.selfPrincipal())
        return Response(.accepted)
    }

    private func listSessions(_ request: Request) async throws -> Response {
        try .json(try await sessions.list(of: try request.selfPrincipal()))
    }

    private func endSession(_ request: Request) async throws -> Response {
        try await sessions.end(
            try request.id("session", "session"), of: try request.selfPrincipal(), from: request.client)
        return .noContent
    }

    private func endOtherSessions(_ request: Request) async throws -> Response {
        try await sessions.endOthers(of: try request.selfPrincipal(), from: request.client)
        return .noContent
    }
}
