import HTTP
import JSON
import ServiceKit
import TestKit
import Testing
import WireModel

@testable import Identity

/// A member who is signed in: their principal, and the token of their cookie.
struct SignedIn: Sendable {
    var principal: Principal
    var token: String
    var workspace: WorkspaceID { principal.workspace }
    var member: MemberID { principal.member! }
}

extension Harness {
    /// What the gateway says of where a request comes from.
    static let laptop: Headers = ["Majlis-Client-Address": "203.0.113.7", "Majlis-Client-Device": "Laptop"]
    static let phone: Headers = ["Majlis-Client-Address": "198.51.100.9", "Majlis-Client-Device": "Phone"]

    func call(
        _ method: HTTP.Method, _ path: String, sending value: any Encodable, as principal: Principal? = nil,
        from headers: Headers
    ) async throws -> Answer {
        Answer(try await service.call(method, path, body: value, as: principal, headers: headers))
    }

    func signedIn(_ grant: SessionGrant) async throws -> SignedIn {
        SignedIn(principal: try await principal(grant), token: grant.token)
    }

    func signedUp(_ email: String = "sara@example.com", workspace: String = "Dates & Co") async throws -> SignedIn {
        try await signedIn(try await signUp(email, workspace: workspace))
    }

    /// One more session of somebody.
    func signedInAgain(
        _ email: String = "sara@example.com", code: String? = nil, from headers: Headers = [:]
    ) async throws -> SignedIn {
        let answer = try await call(
            .post, "/internal/sessions", sending: SignIn(email: email, password: Self.password, code: code),
            from: headers)
        try #require(answer.status == 201, "\(answer.text)")
        return try await signedIn(try answer.decoded())
    }

    /// The mails that the workspace's part of the log asks for, of one kind, the oldest first.
    func mails(_ kind: MailRequest.Kind, of workspace: WorkspaceID) async throws -> [MailRequest] {
        try await events(of: workspace).filter { $0.type == .mailRequested }
            .map { try $0.data(as: MailRequest.self) }.filter { $0.kind == kind }
    }

    /// What the newest such mail's link ends in.
    func link(_ kind: MailRequest.Kind, of workspace: WorkspaceID) async throws -> String {
        let mail = try #require(try await mails(kind, of: workspace).last)
        return testKey.ticketToken(try #require(mail.ticket))
    }

    func use(_ link: String) async throws -> Answer {
        try await call(.post, "/internal/tickets/confirmation", sending: TicketBody(ticket: link))
    }

    func preview(_ link: String) async throws -> Answer {
        try await call(.post, "/v1/tickets/preview", sending: TicketBody(ticket: link))
    }

    func requestReset(_ email: String, from headers: Headers = [:]) async throws -> Answer {
        try await call(
            .post, "/internal/password-reset", sending: PasswordResetRequest(email: email), from: headers)
    }

    func reset(_ link: String, to password: String, code: String? = nil) async throws -> Answer {
        try await call(
            .post, "/internal/tickets/password", sending: PasswordReset(ticket: link, password: password, code: code))
    }

    // MARK: Second factor

    /// The code that an app would show now, or some half minutes away from it.
    func code(_ secret: [UInt8], steps: Int64 = 0) -> String {
        TOTP.code(secret, step: clock.now.milliseconds / 30_000 + steps)
    }

    func setUp(_ somebody: SignedIn) async throws -> [UInt8] {
        let answer = try await call(.post, "/v1/account/two-factor", as: somebody.principal)
        try #require(answer.status == 200, "\(answer.text)")
        return base32(try answer.decoded(as: TwoFactorSetup.self).secret)
    }

    func confirm(_ code: String, as somebody: SignedIn) async throws -> Answer {
        try await call(
            .post, "/internal/account/two-factor/confirmation", sending: CodeBody(code: code), as: somebody.principal)
    }

    /// Turns a second factor on; the clock goes on to the next half minute, so that the next code is a new one.
    func enrol(_ somebody: SignedIn) async throws -> (secret: [UInt8], codes: [String], token: String) {
        let secret = try await setUp(somebody)
        let answer = try await confirm(code(secret), as: somebody)
        try #require(answer.status == 200, "\(answer.text)")
        let grant: TwoFactorGrant = try answer.decoded()
        clock.advance(by: .seconds(30))
        return (secret, grant.backupCodes, grant.token)
    }

    func signIn(_ email: String = "sara@example.com", code: String?) async throws -> Answer {
        try await call(.post, "/internal/sessions", sending: SignIn(email: email, password: Self.password, code: code))
    }

    /// How often a password was hashed or checked so far.
    func passwordWork() async throws -> Int {
        let text = try await service.call(.get, "/metrics").text
        let line = text.split(separator: "\n").first { $0.hasPrefix("majlis_password_hashes_total ") }
        return line.flatMap { Int($0.split(separator: " ")[1]) } ?? 0
    }
}

private func base32(_ text: String) -> [UInt8] {
    let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")
    var bits = 0
    var count = 0
    return text.reduce(into: []) { bytes, letter in
        bits = bits << 5 | letters.firstIndex(of: letter)!
        count += 5
        if count >= 8 {
            count -= 8
            bytes.append(UInt8(bits >> count & 255))
        }
        bits &= (1 << count) - 1
    }
}
