import HTTP
import JSON
import TestKit
import Testing
import WireModel

@testable import Identity

struct InvitationTests {
    @Test func `an invitation shows what it is for, and lets in with its role and inboxes`() async throws {
        try await Harness.run { harness in
            let owner = try await harness.owner()
            let inbox = InboxID(rawValue: 9)
            let grant = try await harness.invite(
                by: owner, email: "Omar@Example.com", role: .agent, inboxes: .only([inbox]))
            #expect(grant.invitation.status == .open)
            #expect(grant.invitation.invitedBy == "سارة")
            #expect(grant.invitation.expiresAt == harness.clock.now + .days(7))

            let preview = try await harness.call(
                .post, "/v1/invitations/preview", sending: TokenBody(token: grant.token))
            #expect(
                try preview.decoded()
                    == InvitationPreview(
                        workspaceName: "Dates & Co", invitedBy: "سارة", email: "Omar@example.com", role: .agent,
                        language: .arabic))

            let answer = try await harness.accept(grant.token, email: "omar@example.com", name: "عمر")
            let session = try answer.decoded(as: SessionGrant.self).session
            #expect(answer.status == 201)
            #expect(session.workspace.id == owner.workspace)
            #expect(session.member.name == "عمر")
            #expect(session.member.role == .agent)
            #expect(session.member.inboxes == .only([inbox]))
            let heard = try await harness.events(of: owner.workspace).last { $0.audience == .agents }
            #expect(heard?.type == .memberChanged)
            #expect(try await statuses(harness, owner) == [.accepted])
        }
    }

    @Test func `a used, revoked or expired invitation is closed, an unknown one is nothing`() async throws {
        try await Harness.run { harness in
            let owner = try await harness.owner()
            let used = try await harness.invite(by: owner)
            _ = try await harness.accept(used.token, email: "omar@example.com")
            let revoked = try await harness.invite(by: owner)
            #expect(
                try await harness.call(.delete, "/v1/invitations/\(revoked.invitation.id)", as: owner).status == 204)
            let expired = try await harness.invite(by: owner)
            harness.clock.advance(by: .days(7))

            for token in [used.token, revoked.token, expired.token] {
                let preview = try await harness.call(.post, "/v1/invitations/preview", sending: TokenBody(token: token))
                let acceptance = try await harness.accept(token, email: "late@example.com")
                #expect([preview.status, acceptance.status] == [410, 410])
                #expect([preview.code, acceptance.code] == ["invitation.closed", "invitation.closed"])
            }
            for token in ["", "nonsense", String(repeating: "x", count: 10_000)] {
                let preview = try await harness.call(.post, "/v1/invitations/preview", sending: TokenBody(token: token))
                let acceptance = try await harness.accept(token, email: "late@example.com")
                #expect([preview.status, acceptance.status] == [404, 404])
                #expect(preview.code == "invitation.notFound")
            }
            #expect(try await statuses(harness, owner) == [.expired, .revoked, .accepted])
        }
    }

    @Test func `an invitation holds until the last moment of its seven days`() async throws {
        try await Harness.run { harness in
            let grant = try await harness.invite(by: try await harness.owner())

            harness.clock.advance(by: .days(7) - .milliseconds(1))

            #expect(try await harness.accept(grant.token, email: "omar@example.com").status == 201)
        }
    }

    @Test func `an invitation lets in one of many who use it at once`() async throws {
        try await Harness.run { harness in
            let grant = try await harness.invite(by: try await harness.owner())

            let answers = try await withThrowingTaskGroup(of: String.self) { group in
                for number in 1...6 {
                    group.addTask {
                        let answer = try await harness.accept(grant.token, email: "omar\(number)@example.com")
                        return answer.status == 201 ? "in" : "\(answer.status) \(answer.code)"
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }.sorted()
            }

            #expect(answers == Array(repeating: "410 invitation.closed", count: 5) + ["in"])
        }
    }

    @Test func `one who loses the race is not half in: the e-mail stays free`() async throws {
        try await Harness.run { harness in
            let owner = try await harness.owner()
            let grant = try await harness.invite(by: owner)
            _ = try await harness.accept(grant.token, email: "first@example.com")
            _ = try await harness.accept(grant.token, email: "second@example.com")

            #expect(
                try await harness.call(.post, "/internal/sign-up", sending: SignUp.example(email: "second@example.com"))
                    .status == 201)
        }
    }

    @Test func `an account joins by its own password, and its password stays`() async throws {
        try await Harness.run { harness in
            _ = try await harness.signUp("omar@example.com", workspace: "Coffee")
            let owner = try await harness.owner("sara@example.com", workspace: "Dates")
            let grant = try await harness.invite(by: owner)

            let wrong = try await harness.accept(grant.token, email: "OMAR@example.com", password: "another password")
            #expect(wrong.status == 401)
            #expect(wrong.code == "session.wrong")

            let right: SessionGrant = try await harness.accept(grant.token, email: "OMAR@example.com").decoded()
            #expect(right.session.workspaces.map(\.name) == ["Coffee", "Dates"])
            #expect(right.session.member.email == "omar@example.com")
            #expect(try await harness.signIn("omar@example.com").status == 201)
        }
    }

    @Test func `guessing an account's password by an invitation is slowed down like signing in`() async throws {
        try await Harness.run { harness in
            _ = try await harness.signUp("omar@example.com")
            let grant = try await harness.invite(by: try await harness.owner("sara@example.com"))
            for _ in 1...10 {
                #expect(
                    try await harness.accept(grant.token, email: "omar@example.com", password: "guess").status == 401)
            }

            #expect(try await harness.accept(grant.token, email: "omar@example.com").status == 429)
            #expect(try await harness.signIn("omar@example.com").status == 429)
        }
    }

    @Test func `a member does not join twice, and keeps the invitation open for another`() async throws {
        try await Harness.run { harness in
            let owner = try await harness.owner()
            let grant = try await harness.invite(by: owner)

            let answer = try await harness.accept(grant.token, email: "sara@example.com")

            #expect(answer.status == 409)
            #expect(answer.code == "member.exists")
            #expect(try await harness.accept(grant.token, email: "omar@example.com").status == 201)
        }
    }

    @Test func `a member is not invited`() async throws {
        try await Harness.run { harness in
            let owner = try await harness.owner()
            let draft = InvitationDraft(email: "SARA@example.com", role: .agent, inboxes: .all)

            #expect(try await harness.call(.post, "/v1/invitations", sending: draft, as: owner).code == "member.exists")
        }
    }

    @Test func `an invitation for one e-mail is not for another`() async throws {
        try await Harness.run { harness in
            let grant = try await harness.invite(by: try await harness.owner(), email: "omar@example.com")

            let answer = try await harness.accept(grant.token, email: "eve@example.com", name: " ")

            #expect(answer.status == 422)
            #expect(answer.fields == ["name required", "email invalid"])
        }
    }

    @Test func `a newcomer's password is held to the rules`() async throws {
        try await Harness.run { harness in
            let grant = try await harness.invite(by: try await harness.owner())

            let answer = try await harness.accept(grant.token, email: "omar@example.com", password: "short")

            #expect(answer.status == 422)
            #expect(answer.fields == ["password tooShort"])
        }
    }

    @Test func `nobody is invited as owner, nor with what is no e-mail`() async throws {
        try await Harness.run { harness in
            let owner = try await harness.owner()
            let draft = InvitationDraft(
                email: "omar", role: .owner, inboxes: .only((1...201).map { InboxID(rawValue: $0) }))

            let answer = try await harness.call(.post, "/v1/invitations", sending: draft, as: owner)

            #expect(answer.status == 422)
            #expect(answer.fields == ["email email", "role invalid", "inboxes tooLong"])
        }
    }

    @Test func `revoking again is no error; revoking what was used is`() async throws {
        try await Harness.run { harness in
            let owner = try await harness.owner()
            let revoked = try await harness.invite(by: owner).invitation.id
            let used = try await harness.invite(by: owner)
            _ = try await harness.accept(used.token, email: "omar@example.com")

            #expect(try await harness.call(.delete, "/v1/invitations/\(revoked)", as: owner).status == 204)
            #expect(try await harness.call(.delete, "/v1/invitations/\(revoked)", as: owner).status == 204)
            let answer = try await harness.call(.delete, "/v1/invitations/\(used.invitation.id)", as: owner)
            #expect(answer.status == 410)
        }
    }

    @Test func `what a removed or demoted admin invited is closed with them`() async throws {
        try await Harness.run { harness in
            let owner = try await harness.owner()
            let removed = try await harness.member(invitedBy: owner, "omar@example.com", role: .admin)
            let demoted = try await harness.member(invitedBy: owner, "lina@example.com", role: .admin)
            let tokens = [try await harness.invite(by: removed).token, try await harness.invite(by: demoted).token]
            let own = try await harness.invite(by: owner).token

            _ = try await harness.call(.delete, "/v1/members/\(removed.member!)", as: owner)
            _ = try await harness.call(
                .patch, "/v1/members/\(demoted.member!)", sending: MemberChange(role: .agent), as: owner)

            for token in tokens {
                #expect(try await harness.accept(token, email: "back@example.com").status == 410)
            }
            #expect(try await harness.accept(own, email: "back@example.com").status == 201)
        }
    }

    @Test func `invitations are listed with the newest first, and without their tokens`() async throws {
        try await Harness.run { harness in
            let owner = try await harness.owner()
            var grants: [InvitationGrant] = []
            for _ in 1...3 { grants.append(try await harness.invite(by: owner)) }

            let answer = try await harness.call(.get, "/v1/invitations?limit=2", as: owner)
            let first: Page<Invitation> = try answer.decoded()
            let rest: Page<Invitation> = try await harness.call(
                .get, "/v1/invitations?limit=2&cursor=\(first.nextCursor ?? "")", as: owner
            ).decoded()

            #expect((first.items + rest.items).map(\.id) == grants.reversed().map(\.invitation.id))
            for grant in grants { #expect(!answer.text.contains(grant.token)) }
        }
    }

    private func statuses(_ harness: Harness, _ owner: Principal) async throws -> [Invitation.Status] {
        try await harness.call(.get, "/v1/invitations", as: owner).decoded(as: Page<Invitation>.self).items.map(
            \.status)
    }
}
