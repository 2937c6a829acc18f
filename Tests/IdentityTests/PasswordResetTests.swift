import HTTP
import JSON
import ServiceKit
import Storage
import TestKit
import Testing
import WireModel

@testable import Identity

struct PasswordResetTests {
    private let new = "another long password"

    @Test func `a link sets a new password, once, and ends every session`() async throws {
        try await Harness.run { harness in
            let sara = try await harness.signedUp()
            let elsewhere = try await harness.member(invitedBy: harness.owner("omar@example.com"), "sara@example.com")
            #expect(try await harness.requestReset(" SARA@example.com ", from: Harness.phone).status == 202)
            let mail = try #require(try await resets(harness, sara, elsewhere).last)
            #expect(mail.to == "sara@example.com")
            #expect(mail.detail?.device == "Phone")
            #expect(mail.expiresAt == harness.clock.now + .hours(1))
            let link = testKey.ticketToken(mail.ticket!)

            let answers = try await together(3) { try await harness.reset(link, to: new).status }

            #expect(answers == [201, 410, 410])
            #expect(try await harness.resolve(sara.token).status == 401)
            #expect(try await harness.call(.get, "/v1/session", as: elsewhere).status == 401)
            #expect(try await harness.signIn("sara@example.com").status == 401)
            #expect(try await harness.signIn("sara@example.com", new).status == 201)
            let all = try await [sara.workspace, elsewhere.workspace].asyncFlatMap {
                try await harness.mails(.passwordChanged, of: $0)
            }
            #expect(all.map(\.to) == ["sara@example.com"])
        }
    }

    @Test func `whoever reads the mail has the address`() async throws {
        try await Harness.run { harness in
            let sara = try await harness.signedUp()
            _ = try await harness.requestReset("sara@example.com")
            let link = try await harness.link(.resetPassword, of: sara.workspace)

            let grant: SessionGrant = try await harness.reset(link, to: new).decoded()

            #expect(grant.session.emailConfirmed)
            #expect(try await harness.use(harness.link(.confirmEmail, of: sara.workspace)).code == "ticket.closed")
        }
    }

    @Test func `a new request closes the one before, and a link holds an hour`() async throws {
        try await Harness.run { harness in
            let sara = try await harness.signedUp()
            _ = try await harness.requestReset("sara@example.com")
            let first = try await harness.link(.resetPassword, of: sara.workspace)
            _ = try await harness.requestReset("sara@example.com")
            let second = try await harness.link(.resetPassword, of: sara.workspace)

            #expect(try await harness.reset(first, to: new).code == "ticket.closed")
            harness.clock.advance(by: .hours(1))
            #expect(try await harness.reset(second, to: new).code == "ticket.closed")
            #expect(try await harness.signIn("sara@example.com").status == 201)
        }
    }

    @Test func `the second factor is asked for, and a wrong try does not use the link up`() async throws {
        try await Harness.run { harness in
            let sara = try await harness.signedUp()
            _ = try await harness.use(try await harness.link(.confirmEmail, of: sara.workspace))
            let (secret, _, _) = try await harness.enrol(sara)
            _ = try await harness.requestReset("sara@example.com")
            let link = try await harness.link(.resetPassword, of: sara.workspace)

            #expect(try await harness.reset(link, to: new).code == "session.codeRequired")
            #expect(try await harness.reset(link, to: new, code: "000000").code == "session.wrongCode")
            #expect(try await harness.reset(link, to: "short").fields == ["password tooShort"])
            #expect(try await harness.reset(link, to: "Sara@example.com").fields == ["password invalid"])
            #expect(try await harness.reset(link, to: new, code: harness.code(secret)).status == 201)
        }
    }

    /// Somebody who signs up with an address that is not theirs cannot lock out whoever reads its mail.
    @Test func `a second factor of an address that was never confirmed goes with the password`() async throws {
        try await Harness.run { harness in
            let thief = try await harness.signedUp()
            _ = try await harness.enrol(thief)
            _ = try await harness.requestReset("sara@example.com")
            let link = try await harness.link(.resetPassword, of: thief.workspace)

            let grant = try await harness.reset(link, to: new).decoded(as: SessionGrant.self)

            #expect(!grant.session.member.twoFactor)
            #expect(grant.session.emailConfirmed)
        }
    }

    @Test func `somebody in no workspace has a new password all the same`() async throws {
        try await Harness.run { harness in
            let owner = try await harness.owner()
            let omar = try await harness.member(invitedBy: owner, "omar@example.com")
            _ = try await harness.call(.delete, "/v1/members/\(omar.member!)", as: owner)
            _ = try await harness.requestReset("omar@example.com")

            let answer = try await harness.reset(harness.link(.resetPassword, of: owner.workspace), to: new)

            #expect((answer.status, answer.code) == (403, "session.noWorkspace"))
            let signUp = SignUp.example(email: "omar@example.com", password: new)
            #expect(try await harness.call(.post, "/internal/sign-up", sending: signUp).status == 201)
        }
    }

    @Test func `asking tells nobody whether an account exists, in words or in the work done`() async throws {
        try await Harness.run { harness in
            let sara = try await harness.signedUp()
            let before = try await harness.passwordWork()

            let known = try await harness.requestReset("sara@example.com")
            let unknown = try await harness.requestReset("nobody@example.com")

            #expect((known.status, known.bytes) == (unknown.status, unknown.bytes))
            #expect(try await harness.passwordWork() == before)
            let rows = try await harness.service.program.ticketCount()
            // One of signing up, one of each request.
            #expect(rows == 3)
            // Past the limit the answer is the same, and there is no further mail.
            for _ in 1...20 { #expect(try await harness.requestReset("sara@example.com").status == 202) }
            #expect(try await harness.mails(.resetPassword, of: sara.workspace).count == 5)
        }
    }

    @Test func `the mail knows nothing of the host that was asked`() async throws {
        try await Harness.run { harness in
            let sara = try await harness.signedUp()
            let headers: Headers = [
                "X-Forwarded-Host": "evil.example", "Origin": "https://evil.example", "Forwarded": "host=evil.example",
            ]

            #expect(try await harness.requestReset("sara@example.com", from: headers).status == 202)

            let lines = try await harness.call(.get, "/internal/workspaces/\(sara.workspace)/events?after=0").text
            #expect(lines.contains("resetPassword"))
            #expect(!lines.contains("evil"))
        }
    }

    private func resets(_ harness: Harness, _ sara: SignedIn, _ other: Principal) async throws -> [MailRequest] {
        try await [sara.workspace, other.workspace].asyncFlatMap {
            try await harness.mails(.resetPassword, of: $0)
        }
    }
}

extension Sequence {
    func asyncFlatMap<T>(_ body: (Element) async throws -> [T]) async throws -> [T] {
        var all: [T] = []
        for element in self { all += try await body(element) }
        return all
    }
}

extension Identity {
    fileprivate func ticketCount() async throws -> Int {
        try await database.read { try $0.first("SELECT count(*) FROM tickets") { try $0[0] as Int } ?? 0 }
    }
}
