import HTTP
import TestKit
import Testing
import WireModel

@testable import Conversations

@Suite struct `A message` {
    @Test func `sent again under its name is stored once`() async throws {
        try await TestService.start(Conversations.self) { service in
            let visitor = Principal.visitor(1, of: try await service.inbox())
            let id = try await service.conversation(of: visitor)

            let first = try await service.send("one", 7, to: id)
            let again = try await service.send("another text", 7, to: id)

            #expect((first.status, again.status) == (.created, .ok))
            #expect(try first.decode(Message.self) == again.decode(Message.self))
            #expect(try await service.messages(id).items.map(\.body) == ["Hello", "one"])
        }
    }

    @Test func `of another author is another one under the same name`() async throws {
        try await TestService.start(Conversations.self) { service in
            let visitor = Principal.visitor(77, of: try await service.inbox())
            let id = try await service.conversation(of: visitor)

            let answers = [
                try await service.send("agent", 7, to: id), try await service.send("owner", 7, to: id, as: .owner),
                try await service.send("visitor", 7, to: id, as: visitor),
            ]

            #expect(answers.map(\.status) == [.created, .created, .created])
            #expect(try await service.messages(id).items.map(\.body) == ["Hello", "agent", "owner", "visitor"])
        }
    }

    @Test func `says who wrote it, when, and as what`() async throws {
        try await TestService.start(Conversations.self) { service in
            let visitor = Principal.visitor(1, of: try await service.inbox())
            let id = try await service.conversation(of: visitor)

            let message = try await service.send("psst", 7, to: id, kind: .note).decode(Message.self)

            #expect(message.author == Author(.member(MemberID(rawValue: 2)), name: "Member 2"))
            #expect(message.sentAt == service.clock.now)
            #expect((message.kind, message.sequence, message.clientId, message.conversation) == (.note, 2, 7, id))
        }
    }

    @Test func `has a place of its own among fifty that come at once`() async throws {
        try await TestService.start(Conversations.self) { service in
            let visitor = Principal.visitor(1, of: try await service.inbox())
            let id = try await service.conversation(of: visitor)

            let sent = try await withThrowingTaskGroup(of: Message.self) { group in
                for number in 1...50 {
                    group.addTask {
                        let caller = number % 2 == 0 ? Principal.member(Int64(number), .agent) : visitor
                        return try await service.send("\(number)", Int64(number + 100), to: id, as: caller)
                            .decode(Message.self)
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }

            let stored = try await service.messages(id, "?limit=200").items
            #expect(stored.map(\.sequence) == Array(1...51))
            #expect(stored.dropFirst() == sent.sorted { $0.sequence < $1.sequence }[...])
            #expect(try await service.find(id).lastSequence == 51)
            let told = try await service.events().filter { $0.type == .messageCreated }
            #expect(try told.map { try $0.data(as: MessageCreated.self).message } == stored)
        }
    }

    @Test func `sent by many hands under one name is stored once`() async throws {
        try await TestService.start(Conversations.self) { service in
            let visitor = Principal.visitor(1, of: try await service.inbox())
            let id = try await service.conversation(of: visitor)

            let statuses = try await withThrowingTaskGroup(of: Status.self) { group in
                for _ in 1...20 { group.addTask { try await service.send("one", 7, to: id).status } }
                return try await group.reduce(into: []) { $0.append($1) }
            }

            #expect(statuses.filter { $0 == .created }.count == 1)
            #expect(statuses.filter { $0 == .ok }.count == 19)
            #expect(try await service.find(id).lastSequence == 2)
        }
    }

    @Test func `is refused by a closed conversation, unless it was stored before`() async throws {
        try await TestService.start(Conversations.self) { service in
            let visitor = Principal.visitor(1, of: try await service.inbox())
            let id = try await service.conversation(of: visitor)
            let earlier = try await service.send("before", 7, to: id).decode(Message.self)
            try await service.set(.closed, id)

            service.clock.advance(by: WorkspaceSettings().reopenWindow + .seconds(1))
            let refused = try await service.send("after", 8, to: id)
            let refusedVisitor = try await service.send("after", 8, to: id, as: visitor)
            let again = try await service.send("before", 7, to: id)
            let note = try await service.send("note", 9, to: id, kind: .note)

            #expect((refused.status, refused.code) == (.conflict, "conversation.closed"))
            #expect((refusedVisitor.status, refusedVisitor.code) == (.conflict, "conversation.closed"))
            #expect(again.status == .ok)
            #expect(try again.decode(Message.self) == earlier)
            #expect(note.status == .created)
            #expect(try await service.messages(id).items.map(\.body) == ["Hello", "before", "note"])
        }
    }

    @Test(arguments: [
        (#"{"clientId":1}"#, Status.badRequest, "json.missingField", "body"),
        (#"{"clientId":1,"body":"x","kind":"whisper"}"#, .badRequest, "json.wrongType", "kind"),
        (#"{"clientId":1,"body":7}"#, .badRequest, "json.wrongType", "body"),
        (#"{"clientId":1.5,"body":"x"}"#, .badRequest, "json.wrongType", "clientId"),
        (#"{"clientId":"1","body":"x"}"#, .badRequest, "json.wrongType", "clientId"),
        (#"{"clientId":1,"body":"x","attachment":{}}"#, .badRequest, "json.unknownField", "attachment"),
        (#"{"clientId":0,"body":"x"}"#, .unprocessableContent, "input.invalid", "clientId"),
        (#"{"clientId":1,"body":" \u200F "}"#, .unprocessableContent, "input.invalid", "body"),
        (#"{"clientId":1,"body":"a\u0000"}"#, .unprocessableContent, "input.invalid", "body"),
    ])
    func `that cannot be read or taken is answered with its field`(
        body: String, status: Status, code: String, field: String
    ) async throws {
        try await TestService.start(Conversations.self) { service in
            let visitor = Principal.visitor(1, of: try await service.inbox())
            let id = try await service.conversation(of: visitor)

            let answer = try await service.send(
                .post, "/v1/conversations/\(id)/messages", bytes: Array(body.utf8), as: .agent)

            #expect(answer.status == status)
            #expect(answer.code == code)
            #expect(try answer.failure.fields.map(\.field) == [field])
            #expect(try await service.messages(id).items.count == 1)
        }
    }

    @Test func `too long is a 413, of exactly 16 KiB it is stored`() async throws {
        try await TestService.start(Conversations.self) { service in
            let visitor = Principal.visitor(1, of: try await service.inbox())
            let id = try await service.conversation(of: visitor)
            let longest = String(repeating: "م", count: 8192)

            let stored = try await service.send(longest, 7, to: id)
            let refused = try await service.send(longest + ".", 8, to: id)

            #expect(try stored.decode(Message.self).body == longest)
            #expect((refused.status, refused.code) == (.contentTooLarge, "message.tooLong"))
        }
    }
}

@Suite struct `A page of messages` {
    @Test func `is the last stretch, and pages back without gaps`() async throws {
        try await TestService.start(Conversations.self) { service in
            let id = try await talk(of: 12, service)

            let last = try await service.messages(id, "?limit=5")
            let middle = try await service.messages(id, "?limit=5&before=\(last.nextCursor ?? "")")
            let first = try await service.messages(id, "?limit=5&before=\(middle.nextCursor ?? "")")

            #expect(last.items.map(\.sequence) == [8, 9, 10, 11, 12])
            #expect(middle.items.map(\.sequence) == [3, 4, 5, 6, 7])
            #expect(first.items.map(\.sequence) == [1, 2])
            #expect(first.nextCursor == nil)
        }
    }

    @Test func `stays the same while new messages come`() async throws {
        try await TestService.start(Conversations.self) { service in
            let id = try await talk(of: 8, service)
            let last = try await service.messages(id, "?limit=3")
            try await service.send("new", 99, to: id)

            let before = try await service.messages(id, "?limit=3&before=\(last.nextCursor ?? "")")

            #expect(before.items.map(\.sequence) == [3, 4, 5])
        }
    }

    @Test func `reads on after a place, up to the end`() async throws {
        try await TestService.start(Conversations.self) { service in
            let id = try await talk(of: 7, service)

            let next = try await service.messages(id, "?limit=3&after=2")
            let rest = try await service.messages(id, "?limit=3&after=\(next.nextCursor ?? "")")
            let end = try await service.messages(id, "?after=7")

            #expect(next.items.map(\.sequence) == [3, 4, 5])
            #expect(rest.items.map(\.sequence) == [6, 7])
            #expect((rest.nextCursor, end.items.count, end.nextCursor) == (nil, 0, nil))
        }
    }

    @Test(arguments: [
        "limit=0", "limit=201", "limit=x", "limit=", "before=0", "before=-1", "before=x", "after=-1", "after=1.5",
        "after=99999999999999999999",
    ])
    func `is not given for bounds that make no sense`(query: String) async throws {
        try await TestService.start(Conversations.self) { service in
            let id = try await talk(of: 1, service)

            let answer = try await service.call(.get, "/v1/conversations/\(id)/messages?\(query)", as: .agent)

            #expect(answer.status == .unprocessableContent)
            #expect(try answer.failure.fields.map(\.code) == ["range"])
        }
    }

    /// A conversation of so many messages.
    private func talk(of count: Int, _ service: TestService<Conversations>) async throws -> ConversationID {
        let id = try await service.conversation(of: .visitor(1, of: try await service.inbox()))
        for number in 1..<max(count, 1) { try await service.send("\(number)", Int64(number), to: id) }
        return id
    }
}
