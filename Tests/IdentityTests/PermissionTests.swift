import HTTP
import JSON
import ServiceKit
import TestKit
import Testing
import WireModel

@testable import Identity

/// Who may do what, asked from outside.
struct PermissionTests {
    @Test func `an agent reads the workspace and its members, and manages nothing`() async throws {
        try await Harness.run { harness in
            let owner = try await harness.owner()
            let agent = try await harness.member(invitedBy: owner, "omar@example.com")

            for path in ["/v1/session", "/v1/workspace", "/v1/members", "/v1/members/\(owner.member!)"] {
                #expect(try await harness.call(.get, path, as: agent).status == 200)
            }
            for (method, path, body) in managing(owner.member!) {
                let answer = try await harness.call(method, path, body, as: agent)
                #expect(answer.status == 403, "\(method) \(path)")
                #expect(answer.code == "permission.denied")
            }
        }
    }

    @Test func `an admin does nothing to an owner and makes none`() async throws {
        try await Harness.run { harness in
            let owner = try await harness.owner()
            let admin = try await harness.member(invitedBy: owner, "omar@example.com", role: .admin)
            let agent = try await harness.member(invitedBy: owner, "lina@example.com")
            let (owners, agents) = ("/v1/members/\(owner.member!)", "/v1/members/\(agent.member!)")

            #expect(try await harness.call(.patch, owners, #"{"role":"agent"}"#, as: admin).status == 403)
            #expect(try await harness.call(.patch, owners, "{}", as: admin).status == 403)
            #expect(try await harness.call(.delete, owners, as: admin).status == 403)
            #expect(try await harness.call(.patch, agents, #"{"role":"owner"}"#, as: admin).status == 403)
            #expect(
                try await harness.call(.patch, "/v1/members/\(admin.member!)", #"{"role":"owner"}"#, as: admin).status
                    == 403)
            #expect(try await harness.call(.patch, agents, #"{"role":"admin"}"#, as: admin).status == 200)
            #expect(try await harness.call(.delete, agents, as: admin).status == 204)
            #expect(try await harness.call(.patch, "/v1/workspace", #"{"name":"x"}"#, as: admin).status == 200)
        }
    }

    @Test func `nobody and a visitor get nowhere`() async throws {
        try await Harness.run { harness in
            let owner = try await harness.owner()
            let visitor = VisitorPass(
                workspace: owner.workspace, inbox: InboxID(rawValue: 1), visitor: VisitorID(rawValue: 1),
                expiry: harness.clock.now + .days(1)
            ).principal(language: .arabic)
            let reading: [(HTTP.Method, String, String?)] = [
                (.get, "/v1/session", nil), (.get, "/v1/workspace", nil), (.get, "/v1/members", nil),
                (.get, "/v1/members/\(owner.member!)", nil),
            ]

            for (method, path, body) in reading + managing(owner.member!) {
                #expect(try await harness.call(method, path, body).status == 401, "\(method) \(path)")
                #expect(try await harness.call(method, path, body, as: visitor).status == 403, "\(method) \(path)")
            }
        }
    }

    @Test func `what belongs to another workspace does not exist`() async throws {
        try await Harness.run { harness in
            let sara = try await harness.owner("sara@example.com")
            let eve = try await harness.owner("eve@example.com")
            let invitation = try await harness.invite(by: sara).invitation.id
            let draft = APIKeyDraft(name: "Shop sync", role: .agent)
            let key = try await harness.call(.post, "/v1/api-keys", sending: draft, as: sara)
                .decoded(as: APIKeyGrant.self)
            let before = try await harness.events(of: sara.workspace).count

            let tries: [(HTTP.Method, String, String?)] = [
                (.get, "/v1/members/\(sara.member!)", nil),
                (.patch, "/v1/members/\(sara.member!)", #"{"role":"agent"}"#),
                (.delete, "/v1/members/\(sara.member!)", nil), (.delete, "/v1/invitations/\(invitation)", nil),
                (.delete, "/v1/api-keys/\(key.key.id)", nil),
            ]
            for (method, path, body) in tries {
                #expect(try await harness.call(method, path, body, as: eve).status == 404, "\(method) \(path)")
            }
            let members: Page<Member> = try await harness.call(.get, "/v1/members", as: eve).decoded()
            #expect(members.items.map(\.email) == ["eve@example.com"])
            #expect(
                try await harness.call(.get, "/v1/invitations", as: eve).decoded(as: Page<Invitation>.self).items == [])
            #expect(try await harness.call(.get, "/v1/api-keys", as: eve).decoded(as: Page<APIKey>.self).items == [])
            #expect(try await harness.events(of: sara.workspace).count == before)
            #expect(try await harness.resolveKey(key.secret).status == 200)
        }
    }

    @Test func `an owner of one workspace is a stranger in another, even under another's name`() async throws {
        try await Harness.run { harness in
            let sara = try await harness.owner("sara@example.com")
            var eve = try await harness.owner("eve@example.com")
            eve.workspace = sara.workspace

            #expect(try await harness.call(.patch, "/v1/workspace", #"{"name":"x"}"#, as: eve).status == 401)
        }
    }

    /// Every route that only an owner or admin may use.
    private func managing(_ member: MemberID) -> [(HTTP.Method, String, String?)] {
        [
            (.patch, "/v1/workspace", #"{"name":"x"}"#), (.patch, "/v1/members/\(member)", #"{"role":"agent"}"#),
            (.delete, "/v1/members/\(member)", nil), (.get, "/v1/invitations", nil),
            (.post, "/v1/invitations", #"{"role":"agent","inboxes":"all"}"#),
            (.delete, "/v1/invitations/\(InvitationID(rawValue: 1))", nil), (.get, "/v1/api-keys", nil),
            (.post, "/v1/api-keys", #"{"name":"x","grants":{"contacts.view":["all"]}}"#),
            (.delete, "/v1/api-keys/\(APIKeyID(rawValue: 1))", nil),
        ]
    }
}
