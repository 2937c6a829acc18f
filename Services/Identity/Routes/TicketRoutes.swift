import HTTP
import Server
import ServiceKit
import WireModel

/// What links in mails open, for anybody who holds them.
struct TicketRoutes: Sendable {
    let passwords: PasswordStore
    let emails: EmailStore
    let credentials: Credentials
    let context: ServiceContext

    func register(on router: inout Router) {
        router.post("/internal/password-reset", requestReset)
        router.post("/v1/tickets/preview", preview)
        router.post("/internal/tickets/confirmation", confirm)
        router.post("/internal/tickets/password", resetPassword)
    }

    /// Answers the same whoever has this e-mail.
    private func requestReset(_ request: Request) async throws -> Response {
        let email = try await request.decode(PasswordResetRequest.self).email
        try await passwords.requestReset(email.trimmed, from: request.client)
        return Response(.accepted)
    }

    private func preview(_ request: Request) async throws -> Response {
        try .json(try await emails.preview(try await ticket(of: request)))
    }

    private func confirm(_ request: Request) async throws -> Response {
        try await emails.confirm(try await ticket(of: request), from: request.client)
        return .noContent
    }

    private func resetPassword(_ request: Request) async throws -> Response {
        let form = try await request.decode(PasswordReset.self)
        let id = try context.key.ticket(of: form.ticket)
        let ticket = try await passwords.reset(id)
        try Credentials.check(form.password, field: "password", email: EmailAddress(ticket.email))
        return try await credentials.attemptCode(of: ticket.email, from: request.client) {
            let hash = try await credentials.hash(form.password)
            return try .created(try await passwords.reset(id, to: hash, code: form.code, from: request.client))
        }
    }

    private func ticket(of request: Request) async throws -> TicketID {
        try context.key.ticket(of: try await request.decode(TicketBody.self).ticket)
    }
}
