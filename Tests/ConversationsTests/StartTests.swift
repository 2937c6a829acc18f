import HTTP
import TestKit
import Testing
import WireModel

@testable import Conversations

@Suite struct `A visitor's first message` {
    @Test func `begins a conversation`() async throws {
        try await TestService.start(Conversations.self) { service in
            let inbox = try await service.inbox()

            let started = try await service.start(.visitor(1, of: inbox), "السلام عليكم")

            #expect(started.status == .created)
            #expect(started.messages.map(\.body) == ["السلام عليكم"])
            let seen = try await service.find(started.conversation.id)
            #expect((seen.status, seen.inbox, seen.contactName, seen.lastSequence) == (.open, inbox.id, "Sara", 1))
            #expect((seen.assignee, seen.waitingSince) == (nil, service.clock.now))
            let types = try await service.events().map(\.type).suffix(3)
            #expect(types == [.conversationCreated, .changeRecorded, .messageCreated])
        }
    }

    @Test func `sent again begins nothing`() async throws {
        try await TestService.start(Conversations.self) { service in
            let visitor = Principal.visitor(1, of: try await service.inbox())

            let first = try await service.start(visitor, clientId: 5)
            let again = try await service.start(visitor, clientId: 5)

            #expect((first.status, again.status) == (.created, .ok))
            #expect(first.conversation == again.conversation)
            #expect(first.messages == again.messages)
            #expect(try await service.list().items.count == 1)
        }
    }

    @Test func `sent again after the conversation was closed finds the same one`() async throws {
        try await TestService.start(Conversations.self) { service in
            let visitor = Principal.visitor(1, of: try await service.inbox())
            let first = try await service.start(visitor, clientId: 5)
            try await service.set(.closed, first.conversation.id)

            let again = try await service.start(visitor, clientId: 5)

            #expect(again.status == .ok)
            #expect(again.conversation.id == first.conversation.id)
        }
    }

    @Test func `from many tabs at once begins one conversation`() async throws {
        try await TestService.start(Conversations.self) { service in
            let visitor = Principal.visitor(1, of: try await service.inbox())

            let ids = try await withThrowingTaskGroup(of: ConversationID.self) { group in
                for tab in 1...20 {
                    group.addTask { try await service.start(visitor, clientId: Int64(tab), "\(tab)").conversation.id }
                }
                return try await group.reduce(into: Set()) { $0.insert($1) }
            }

            #expect(ids.count == 1)
            #expect(try await service.messages(ids.first!).items.map(\.sequence) == Array(1...20))
        }
    }

    @Test func `long after the last conversation was closed begins a new one`() async throws {
        try await TestService.start(Conversations.self) { service in
            let visitor = Principal.visitor(1, of: try await service.inbox())
            let first = try await service.start(visitor, clientId: 1).conversation.id
            try await service.set(.closed, first)
            service.clock.advance(by: WorkspaceSettings().reopenWindow + .seconds(1))

            let second = try await service.start(visitor, clientId: 2)

            #expect(second.status == .created)
            #expect(second.conversation.id != first)
        }
    }

    @Test func `shows nothing of what the contact is called`() async throws {
        try await TestService.start(Conversations.self) { service in
            let visitor = Principal.visitor(1, of: try await service.inbox())

            let start = ConversationStart(
                contact: ContactID(rawValue: 1), contactName: "Known from another device", language: .arabic,
                message: MessageDraft(clientId: 1, body: "Hello"))
            let answer = try await service.call(.post, "/v1/widget/conversations", body: start, as: visitor)

            #expect(answer.status == .created)
            #expect(!answer.text.contains("Known from another device"))
        }
    }

    @Test func `needs an inbox that exists in the visitor's workspace`() async throws {
        try await TestService.start(Conversations.self) { service in
            let inbox = try await service.inbox()
            let start = ConversationStart(
                contact: ContactID(rawValue: 1), contactName: "", language: .arabic,
                message: MessageDraft(clientId: 1, body: "Hello"))

            let nowhere = try await service.call(
                .post, "/v1/widget/conversations", body: start, as: .visitor(1, inbox: InboxID(rawValue: 999)))
            let elsewhere = try await service.call(
                .post, "/v1/widget/conversations", body: start, as: .visitor(1, of: inbox, workspace: 2))

            #expect((nowhere.status, nowhere.code) == (.notFound, "inbox.notFound"))
            #expect((elsewhere.status, elsewhere.code) == (.notFound, "inbox.notFound"))
        }
    }
}
