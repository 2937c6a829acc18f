import HTTP
import TestKit
import Testing
import WireModel

@testable import Gateway

/// What somebody may see, while they look.
@Suite struct `Rights that change` {
    @Test func `end a deactivated member's sockets and sessions at every gateway`() async throws {
        try await House.open(gateways: 2) { house in
            let owner = try await TeamBrowser.signUp(house.gateway)
            let agent = try await owner.invite("agent@example.com")
            let elsewhere = agent.moved(to: house.gateways[1])
            let lines = [try await agent.online(), try await elsewhere.online()]

            let change = MemberChange(active: false)
            #expect(try await owner.call(.patch, "/members/\(agent.member)", body: change).status == .ok)

            for line in lines { #expect(try await line.untilClosed() == .unauthenticated) }
            for browser in [agent, elsewhere] {
                try await eventually("the session is over") {
                    try await browser.call(.get, "/session").status == .unauthorized
                }
            }
            let members = try await owner.call(.get, "/members").decode(Page<Member>.self).items
            #expect(members.map(\.active) == [true, false])
        }
    }

    @Test func `come with a team, and go with it`() async throws {
        try await House.open { house in
            let owner = try await TeamBrowser.signUp(house.gateway)
            let inbox = try await owner.inbox()
            let agent = try await owner.invite("agent@example.com", inboxes: .only([]))
            let visitor = try await VisitorBrowser(house.gateway, inbox: inbox.id)
            let conversation = try await visitor.conversation()
            let before = try await agent.online()
            #expect(try await agent.call(.get, "/conversations/\(conversation)").status == .notFound)

            let draft = TeamDraft(name: "Sales", inboxes: .only([inbox.id]), members: [agent.member])
            let team = try await owner.call(.post, "/teams", body: draft).decode(Team.self)

            // Comes back at once, with what it may see now.
            #expect(try await before.untilClosed() == .serviceRestart)
            #expect(try await agent.call(.get, "/conversations/\(conversation)").status == .ok)
            let line = try await agent.online()
            let told = try await visitor.online()
            try await told.say("Are you there?", 2, in: conversation)
            #expect(try await line.message().body == "Are you there?")

            let change = TeamChange(members: [])
            #expect(try await owner.call(.patch, "/teams/\(team.id)", body: change).status == .ok)
            #expect(try await line.untilClosed() == .serviceRestart)
            #expect(try await agent.call(.get, "/conversations/\(conversation)").status == .notFound)
        }
    }

    @Test func `follow a conversation from hand to hand`() async throws {
        try await House.open { house in
            let owner = try await TeamBrowser.signUp(house.gateway)
            let agent = try await owner.invite("agent@example.com")
            let draft = RoleDraft(name: "Own only", grants: Grants([.conversationsView: [.own]]))
            let role = try await owner.call(.post, "/roles", body: draft).decode(RoleDefinition.self)
            _ = try await owner.call(.patch, "/members/\(agent.member)", body: MemberChange(role: role.id))
            let visitor = try await VisitorBrowser(house.gateway, inbox: try await owner.inbox().id)
            let conversation = try await visitor.conversation()
            let (line, told) = (try await agent.online(), try await visitor.online())

            try await told.say("Unheard", 2, in: conversation)
            let assignee = "/conversations/\(conversation)/assignee"
            _ = try await owner.call(.put, assignee, body: AssigneeChange(member: agent.member))
            let arrived = try await line.nextOfConversations()
            try await told.say("Heard", 3, in: conversation)
            #expect(try await line.message().body == "Heard")
            _ = try await owner.call(.put, assignee, body: AssigneeChange(member: nil))
            let left = try await line.event(.conversationWithdrawn)
            try await told.say("Unheard again", 4, in: conversation)

            #expect(arrived.type == .conversationChanged)
            #expect(left.conversation == conversation)
            #expect(try await line.eventsSoFar().filter { $0.log == .conversations && $0.seq != nil }.isEmpty)
            #expect(try await agent.call(.get, "/conversations/\(conversation)").status == .notFound)
        }
    }

    @Test func `end with the key that gave them, on its open socket too`() async throws {
        try await House.open { house in
            let owner = try await TeamBrowser.signUp(house.gateway)
            let draft = APIKeyDraft(name: "Sync", grants: .everything, expiresAt: house.clock.now + .milliseconds(200))
            let key = try await owner.call(.post, "/api-keys", body: draft).decode(APIKeyGrant.self)
            let program: Headers = ["Authorization": "Bearer \(key.secret)"]
            let line = Line(try await house.gateway.webSocket("/api/v1/socket", headers: program))
            _ = try await line.hello()

            #expect(try await line.untilClosed() == .serviceRestart)
            house.clock.advance(by: .seconds(1))
            let back = Line(try await house.gateway.webSocket("/api/v1/socket", headers: program))
            #expect(try await back.untilClosed() == .unauthenticated)
        }
    }

    @Test func `of a role are everybody's who has it, at once`() async throws {
        try await House.open { house in
            let owner = try await TeamBrowser.signUp(house.gateway)
            let agent = try await owner.invite("agent@example.com")
            let draft = RoleDraft(name: "Reads contacts", grants: Grants([.contactsView: [.all]]))
            let role = try await owner.call(.post, "/roles", body: draft).decode(RoleDefinition.self)
            guard case .custom(let id) = role.id else { throw LineClosed(description: "A made role has an id.") }
            _ = try await owner.call(.patch, "/members/\(agent.member)", body: MemberChange(role: role.id))
            try await eventually("contacts are shown") { try await agent.call(.get, "/contacts").status == .ok }
            let line = try await agent.online()

            let change = RoleChange(grants: Grants([.auditView: [.all]]))
            #expect(try await owner.call(.patch, "/roles/\(id)", body: change).status == .ok)

            #expect(try await line.untilClosed() == .serviceRestart)
            #expect(try await agent.call(.get, "/contacts").code == "permission.denied")
        }
    }
}

extension Line {
    /// The next change in the conversations' log.
    fileprivate func nextOfConversations() async throws -> EventLine {
        while true {
            let events = try await eventsSoFar().filter { $0.log == .conversations && $0.seq != nil }
            if let first = events.first { return first }
        }
    }
}
