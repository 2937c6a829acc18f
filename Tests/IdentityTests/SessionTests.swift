import HTTP
import JSON
import ServiceKit
import TestKit
import Testing
import WireModel

@testable import Identity

struct SessionTests {
    @Test func `a session's hash gives the principal and until when it stands`() async throws {
        try await Harness.run { harness in
            let grant = try await harness.signUp()

            let resolved: ResolvedPrincipal = try await harness.resolve(grant.token).decoded()

            #expect(
                resolved.principal
                    == Principal(
                        workspace: grant.session.workspace.id,
                        subject: .member(grant.session.member.id, Rights(.owner)),
                        name: "سارة", language: .arabic, session: grant.session.id))
            #expect(resolved.expiresAt == grant.session.expiresAt)
        }
    }

    @Test(arguments: ["", "x", "AAAA", "!!!", String(repeating: "A", count: 43), String(repeating: "A", count: 5000)])
    func `what is no session's hash resolves to nobody`(hash: String) async throws {
        try await Harness.run { harness in
            for path in ["/internal/sessions/resolution", "/internal/keys/resolution"] {
                let answer = try await harness.call(.post, path, sending: SecretHash(hash: hash))

                #expect(answer.status == 401)
                #expect(answer.code == "session.required")
            }
        }
    }

    @Test func `a token itself, in place of its hash, opens nothing`() async throws {
        try await Harness.run { harness in
            let grant = try await harness.signUp()

            let answer = try await harness.call(
                .post, "/internal/sessions/resolution", sending: SecretHash(hash: grant.token))

            #expect(answer.status == 401)
        }
    }

    @Test func `an unused session ends after 14 days`() async throws {
        try await Harness.run { harness in
            let grant = try await harness.signUp()

            harness.clock.advance(by: .days(14))
            #expect(try await harness.resolve(grant.token).status == 401)
        }
    }

    @Test func `use moves the end, by the hour, and never past 90 days`() async throws {
        try await Harness.run { harness in
            let grant = try await harness.signUp()
            let began = harness.clock.now

            harness.clock.advance(by: .seconds(3599))
            let soon: ResolvedPrincipal = try await harness.resolve(grant.token).decoded()
            #expect(soon.expiresAt == began + .days(14))

            harness.clock.advance(by: .seconds(1))
            let later: ResolvedPrincipal = try await harness.resolve(grant.token).decoded()
            #expect(later.expiresAt == began + .days(14) + .hours(1))

            for _ in 1...8 {
                harness.clock.advance(by: .days(11))
                #expect(try await harness.resolve(grant.token).status == 200)
            }
            let last: ResolvedPrincipal = try await harness.resolve(grant.token).decoded()
            #expect(last.expiresAt == began + .days(90))

            harness.clock.advance(by: .days(2))
            #expect(try await harness.resolve(grant.token).status == 401)
        }
    }

    @Test func `an ended session is over at once, and may be ended again`() async throws {
        try await Harness.run { harness in
            let grant = try await harness.signUp()
            let principal = try await harness.principal(grant)
            let end = {
                try await harness.call(.post, "/internal/sessions/end", sending: SecretHash(token: grant.token))
            }

            #expect(try await end().status == 204)

            #expect(try await harness.resolve(grant.token).status == 401)
            #expect(try await harness.call(.get, "/v1/session", as: principal).code == "session.required")
            #expect(try await end().status == 204)
            let ended = try await harness.events(of: principal.workspace).filter { $0.type == .sessionEnded }
            #expect(ended.map(\.audience) == [.services])
            #expect(try ended.first?.data(as: SessionReference.self).session == grant.session.id)
        }
    }

    @Test func `a session reads itself`() async throws {
        try await Harness.run { harness in
            let grant = try await harness.signUp()

            let answer = try await harness.call(.get, "/v1/session", as: try await harness.principal(grant))

            #expect(try answer.decoded() == grant.session)
        }
    }

    @Test func `the session of another workspace is not read`() async throws {
        try await Harness.run { harness in
            let sara = try await harness.owner("sara@example.com")
            var omar = try await harness.owner("omar@example.com")
            omar.session = sara.session

            #expect(try await harness.call(.get, "/v1/session", as: omar).status == 401)
        }
    }

    @Test func `past 20 sessions the one unused for longest ends`() async throws {
        try await Harness.run { harness in
            let first = try await harness.signUp()
            harness.clock.advance(by: .hours(1))
            let second: SessionGrant = try await harness.signIn("sara@example.com").decoded()
            harness.clock.advance(by: .hours(1))
            _ = try await harness.resolve(first.token)

            for _ in 1...19 { _ = try await harness.signIn("sara@example.com") }

            #expect(try await harness.resolve(second.token).status == 401)
            #expect(try await harness.resolve(first.token).status == 200)
            let ended = try await harness.events(of: first.session.workspace.id).filter { $0.type == .sessionEnded }
            #expect(try ended.map { try $0.data(as: SessionReference.self).session } == [second.session.id])
        }
    }
}
