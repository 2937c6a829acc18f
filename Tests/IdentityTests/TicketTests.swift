import HTTP
import JSON
import ServiceKit
import Storage
import TestKit
import Testing
import WireModel

@testable import Identity

struct TicketTests {
    @Test func `signing up asks to confirm the e-mail, and the link does it, once`() async throws {
        try await Harness.run { harness in
            let sara = try await harness.signedUp("Sara@Example.com")
            let mail = try #require(try await harness.mails(.confirmEmail, of: sara.workspace).first)
            #expect((mail.to, mail.name, mail.language) == ("Sara@example.com", "سارة", .arabic))
            #expect(mail.expiresAt == harness.clock.now + .days(7))
            let link = try await harness.link(.confirmEmail, of: sara.workspace)

            let preview = try await harness.preview(link)
            let statuses = try await together(3) { try await harness.use(link).status }

            #expect(
                try preview.decoded()
                    == TicketPreview(kind: .confirmEmail, email: "Sara@example.com", language: .arabic))
            #expect(statuses == [204, 410, 410])
            #expect(try await harness.use(link).code == "ticket.closed")
            #expect(try await harness.preview(link).code == "ticket.closed")
            #expect(try await harness.signedSession(sara).emailConfirmed)
        }
    }

    @Test func `a newcomer by invitation confirms too, a person who is known does not`() async throws {
        try await Harness.run { harness in
            let owner = try await harness.owner()
            _ = try await harness.member(invitedBy: owner, "omar@example.com")
            let mails = try await harness.mails(.confirmEmail, of: owner.workspace)
            #expect(mails.map(\.to) == ["sara@example.com", "omar@example.com"])

            let other = try await harness.owner("lina@example.com")
            _ = try await harness.member(invitedBy: other, "omar@example.com")
            #expect(try await harness.mails(.confirmEmail, of: other.workspace).count == 1)
        }
    }

    @Test func `the link is sent again on demand, replaces the one before, and not without end`() async throws {
        try await Harness.run { harness in
            let sara = try await harness.signedUp()
            let first = try await harness.link(.confirmEmail, of: sara.workspace)
            func again() async throws -> Answer {
                try await harness.call(.post, "/v1/account/confirmation", as: sara.principal)
            }

            for _ in 1...5 { #expect(try await again().status == 202) }
            let limited = try await again()

            #expect((limited.status, limited.code) == (429, "mail.tooMany"))
            #expect(try await harness.use(first).code == "ticket.closed")
            #expect(try await harness.use(harness.link(.confirmEmail, of: sara.workspace)).status == 204)
            #expect(try await again().code == "email.confirmed")
        }
    }

    @Test func `a ticket holds until its last moment, and is told what it was afterwards`() async throws {
        try await Harness.run { harness in
            let sara = try await harness.signedUp()
            let link = try await harness.link(.confirmEmail, of: sara.workspace)

            harness.clock.advance(by: .days(7) - .milliseconds(1))
            #expect(try await harness.preview(link).status == 200)
            harness.clock.advance(by: .milliseconds(1))

            #expect(try await harness.preview(link).code == "ticket.closed")
            #expect(try await harness.use(link).code == "ticket.closed")
        }
    }

    @Test func `what is cut, swapped, made up or of another deployment opens nothing`() async throws {
        try await Harness.run { harness in
            let sara = try await harness.signedUp()
            let omar = try await harness.signedUp("omar@example.com")
            let (link, other) = (
                try await harness.link(.confirmEmail, of: sara.workspace),
                try await harness.link(.confirmEmail, of: omar.workspace)
            )
            let (id, code) = (link.prefix(17), other.suffix(43))
            let foreign = DeploymentKey(Array("another deployment's key, 0123456789".utf8))
            let invitation = try await harness.invite(by: sara.principal).token
            let wrong = [
                "", String(id), String(link.dropLast()), link + "A", "\(id).\(code)", link.uppercased(), " \(link)",
                foreign.ticketToken(TicketID(String(id))!), testKey.ticketToken(TicketID(rawValue: 1)), invitation,
                sara.token, String(repeating: "x", count: 60_000), "\(id)..\(link.suffix(43))",
            ]

            for text in wrong {
                for path in ["/v1/tickets/preview", "/internal/tickets/confirmation"] {
                    let answer = try await harness.call(.post, path, sending: TicketBody(ticket: text))
                    #expect((answer.status, answer.code) == (404, "ticket.unknown"), "\(path) \(text.prefix(80))")
                }
                #expect(try await harness.reset(text, to: "a new password").code == "ticket.unknown")
            }
            #expect(try await harness.use(link).status == 204)
        }
    }

    @Test func `a ticket is for one thing, and an invitation is none`() async throws {
        try await Harness.run { harness in
            let sara = try await harness.signedUp()
            _ = try await harness.requestReset("sara@example.com")
            let reset = try await harness.link(.resetPassword, of: sara.workspace)
            let confirmation = try await harness.link(.confirmEmail, of: sara.workspace)

            #expect(try await harness.use(reset).code == "ticket.unknown")
            #expect(try await harness.reset(confirmation, to: "a new password").code == "ticket.unknown")
            #expect(try await harness.accept(confirmation, email: "eve@example.com").code == "invitation.notFound")
        }
    }

    @Test func `a new e-mail is the account's once its link was used; the old address hears of it`() async throws {
        try await Harness.run { harness in
            let sara = try await harness.signedUp()
            let other = try await harness.signedInAgain()
            let change = EmailChange(email: "Sara@New.example", password: Harness.password)
            _ = try await harness.requestReset("sara@example.com")
            let old = try await harness.link(.resetPassword, of: sara.workspace)

            let asked = try await harness.call(
                .post, "/v1/account/email", sending: change, as: sara.principal, from: Harness.laptop)
            #expect(asked.status == 202)
            let mail = try #require(try await harness.mails(.changeEmail, of: sara.workspace).last)
            #expect(mail.to == "Sara@new.example")
            #expect(try await harness.signIn("sara@new.example").status == 401)
            #expect(try await harness.mails(.emailChanged, of: sara.workspace).isEmpty)

            let link = try await harness.link(.changeEmail, of: sara.workspace)
            #expect(try await harness.preview(link).decoded(as: TicketPreview.self).kind == .changeEmail)
            #expect(try await together(3) { try await harness.use(link).status } == [204, 410, 410])

            let session = try await harness.signedSession(sara)
            #expect(session.member.email == "Sara@new.example")
            #expect(session.emailConfirmed)
            #expect(try await harness.resolve(other.token).status == 401)
            #expect(try await harness.signIn("sara@example.com").status == 401)
            #expect(try await harness.signIn("SARA@new.example").status == 201)
            let notice = try await harness.mails(.emailChanged, of: sara.workspace)
            #expect(notice.map(\.to) == ["sara@example.com"])
            #expect(notice.map { $0.detail?.email } == ["Sara@new.example"])
            #expect(try await harness.reset(old, to: "a new password").code == "ticket.closed")
        }
    }

    @Test func `an e-mail of somebody else is nobody's to take, asked before or after`() async throws {
        try await Harness.run { harness in
            let sara = try await harness.signedUp()
            func change(_ email: String, _ password: String = Harness.password) async throws -> Answer {
                try await harness.call(
                    .post, "/v1/account/email", sending: EmailChange(email: email, password: password),
                    as: sara.principal)
            }
            #expect(try await change("omar@example.com").status == 202)
            let link = try await harness.link(.changeEmail, of: sara.workspace)
            _ = try await harness.signUp("omar@example.com")

            #expect(try await harness.use(link).code == "email.taken")
            #expect(try await change("OMAR@example.com").code == "email.taken")
            #expect(try await change("sara@example.com").fields == ["email unchanged"])
            #expect(try await change("lina@example.com", "wrong").fields == ["password wrong"])
            #expect(try await harness.signIn("sara@example.com").status == 201)
        }
    }

    @Test(arguments: [
        "", "sara", "a@b.co\r\nBcc: eve@example.com", "a@b.co\nx", "a@b.co\u{0}", "sarа@example.com",
        "sara@exаmple.com", "sara@example。com", "<sara@example.com>", "a@b.co,c@d.co",
        String(repeating: "a", count: 308) + "@example.com", String(repeating: "a", count: 40_000) + "@b.co",
    ])
    func `what is no address is refused wherever an address is set`(email: String) async throws {
        try await Harness.run { harness in
            let sara = try await harness.signedUp()
            let change = try await harness.call(
                .post, "/v1/account/email", sending: EmailChange(email: email, password: Harness.password),
                as: sara.principal)
            let signUp = try await harness.call(.post, "/internal/sign-up", sending: SignUp.example(email: email))
            let draft = InvitationDraft(email: email, role: .agent, inboxes: .all)
            let invitation = try await harness.call(.post, "/v1/invitations", sending: draft, as: sara.principal)

            for answer in [change, signUp, invitation] {
                #expect(answer.status == 422)
                #expect(answer.fields.count == 1 && answer.fields[0].hasPrefix("email "))
            }
            // And whoever asks for a link to it is told nothing.
            #expect(try await harness.requestReset(email).status == 202)
        }
    }

    /// Addresses are ASCII: one with a letter that only looks like another's is no account's, and no account can have
    /// it.
    @Test func `an address that only looks like another is not that other`() async throws {
        try await Harness.run { harness in
            let kate = try await harness.signedUp("kate@example.com")

            // The sign of kelvin, whose lower case is a k.
            #expect(try await harness.signIn("\u{212A}ate@example.com").code == "session.wrong")
            _ = try await harness.requestReset("\u{212A}ate@example.com")
            #expect(try await harness.mails(.resetPassword, of: kate.workspace).isEmpty)
        }
    }

    @Test func `an invitation by e-mail is sent, and its link is shown again to who could make it`() async throws {
        try await Harness.run { harness in
            let owner = try await harness.owner()
            let grant = try await harness.invite(by: owner, email: "omar@example.com", role: .admin)
            let mail = try #require(try await harness.mails(.invitation, of: owner.workspace).first)
            #expect((mail.to, mail.workspaceName, mail.actor) == ("omar@example.com", "Dates & Co", "سارة"))
            #expect(try await harness.link(.invitation, of: owner.workspace) == grant.token)

            let path = "/v1/invitations/\(grant.invitation.id)/link"
            #expect(try await harness.call(.post, path, as: owner).decoded(as: TokenBody.self).token == grant.token)
            let agent = try await harness.member(invitedBy: owner, "lina@example.com")
            #expect(try await harness.call(.post, path, as: agent).status == 403)
            let stranger = try await harness.owner("eve@example.com")
            #expect(try await harness.call(.post, path, as: stranger).code == "invitation.notFound")
            #expect(try await harness.accept(grant.token, email: "omar@example.com").status == 201)
            #expect(try await harness.call(.post, path, as: owner).code == "invitation.closed")
        }
    }

    /// A link is as good as what it gives: whoever may invite, but not so high, is not shown it.
    @Test func `an invitation's link is not shown to who may do less than it gives`() async throws {
        try await Harness.run { harness in
            let owner = try await harness.owner()
            let role: RoleDefinition = try await harness.call(
                .post, "/v1/roles",
                sending: RoleDraft(name: "Host", grants: Grants([.membersManage: [.all]])), as: owner
            ).decoded()
            let host = try await harness.member(invitedBy: owner, "host@example.com", role: role.id)
            let high = try await harness.invite(by: owner, role: .admin).invitation.id

            let answer = try await harness.call(.post, "/v1/invitations/\(high)/link", as: host)

            #expect((answer.status, answer.code) == (403, "permission.escalation"))
        }
    }
}

extension TicketTests {
    /// Such as were made before links were computed: only their hash is known.
    @Test func `an invitation whose token was random is still good, but its link cannot be shown`() async throws {
        try await Harness.run { harness in
            let owner = try await harness.owner()
            let id = try await harness.invite(by: owner).invitation.id
            let old = Secret()
            try await harness.service.program.database.write { transaction in
                try transaction.run(
                    "UPDATE invitations SET hash = ?3 WHERE workspace = ?1 AND id = ?2", owner.workspace, id,
                    old.hash)
            }

            let answer = try await harness.call(.post, "/v1/invitations/\(id)/link", as: owner)

            #expect((answer.status, answer.code) == (409, "invitation.noLink"))
            #expect(try await harness.accept(old.text, email: "omar@example.com").status == 201)
        }
    }
}

extension Harness {
    /// What the page of somebody signed in would show.
    func signedSession(_ somebody: SignedIn) async throws -> Session {
        try await call(.get, "/v1/session", as: somebody.principal).decoded()
    }
}
