import HTTP
import TestKit
import Testing
import WireModel

@testable import Conversations

extension TestService where Program == Conversations {
    fileprivate func act(
        _ action: BulkAction, on ids: [ConversationID], as caller: Principal = .agent
    ) async throws -> BulkResult {
        try await call(
            .post, "/v1/conversations/bulk", body: BulkRequest(ids: ids, action: action), as: caller
        ).decode(BulkResult.self)
    }

    fileprivate func conversations(_ count: Int64, in inbox: Inbox) async throws -> [ConversationID] {
        var ids: [ConversationID] = []
        for number in 1...count {
            ids.append(try await start(.visitor(number, of: inbox), contact: number).conversation.id)
        }
        return ids
    }
}

@Suite struct `An action on many` {
    @Test func `is done to each, and says what happened to each`() async throws {
        try await TestService.start(Conversations.self) { service in
            let ids = try await service.conversations(4, in: try await service.inbox())
            try await service.set(.closed, ids[1])
            let gone = ConversationID(rawValue: 1)

            let result = try await service.act(BulkAction(.close), on: ids + [gone])

            #expect(result.results.map(\.id) == ids + [gone])
            #expect(result.results.map(\.outcome) == [.done, .unchanged, .done, .done, .failed])
            #expect(result.results.last?.problem?.code == "conversation.notFound")
            #expect((result.done, result.unchanged, result.failed) == (3, 1, 1))
            #expect(try await service.standing(as: .agent) == [0, 0, 0, 4])
        }
    }

    @Test func `is one operation in the change log`() async throws {
        try await TestService.start(Conversations.self) { service in
            let ids = try await service.conversations(3, in: try await service.inbox())
            let tag = try await service.tag("Late")

            let result = try await service.act(BulkAction(.tag, tags: [tag.id]), on: ids)

            for id in ids {
                let line = try await service.changes(id).items.first
                #expect((line?.action, line?.operation) == (.tagged, result.operation))
                #expect(line?.details["name"] == "Late")
                #expect(try await service.find(id).tags == [tag.id])
            }
            _ = try await service.act(BulkAction(.untag, tags: [tag.id]), on: ids)
            #expect(try await service.find(ids[0]).tags.isEmpty)
        }
    }

    @Test func `of all that match goes on where it ended, though it changes what matches`() async throws {
        try await TestService.start(Conversations.self) { service in
            let inbox = try await service.inbox()
            let ids = try await service.conversations(6, in: inbox)
            let lists = [BulkQuery(view: "active"), BulkQuery(view: "active", after: ids[3])]
            func run(_ query: BulkQuery) async throws -> BulkResult {
                try await service.call(
                    .post, "/v1/conversations/bulk", body: BulkRequest(query: query, action: BulkAction(.close)),
                    as: .agent
                ).decode(BulkResult.self)
            }

            let later = try await run(lists[1])
            let rest = try await run(lists[0])

            #expect(later.results.map(\.id) == Array(ids[4...]))
            #expect(rest.results.map(\.id) == Array(ids[...3]))
            #expect(rest.after == nil)
            #expect(try await service.standing(as: .agent) == [0, 0, 0, 6])
        }
    }

    @Test func `goes as far as the rights of whoever does it`() async throws {
        try await TestService.start(Conversations.self) { service in
            let (mine, other) = (try await service.inbox("Mine"), try await service.inbox("Other"))
            let seen = try await service.conversations(2, in: mine)
            let unseen = try await service.start(.visitor(9, of: other)).conversation.id
            let agent = Principal.member(3, .agent, inboxes: .only([mine.id]))

            let result = try await service.act(BulkAction(.spam), on: seen + [unseen], as: agent)

            #expect(result.results.map(\.outcome) == [.done, .done, .failed])
            #expect(result.results.last?.problem?.code == "conversation.notFound")
            let light = try await service.act(BulkAction(.close), on: seen, as: .member(4, .light))
            #expect(light.results.compactMap(\.problem?.code) == ["permission.denied", "permission.denied"])
        }
    }

    @Test func `moves to another inbox, not to an archived one`() async throws {
        try await TestService.start(Conversations.self) { service in
            let (from, to) = (try await service.inbox("From"), try await service.inbox("To"))
            let ids = try await service.conversations(2, in: from)

            let result = try await service.act(BulkAction(.move, inbox: to.id), on: ids)
            #expect(result.done == 2)
            #expect(try await service.find(ids[0]).inbox == to.id)

            _ = try await service.call(.patch, "/v1/inboxes/\(from.id)", body: InboxChange(archived: true), as: .owner)
            let request = BulkRequest(ids: ids, action: BulkAction(.move, inbox: from.id))
            #expect(
                try await service.call(.post, "/v1/conversations/bulk", body: request, as: .agent).code
                    == "inbox.archived")
        }
    }

    @Test func `merges those of one contact into the one that was active last`() async throws {
        try await TestService.start(Conversations.self) { service in
            let inbox = try await service.inbox()
            let first = try await service.start(.visitor(1, of: inbox), "one").conversation.id
            service.clock.advance(by: .seconds(1))
            let second = try await service.start(.visitor(2, of: inbox), "two").conversation.id
            let stranger = try await service.start(.visitor(3, of: inbox), contact: 5).conversation.id
            service.clock.advance(by: .seconds(1))
            try await service.send("three", 2, to: second, as: .visitor(2, of: inbox))

            let result = try await service.act(BulkAction(.merge), on: [first, second, stranger])

            #expect(result.results.map(\.outcome) == [.done, .done, .failed])
            #expect(result.results.last?.problem?.code == "merge.contact")
            #expect(try await service.find(first).id == second)
        }
    }

    @Test(arguments: [
        BulkRequest(ids: [], action: BulkAction(.close)),
        BulkRequest(action: BulkAction(.close)),
        BulkRequest(ids: [ConversationID(rawValue: 5)], query: BulkQuery(view: "mine"), action: BulkAction(.close)),
        BulkRequest(query: BulkQuery(), action: BulkAction(.close)),
        BulkRequest(query: BulkQuery(view: "mine"), action: BulkAction(.merge)),
        BulkRequest(ids: [ConversationID(rawValue: 5)], action: BulkAction(.move)),
        BulkRequest(ids: [ConversationID(rawValue: 5)], action: BulkAction(.close, status: .open)),
        BulkRequest(ids: [ConversationID(rawValue: 5)], action: BulkAction(.tag, tags: [])),
        BulkRequest(
            ids: [ConversationID(rawValue: 5)], action: BulkAction(.snooze, until: Timestamp(milliseconds: 1))),
        BulkRequest(
            ids: [ConversationID(rawValue: 5)],
            action: BulkAction(.snooze, until: Timestamp(milliseconds: 9_000_000_000_000))),
        BulkRequest(ids: Array(repeating: ConversationID(rawValue: 5), count: 2), action: BulkAction(.close)),
        BulkRequest(ids: (1...1001).map { ConversationID(rawValue: $0) }, action: BulkAction(.close)),
        BulkRequest(
            query: BulkQuery(filter: .condition(.init("status", "in", ["gone"]))), action: BulkAction(.close)),
    ])
    func `that means nothing is refused as a whole`(request: BulkRequest) async throws {
        try await TestService.start(Conversations.self) { service in
            let answer = try await service.call(.post, "/v1/conversations/bulk", body: request, as: .agent)

            #expect(answer.code == "input.invalid")
        }
    }
}
