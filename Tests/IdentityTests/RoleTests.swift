import HTTP
import JSON
import TestKit
import Testing
import WireModel

@testable import Identity

/// Roles and teams that a workspace makes, and that nobody gives more than they have.
struct RoleTests {
    private func role(
        _ harness: Harness, _ grants: [Permission: Set<Scope>], as owner: Principal
    ) async throws -> RoleDefinition {
        let draft = RoleDraft(name: "Night", grants: Grants(grants))
        return try await harness.call(.post, "/v1/roles", sending: draft, as: owner).decoded()
    }

    /// A member who has a role of the workspace's own.
    private func member(
        _ harness: Harness, _ grants: [Permission: Set<Scope>], invitedBy owner: Principal
    ) async throws -> (Principal, RoleDefinition) {
        let role = try await role(harness, grants, as: owner)
        let member = try await harness.member(invitedBy: owner, "omar@example.com", role: role.id)
        return (member, role)
    }

    @Test func `a role is what its holder may do, and changes with it`() async throws {
        try await Harness.run { harness in
            let owner = try await harness.owner()
            let (omar, role) = try await member(harness, [.rolesManage: [.all]], invitedBy: owner)
            #expect(omar.rights?.grants == Grants([.rolesManage: [.all]]))

            let change = RoleChange(grants: Grants([.conversationsView: [.own, .team], .auditView: [.all]]))
            let path = "/v1/roles/\(role.id.rawValue)"
            #expect(try await harness.call(.patch, path, sending: change, as: owner).status == 200)

            // The assertion is a minute old; the store is not.
            #expect(try await harness.call(.delete, path, as: omar).code == "permission.denied")
            let roles: Page<RoleDefinition> = try await harness.call(.get, "/v1/roles", as: owner).decoded()
            #expect(roles.items.map(\.builtIn) == [true, true, true, true, true, false])
            #expect(roles.items.last?.grants == change.grants)
            let told = try await harness.events(of: owner.workspace).suffix(2)
            #expect(told.map(\.type) == [.roleChanged, .rightsChanged])
        }
    }

    @Test func `nobody gives themselves or others more than they have, by any road`() async throws {
        try await Harness.run { harness in
            let owner = try await harness.owner()
            let (omar, own) = try await member(
                harness,
                [
                    .rolesManage: [.all], .teamsManage: [.all], .membersManage: [.all], .keysManage: [.all],
                    .conversationsView: [.own],
                ], invitedBy: owner)
            let lina = try await harness.member(invitedBy: owner, "lina@example.com", role: .light)
            let everything = Grants.everything
            let wider = Grants([.conversationsView: [.inbox]])
            let (mine, me, light) = (
                "/v1/roles/\(own.id.rawValue)", "/v1/members/\(omar.member!)", "/v1/members/\(lina.member!)"
            )

            let answers = [
                try await harness.call(.patch, mine, sending: RoleChange(grants: everything), as: omar),
                try await harness.call(.patch, mine, sending: RoleChange(grants: wider), as: omar),
                try await harness.call(.post, "/v1/roles", sending: RoleDraft(name: "x", grants: wider), as: omar),
                try await harness.call(
                    .post, "/v1/teams", sending: TeamDraft(name: "x", grants: everything, members: [omar.member!]),
                    as: omar),
                try await harness.call(
                    .post, "/v1/api-keys", sending: APIKeyDraft(name: "x", grants: everything), as: omar),
                try await harness.call(
                    .post, "/v1/invitations", sending: InvitationDraft(role: .admin, inboxes: .all), as: omar),
                try await harness.call(.patch, me, sending: MemberChange(role: .admin), as: omar),
            ]
            // Whoever may do more than they is out of their hands.
            let above = try await harness.call(.patch, light, sending: MemberChange(role: own.id), as: omar)

            #expect(answers.map(\.code) == Array(repeating: "permission.escalation", count: answers.count))
            #expect(answers.allSatisfy { $0.status == 403 })
            #expect(above.code == "permission.denied")
            let narrower = RoleChange(grants: Grants([.rolesManage: [.all]]))
            #expect(try await harness.call(.patch, mine, sending: narrower, as: omar).status == 200)
        }
    }

    @Test func `a role that somebody has, or is invited to, stays`() async throws {
        try await Harness.run { harness in
            let owner = try await harness.owner()
            let role = try await role(harness, [.auditView: [.all]], as: owner)
            let path = "/v1/roles/\(role.id.rawValue)"
            let invitation = try await harness.invite(by: owner, role: role.id).invitation.id
            #expect(try await harness.call(.delete, path, as: owner).code == "role.inUse")

            _ = try await harness.call(.delete, "/v1/invitations/\(invitation)", as: owner)
            #expect(try await harness.call(.delete, path, as: owner).status == 204)
            let draft = InvitationDraft(role: role.id, inboxes: .all)
            let gone = try await harness.call(.post, "/v1/invitations", sending: draft, as: owner)
            #expect(gone.fields == ["role unknown"])
        }
    }

    @Test func `a workspace makes fifty roles`() async throws {
        try await Harness.run { harness in
            let owner = try await harness.owner()
            for _ in 1...50 { _ = try await role(harness, [.auditView: [.all]], as: owner) }

            let draft = RoleDraft(name: "One more", grants: Grants())
            #expect(try await harness.call(.post, "/v1/roles", sending: draft, as: owner).code == "role.limit")
        }
    }

    @Test(arguments: [
        #"{"name":"x","grants":{"conversations.view":["everywhere"]}}"#, #"{"name":"x","grants":{"root":["all"]}}"#,
        #"{"name":"x","grants":{"audit.view":["own"]}}"#, #"{"name":"x","grants":[]}"#, #"{"name":"x"}"#,
    ])
    func `what is no permission, or no scope of it, is refused`(body: String) async throws {
        try await Harness.run { harness in
            let owner = try await harness.owner()

            #expect(try await harness.call(.post, "/v1/roles", body, as: owner).status == 400)
        }
    }

    @Test func `a team gives its members what it has, as long as they are in it`() async throws {
        try await Harness.run { harness in
            let owner = try await harness.owner()
            let inbox = InboxID(rawValue: 77)
            let (omar, _) = try await member(harness, [.conversationsView: [.team]], invitedBy: owner)
            let draft = TeamDraft(
                name: "Sales", inboxes: .only([inbox]), grants: Grants([.contactsView: [.all]]),
                members: [omar.member!, omar.member!])
            let team: Team = try await harness.call(.post, "/v1/teams", sending: draft, as: owner).decoded()
            #expect(team.members == [omar.member!])

            let path = "/v1/members/\(omar.member!)/rights"
            let during: MemberRights = try await harness.call(.get, path, as: owner).decoded()
            #expect(during.teams.map(\.id) == [team.id])
            #expect(
                during.grants == [
                    .init(permission: .conversationsView, scopes: [.team], sources: ["role"]),
                    .init(permission: .contactsView, scopes: [.all], sources: [team.id.description]),
                ])
            #expect(during.inboxSources.map(\.source) == ["member", team.id.description])

            #expect(try await harness.call(.delete, "/v1/teams/\(team.id)", as: owner).status == 204)
            let after: MemberRights = try await harness.call(.get, path, as: owner).decoded()
            #expect(after.grants.map(\.permission) == [.conversationsView])
            #expect(try await harness.call(.delete, "/v1/teams/\(team.id)", as: owner).code == "team.notFound")
        }
    }

    @Test func `a team has members of its own workspace only`() async throws {
        try await Harness.run { harness in
            let sara = try await harness.owner("sara@example.com")
            let eve = try await harness.owner("eve@example.com")
            let draft = TeamDraft(name: "Sales", members: [eve.member!])

            #expect(try await harness.call(.post, "/v1/teams", sending: draft, as: sara).code == "member.notFound")
            let teams: Page<Team> = try await harness.call(.get, "/v1/teams", as: sara).decoded()
            #expect(teams.items.isEmpty)
        }
    }

    @Test func `whoever is invited into teams is in them, and whoever invited must still be able to`() async throws {
        try await Harness.run { harness in
            let owner = try await harness.owner()
            let admin = try await harness.member(invitedBy: owner, "lina@example.com", role: .admin)
            let team: Team = try await harness.call(
                .post, "/v1/teams", sending: TeamDraft(name: "Sales", inboxes: .all), as: owner
            ).decoded()
            let draft = InvitationDraft(role: .agent, inboxes: .only([]), teams: [team.id])
            let first: InvitationGrant = try await harness.call(
                .post, "/v1/invitations", sending: draft, as: owner
            ).decoded()
            let second: InvitationGrant = try await harness.call(
                .post, "/v1/invitations", sending: draft, as: admin
            ).decoded()

            let joined: SessionGrant = try await harness.accept(first.token, email: "omar@example.com").decoded()
            #expect((joined.session.teams, joined.session.inboxes) == ([team.id], .all))
            let demotion = MemberChange(role: .agent)
            _ = try await harness.call(.patch, "/v1/members/\(admin.member!)", sending: demotion, as: owner)
            #expect(try await harness.accept(second.token, email: "huda@example.com").status == 410)
        }
    }
}
