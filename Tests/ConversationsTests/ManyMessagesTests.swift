import HTTP
import JSON
import Server
import ServiceKit
import TestKit
import Testing
import WireModel

@testable import Conversations

@Suite struct `A request of many messages` {
    @Test func `stores each, and answers in their order`() async throws {
        try await TestService.start(Conversations.self) { service in
            let inbox = try await service.inbox()
            let (first, second) = (Principal.visitor(1, of: inbox), Principal.visitor(2, of: inbox))
            let ids = [try await service.conversation(of: first), try await service.conversation(of: second)]

            let outcomes = try await service.sendAll([
                service.line("a", 2, to: ids[0], as: first), service.line("b", 2, to: ids[1], as: second),
                service.line("c", 3, to: ids[0], as: .agent), service.line("d", 4, to: ids[0], as: .owner, kind: .note),
            ])

            let stored = try outcomes.map { try JSON.decode(Message.self, from: $0.get().bytes) }
            #expect(stored.map(\.body) == ["a", "b", "c", "d"])
            #expect(stored.map(\.sequence) == [2, 2, 3, 4])
            #expect(try await service.messages(ids[0]).items.dropFirst() == [stored[0]] + stored[2...])
            #expect(try await service.events().filter { $0.type == .messageCreated }.count == 6)
        }
    }

    @Test func `spoils none for another's sake`() async throws {
        try await TestService.start(Conversations.self) { service in
            let inbox = try await service.inbox()
            let (visitor, stranger) = (Principal.visitor(1, of: inbox), Principal.visitor(2, of: inbox))
            let closed = try await service.conversation(of: visitor)
            let id = try await service.conversation(of: stranger)
            try await service.set(.closed, closed)
            let other = Principal.member(7, .owner, workspace: 2)
            let sales = Principal.member(8, .agent, inboxes: .only([InboxID(rawValue: 99)]))

            let outcomes = try await service.sendAll([
                service.line("first", 2, to: id, as: stranger),
                service.line("another workspace's", 2, to: id, as: other),
                service.line("another inbox's", 2, to: id, as: sales),
                service.line("another visitor's", 2, to: id, as: visitor),
                service.line("a visitor's note", 3, to: id, as: stranger, kind: .note),
                service.line(" ", 4, to: id, as: .agent), service.line("no number", 0, to: id, as: .agent),
                service.line(String(repeating: "x", count: Message.bodyLimitBytes + 1), 5, to: id, as: .agent),
                service.line("too late", 6, to: closed, as: .agent),
                service.line("no such", 6, to: ConversationID(rawValue: 1), as: .agent),
                service.line(principal: "forged", "x", 7, to: id),
                service.line(principal: testKey.serviceAssertion(now: service.clock.now), "x", 7, to: id),
                Array("\"not an object\"\n".utf8), Array("{}\n".utf8),
                service.line("last", 8, to: id, as: .agent),
            ])

            let codes = outcomes.map { outcome in
                if case .failure(let failure) = outcome { failure.code } else { "" }
            }
            #expect(
                codes == [
                    "", "conversation.notFound", "conversation.notFound", "conversation.notFound", "permission.denied",
                    "input.invalid", "input.invalid", "message.tooLong", "conversation.closed", "conversation.notFound",
                    "session.required", "session.required", "json.wrongType", "json.wrongType", "",
                ])
            #expect(try await service.messages(id).items.map(\.body) == ["Hello", "first", "last"])
        }
    }

    @Test func `that comes again stores nothing and gets the first answer`() async throws {
        try await TestService.start(Conversations.self) { service in
            let visitor = Principal.visitor(1, of: try await service.inbox())
            let id = try await service.conversation(of: visitor)
            let lines = [
                try service.line("once", 2, to: id, as: visitor), try service.line("twice", 2, to: id, as: visitor),
                try service.line("next", 3, to: id, as: visitor),
            ]

            let first = try await service.sendAll(lines)
            let second = try await service.sendAll(lines)
            let alone = try await service.send("once", 2, to: id, as: visitor)

            #expect(first == second)
            #expect(first[0] == first[1])
            #expect(try first[0].get().bytes == alone.bytes)
            #expect(try await service.messages(id).items.map(\.body) == ["Hello", "once", "next"])
        }
    }

    @Test func `holds so many and no more`() async throws {
        try await TestService.start(Conversations.self) { service in
            let visitor = Principal.visitor(1, of: try await service.inbox())
            let id = try await service.conversation(of: visitor)
            let lines = try (2...130).map { try service.line("n", Int64($0), to: id, as: visitor) }

            let tooMany = try await service.send(.post, "/internal/messages", bytes: lines.flatMap { $0 })
            let tooLong = try await service.send(
                .post, "/internal/messages", bytes: Array(repeating: 0x20, count: MessageLine.batchLimitBytes + 1))
            let most = try await service.sendAll(Array(lines.dropLast()))
            let none = try await service.sendAll([])

            #expect((tooMany.status, tooMany.code) == (.contentTooLarge, "messages.tooMany"))
            #expect(tooLong.status == .contentTooLarge)
            #expect(try most.map { try JSON.decode(Message.self, from: $0.get().bytes).sequence } == Array(2...129))
            #expect(none == [])
        }
    }

    @Test func `comes from services only`() async throws {
        try await TestService.start(Conversations.self) { service in
            let visitor = Principal.visitor(1, of: try await service.inbox())
            let id = try await service.conversation(of: visitor)

            let answer = try await service.send(
                .post, "/internal/messages", bytes: try service.line("x", 2, to: id, as: visitor), as: visitor,
                internal: false)

            #expect((answer.status, answer.code) == (.unauthorized, "service.required"))
            #expect(try await service.messages(id).items.count == 1)
        }
    }
}

extension TestService where Program == Conversations {
    fileprivate func line(
        _ body: String, _ clientId: Int64, to id: ConversationID, as caller: Principal, kind: Message.Kind? = nil
    ) throws -> [UInt8] {
        line(principal: try testKey.assertion(of: caller, now: clock.now), body, clientId, to: id, kind: kind)
    }

    fileprivate func line(
        principal: String, _ body: String, _ clientId: Int64, to id: ConversationID, kind: Message.Kind? = nil
    ) -> [UInt8] {
        let draft = MessageDraft(clientId: clientId, body: body, kind: kind)
        return MessageLine(principal: principal, conversation: id, draft: draft).encoded()
    }

    fileprivate func sendAll(_ lines: [[UInt8]]) async throws -> [MessageOutcome] {
        let answer = try await send(.post, "/internal/messages", bytes: lines.flatMap { $0 })
        #expect(answer.status == .ok)
        return try answer.bytes.split(separator: UInt8(ascii: "\n")).map { try MessageOutcome(line: Array($0)) }
    }
}
