import HTTP
import JSON
import ServiceKit
import TestKit
import Testing
import WireModel

@testable import Identity

extension Tour {
    private static let password = "cardamom and saffron"

    /// What a person does with their account, ended as they began but for e-mail and password.
    func account() async throws {
        try await tickets()
        try await profile()
        let change = Value.object(["current": .text("dates and coffee"), "new": .text(Self.password)])
        try await visit("changePassword", body: change, expecting: 204)
        try await twoFactor()
        try await visit("changeEmail", body: Self.email, expecting: 202)
        try await visit("confirmTicket", body: try await link(.changeEmail), expecting: 204)
        let home = try await visit("getSession")["workspace"]["id"]
        try await visit("createWorkspace", expecting: 201)
        try await visit("switchWorkspace", body: .object(["workspace": home]))
        try await sessions()
        try await visit("requestPasswordReset", body: .object(["email": Self.email["email"]]), expecting: 202)
        let reset = try await link(.resetPassword).with("password", .text(Self.password))
        try await visit("resetPassword", body: reset, expecting: 201)
        try await visit("resetPassword", body: reset, expecting: 410)
    }

    private static let email = Value.object([
        "email": .text("salem@oasis.example"), "password": .text(password),
    ])

    private func tickets() async throws {
        try await visit("sendConfirmation", expecting: 202)
        let ticket = try await link(.confirmEmail)
        try await visit("previewTicket", body: ticket)
        try await visit("confirmTicket", body: ticket, expecting: 204)
        try await visit("confirmTicket", body: ticket, expecting: 410)
        try await visit("sendConfirmation", expecting: 409)
    }

    private func profile() async throws {
        try await visit("changeProfile")
        let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13]
        let picture = signature + Array("IHDR".utf8) + [0, 0, 0, 9, 0, 0, 0, 9, 8, 6, 0, 0, 0, 0, 0, 0, 0]
        let member = ["member": try await visit("setAvatar", bytes: picture)["id"].text ?? ""]
        try await visit("setAvatar", bytes: [1], expecting: 415)
        try await visit("getAvatar", member)
        try await visit("removeAvatar")
        try await visit("getAvatar", member, expecting: 404)
    }

    private func twoFactor() async throws {
        let password = Value.object(["password": .text(Self.password)])
        let requirement = Value.object(["requireTwoFactor": .bool(true)])
        try await visit("secureWorkspace", body: requirement, expecting: 409)
        let secret = try await visit("startTwoFactor")["secret"].text ?? ""
        let step = town.gateway.clock.now.milliseconds / 30_000
        let code = Value.object(["code": .text(TOTP.code(Self.bytes(ofBase32: secret), step: step))])
        try await visit("confirmTwoFactor", body: .object(["code": .text("nonsense")]), expecting: 422)
        try await visit("confirmTwoFactor", body: code)
        try await visit("startTwoFactor", expecting: 409)
        try await visit("secureWorkspace", body: requirement)
        try await visit("secureWorkspace")
        try await visit("renewBackupCodes", body: password)
        try await visit("endTwoFactor", expecting: 422)
        try await visit("endTwoFactor", body: password, expecting: 204)
    }

    private func sessions() async throws {
        let own = session
        let other = try await visit("signIn", body: Self.email, expecting: 201)["id"].text ?? ""
        use(session: own)
        try await visit("listSessions")
        try await visit("endSession", ["session": other], expecting: 204)
        try await visit("endSession", ["session": other], expecting: 404)
        try await visit("endOtherSessions", expecting: 204)
    }

    /// The ticket of the newest mail of this kind.
    private func link(_ kind: MailRequest.Kind) async throws -> Value {
        let workspace = try await visit("getSession")["workspace"]["id"].text ?? ""
        let log = try await town.identity.call(.get, "/internal/workspaces/\(workspace)/events?after=0").bytes
        let lines = try log.split(separator: UInt8(ascii: "\n")).map { try EventLine(Array($0)) }
        let mails = try lines.filter { $0.type == .mailRequested }.map { try $0.data(as: MailRequest.self) }
        let ticket = try #require(mails.last { $0.kind == kind }?.ticket)
        return .object(["ticket": .text(testKey.ticketToken(ticket))])
    }

    private static func bytes(ofBase32 text: String) -> [UInt8] {
        let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")
        var (bits, count) = (0, 0)
        return text.reduce(into: []) { bytes, letter in
            bits = bits << 5 | (letters.firstIndex(of: letter) ?? 0)
            count += 5
            guard count >= 8 else { return }
            count -= 8
            bytes.append(UInt8(bits >> count & 255))
            bits &= (1 << count) - 1
        }
    }
}
