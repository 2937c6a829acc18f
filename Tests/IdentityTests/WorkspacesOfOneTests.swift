import HTTP
import JSON
import ServiceKit
import TestKit
import Testing
import WireModel

@testable import Identity

/// A person with many workspaces.
struct WorkspacesOfOneTests {
    @Test func `signing up again with the right password makes another workspace of the same person`() async throws {
        try await Harness.run { harness in
            _ = try await harness.signUp(workspace: "Dates")

            let again = try await harness.signUp("SARA@example.com", workspace: "Coffee")

            #expect(again.session.workspaces.map(\.name) == ["Dates", "Coffee"])
            #expect(again.session.workspace.name == "Coffee")
            #expect(again.session.member.role == .owner)
            #expect(again.session.member.email == "sara@example.com")
        }
    }

    @Test func `the second factor is asked for there as well, and by an invitation`() async throws {
        try await Harness.run { harness in
            let (secret, codes, _) = try await harness.enrol(try await harness.signedUp())
            let invitation = try await harness.invite(by: try await harness.owner("omar@example.com")).token
            func signUp(_ code: String?) async throws -> Answer {
                var form = SignUp.example(workspace: "Coffee")
                form.code = code
                return try await harness.call(.post, "/internal/sign-up", sending: form)
            }
            func join(_ code: String?) async throws -> Answer {
                let form = InvitationAcceptance(
                    token: invitation, name: "Sara", email: "sara@example.com", password: Harness.password,
                    language: .english, code: code)
                return try await harness.call(.post, "/internal/invitations/acceptance", sending: form)
            }

            #expect(try await signUp(nil).code == "session.codeRequired")
            #expect(try await signUp("000000").code == "session.wrongCode")
            #expect(try await signUp(harness.code(secret)).status == 201)
            #expect(try await join(nil).code == "session.codeRequired")
            #expect(try await join("000000").code == "session.wrongCode")
            #expect(try await join(codes[3]).status == 201)
        }
    }

    @Test func `who was removed from their only workspace comes back by signing up`() async throws {
        try await Harness.run { harness in
            let owner = try await harness.owner()
            let omar = try await harness.member(invitedBy: owner, "omar@example.com")
            _ = try await harness.call(.delete, "/v1/members/\(omar.member!)", as: owner)
            #expect(try await harness.signIn("omar@example.com").code == "session.noWorkspace")

            let back = try await harness.signUp("omar@example.com", workspace: "Coffee")

            #expect(back.session.workspaces.map(\.name) == ["Coffee"])
            #expect(try await harness.signIn("omar@example.com").status == 201)
        }
    }

    @Test func `somebody signed in makes another, and their session goes over to it`() async throws {
        try await Harness.run { harness in
            let sara = try await harness.signedUp()
            let draft = WorkspaceDraft(name: " Coffee ", language: .english, timeZone: "Asia/Riyadh")

            let answer = try await harness.call(.post, "/internal/workspaces", sending: draft, as: sara.principal)

            let grant: SessionGrant = try answer.decoded()
            #expect(answer.status == 201)
            #expect((grant.session.workspace.name, grant.session.workspace.language) == ("Coffee", .english))
            #expect((grant.session.member.name, grant.session.member.language) == ("سارة", .arabic))
            #expect(grant.session.workspaces.count == 2)
            #expect(try await harness.resolve(sara.token).status == 401)
            #expect(try await harness.resolve(grant.token).status == 200)
            let wrong = WorkspaceDraft(name: "", language: .english, timeZone: "x")
            let next = try await harness.principal(grant)
            #expect(
                try await harness.call(.post, "/internal/workspaces", sending: wrong, as: next).fields
                    == ["name required", "timeZone unknown"])
        }
    }

    @Test func `a session goes over to another of one's workspaces, and to nobody else's`() async throws {
        try await Harness.run { harness in
            let dates = try await harness.signedUp(workspace: "Dates")
            let coffee = try await harness.signedUp(workspace: "Coffee")
            let other = try await harness.signedUp("omar@example.com")
            func go(_ workspace: WorkspaceID, as principal: Principal) async throws -> Answer {
                try await harness.call(
                    .put, "/internal/session/workspace", sending: WorkspaceChoice(workspace: workspace), as: principal)
            }

            #expect(try await go(other.workspace, as: coffee.principal).code == "workspace.notFound")
            #expect(try await harness.resolve(coffee.token).status == 200)
            let grant: SessionGrant = try await go(dates.workspace, as: coffee.principal).decoded()

            #expect(grant.session.member.id == dates.member)
            #expect(try await harness.resolve(coffee.token).status == 401)
            #expect(try await harness.principal(grant).workspace == dates.workspace)
            #expect(try await go(dates.workspace, as: coffee.principal).status == 401)
            let next: SessionGrant = try await harness.signIn("sara@example.com").decoded()
            #expect(next.session.workspace.id == dates.workspace)
        }
    }

    /// An assertion holds what belongs together; one with the member of another workspace is of nobody.
    @Test func `the ids of two workspaces are not mixed`() async throws {
        try await Harness.run { harness in
            let dates = try await harness.signedUp(workspace: "Dates")
            let coffee = try await harness.signedUp(workspace: "Coffee")
            var mixed = dates.principal
            mixed.workspace = coffee.workspace
            var other = dates.principal
            other.session = coffee.principal.session

            for principal in [mixed, other] {
                #expect(try await harness.call(.get, "/v1/account/sessions", as: principal).status == 401)
                #expect(try await harness.call(.post, "/v1/account/two-factor", as: principal).status == 401)
            }
            #expect(
                try await harness.call(.get, "/v1/members/\(coffee.member)", as: dates.principal).code
                    == "member.notFound")
        }
    }

    @Test func `without a second factor nothing is allowed where one is required, until it is there`() async throws {
        try await Harness.run { harness in
            let sara = try await harness.signedUp()
            let omar = try await harness.member(invitedBy: sara.principal, "omar@example.com", role: .admin)
            func require(_ isOn: Bool, as principal: Principal, handTo: MemberID? = nil) async throws -> Answer {
                try await harness.call(
                    .put, "/v1/workspace/security",
                    sending: WorkspaceSecurity(requireTwoFactor: isOn, handTo: handTo), as: principal)
            }

            let early = try await require(true, as: sara.principal)
            #expect((early.status, early.code) == (409, "twoFactor.needed"))
            let (_, _, token) = try await harness.enrol(sara)
            let owner = try await harness.resolve(token).decoded(as: ResolvedPrincipal.self).principal
            let workspace: Workspace = try await require(true, as: owner, handTo: omar.member).decoded()
            #expect((workspace.requireTwoFactor, workspace.handTo) == (true, omar.member))
            let events = try await harness.events(of: sara.workspace).suffix(2)
            #expect(events.map(\.type) == [.workspaceChanged, .rightsChanged])
            #expect(try events.last?.data(as: RightsChanged.self) == RightsChanged())

            let restricted: SessionGrant = try await harness.signIn("omar@example.com").decoded()
            #expect(restricted.session.restricted == .twoFactor)
            #expect(restricted.session.grants.isEmpty)
            let there = try await harness.signedIn(restricted)
            #expect(try await require(false, as: there.principal).status == 403)
            let grant = try await harness.enrol(there)
            let free = try await harness.resolve(grant.token).decoded(as: ResolvedPrincipal.self).principal
            #expect(try await harness.call(.get, "/v1/session", as: free).decoded(as: Session.self).restricted == nil)
            #expect(try await require(false, as: free).status == 200)
        }
    }

    @Test func `work is handed to somebody who is there`() async throws {
        try await Harness.run { harness in
            let owner = try await harness.owner()
            let omar = try await harness.member(invitedBy: owner, "omar@example.com")
            let stranger = try await harness.owner("lina@example.com")
            func hand(to member: MemberID?) async throws -> Answer {
                try await harness.call(
                    .put, "/v1/workspace/security",
                    sending: WorkspaceSecurity(requireTwoFactor: false, handTo: member), as: owner)
            }

            for nobody in [stranger.member!, MemberID(rawValue: 1)] {
                #expect(try await hand(to: nobody).fields == ["handTo unknown"])
            }
            #expect(try await hand(to: omar.member).status == 200)
            _ = try await harness.call(.delete, "/v1/members/\(omar.member!)", as: owner)

            let after: Workspace = try await harness.call(.get, "/v1/workspace", as: owner).decoded()
            #expect(after.handTo == nil)
        }
    }
}
