import HTTP
import JSON
import TestKit
import Testing
import WireModel

@testable import Identity

struct SignInTests {
    @Test func `the right password begins a session, however the e-mail is written`() async throws {
        try await Harness.run { harness in
            let first = try await harness.signUp("sara@example.com")

            let answer = try await harness.signIn(" SARA@Example.com")
            let grant: SessionGrant = try answer.decoded()

            #expect(answer.status == 201)
            #expect(grant.session.member == first.session.member)
            #expect(grant.session.id != first.session.id)
            #expect(grant.token != first.token)
        }
    }

    @Test func `an unknown e-mail and a wrong password get one and the same answer`() async throws {
        try await Harness.run { harness in
            _ = try await harness.signUp("sara@example.com")

            let wrong = try await harness.signIn("sara@example.com", "not her password")
            let unknown = try await harness.signIn("nobody@example.com", "not her password")
            let nonsense = try await harness.signIn("no e-mail at all", "")

            #expect(wrong.status == 401)
            #expect(wrong.code == "session.wrong")
            #expect(wrong.bytes == unknown.bytes)
            #expect(wrong.bytes == nonsense.bytes)
        }
    }

    @Test(arguments: ["", "a long enough passwor", "a long enough password ", "A LONG ENOUGH PASSWORD"])
    func `only the very password is right`(password: String) async throws {
        try await Harness.run { harness in
            _ = try await harness.signUp("sara@example.com")

            #expect(try await harness.signIn("sara@example.com", password).code == "session.wrong")
        }
    }

    @Test func `after ten wrong tries an e-mail has to wait, even with the right password`() async throws {
        try await Harness.run { harness in
            _ = try await harness.signUp("sara@example.com")
            for _ in 1...10 { #expect(try await harness.signIn("sara@example.com", "wrong").status == 401) }

            let refused = try await harness.signIn(" Sara@Example.com")

            #expect(refused.status == 429)
            #expect(refused.code == "signIn.tooMany")
            #expect(refused.retryAfter == "30")
            #expect(try await harness.signIn("omar@example.com", "wrong").status == 401)

            harness.clock.advance(by: .seconds(30))
            #expect(try await harness.signIn("sara@example.com").status == 201)
        }
    }

    @Test func `an e-mail without an account is slowed down alike`() async throws {
        try await Harness.run { harness in
            for _ in 1...10 { _ = try await harness.signIn("nobody@example.com", "wrong") }

            let refused = try await harness.signIn("nobody@example.com", "wrong")

            #expect(refused.status == 429)
        }
    }

    @Test func `a network has to wait after fifty failures, whatever e-mails it tries`() async throws {
        try await Harness.run { harness in
            _ = try await harness.signUp("sara@example.com")
            for number in 1...25 {
                #expect(try await harness.signIn("\(number)@x.co", "wrong", from: "203.0.113.7").status == 401)
                #expect(try await harness.signIn("sara@example.com", from: "203.0.113.7").status == 201)
                #expect(try await harness.signIn("sara@example.com", "wrong", from: "203.0.113.7").status == 401)
            }

            let known = try await harness.signIn("sara@example.com", from: "203.0.113.7")
            let unknown = try await harness.signIn("nobody@example.com", "wrong", from: "203.0.113.7")

            #expect((known.status, known.code) == (429, "signIn.tooManyFromNetwork"))
            #expect(known.retryAfter == "20")
            #expect(known.bytes == unknown.bytes)
            #expect(try await harness.signIn("sara@example.com", from: "203.0.113.8").status == 201)
        }
    }

    @Test func `signing up with an e-mail that is taken counts as a try of it`() async throws {
        try await Harness.run { harness in
            _ = try await harness.signUp("sara@example.com")
            func signUpAgain(_ email: String = "sara@example.com") async throws -> Answer {
                let signUp = SignUp.example(email: email, password: "some other password")
                return try await harness.call(.post, "/internal/sign-up", sending: signUp)
            }
            for _ in 1...10 { #expect(try await signUpAgain().code == "email.taken") }

            #expect(try await signUpAgain(" SARA@example.com").code == "signIn.tooMany")
            #expect(try await harness.signIn("sara@example.com").code == "signIn.tooMany")
            #expect(try await signUpAgain("omar@example.com").status == 201)
        }
    }

    @Test func `tries side by side are all counted`() async throws {
        try await Harness.run { harness in
            let statuses = try await together(13) { try await harness.signIn("nobody@example.com", "wrong").status }

            #expect(statuses == Array(repeating: 401, count: 10) + [429, 429, 429])
        }
    }

    @Test func `the right password sets the count back`() async throws {
        try await Harness.run { harness in
            _ = try await harness.signUp("sara@example.com")
            for _ in 1...9 { _ = try await harness.signIn("sara@example.com", "wrong") }
            #expect(try await harness.signIn("sara@example.com").status == 201)

            for _ in 1...10 { #expect(try await harness.signIn("sara@example.com", "wrong").status == 401) }
        }
    }

    @Test func `somebody of two workspaces comes into the one used last, or the one named`() async throws {
        try await Harness.run { harness in
            let own = try await harness.signUp("sara@example.com", workspace: "Dates")
            let other = try await harness.owner("omar@example.com", workspace: "Coffee")
            _ = try await harness.accept(try await harness.invite(by: other).token, email: "sara@example.com")

            let last: SessionGrant = try await harness.signIn("sara@example.com").decoded()
            #expect(last.session.workspace.name == "Coffee")
            #expect(last.session.workspaces.map(\.name) == ["Dates", "Coffee"])

            let named: SessionGrant = try await harness.signIn("sara@example.com", to: own.session.workspace.id)
                .decoded()
            #expect(named.session.workspace.name == "Dates")

            let again: SessionGrant = try await harness.signIn("sara@example.com").decoded()
            #expect(again.session.workspace.name == "Dates")
        }
    }

    @Test func `a workspace that somebody is not in does not exist for them`() async throws {
        try await Harness.run { harness in
            _ = try await harness.signUp("sara@example.com")
            let other = try await harness.owner("omar@example.com")

            let answer = try await harness.signIn("sara@example.com", to: other.workspace)

            #expect(answer.status == 404)
            #expect(answer.code == "workspace.notFound")
        }
    }

    @Test func `whoever is in no workspace any more is told so, once the password is right`() async throws {
        try await Harness.run { harness in
            let owner = try await harness.owner()
            let omar = try await harness.member(invitedBy: owner, "omar@example.com")
            _ = try await harness.call(.delete, "/v1/members/\(omar.member!)", as: owner)

            #expect(try await harness.signIn("omar@example.com").code == "session.noWorkspace")
            #expect(try await harness.signIn("omar@example.com", "wrong").code == "session.wrong")
        }
    }
}
