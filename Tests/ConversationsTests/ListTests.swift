import HTTP
import TestKit
import Testing
import WireModel

@testable import Conversations

@Suite struct `A list of conversations` {
    @Test func `is in the order of the newest change`() async throws {
        try await TestService.start(Conversations.self) { service in
            let ids = try await conversations(3, service)

            service.clock.advance(by: .seconds(1))
            try await service.send("again", 9, to: ids[0])

            #expect(try await service.list().items.map(\.id) == [ids[0], ids[2], ids[1]])
        }
    }

    @Test func `is given page by page, each conversation once`() async throws {
        try await TestService.start(Conversations.self) { service in
            // Several of one millisecond, so that the time alone does not say where a page ends.
            let ids = try await conversations(7, service, apart: .zero) + conversations(6, service, from: 8)
            for id in ids.prefix(3) { try await service.set(.closed, id) }

            var seen: [ConversationID] = []
            var cursor: String? = ""
            while let place = cursor {
                let page = try await service.list("?limit=4\(place.isEmpty ? "" : "&cursor=\(place)")")
                #expect(page.items.count <= 4)
                seen += page.items.map(\.id)
                cursor = page.nextCursor
            }

            #expect(seen == (try await service.list("?limit=100").items.map(\.id)))
            #expect(Set(seen) == Set(ids))
            #expect(seen.count == ids.count)
        }
    }

    @Test func `skips and repeats nothing that did not move while it is paged`() async throws {
        try await TestService.start(Conversations.self) { service in
            let ids = try await conversations(6, service)
            let first = try await service.list("?limit=3")
            service.clock.advance(by: .seconds(1))
            try await service.send("moves to the top", 9, to: ids[1])
            _ = try await conversations(1, service, from: 100)

            let second = try await service.list("?limit=3&cursor=\(first.nextCursor ?? "")")

            #expect(first.items.map(\.id) == [ids[5], ids[4], ids[3]])
            #expect(second.items.map(\.id) == [ids[2], ids[0]])
        }
    }

    @Test func `is narrowed by status, assignee, inbox and contact`() async throws {
        try await TestService.start(Conversations.self) { service in
            let sales = try await service.inbox("Sales")
            let support = try await service.inbox("Support")
            let open = try await service.start(.visitor(1, of: sales), contact: 1).conversation.id
            let closed = try await service.start(.visitor(2, of: sales), contact: 2).conversation.id
            let waiting = try await service.start(.visitor(3, of: support), contact: 1).conversation.id
            try await service.set(.closed, closed)
            try await service.send("answer", 2, to: waiting)
            func ids(_ query: String) async throws -> Set<ConversationID> {
                Set(try await service.list(query).items.map(\.id))
            }

            #expect(try await ids("") == [open, closed, waiting])
            #expect(try await ids("?status=active") == [open, waiting])
            #expect(try await ids("?status=open") == [open])
            #expect(try await ids("?status=closed") == [closed])
            #expect(try await ids("?status=inProgress").isEmpty)
            #expect(try await ids("?inbox=\(support.id)") == [waiting])
            #expect(try await ids("?contact=\(ContactID(rawValue: 1))") == [open, waiting])
            #expect(
                try await ids("?status=active&inbox=\(sales.id)&contact=\(ContactID(rawValue: 1))&assignee=none") == [
                    open
                ])
            #expect(try await ids("?assignee=me").isEmpty)
        }
    }

    @Test func `counts what it would show`() async throws {
        try await TestService.start(Conversations.self) { service in
            let ids = try await conversations(4, service)
            try await service.set(.closed, ids[0])

            #expect(
                try await service.standing(as: .agent) == [0, 3, 3, 1]
            )
        }
    }

    @Test(arguments: [
        ("status=new", "status"), ("status=", "status"), ("assignee=you", "assignee"), ("inbox=1", "inbox"),
        ("contact=x", "contact"),
        ("cursor=x", "cursor"), ("cursor=", "cursor"), ("limit=0", "limit"), ("limit=101", "limit"),
        ("assignee=inb_0000000000001", "assignee"),
    ])
    func `is not given for what makes no sense`(query: String, field: String) async throws {
        try await TestService.start(Conversations.self) { service in
            let answer = try await service.call(.get, "/v1/conversations?\(query)", as: .agent)

            #expect(answer.status == .unprocessableContent)
            #expect(try answer.failure.fields.map(\.field) == [field])
        }
    }

    private func conversations(
        _ count: Int64, _ service: TestService<Conversations>, from first: Int64 = 1, apart: Duration = .seconds(1)
    ) async throws -> [ConversationID] {
        let inbox = try await service.inbox("Inbox \(first)")
        var ids: [ConversationID] = []
        for visitor in first..<first + count {
            service.clock.advance(by: apart)
            ids.append(try await service.conversation(of: .visitor(visitor, of: inbox)))
        }
        return ids
    }
}

@Suite struct `A read mark` {
    @Test func `moves forward only, and never past the end`() async throws {
        try await TestService.start(Conversations.self) { service in
            let visitor = Principal.visitor(1, of: try await service.inbox())
            let id = try await service.conversation(of: visitor)
            for number in 2...4 as ClosedRange<Int64> {
                try await service.send("\(number)", number, to: id, as: visitor)
            }
            func mark(_ sequence: Int64) async throws -> Int64 {
                #expect(try await service.markRead(sequence, id).status == .noContent)
                return try await service.find(id).teamRead
            }

            #expect(try await mark(2) == 2)
            #expect(try await mark(1) == 2)
            #expect(try await service.markRead(-5, id).status.rawValue == 422)
            #expect(try await mark(99) == 4)
            try await service.send("5", 5, to: id, as: visitor)
            #expect(try await service.find(id).teamRead == 4)
        }
    }

    @Test func `is told once, when it moves`() async throws {
        try await TestService.start(Conversations.self) { service in
            let visitor = Principal.visitor(1, of: try await service.inbox())
            let id = try await service.conversation(of: visitor)
            try await service.send("answer", 2, to: id)
            for sequence in [2, 1, 2, 99] as [Int64] { _ = try await service.markRead(sequence, id, as: visitor) }

            let told = try await service.events().filter { $0.type == .conversationRead }

            #expect(try told.map { try $0.data(as: ReadChanged.self) } == [ReadChanged(by: .visitor, sequence: 2)])
            #expect(told.allSatisfy { $0.audience == .everyone })
        }
    }

    @Test func `of the visitor is not the team's`() async throws {
        try await TestService.start(Conversations.self) { service in
            let visitor = Principal.visitor(1, of: try await service.inbox())
            let id = try await service.conversation(of: visitor)
            try await service.send("answer", 2, to: id)

            _ = try await service.markRead(2, id, as: visitor)

            let seen = try await service.find(id)
            #expect((seen.visitorRead, seen.teamRead) == (2, 2))
            #expect(
                try await service.call(.get, "/v1/widget/conversations/\(id)", as: visitor)
                    .decode(WidgetConversation.self).visitorRead == 2)
        }
    }
}

@Suite struct `A change of status` {
    @Test func `is told to everybody in the conversation, with who made it`() async throws {
        try await TestService.start(Conversations.self) { service in
            let id = try await service.conversation(of: .visitor(1, of: try await service.inbox()))

            let answer = try await service.set(.closed, id).decode(Conversation.self)
            try await service.set(.closed, id)

            #expect(answer.status == .closed)
            let told = try await service.events().filter { $0.type == .conversationStatus }
            #expect(
                try told.map { try $0.data(as: StatusChanged.self) } == [
                    StatusChanged(
                        status: .closed, by: Author(.member(MemberID(rawValue: 2)), name: "Member 2"), lastSequence: 1)
                ])
        }
    }

    @Test(arguments: [#"{"status":"done"}"#, #"{}"#, #"{"status":null}"#, #"{"status":"open","x":1}"#])
    func `to what there is not is refused`(body: String) async throws {
        try await TestService.start(Conversations.self) { service in
            let id = try await service.conversation(of: .visitor(1, of: try await service.inbox()))

            let answer = try await service.send(
                .put, "/v1/conversations/\(id)/status", bytes: Array(body.utf8), as: .agent)

            #expect(answer.status == .badRequest)
        }
    }
}
