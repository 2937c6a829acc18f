import HTTP
import TestKit
import Testing
import WireModel

@testable import Gateway

@Suite struct `To view as a colleague` {
    @Test func `shows what the colleague sees and nothing else`() async throws {
        try await withTeam { team in
            let conversation = try await team.visitor.conversation()
            let blind = try await team.owner.invite("blind@example.com", inboxes: .only([]))

            let seen = try await team.owner.list("/conversations?as=\(team.agent.member)", of: Conversation.self)
            let unseen = try await team.owner.list("/conversations?as=\(blind.member)", of: Conversation.self)
            let inboxes = try await team.owner.list("/inboxes?as=\(blind.member)", of: Inbox.self)
            let single = try await team.owner.call(.get, "/conversations/\(conversation)?as=\(blind.member)")

            #expect(seen.map(\.id) == [conversation])
            #expect(unseen.isEmpty)
            #expect(inboxes.isEmpty)
            #expect(single.code == "conversation.notFound")
            #expect(try await team.owner.call(.get, "/conversations/\(conversation)").status == .ok)
        }
    }

    @Test func `means the colleague where it says me, and masks what they see masked`() async throws {
        try await withTeam { team in
            let conversation = try await team.visitor.conversation(email: "sara@example.com")
            let light = try await team.owner.invite("light@example.com", role: .light)
            _ = try await team.owner.call(
                .put, "/conversations/\(conversation)/assignee", body: AssigneeChange(member: team.agent.member))

            let mine = try await team.owner.list(
                "/conversations?assignee=me&as=\(team.agent.member)", of: Conversation.self)
            let masked = try await team.owner.list("/contacts?as=\(light.member)", of: Contact.self)

            #expect(mine.map(\.id) == [conversation])
            #expect(masked.map(\.email) == ["s•••@•••.com"])
            #expect(try await team.owner.list("/contacts", of: Contact.self).map(\.email) == ["sara@example.com"])
        }
    }

    @Test func `stands in the audit log, once an hour`() async throws {
        try await House.open { house in
            let owner = try await TeamBrowser.signUp(house.gateway)
            let agent = try await owner.invite("agent@example.com")
            func lines() async throws -> Int {
                let page = try await owner.call(.get, "/audit?action=member.viewed").decode(Page<AuditEntry>.self)
                return page.items.filter { $0.target?.id == agent.member.description }.count
            }

            for _ in 1...3 { _ = try await owner.call(.get, "/conversations?as=\(agent.member)") }
            #expect(try await lines() == 1)
            house.clock.advance(by: .seconds(3600))
            _ = try await owner.call(.get, "/inboxes?as=\(agent.member)")
            #expect(try await lines() == 2)
        }
    }

    @Test func `is not for agents`() async throws {
        try await withTeam { team in
            let other = try await team.owner.invite("other@example.com")

            let answer = try await team.agent.call(.get, "/conversations?as=\(other.member)")

            #expect(answer.code == "permission.denied")
            #expect(try await team.agent.call(.get, "/conversations?as=\(team.agent.member)").status == .forbidden)
        }
    }

    @Test func `does not look upwards`() async throws {
        try await withTeam { team in
            let admin = try await team.owner.invite("admin@example.com", role: .admin)
            let supervisor = try await team.owner.invite(
                "supervisor@example.com", role: .supervisor, inboxes: .only([team.inbox]))
            let far = try await team.owner.invite("far@example.com")
            let near = try await team.owner.invite("near@example.com", inboxes: .only([team.inbox]))

            #expect(try await admin.call(.get, "/conversations?as=\(team.owner.member)").code == "permission.denied")
            #expect(try await supervisor.call(.get, "/conversations?as=\(admin.member)").code == "permission.denied")
            #expect(try await supervisor.call(.get, "/conversations?as=\(far.member)").code == "permission.denied")
            #expect(try await supervisor.call(.get, "/conversations?as=\(near.member)").status == .ok)
        }
    }

    @Test func `changes nothing`() async throws {
        try await withTeam { team in
            let conversation = try await team.visitor.conversation()
            let draft = MessageDraft(clientId: 7, body: "in another's name")

            let posted = try await team.owner.call(
                .post, "/conversations/\(conversation)/messages?as=\(team.agent.member)", body: draft)
            let closed = try await team.owner.call(
                .put, "/conversations/\(conversation)/status?as=\(team.agent.member)",
                body: StatusChange(status: .closed))

            #expect([posted.code, closed.code] == ["permission.denied", "permission.denied"])
            let after = try await team.owner.call(.get, "/conversations/\(conversation)").decode(Conversation.self)
            #expect((after.lastSequence, after.status) == (1, .open))
        }
    }

    @Test func `ends at the workspace's border`() async throws {
        try await withTeam { team in
            let stranger = try await TeamBrowser.signUp(team.house.gateway, email: "stranger@example.com")

            #expect(try await team.owner.call(.get, "/conversations?as=\(stranger.member)").code == "member.notFound")
            #expect(try await team.owner.call(.get, "/contacts?as=nobody").code == "member.notFound")
        }
    }

    @Test func `is nothing for sockets, which stay who they are`() async throws {
        try await withTeam { team in
            let blind = try await team.owner.invite("blind@example.com", inboxes: .only([]))
            let line = Line(
                try await team.house.gateway.webSocket(
                    "/api/v1/socket?as=\(blind.member)", headers: team.owner.headers))
            _ = try await line.hello()

            let conversation = try await team.visitor.conversation()

            #expect(try await line.event(.conversationCreated).conversation == conversation)
        }
    }
}

@Suite struct `Who may look through another's eyes` {
    private let looking = Grants([.membersViewAs: [.all]])
    private let inbox = InboxID(rawValue: 4)

    @Test func `needs the inbox where the other's own is meant`() {
        let narrow = rights([.conversationsView: [.own, .unassigned]])
        let wide = rights([.conversationsView: [.inbox]])

        #expect(!narrow.mayLook(as: rights([.conversationsView: [.own]])))
        #expect(narrow.mayLook(as: rights([.conversationsView: [.unassigned]])))
        #expect(wide.mayLook(as: rights([.conversationsView: [.own, .team]])))
        #expect(!wide.mayLook(as: rights([.conversationsView: [.all]])))
    }

    @Test func `needs the permission, and an owner for an owner`() {
        let plain = Rights(role: nil, grants: Grants([.conversationsView: [.all]]), inboxes: .all)

        #expect(!plain.mayLook(as: rights([:])))
        #expect(!Rights(.admin).mayLook(as: Rights(.owner)))
        #expect(Rights(.owner).mayLook(as: Rights(.owner)))
    }

    private func rights(_ scopes: [Permission: Set<Scope>]) -> Rights {
        Rights(role: nil, grants: Grants(scopes).union(looking), inboxes: .only([inbox]))
    }
}

/// An owner, an agent of theirs who sees every inbox, and a customer.
private struct ViewedTeam {
    let house: House
    let owner: TeamBrowser
    let agent: TeamBrowser
    let inbox: InboxID
    let visitor: VisitorBrowser
}

private func withTeam(_ body: (ViewedTeam) async throws -> Void) async throws {
    try await House.open { house in
        let owner = try await TeamBrowser.signUp(house.gateway)
        let inbox = try await owner.inbox().id
        try await body(
            ViewedTeam(
                house: house, owner: owner, agent: try await owner.invite("agent@example.com"), inbox: inbox,
                visitor: try await VisitorBrowser(house.gateway, inbox: inbox)))
    }
}

extension TeamBrowser {
    fileprivate func list<Item: Codable & Sendable>(_ path: String, of type: Item.Type) async throws -> [Item] {
        try await call(.get, path).decode(Page<Item>.self).items
    }

    /// A colleague in a role of its own.
    fileprivate func invite(_ email: String, role: Role, inboxes: InboxAccess = .all) async throws -> TeamBrowser {
        let colleague = try await invite(email, inboxes: inboxes)
        if role != .agent {
            _ = try await call(.patch, "/members/\(colleague.member)", body: MemberChange(role: role))
            // Whoever is let in anew has the new rights at once.
            let form = SignIn(email: email, password: "a long password")
            _ = try await colleague.call(.post, "/session", body: form)
        }
        return colleague
    }
}

extension VisitorBrowser {
    fileprivate func conversation(email: String) async throws -> ConversationID {
        try await start(details: VisitorDetails(name: "Sara", email: email))
            .decode(WidgetConversationWithMessages.self).conversation.id
    }
}
