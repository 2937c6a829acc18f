import HTTP
import TestKit
import Testing
import WireModel

@testable import Conversations

@Suite struct `A conversation that moves` {
    @Test func `is seen where it stands, and those who lose it are told`() async throws {
        try await withOffice { office in
            let (service, owner, agent) = (office.service, office.owner, office.agent)
            let other = try await service.inbox("Support", as: owner)
            let id = try await service.conversation(of: office.visitor)
            _ = try await service.assign(agent.member, id, as: owner)

            let moved = try await service.put("inbox", of: id, InboxMove(inbox: other.id), as: owner)

            let now = try moved.decode(Conversation.self)
            #expect((now.inbox, now.assignee, now.status) == (other.id, nil, .open))
            #expect(try await service.call(.get, "/v1/conversations/\(id)", as: agent).status == .notFound)
            let lines = try await service.changes(id, as: owner).items
            #expect(lines.map(\.action) == [.assigned, .moved, .assigned, .created])
            #expect(
                lines[1].details == [
                    "from": office.inbox.id.description, "to": other.id.description, "fromName": "Sales",
                    "toName": "Support",
                ])
            #expect(lines[0].details["fromName"] == "Noura")
            #expect(lines[2].details["toName"] == "Noura")
            let withdrawn = try #require(try await service.events().last { $0.type == .conversationWithdrawn })
            #expect((withdrawn.inbox, withdrawn.assignee) == (office.inbox.id, agent.member))
            #expect(try withdrawn.data(as: ConversationMoved.self).inbox == other.id)
        }
    }

    @Test func `keeps who sees it there too`() async throws {
        try await withOffice { office in
            let (service, owner) = (office.service, office.owner)
            let other = try await service.inbox("Support", as: owner)
            let id = try await service.conversation(of: office.visitor)
            let team = try await office.team("Sales")
            _ = try await service.assign(owner.member, id, as: owner)
            _ = try await service.put("team", of: id, TeamAssignment(team: team), as: owner)

            let moved = try await service.put("inbox", of: id, InboxMove(inbox: other.id), as: owner)

            let now = try moved.decode(Conversation.self)
            #expect((now.assignee, now.team, now.status) == (owner.member, team, .inProgress))
            #expect(try await service.lastChange(id, as: owner)?.action == .moved)
        }
    }

    @Test func `goes to an inbox that there is, that its mover sees, and that takes new ones`() async throws {
        try await withOffice { office in
            let (service, owner) = (office.service, office.owner)
            let other = try await service.inbox("Support", as: owner)
            let elsewhere = try await service.inbox("Else", as: .member(1, .owner, workspace: 2))
            let id = try await service.conversation(of: office.visitor)
            func move(_ inbox: InboxID, as caller: Principal) async throws -> String {
                try await service.put("inbox", of: id, InboxMove(inbox: inbox), as: caller).code
            }

            #expect(try await move(other.id, as: office.agent) == "inbox.unknown")
            #expect(try await move(elsewhere.id, as: owner) == "inbox.unknown")
            #expect(try await move(InboxID(rawValue: 5), as: owner) == "inbox.unknown")
            _ = try await service.call(
                .patch, "/v1/inboxes/\(other.id)", body: InboxChange(archived: true), as: owner)
            #expect(try await move(other.id, as: owner) == "inbox.archived")
            #expect(try await service.find(id, as: owner).inbox == office.inbox.id)
        }
    }
}

@Suite struct `A follower` {
    @Test func `follows and stops, and others by those who may assign`() async throws {
        try await withOffice { office in
            let (service, owner) = (office.service, office.owner)
            let (me, agent) = (try #require(owner.member), try #require(office.agent.member))
            let id = try await service.conversation(of: office.visitor)

            let mine = try await service.put("followers/\(me)", of: id, as: owner)
            let theirs = try await service.put("followers/\(agent)", of: id, as: owner)
            let left = try await service.delete("followers/\(me)", of: id, as: owner)

            #expect(try mine.decode(Conversation.self).followers == [me])
            #expect(try theirs.decode(Conversation.self).followers == [me, agent])
            #expect(try left.decode(Conversation.self).followers == [agent])
            let lines = try await service.changes(id, as: owner).items
            #expect(lines.map(\.action) == [.unfollowed, .followed, .followed, .created])
            #expect(lines[1].details == ["member": agent.description, "name": "Noura"])
        }
    }

    @Test func `must be somebody who sees it`() async throws {
        try await withOffice { office in
            let (service, owner) = (office.service, office.owner)
            let (me, agent) = (try #require(owner.member), try #require(office.agent.member))
            let other = try await service.inbox("Support", as: owner)
            let visitor = Principal.visitor(2, of: other, workspace: owner.workspace.rawValue)
            let (id, here) = (
                try await service.conversation(of: visitor), try await service.conversation(of: office.visitor)
            )
            var light = office.agent
            light.subject = .member(agent, Rights(.light, inboxes: .all))

            let blind = try await service.put("followers/\(agent)", of: id, as: owner)
            let nobody = try await service.put("followers/\(MemberID(rawValue: 5))", of: id, as: owner)
            let others = try await service.put("followers/\(me)", of: here, as: light)
            let removal = try await service.delete("followers/\(me)", of: here, as: light)
            let own = try await service.put("followers/\(agent)", of: here, as: light)

            #expect((blind.status, blind.code) == (.unprocessableContent, "follower.noAccess"))
            #expect((nobody.status, nobody.code) == (.unprocessableContent, "follower.unknown"))
            #expect((others.status, others.code) == (.forbidden, "follower.denied"))
            #expect(removal.code == "follower.denied")
            #expect(own.status == .ok)
        }
    }
}

@Suite struct `A conversation on a contact's behalf` {
    private func contact(_ name: String, _ office: Office) async throws -> Contact {
        try await office.contacts.call(.post, "/v1/contacts", body: ContactDraft(name: name), as: office.owner)
            .decode(Contact.self)
    }

    @Test func `begins with the team's message, once`() async throws {
        try await withOffice { office in
            let contact = try await contact("Sara", office)
            let opening = ConversationOpening(
                contact: contact.id, inbox: office.inbox.id, message: MessageDraft(clientId: 1, body: "مرحبا سارة"))

            let first = try await office.service.call(.post, "/v1/conversations", body: opening, as: office.agent)
            let again = try await office.service.call(.post, "/v1/conversations", body: opening, as: office.agent)

            let begun = try first.decode(Conversation.self)
            #expect((first.status, again.status) == (.created, .ok))
            #expect(try again.decode(Conversation.self) == begun)
            #expect((begun.status, begun.contactName, begun.title) == (.waiting, "Sara", "مرحبا سارة"))
            let messages = try await office.service.messages(begun.id, as: office.agent).items
            #expect(messages.map(\.author) == [office.agent.author])
            let line = try await office.service.lastChange(begun.id, as: office.agent)
            #expect((line?.action, line?.by) == (.created, office.agent.author))
        }
    }

    @Test func `reaches the browser in which the contact wrote last`() async throws {
        try await withOffice { office in
            let contact = try await contact("Sara", office)
            let service = office.service
            let earlier = try await service.start(office.visitor, contact: contact.id.rawValue).conversation.id
            let opening = ConversationOpening(
                contact: contact.id, inbox: office.inbox.id, message: MessageDraft(clientId: 1, body: "Hello"))

            let begun = try await service.call(.post, "/v1/conversations", body: opening, as: office.owner)
                .decode(Conversation.self)
            let own = try await service.call(.get, "/v1/widget/conversations", as: office.visitor)
                .decode(Page<WidgetConversation>.self)

            #expect((begun.visitor, begun.earlier) == (office.visitor.visitor, earlier))
            #expect(own.items.map(\.id) == [begun.id, earlier])
        }
    }

    @Test func `needs a contact, an open inbox, and somebody who may`() async throws {
        try await withOffice { office in
            let contact = try await contact("Sara", office)
            let other = try await office.service.inbox("Support", as: office.owner)
            func open(
                _ contact: ContactID, _ inbox: InboxID, _ body: String = "Hello", kind: Message.Kind? = nil,
                as caller: Principal
            ) async throws -> String {
                let opening = ConversationOpening(
                    contact: contact, inbox: inbox, message: MessageDraft(clientId: 1, body: body, kind: kind))
                return try await office.service.call(.post, "/v1/conversations", body: opening, as: caller).code
            }
            var blind = office.agent
            blind.subject = .member(
                MemberID(rawValue: 5),
                Rights(
                    role: nil, grants: Grants([.conversationsView: [.all], .conversationsReply: [.all]]),
                    inboxes: .all))
            let (owner, agent, inbox) = (office.owner, office.agent, office.inbox.id)

            #expect(try await open(ContactID(rawValue: 5), inbox, as: owner) == "contact.unknown")
            #expect(try await open(contact.id, inbox, as: blind) == "contact.unknown")
            #expect(try await open(contact.id, other.id, as: agent) == "inbox.unknown")
            #expect(try await open(contact.id, InboxID(rawValue: 5), as: owner) == "inbox.unknown")
            #expect(try await open(contact.id, inbox, " ", as: owner) == "input.invalid")
            #expect(try await open(contact.id, inbox, kind: .note, as: owner) == "input.invalid")
            _ = try await office.service.call(
                .patch, "/v1/inboxes/\(other.id)", body: InboxChange(archived: true), as: owner)
            #expect(try await open(contact.id, other.id, as: owner) == "inbox.archived")
            #expect(try await office.service.list(as: owner).items.isEmpty)
        }
    }
}

@Suite struct `An inbox of several` {
    @Test func `that is archived takes no new conversations, and goes on with its own`() async throws {
        try await TestService.start(Conversations.self) { service in
            let inbox = try await service.inbox()
            let visitor = Principal.visitor(1, of: inbox)
            let id = try await service.conversation(of: visitor)

            let archived = try await service.call(
                .patch, "/v1/inboxes/\(inbox.id)", body: InboxChange(archived: true), as: .owner
            ).decode(Inbox.self)
            let start = ConversationStart(
                contact: ContactID(rawValue: 2), contactName: "", language: .arabic,
                message: MessageDraft(clientId: 1, body: "Hello"))
            let refused = try await service.call(
                .post, "/v1/widget/conversations", body: start, as: .visitor(2, of: inbox))

            #expect(archived.archived)
            #expect((refused.status, refused.code) == (.gone, "inbox.archived"))
            #expect(try await service.start(visitor, clientId: 2).conversation.id == id)
            #expect(try await service.send("Hello", 1, to: id).status == .created)
            let restored = try await service.call(
                .patch, "/v1/inboxes/\(inbox.id)", body: InboxChange(archived: false), as: .owner)
            #expect(try restored.decode(Inbox.self).archived == false)
            #expect(try await service.start(.visitor(2, of: inbox)).status == .created)
        }
    }

    @Test func `has its place among the others`() async throws {
        try await TestService.start(Conversations.self) { service in
            var ids: [InboxID] = []
            for name in ["A", "B", "C"] { ids.append(try await service.inbox(name).id) }
            func order(_ inboxes: [InboxID]) async throws -> TestAnswer {
                try await service.call(
                    .put, "/v1/inboxes/order", body: InboxOrder(inboxes: inboxes), as: .owner)
            }

            let answer = try await order([ids[2], ids[0]]).decode(Page<Inbox>.self).items

            #expect(answer.map(\.name) == ["C", "A", "B"])
            #expect(answer.map(\.position) == [0, 1, 2])
            let listed = try await service.call(.get, "/v1/inboxes", as: .agent).decode(Page<Inbox>.self).items
            #expect(listed == answer)
            #expect(try await service.inbox("D").position == 3)
            #expect(try await order([ids[0], ids[0]]).code == "input.invalid")
            #expect(try await order([InboxID(rawValue: 5)]).code == "inbox.unknown")
        }
    }

    @Test func `keeps how it assigns`() async throws {
        try await TestService.start(Conversations.self) { service in
            let inbox = try await service.inbox()
            func change(_ assignment: InboxAssignment) async throws -> TestAnswer {
                try await service.call(
                    .patch, "/v1/inboxes/\(inbox.id)", body: InboxChange(assignment: assignment), as: .owner)
            }
            let wanted = InboxAssignment(
                strategy: .leastLoaded, cap: 5, onlineOnly: true, sticky: true, awayMinutes: 30)

            let changed = try await change(wanted).decode(Inbox.self)

            #expect(inbox.assignment == .byHand)
            #expect(changed.assignment == wanted)
            for wrong in [
                InboxAssignment(strategy: .leastLoaded, cap: 0), InboxAssignment(strategy: .leastLoaded, cap: 1001),
                InboxAssignment(strategy: .manual, awayMinutes: 0),
                InboxAssignment(strategy: .manual, awayMinutes: 10_081),
            ] {
                #expect(try await change(wrong).code == "input.invalid")
            }
        }
    }
}
