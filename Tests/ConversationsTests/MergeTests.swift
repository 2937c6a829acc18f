import HTTP
import JSON
import ServiceKit
import TestKit
import Testing
import WireModel

@testable import Conversations

extension TestService where Program == Conversations {
    fileprivate func merge(
        _ sources: [ConversationID], into id: ConversationID, as caller: Principal = .agent
    ) async throws -> TestAnswer {
        try await call(.post, "/v1/conversations/\(id)/merge", body: MergeRequest(from: sources), as: caller)
    }

    fileprivate func unmerge(_ source: ConversationID, from id: ConversationID) async throws -> TestAnswer {
        try await call(.delete, "/v1/conversations/\(id)/merge/\(source)", as: .agent)
    }

    /// Two conversations of one contact, whose messages were written in turn: A1 B1 A2 B2 …
    fileprivate func pair(
        _ inbox: Inbox, visitors: (Int64, Int64) = (1, 2), count: Int64 = 3
    ) async throws -> (first: ConversationID, second: ConversationID) {
        let first = try await start(.visitor(visitors.0, of: inbox), "A1").conversation.id
        clock.advance(by: .seconds(1))
        let second = try await start(.visitor(visitors.1, of: inbox), "B1").conversation.id
        for number in 2...count {
            clock.advance(by: .seconds(1))
            try await send("A\(number)", number, to: first, as: .visitor(visitors.0, of: inbox))
            clock.advance(by: .seconds(1))
            try await send("B\(number)", number, to: second, as: .visitor(visitors.1, of: inbox))
        }
        return (first, second)
    }

    fileprivate func bodies(
        _ id: ConversationID, as caller: Principal = .agent
    ) async throws -> [String] {
        try await messages(id, as: caller).items.map { "\($0.sequence) \($0.body)" }
    }
}

@Suite struct `A merge` {
    @Test func `interleaves messages by time and unites what stands beside them`() async throws {
        try await TestService.start(Conversations.self) { service in
            let (first, second) = try await service.pair(try await service.inbox())
            let tags = try await [service.tag("One"), service.tag("Two")]
            _ = try await service.put("tags", of: first, TagsChange(tags: [tags[0].id]))
            _ = try await service.put("tags", of: second, TagsChange(tags: [tags[1].id]))
            try await service.send("a note", 9, to: second, kind: .note)

            let merged = try await service.merge([second], into: first).decode(Conversation.self)

            #expect(try await service.bodies(first) == ["1 A1", "2 B1", "3 A2", "4 B2", "5 A3", "6 B3", "7 a note"])
            #expect(merged.lastSequence == 7)
            #expect(merged.tags == tags.map(\.id))
            let copies = try await service.messages(first).items.compactMap(\.extras?.copied)
            #expect(copies.map(\.from) == Array(repeating: second, count: 4))
            #expect(copies.map(\.sequence) == [1, 2, 3, 4])
        }
    }

    @Test func `leads old links to the merged one, and is in one list only`() async throws {
        try await TestService.start(Conversations.self) { service in
            let (first, second) = try await service.pair(try await service.inbox())
            _ = try await service.merge([second], into: first)

            #expect(try await service.find(second).id == first)
            #expect(try await service.list("?view=active").items.map(\.id) == [first])
            #expect(try await service.standing(as: .agent) == [0, 1, 1, 0])
            #expect(try await service.bodies(second) == service.bodies(first))
            let told = try await service.events().filter { $0.type == .conversationMerged }
            #expect(told.map(\.conversation) == [second, first])
            #expect(told.allSatisfy { $0.audience == .everyone })
        }
    }

    @Test func `is told in the history, and undone as if it had not been`() async throws {
        try await TestService.start(Conversations.self) { service in
            let (first, second) = try await service.pair(try await service.inbox())
            let tag = try await service.tag("Two")
            _ = try await service.put("tags", of: second, TagsChange(tags: [tag.id]))
            let before = try await (service.bodies(first), service.bodies(second))
            let was = try await service.find(second)
            _ = try await service.merge([second], into: first)
            #expect(try await service.changes(first).items.first?.action == .merged)
            #expect(try await service.changes(first).items.first?.details["from"] == second.description)
            service.clock.advance(by: .seconds(1))
            try await service.send("since then", 20, to: first)

            let undone = try await service.unmerge(second, from: first).decode(Conversation.self)

            #expect(try await service.bodies(first) == before.0 + ["4 since then"])
            #expect(try await service.bodies(second) == before.1)
            #expect(undone.tags.isEmpty)
            let back = try await service.find(second)
            #expect((back.id, back.status, back.tags, back.mergedInto) == (second, was.status, [tag.id], nil))
            #expect(try await service.changes(second).items.first?.action == .unmerged)
            #expect(try await service.unmerge(second, from: first).code == "merge.notFound")
        }
    }

    @Test func `undone leaves what a split had brought from the same conversation`() async throws {
        try await TestService.start(Conversations.self) { service in
            let (first, _) = try await service.pair(try await service.inbox())
            let split = try await service.call(
                .post, "/v1/conversations/\(first)/split", body: SplitRequest(sequence: 2), as: .agent)
            let part = try split.decode(SplitResult.self).new.id
            _ = try await service.merge([first], into: part)
            #expect(try await service.bodies(part) == ["1 A1", "2 A2", "3 A3"])

            _ = try await service.unmerge(first, from: part)

            #expect(try await service.bodies(first) == ["1 A1"])
            #expect(try await service.bodies(part) == ["1 A2", "2 A3"])
        }
    }

    @Test func `shows no visitor what another one wrote`() async throws {
        try await TestService.start(Conversations.self) { service in
            let inbox = try await service.inbox()
            let (first, second) = try await service.pair(inbox)
            try await service.send("for B only", 9, to: second)
            _ = try await service.merge([second], into: first)

            #expect(try await service.bodies(first, as: .visitor(1, of: inbox)) == ["1 A1", "3 A2", "5 A3"])
            // Theirs is as it was: they read on what they read before.
            #expect(
                try await service.bodies(second, as: .visitor(2, of: inbox))
                    == ["1 B1", "2 B2", "3 B3", "4 for B only"])
        }
    }

    @Test func `takes the same visitor along, who may send again what was on its way`() async throws {
        try await TestService.start(Conversations.self) { service in
            let inbox = try await service.inbox()
            let visitor = Principal.visitor(1, of: inbox)
            let second = try await service.start(visitor, clientId: 5, "before").conversation.id
            try await service.set(.closed, second)
            service.clock.advance(by: .seconds(80 * 3600))
            let first = try await service.start(visitor, clientId: 6, "after").conversation.id
            _ = try await service.merge([second], into: first)

            let again = try await service.send("before", 5, to: second, as: visitor)
            let new = try await service.send("and more", 7, to: second, as: visitor)

            #expect(again.status == .ok)
            #expect(try new.decode(Message.self).conversation == first)
            #expect(try await service.bodies(first, as: visitor) == ["1 before", "2 after", "3 and more"])
        }
    }

    @Test func `of many, and of one that others were merged into, keeps every message once`() async throws {
        try await TestService.start(Conversations.self) { service in
            let inbox = try await service.inbox()
            let (first, second) = try await service.pair(inbox, visitors: (1, 2))
            let (third, fourth) = try await service.pair(inbox, visitors: (3, 4))
            _ = try await service.merge([second], into: first)
            let merged = try await service.merge([third, first], into: fourth).decode(Conversation.self)

            #expect(merged.lastSequence == 12)
            #expect(try await service.find(second).id == fourth)
            #expect(Set(try await service.messages(fourth).items.map(\.id)).count == 12)
            let times = try await service.messages(fourth).items.map(\.sentAt)
            #expect(times == times.sorted())
            _ = try await service.unmerge(first, from: fourth)
            #expect(try await service.find(second).id == first)
            #expect(try await service.bodies(first).count == 6)
            #expect(try await service.bodies(fourth).count == 6)
        }
    }

    @Test func `with itself, another contact's or another workspace's is refused`() async throws {
        try await TestService.start(Conversations.self) { service in
            let inbox = try await service.inbox()
            let (first, second) = try await service.pair(inbox)
            let other = try await service.start(.visitor(7, of: inbox), contact: 2).conversation.id
            let stranger = Principal.member(1, .owner, workspace: 2)
            let elsewhere = try await service.call(
                .post, "/v1/inboxes", body: InboxDraft(name: "B"), as: stranger
            ).decode(Inbox.self)
            let theirs = try await service.start(.visitor(8, of: elsewhere, workspace: 2)).conversation.id

            #expect(try await service.merge([first], into: first).code == "merge.self")
            #expect(try await service.merge([other], into: first).code == "merge.contact")
            #expect(try await service.merge([theirs], into: first).code == "conversation.notFound")
            #expect(try await service.merge([first], into: theirs).code == "conversation.notFound")
            #expect(try await service.merge([], into: first).code == "input.invalid")
            #expect(try await service.merge([second, second], into: first).code == "input.invalid")
            // What was refused half way is undone as a whole.
            #expect(try await service.merge([second, other], into: first).code == "merge.contact")
            #expect(try await service.bodies(first) == ["1 A1", "2 A2", "3 A3"])
            _ = try await service.merge([second], into: first)
            #expect(try await service.merge([second], into: first).code == "merge.already")
            let light = Principal.member(5, .light)
            #expect(try await service.merge([first], into: other, as: light).code == "permission.denied")
        }
    }
}

@Suite struct `A split` {
    @Test func `makes a conversation of a message and all that follow`() async throws {
        try await TestService.start(Conversations.self) { service in
            let inbox = try await service.inbox()
            let visitor = Principal.visitor(1, of: inbox)
            let id = try await service.start(visitor, "one").conversation.id
            for (number, body) in ["two", "three", "four"].enumerated() {
                service.clock.advance(by: .seconds(1))
                try await service.send(body, Int64(number) + 2, to: id, as: visitor)
            }

            let answer = try await service.call(
                .post, "/v1/conversations/\(id)/split", body: SplitRequest(sequence: 3), as: .agent)
            let result = try answer.decode(SplitResult.self)

            #expect(answer.status == .created)
            #expect(try await service.bodies(id) == ["1 one", "2 two"])
            #expect(try await service.bodies(result.new.id) == ["1 three", "2 four"])
            #expect((result.new.title, result.new.earlier) == ("three", id))
            #expect(result.conversation.lastMessage?.body == "two")
            #expect(try await service.list("?view=active").items.count == 2)
            #expect(try await service.changes(id).items.first?.action == .split)
            #expect(try await service.bodies(result.new.id, as: visitor) == ["1 three", "2 four"])
            // And together again.
            _ = try await service.merge([result.new.id], into: id)
            #expect(try await service.bodies(id) == ["1 one", "2 two", "3 three", "4 four"])
        }
    }

    @Test(arguments: [1, 0, 9] as [Int64])
    func `at the first message, or where there is none, is refused`(sequence: Int64) async throws {
        try await TestService.start(Conversations.self) { service in
            let id = try await service.conversation(of: .visitor(1, of: try await service.inbox()))
            try await service.send("two", 2, to: id)

            let answer = try await service.call(
                .post, "/v1/conversations/\(id)/split", body: SplitRequest(sequence: sequence), as: .agent)

            #expect(answer.code == "input.invalid")
        }
    }
}
