import HTTP
import JSON
import TestKit
import Testing
import WireModel

@testable import Identity

struct KeyTests {
    private func make(_ harness: Harness, _ role: Role = .agent, as owner: Principal) async throws -> APIKeyGrant {
        let draft = APIKeyDraft(name: "Shop sync", role: role)
        return try await harness.call(.post, "/v1/api-keys", sending: draft, as: owner).decoded()
    }

    @Test func `a key's secret is told once and resolves to its name and role`() async throws {
        try await Harness.run { harness in
            let owner = try await harness.owner()
            let grant = try await make(harness, as: owner)
            let resolved: ResolvedPrincipal = try await harness.resolveKey(grant.secret).decoded()
            let list = try await harness.call(.get, "/v1/api-keys", as: owner)

            #expect(grant.secret.hasPrefix("mjk_"))
            #expect(grant.secret.utf8.count == 47)
            #expect(
                resolved.principal
                    == Principal(
                        workspace: owner.workspace,
                        subject: .key(
                            grant.key.id, Rights(role: nil, grants: Role.agent.grants!, inboxes: .all)),
                        name: "Shop sync", language: .arabic))
            #expect(resolved.expiresAt == nil)
            var used = grant.key
            used.lastUsedAt = harness.clock.now
            #expect(try list.decoded(as: Page<APIKey>.self).items == [used])
            #expect(!list.text.contains(grant.secret))
            #expect(try await harness.resolve(grant.secret).status == 401)
        }
    }

    @Test func `a revoked key is over at once, and services hear of it`() async throws {
        try await Harness.run { harness in
            let owner = try await harness.owner()
            let grant = try await make(harness, as: owner)
            let path = "/v1/api-keys/\(grant.key.id)"

            #expect(try await harness.call(.delete, path, as: owner).status == 204)

            #expect(try await harness.resolveKey(grant.secret).status == 401)
            #expect(try await harness.call(.get, "/v1/api-keys", as: owner).decoded(as: Page<APIKey>.self).items == [])
            #expect(try await harness.call(.delete, path, as: owner).code == "key.notFound")
            let last = try await harness.events(of: owner.workspace).last
            #expect(last?.type == .keyRevoked)
            #expect(last?.audience == .services)
            #expect(try last?.data(as: KeyReference.self).key == grant.key.id)
        }
    }

    @Test func `an admin's key manages, an agent's key does not, and no key has a session`() async throws {
        try await Harness.run { harness in
            let owner = try await harness.owner()
            let adminSecret = try await make(harness, .admin, as: owner).secret
            let agentSecret = try await make(harness, .agent, as: owner).secret
            let admin = try await harness.resolveKey(adminSecret).decoded(as: ResolvedPrincipal.self).principal
            let agent = try await harness.resolveKey(agentSecret).decoded(as: ResolvedPrincipal.self).principal

            #expect(try await harness.invite(by: admin).invitation.invitedBy == "Shop sync")
            #expect(try await harness.call(.get, "/v1/invitations", as: agent).status == 403)
            #expect(try await harness.call(.delete, "/v1/members/\(owner.member!)", as: admin).status == 403)
            #expect(try await harness.call(.get, "/v1/members", as: agent).status == 200)
            #expect(try await harness.call(.get, "/v1/session", as: admin).code == "session.required")
        }
    }

    @Test func `what a revoked key invited is closed, and its assertion does nothing more`() async throws {
        try await Harness.run { harness in
            let owner = try await harness.owner()
            let grant = try await make(harness, .admin, as: owner)
            let key = try await harness.resolveKey(grant.secret).decoded(as: ResolvedPrincipal.self).principal
            let invitation = try await harness.invite(by: key)

            _ = try await harness.call(.delete, "/v1/api-keys/\(grant.key.id)", as: owner)

            #expect(try await harness.accept(invitation.token, email: "omar@example.com").status == 410)
            let draft = APIKeyDraft(name: "again", role: .admin)
            #expect(try await harness.call(.post, "/v1/api-keys", sending: draft, as: key).status == 401)
        }
    }

    @Test func `a key has a name and may do something`() async throws {
        try await Harness.run { harness in
            let owner = try await harness.owner()
            let draft = APIKeyDraft(name: "  ", grants: Grants())

            let answer = try await harness.call(.post, "/v1/api-keys", sending: draft, as: owner)

            #expect(answer.status == 422)
            #expect(answer.fields == ["name required", "grants required"])
        }
    }

    @Test func `a workspace holds a hundred keys`() async throws {
        try await Harness.run { harness in
            let owner = try await harness.owner()
            var last: APIKeyGrant?
            for _ in 1...100 { last = try await make(harness, as: owner) }
            let draft = APIKeyDraft(name: "one more", role: .agent)

            #expect(try await harness.call(.post, "/v1/api-keys", sending: draft, as: owner).code == "key.limit")
            _ = try await harness.call(.delete, "/v1/api-keys/\(last!.key.id)", as: owner)
            #expect(try await harness.call(.post, "/v1/api-keys", sending: draft, as: owner).status == 201)
        }
    }
}
