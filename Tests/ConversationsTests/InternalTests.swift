import HTTP
import JSON
import Server
import TestKit
import Testing
import WireModel

@testable import Conversations

@Suite struct `A transcript` {
    @Test func `holds what was said publicly, in order, and no note`() async throws {
        try await TestService.start(Conversations.self) { service in
            let visitor = Principal.visitor(1, of: try await service.inbox())
            let id = try await service.conversation(of: visitor)
            try await service.send("an answer", 2, to: id)
            try await service.send("a secret note", 3, to: id, kind: .note)
            try await service.send("thanks", 4, to: id, as: visitor)

            let answer = try await service.call(
                .get, "/internal/workspaces/\(WorkspaceID(rawValue: 1))/conversations/\(id)/transcript")

            let transcript = try answer.decode(ConversationWithMessages.self)
            #expect(transcript.messages.map(\.body) == ["Hello", "an answer", "thanks"])
            #expect(transcript.conversation.id == id)
        }
    }

    @Test func `shows no note as the last message either`() async throws {
        try await TestService.start(Conversations.self) { service in
            let id = try await service.conversation(of: .visitor(1, of: try await service.inbox()))
            try await service.send("a secret note", 3, to: id, kind: .note)

            let answer = try await service.call(
                .get, "/internal/workspaces/\(WorkspaceID(rawValue: 1))/conversations/\(id)/transcript")

            #expect(!answer.text.contains("secret"))
        }
    }
}

@Suite struct `A signal` {
    private func typing(seq: Int64? = nil, audience: Event.Audience = .everyone) throws -> [UInt8] {
        try JSON.encode(
            Event(
                log: .conversations, seq: seq, type: .typing, audience: audience, workspace: WorkspaceID(rawValue: 1),
                at: Timestamp(milliseconds: 0), data: RawJSON(bytes: Array("{}".utf8)))) + Array("\n".utf8)
    }

    @Test func `goes to those who listen, line by line, and is stored nowhere`() async throws {
        try await TestService.start(Conversations.self) { service in
            let stream = try await service.client.stream("/internal/events?ephemeral=1")
            var heard = try await stream.next(timeout: TestClient.deadline) ?? []
            let lines = try typing() + typing(audience: .agents)

            let answer = try await service.send(.post, "/internal/signals", bytes: lines)

            #expect(answer.status == .noContent)
            while !String(decoding: heard, as: UTF8.self).contains("agents") {
                heard += try await stream.next(timeout: TestClient.deadline) ?? []
            }
            #expect(heard.suffix(lines.count) == lines[...])
            #expect(try await service.events().isEmpty)
            stream.cancel()
        }
    }

    @Test func `that pretends to be stored is refused, with all that came along`() async throws {
        try await TestService.start(Conversations.self) { service in
            let stream = try await service.client.stream("/internal/events?ephemeral=1")
            var heard = try await stream.next(timeout: TestClient.deadline) ?? []

            let refused = try await service.send(
                .post, "/internal/signals", bytes: try typing(audience: .agents) + typing(seq: 7))
            _ = try await service.send(.post, "/internal/signals", bytes: try typing())

            #expect((refused.status, refused.code) == (.badRequest, "signal.stored"))
            while !String(decoding: heard, as: UTF8.self).contains("everyone") {
                heard += try await stream.next(timeout: TestClient.deadline) ?? []
            }
            #expect(!String(decoding: heard, as: UTF8.self).contains("agents"))
            stream.cancel()
        }
    }

    @Test(arguments: [
        "x", "{}",
        #"{"log":"conversations","type":"typing","audience":"all","workspace":"wsp_0000000000001","data":{}}"#,
    ])
    func `that is no event is refused`(line: String) async throws {
        try await TestService.start(Conversations.self) { service in
            let answer = try await service.send(.post, "/internal/signals", bytes: Array(line.utf8))

            #expect(answer.status == .badRequest)
        }
    }

    @Test func `comes from services only`() async throws {
        try await TestService.start(Conversations.self) { service in
            let answer = try await service.send(
                .post, "/internal/signals", bytes: try typing(), as: .owner, internal: false)

            #expect(answer.status == .unauthorized)
        }
    }
}

@Suite struct `A workspace's first inbox` {
    @Test func `is made once, however often it is asked for`() async throws {
        try await TestService.start(Conversations.self) { service in
            let path = "/internal/workspaces/\(WorkspaceID(rawValue: 1))/inboxes/first"
            let wish = FirstInbox(name: "متجر", language: .arabic)

            let ids = try await withThrowingTaskGroup(of: InboxID.self) { group in
                for _ in 1...10 {
                    group.addTask { try await service.call(.post, path, body: wish).decode(Inbox.self).id }
                }
                return try await group.reduce(into: Set()) { $0.insert($1) }
            }

            #expect(ids.count == 1)
            #expect(
                try await service.call(.get, "/v1/inboxes", as: .owner).decode(Page<Inbox>.self).items.map(\.id)
                    == Array(ids))
        }
    }

    @Test func `takes over a name of any length`() async throws {
        try await TestService.start(Conversations.self) { service in
            let path = "/internal/workspaces/\(WorkspaceID(rawValue: 1))/inboxes/first"
            let wish = FirstInbox(name: String(repeating: "ن", count: 80), language: .arabic)

            let inbox = try await service.call(.post, path, body: wish).decode(Inbox.self)

            #expect(inbox.name == String(repeating: "ن", count: 60))
        }
    }

    @Test func `opens its door to whoever knows its id`() async throws {
        try await TestService.start(Conversations.self) { service in
            let inbox = try await service.inbox()

            let door = try await service.call(.get, "/internal/inboxes/\(inbox.id)").decode(InboxDoor.self)
            let nothing = try await service.call(.get, "/internal/inboxes/\(InboxID(rawValue: 5))")

            #expect(door == InboxDoor(workspace: WorkspaceID(rawValue: 1), inbox: inbox))
            #expect((nothing.status, nothing.code) == (.notFound, "inbox.notFound"))
        }
    }
}

@Suite struct `A restart` {
    @Test func `keeps everything`() async throws {
        let folder = TemporaryFolder()
        let (id, before, messages, events) = try await TestService.start(Conversations.self, folder: folder) {
            service in
            let visitor = Principal.visitor(1, of: try await service.inbox())
            let id = try await service.conversation(of: visitor)
            try await service.send("answer", 2, to: id)
            try await service.send("note", 3, to: id, kind: .note)
            _ = try await service.markRead(2, id, as: visitor)
            return (
                id, try await service.find(id), try await service.messages(id), try await service.events().map(\.bytes)
            )
        }

        try await TestService.start(Conversations.self, folder: folder) { service in
            let after = try await service.find(id)

            #expect(after == before)
            #expect(try await service.messages(id) == messages)
            #expect(try await service.events().map(\.bytes) == events)
            #expect(try await service.send("answer", 2, to: id).status == .ok)
            #expect(try await service.send("next", 4, to: id).decode(Message.self).sequence == 4)
            #expect(try await service.events().compactMap(\.seq) == Array(1...Int64(events.count + 1)))
        }
    }
}
