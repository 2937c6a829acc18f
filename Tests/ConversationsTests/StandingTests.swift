import HTTP
import TestKit
import Testing
import WireModel

@testable import Conversations

@Suite struct `A snoozed conversation` {
    @Test func `wakes at its time`() async throws {
        try await TestService.start(Conversations.self) { service in
            let id = try await service.conversation(of: .visitor(1, of: try await service.inbox()))
            let until = service.clock.now + .milliseconds(50)

            let snoozed = try await service.put("snooze", of: id, Snooze(until: until)).decode(Conversation.self)
            service.clock.advance(by: .milliseconds(50))
            try await eventually("it wakes") { try await service.find(id).snooze == nil }

            #expect((snoozed.snooze?.until, snoozed.isActive, snoozed.status) == (until, false, .open))
            let lines = try await service.changes(id).items
            #expect(lines.map(\.action) == [.woken, .snoozed, .created])
            #expect((lines[0].by.kind, lines[0].details) == (.system, ["reason": "time"]))
            #expect(lines[1].details == ["until": until.description])
            #expect(try await service.find(id).updatedAt == until)
        }
    }

    @Test func `wakes although another one sleeps longer, and was put to sleep before`() async throws {
        try await TestService.start(Conversations.self) { service in
            let inbox = try await service.inbox()
            let long = try await service.conversation(of: .visitor(1, of: inbox))
            let short = try await service.conversation(of: .visitor(2, of: inbox))
            _ = try await service.put("snooze", of: long, Snooze(until: service.clock.now + .seconds(3600)))
            _ = try await service.put("snooze", of: short, Snooze(until: service.clock.now + .milliseconds(30)))

            service.clock.advance(by: .milliseconds(30))

            try await eventually("it wakes") { try await service.find(short).snooze == nil }
            #expect(try await service.find(long).snooze != nil)
        }
    }

    @Test func `wakes after a restart, when its time came while nobody was there`() async throws {
        let folder = TemporaryFolder()
        let clock = TestClock()
        let id = try await TestService.start(Conversations.self, clock: clock, folder: folder) { service in
            let id = try await service.conversation(of: .visitor(1, of: try await service.inbox()))
            _ = try await service.put("snooze", of: id, Snooze(until: clock.now + .seconds(3600)))
            return id
        }
        clock.advance(by: .seconds(3600))

        try await TestService.start(Conversations.self, clock: clock, folder: folder) { service in
            try await eventually("it wakes") { try await service.find(id).snooze == nil }
        }
    }

    @Test func `wakes more than one batch holds`() async throws {
        try await TestService.start(Conversations.self) { service in
            let inbox = try await service.inbox()
            let count = ConversationStore.wakeLimit + 5
            let until = service.clock.now + .seconds(60)
            for visitor in 1...count {
                let id = try await service.conversation(of: .visitor(Int64(visitor), of: inbox))
                _ = try await service.program.conversations.snooze(id, Snooze(until: until), for: .agent)
            }
            service.clock.advance(by: .seconds(60))

            let more = try await service.program.conversations.wakeDue()
            let none = try await service.program.conversations.wakeDue()

            #expect((more, none) == (until, nil))
        }
    }

    @Test func `is woken by the customer's answer, and by hand`() async throws {
        try await TestService.start(Conversations.self) { service in
            let visitor = Principal.visitor(1, of: try await service.inbox())
            let id = try await service.conversation(of: visitor)

            _ = try await service.put("snooze", of: id, Snooze(until: nil))
            try await service.send("A reply changes nothing", 1, to: id)
            let asleep = try await service.find(id)
            try await service.send("Hello?", 2, to: id, as: visitor)
            let awake = try await service.find(id)
            _ = try await service.put("snooze", of: id, Snooze(until: nil))
            let byHand = try await service.delete("snooze", of: id).decode(Conversation.self)

            #expect((asleep.snooze, asleep.status) == (Snooze(until: nil), .waiting))
            #expect((awake.snooze, awake.status) == (nil, .open))
            #expect(byHand.snooze == nil)
            let lines = try await service.changes(id).items
            #expect(lines.map(\.action) == [.woken, .snoozed, .woken, .snoozed, .created])
            #expect((lines[2].details, lines[2].sequence) == (["reason": "customer"], 2))
            #expect(lines[0].details == [:])
        }
    }

    @Test func `is not asleep any more once it is closed`() async throws {
        try await TestService.start(Conversations.self) { service in
            let id = try await service.conversation(of: .visitor(1, of: try await service.inbox()))
            _ = try await service.put("snooze", of: id, Snooze(until: nil))

            try await service.set(.closed, id)
            let again = try await service.put("snooze", of: id, Snooze(until: nil))

            #expect(try await service.find(id).snooze == nil)
            #expect((again.status, again.code) == (.conflict, "conversation.closed"))
            #expect(try await service.lastChange(id)?.details == ["from": "open", "to": "closed"])
        }
    }

    @Test(arguments: [Duration.zero, .seconds(-1), .seconds(367 * 86_400)])
    func `sleeps until a moment to come, within a year`(delay: Duration) async throws {
        try await TestService.start(Conversations.self) { service in
            let id = try await service.conversation(of: .visitor(1, of: try await service.inbox()))

            let answer = try await service.put("snooze", of: id, Snooze(until: service.clock.now + delay))

            #expect(try answer.failure.fields.map(\.field) == ["until"])
        }
    }

    @Test func `is put to sleep by those who set a status`() async throws {
        try await TestService.start(Conversations.self) { service in
            let id = try await service.conversation(of: .visitor(1, of: try await service.inbox()))

            let light = try await service.put("snooze", of: id, Snooze(until: nil), as: .member(7, .light))

            #expect(light.code == "permission.denied")
        }
    }
}

@Suite struct `A closed conversation` {
    private static let window = WorkspaceSettings().reopenWindow

    @Test func `goes on when its customer writes within the window`() async throws {
        try await TestService.start(Conversations.self) { service in
            let visitor = Principal.visitor(1, of: try await service.inbox())
            let id = try await service.conversation(of: visitor)
            _ = try await service.program.conversations.assign(id, to: MemberID(rawValue: 2), for: .owner)
            try await service.set(.closed, id)
            service.clock.advance(by: Self.window)

            let answer = try await service.send("One more thing", 2, to: id, as: visitor)

            #expect(answer.status == .created)
            let now = try await service.find(id)
            #expect((now.status, now.assignee, now.lastSequence) == (.open, MemberID(rawValue: 2), 2))
            let line = try #require(try await service.lastChange(id))
            #expect((line.action, line.by.kind, line.sequence) == (.reopened, .visitor, 1))
            let events = try await service.events().suffix(3)
            #expect(events.map(\.type) == [.messageCreated, .conversationChanged, .changeRecorded])
        }
    }

    @Test func `goes on by a first message as well`() async throws {
        try await TestService.start(Conversations.self) { service in
            let visitor = Principal.visitor(1, of: try await service.inbox())
            let id = try await service.conversation(of: visitor)
            try await service.set(.closed, id)

            let again = try await service.start(visitor, clientId: 2, "Hello again")
            let repeated = try await service.start(visitor, clientId: 2, "Hello again")

            #expect((again.conversation.id, again.status) == (id, .created))
            #expect((repeated.messages, repeated.status) == (again.messages, .ok))
            #expect(try await service.find(id).status == .open)
        }
    }

    @Test func `is followed by a new one later, which names it`() async throws {
        try await TestService.start(Conversations.self) { service in
            let visitor = Principal.visitor(1, of: try await service.inbox())
            let id = try await service.conversation(of: visitor)
            try await service.set(.closed, id)
            service.clock.advance(by: Self.window + .milliseconds(1))

            let refused = try await service.send("One more thing", 2, to: id, as: visitor)
            let anew = try await service.start(visitor, clientId: 2, "One more thing")
            let repeated = try await service.send("One more thing", 2, to: anew.conversation.id, as: visitor)

            #expect((refused.status, refused.code) == (.conflict, "conversation.closed"))
            #expect(anew.status == .created)
            #expect(try await service.find(anew.conversation.id).earlier == id)
            #expect(try await service.find(id).status == .closed)
            #expect(repeated.status == .ok)
        }
    }

    @Test func `is not opened by the team's reply, a note, or a message sent twice`() async throws {
        try await TestService.start(Conversations.self) { service in
            let visitor = Principal.visitor(1, of: try await service.inbox())
            let id = try await service.conversation(of: visitor)
            try await service.set(.closed, id)

            let reply = try await service.send("Bye", 1, to: id)
            let note = try await service.send("psst", 2, to: id, kind: .note)
            let again = try await service.send("Hello", 1, to: id, as: visitor)

            #expect((reply.status, reply.code) == (.conflict, "conversation.closed"))
            #expect((note.status, again.status) == (.created, .ok))
            #expect(try await service.find(id).status == .closed)
        }
    }
}

@Suite struct `A note's mentions` {
    @Test func `gather on the conversation, and leave out who is not there`() async throws {
        try await withOffice { office in
            let service = office.service
            let id = try await service.conversation(of: office.visitor)
            let (agent, team) = (try #require(office.agent.member), try await office.team("Sales"))
            let nobody = MemberID(rawValue: 1)
            func note(_ clientId: Int64, _ mentions: Mentions) async throws -> Message {
                try await service.call(
                    .post, "/v1/conversations/\(id)/messages",
                    body: MessageDraft(clientId: clientId, body: "@", kind: .note, mentions: mentions),
                    as: office.owner
                ).decode(Message.self)
            }

            let first = try await note(1, Mentions(members: [agent, agent, nobody]))
            let second = try await note(2, Mentions(members: [agent], teams: [team]))
            let third = try await note(3, Mentions(members: [nobody]))

            #expect(first.extras?.mentions == Mentions(members: [agent]))
            #expect(second.extras?.mentions == Mentions(members: [agent], teams: [team]))
            #expect(third.extras == nil)
            let seen = try await service.find(id, as: office.owner).mentioned
            #expect(seen == Mentions(members: [agent], teams: [team]))
            let stored = try await service.messages(id, as: office.owner).items.map(\.extras)
            #expect(stored == [nil, first.extras, second.extras, nil])
        }
    }
}
