import HTTP
import JSON
import ServiceKit
import TestKit
import Testing
import WireModel

@testable import Identity

struct AccountTests {
    private let new = "another long password"

    private func change(
        _ harness: Harness, _ somebody: SignedIn, from current: String = Harness.password, to new: String
    ) async throws -> Answer {
        try await harness.call(
            .post, "/internal/account/password", sending: PasswordChange(current: current, new: new),
            as: somebody.principal)
    }

    @Test func `a new password ends every other session and gives this one another token`() async throws {
        try await Harness.run { harness in
            let sara = try await harness.signedUp()
            let other = try await harness.signedInAgain()
            let elsewhere = try await harness.member(invitedBy: harness.owner("omar@example.com"), "sara@example.com")
            _ = try await harness.requestReset("sara@example.com")

            let answer = try await change(harness, sara, to: new)

            let token = try answer.decoded(as: TokenBody.self).token
            #expect(try await harness.resolve(token).status == 200)
            #expect(try await harness.resolve(sara.token).status == 401)
            #expect(try await harness.resolve(other.token).status == 401)
            #expect(try await harness.call(.get, "/v1/session", as: elsewhere).status == 401)
            #expect(try await harness.signIn("sara@example.com").status == 401)
            #expect(try await harness.signIn("sara@example.com", new).status == 201)
        }
    }

    @Test func `the old password is asked for, and guessing it is slowed down like signing in`() async throws {
        try await Harness.run { harness in
            let sara = try await harness.signedUp()
            for _ in 1...10 {
                let answer = try await change(harness, sara, from: "wrong", to: new)
                #expect((answer.status, answer.code) == (422, "password.wrong"))
                #expect(answer.fields == ["current wrong"])
            }

            #expect(try await change(harness, sara, to: new).code == "signIn.tooMany")
            #expect(try await harness.resolve(sara.token).status == 200)
        }
    }

    @Test func `a new password is held to the rules`() async throws {
        try await Harness.run { harness in
            let sara = try await harness.signedUp()

            #expect(try await change(harness, sara, to: "short").fields == ["new tooShort"])
            #expect(try await change(harness, sara, to: "SARA@example.com").fields == ["new invalid"])
        }
    }

    /// The gateway's assertion of a session lives a minute longer than the session.
    @Test func `who signed out does nothing with an account any more`() async throws {
        try await Harness.run { harness in
            let sara = try await harness.signedUp()
            _ = try await harness.call(.post, "/internal/sessions/end", sending: SecretHash(token: sara.token))
            let requests: [(HTTP.Method, String, String?)] = [
                (.post, "/internal/account/password", #"{"current":"a long enough password","new":"0123456789"}"#),
                (.post, "/v1/account/email", #"{"email":"a@b.co","password":"a long enough password"}"#),
                (.post, "/v1/account/confirmation", nil), (.get, "/v1/account/sessions", nil),
                (.delete, "/v1/account/sessions", nil),
                (.delete, "/v1/account/sessions/\(sara.principal.session!)", nil),
                (.post, "/v1/account/two-factor", nil),
                (.post, "/internal/account/two-factor/confirmation", #"{"code":"123456"}"#),
                (.delete, "/v1/account/two-factor", #"{"password":"a long enough password"}"#),
                (.post, "/v1/account/two-factor/backup-codes", #"{"password":"a long enough password"}"#),
                (.patch, "/v1/profile", #"{"name":"Eve"}"#), (.delete, "/v1/profile/avatar", nil),
                (.post, "/internal/workspaces", #"{"name":"Mine","language":"en"}"#),
                (.put, "/internal/session/workspace", #"{"workspace":"\#(sara.workspace)"}"#),
            ]

            for (method, path, body) in requests {
                let answer = try await harness.call(method, path, body, as: sara.principal)
                #expect((answer.status, answer.code) == (401, "session.required"), "\(path)")
            }
            #expect(try await harness.signIn("sara@example.com").status == 201)
        }
    }

    @Test func `a person sees all of their sessions, in every workspace, and nobody else's`() async throws {
        try await Harness.run { harness in
            let sara = try await harness.signedUp()
            _ = try await harness.signedUp("omar@example.com")
            let phone = try await harness.signedInAgain(from: Harness.phone)
            harness.clock.advance(by: .seconds(5))
            let second = try await harness.call(
                .post, "/internal/sign-up", sending: SignUp.example(workspace: "Coffee"), from: Harness.laptop
            ).decoded(as: SessionGrant.self)

            let answer = try await harness.call(.get, "/v1/account/sessions", as: phone.principal)
            let list: [SessionEntry] = try answer.decoded()

            #expect(list.map(\.id) == [second.session.id, phone.principal.session, sara.principal.session])
            #expect(list.map(\.workspace.name) == ["Coffee", "Dates & Co", "Dates & Co"])
            #expect(list.map(\.device) == ["Laptop", "Phone", nil])
            #expect(list.map(\.address) == ["203.0.113.7", "198.51.100.9", nil])
            #expect(list.map(\.current) == [false, true, false])
            #expect(!answer.text.contains(phone.token))
        }
    }

    @Test func `a session is ended from another, also of another workspace, never of another person`() async throws {
        try await Harness.run { harness in
            let sara = try await harness.signedUp()
            let phone = try await harness.signedInAgain()
            let coffee: SessionGrant = try await harness.call(
                .post, "/internal/sign-up", sending: SignUp.example(workspace: "Coffee")
            ).decoded()
            let omar = try await harness.member(invitedBy: sara.principal, "omar@example.com")
            func end(_ id: SessionID, as principal: Principal) async throws -> Answer {
                try await harness.call(.delete, "/v1/account/sessions/\(id)", as: principal)
            }

            #expect(try await end(sara.principal.session!, as: omar).code == "session.notFound")
            #expect(try await end(coffee.session.id, as: sara.principal).status == 204)
            #expect(try await end(coffee.session.id, as: sara.principal).code == "session.notFound")
            #expect(try await harness.resolve(coffee.token).status == 401)
            let ended = try await harness.events(of: coffee.session.workspace.id).last
            #expect(try ended?.data(as: SessionReference.self).session == coffee.session.id)

            #expect(try await harness.call(.delete, "/v1/account/sessions", as: phone.principal).status == 204)
            #expect(try await harness.resolve(sara.token).status == 401)
            #expect(try await harness.resolve(phone.token).status == 200)
            #expect(try await harness.call(.get, "/v1/session", as: omar).status == 200)
        }
    }

    @Test func `a browser never seen before is told of, once, and not when the account was made`() async throws {
        try await Harness.run { harness in
            let grant: SessionGrant = try await harness.call(
                .post, "/internal/sign-up", sending: SignUp.example(), from: Harness.laptop
            ).decoded()
            let workspace = grant.session.workspace.id

            _ = try await harness.signedInAgain(from: Harness.laptop)
            #expect(try await harness.mails(.newDevice, of: workspace).isEmpty)
            for _ in 1...2 { _ = try await harness.signedInAgain(from: Harness.phone) }

            let mails = try await harness.mails(.newDevice, of: workspace)
            #expect(mails.map(\.to) == ["sara@example.com"])
            #expect(mails.map { $0.detail?.device } == ["Phone"])
            #expect(mails.map { $0.detail?.address } == ["198.51.100.9"])
        }
    }

    @Test func `a failed sign-in says and does the same for an e-mail that nobody has`() async throws {
        try await Harness.run { harness in
            _ = try await harness.signedUp()
            _ = try await harness.enrol(try await harness.signedUp("lina@example.com"))
            var work: [Int] = []
            var answers: Set<[UInt8]> = []
            for email in ["sara@example.com", "lina@example.com", "nobody@example.com", "no address at all", ""] {
                let before = try await harness.passwordWork()
                let answer = try await harness.call(
                    .post, "/internal/sessions", sending: SignIn(email: email, password: "wrong", code: "123456"))
                work.append(try await harness.passwordWork() - before)
                answers.insert(answer.bytes)
                #expect(answer.status == 401)
            }

            #expect(work == [1, 1, 1, 1, 1])
            #expect(answers.count == 1)
        }
    }
}
