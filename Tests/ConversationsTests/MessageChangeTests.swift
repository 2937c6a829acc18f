import HTTP
import TestKit
import Testing
import WireModel

@testable import Conversations

/// A conversation with a customer's “Hello” and an agent's “an answer”.
private func withAnswer(
    _ body: (TestService<Conversations>, ConversationID, _ visitor: Principal) async throws -> Void
) async throws {
    try await TestService.start(Conversations.self) { service in
        let visitor = Principal.visitor(1, of: try await service.inbox())
        let id = try await service.conversation(of: visitor)
        try await service.send("an answer", 7, to: id)
        try await body(service, id, visitor)
    }
}

@Suite struct `A message that was sent` {
    @Test func `is written anew by its author, and everybody hears of it`() async throws {
        try await withAnswer { service, id, visitor in
            service.clock.advance(by: .seconds(60))

            let edited = try await service.edit(2, to: "a better answer", in: id).decode(Message.self)

            #expect((edited.body, edited.editedAt, edited.deletedAt) == ("a better answer", service.clock.now, nil))
            #expect(try await service.messages(id).items.last == edited)
            #expect(try await service.messages(id, as: visitor).items.last == edited)
            let event = try #require(try await service.events(.messageChanged).last)
            #expect((event.audience, event.conversation) == (.everyone, id))
            #expect(event.visitor == visitor.visitor)
            #expect(try event.data(as: Message.self) == edited)
        }
    }

    @Test func `is the conversation's last one in its new words, under the old title`() async throws {
        try await withAnswer { service, id, _ in
            let before = try await service.find(id)

            _ = try await service.edit(2, to: "a better answer", in: id)

            let after = try await service.find(id)
            #expect(after.lastMessage?.body == "a better answer")
            #expect((after.title, after.updatedAt) == (before.title, before.updatedAt))
            let told = try #require(try await service.events(.conversationChanged).last)
            #expect(try told.data(as: Conversation.self) == after)
        }
    }

    @Test func `leaves the last one alone where it is not the last`() async throws {
        try await withAnswer { service, id, visitor in
            try await service.send("thanks", 9, to: id, as: visitor)

            _ = try await service.edit(2, to: "a better answer", in: id)

            #expect(try await service.find(id).lastMessage?.body == "thanks")
            #expect(try await service.events(.conversationChanged).isEmpty)
        }
    }

    @Test func `with the same words again has not been edited`() async throws {
        try await withAnswer { service, id, _ in
            let same = try await service.edit(2, to: "an answer", in: id).decode(Message.self)

            #expect(same.editedAt == nil)
            #expect(try await service.events(.messageChanged).isEmpty)
        }
    }

    @Test func `is taken back by its author, and its words are nowhere`() async throws {
        try await withAnswer { service, id, visitor in
            _ = try await service.edit(2, to: "a secret", in: id)

            let left = try await service.takeBack(2, in: id).decode(Message.self)

            #expect((left.body, left.editedAt, left.deletedAt) == ("", nil, service.clock.now))
            #expect((left.sequence, left.clientId, left.kind) == (2, 7, .reply))
            #expect(try await service.messages(id, as: visitor).items.last == left)
            #expect(try await service.find(id).lastMessage?.body == "")
            #expect(try await service.find(id).lastSequence == 2)
            let transcript = try await service.call(
                .get, "/internal/workspaces/\(WorkspaceID(rawValue: 1))/conversations/\(id)/transcript")
            #expect(try transcript.decode(ConversationWithMessages.self).messages.map(\.body) == ["Hello"])
        }
    }

    @Test func `is nobody else's to change, whoever they are`() async throws {
        try await withAnswer { service, id, visitor in
            let answers = [
                try await service.edit(2, to: "x", in: id, as: .owner),
                try await service.takeBack(2, in: id, as: .owner),
                // The customer's.
                try await service.edit(1, to: "x", in: id, as: .owner), try await service.takeBack(1, in: id),
            ]

            #expect(answers.map(\.status) == Array(repeating: .forbidden, count: 4))
            #expect(answers.map(\.code) == Array(repeating: "message.notYours", count: 4))
            #expect(try await service.edit(1, to: "x", in: id, as: visitor).code == "permission.denied")
            #expect(try await service.takeBack(1, in: id, as: visitor).code == "permission.denied")
            #expect(try await service.messages(id).items.map(\.body) == ["Hello", "an answer"])
            #expect(try await service.events(.messageChanged).isEmpty)
        }
    }

    @Test func `is a key's own where a key sent it`() async throws {
        try await withAnswer { service, id, _ in
            let (key, other) = (Principal.key(5), Principal.key(6))
            try await service.send("from a program", 8, to: id, as: key)

            #expect(try await service.edit(3, to: "x", in: id, as: other).code == "message.notYours")
            #expect(try await service.edit(3, to: "x", in: id).code == "message.notYours")
            #expect(try await service.edit(3, to: "corrected", in: id, as: key).status == .ok)
        }
    }

    @Test func `once taken back stays so`() async throws {
        try await withAnswer { service, id, _ in
            _ = try await service.takeBack(2, in: id)

            let answers = [try await service.edit(2, to: "x", in: id), try await service.takeBack(2, in: id)]

            #expect(answers.map(\.status) == [.conflict, .conflict])
            #expect(answers.map(\.code) == ["message.deleted", "message.deleted"])
        }
    }

    @Test(arguments: [("", 422), (" \u{200F}", 422), ("a\u{0}b", 422), (String(repeating: "a", count: 16_385), 413)])
    func `takes no words that no message has`(body: String, status: Int) async throws {
        try await withAnswer { (service, id, _) async throws in
            #expect(try await service.edit(2, to: body, in: id).status.rawValue == status)
            #expect(try await service.messages(id).items.last?.body == "an answer")
        }
    }

    @Test func `is found by its place, in a conversation that the author may see`() async throws {
        try await withAnswer { service, id, _ in
            for place in [0, -1, 3, Int64.max] {
                #expect(try await service.edit(place, to: "x", in: id).code == "message.notFound")
            }
            let nonsense = try await service.call(.delete, "/v1/conversations/\(id)/messages/x", as: Principal.agent)
            #expect(nonsense.code == "message.notFound")
            let elsewhere = Principal.member(2, .agent, workspace: 2)
            #expect(try await service.edit(2, to: "x", in: id, as: elsewhere).code == "conversation.notFound")
            let outside = Principal.member(2, .agent, inboxes: .only([]))
            #expect(try await service.edit(2, to: "x", in: id, as: outside).code == "conversation.notFound")
        }
    }

    @Test func `stands in the change log with the words that it had`() async throws {
        try await withAnswer { service, id, _ in
            _ = try await service.edit(2, to: String(repeating: "ض", count: 600), in: id)
            _ = try await service.takeBack(2, in: id)

            let lines = try await service.call(.get, "/v1/conversations/\(id)/changes", as: Principal.agent)
                .decode(Page<Change>.self).items.prefix(2)

            #expect(lines.map(\.action) == [.messageDeleted, .messageEdited])
            #expect(lines.map { $0.details["message"] } == ["2", "2"])
            #expect(lines.map { $0.details["body"] } == [String(repeating: "ض", count: 500), "an answer"])
            #expect(lines.map(\.by.identity) == Array(repeating: .member(MemberID(rawValue: 2)), count: 2))
        }
    }

    @Test func `tells only the team where it is a note`() async throws {
        try await withAnswer { service, id, _ in
            try await service.send("psst", 8, to: id, kind: .note)

            _ = try await service.edit(3, to: "hush", in: id)
            _ = try await service.takeBack(3, in: id)

            #expect(try await service.events(.messageChanged).map(\.audience) == [.agents, .agents])
        }
    }
}

@Suite struct `A quote` {
    @Test func `stands beside the message as it was said`() async throws {
        try await withAnswer { service, id, visitor in
            let messages = try await service.messages(id).items
            let (hello, answer) = (messages[0], messages[1])

            let reply = try await service.post(
                MessageDraft(clientId: 8, body: "that one", quote: hello.id), to: id
            ).decode(Message.self)
            let back = try await service.post(
                MessageDraft(clientId: 9, body: "which?", quote: answer.id), to: id, as: visitor
            ).decode(Message.self)

            #expect(reply.extras?.quote == Quote(message: hello.id, sequence: 1, author: hello.author, body: "Hello"))
            #expect(back.extras?.quote?.body == "an answer")
            #expect(try await service.messages(id, as: visitor).items.suffix(2) == [reply, back])
            let told = try await service.events(.messageCreated).suffix(2)
            #expect(try told.map { try $0.data(as: MessageCreated.self).message } == [reply, back])
        }
    }

    @Test func `holds the first two hundred characters`() async throws {
        try await withAnswer { service, id, _ in
            let long = try await service.send(String(repeating: "ض", count: 201), 8, to: id).decode(Message.self)

            let reply = try await service.post(MessageDraft(clientId: 9, body: "x", quote: long.id), to: id)

            #expect(try reply.decode(Message.self).extras?.quote?.body == String(repeating: "ض", count: 200))
        }
    }

    @Test func `of a note is in notes only`() async throws {
        try await withAnswer { service, id, visitor in
            let note = try await service.send("a secret", 8, to: id, kind: .note).decode(Message.self)
            let draft = MessageDraft(clientId: 9, body: "x", quote: note.id)

            let answers = [
                try await service.post(draft, to: id), try await service.post(draft, to: id, as: visitor),
            ]
            let within = try await service.post(
                MessageDraft(clientId: 10, body: "x", kind: .note, quote: note.id), to: id)

            #expect(answers.map(\.status) == [.unprocessableContent, .unprocessableContent])
            #expect(try answers.map { try $0.failure.fields.map(\.field) } == [["quote"], ["quote"]])
            #expect(try within.decode(Message.self).extras?.quote?.body == "a secret")
        }
    }

    @Test func `is of the same conversation, and of what was not taken back`() async throws {
        try await withAnswer { service, id, _ in
            let other = try await service.conversation(of: .visitor(2, of: try await service.inbox("Support")))
            let foreign = try await service.messages(other).items[0].id
            let gone = try await service.takeBack(2, in: id).decode(Message.self).id

            for quote in [foreign, gone, MessageID(rawValue: 99)] {
                let answer = try await service.post(MessageDraft(clientId: 8, body: "x", quote: quote), to: id)
                #expect(answer.status == .unprocessableContent)
            }
        }
    }

    @Test func `loses its words when they are taken back, and everybody hears of it`() async throws {
        try await withAnswer { service, id, visitor in
            let answer = try await service.messages(id).items[1]
            try await service.post(MessageDraft(clientId: 8, body: "hm", quote: answer.id), to: id, as: visitor)
                .expectNew()
            try await service.post(
                MessageDraft(clientId: 9, body: "see", kind: .note, quote: answer.id), to: id
            ).expectNew()

            _ = try await service.takeBack(2, in: id)

            let quoting = try await service.messages(id).items.suffix(2)
            #expect(quoting.map { $0.extras?.quote?.body } == ["", ""])
            #expect(quoting.map(\.body) == ["hm", "see"])
            #expect(quoting.map(\.editedAt) == [nil, nil])
            let told = try await service.events(.messageChanged)
            #expect(told.map(\.audience) == [.everyone, .everyone, .agents])
            #expect(try told.dropFirst().map { try $0.data(as: Message.self) } == Array(quoting))
        }
    }
}

@Suite struct `An answer that another one overtook` {
    @Test func `is refused, and says by whom`() async throws {
        try await withAnswer { service, id, _ in
            let refused = try await service.post(
                MessageDraft(clientId: 8, body: "mine", basedOn: 1), to: id, as: .owner)

            #expect((refused.status, refused.code) == (.conflict, "conversation.answered"))
            #expect(try refused.failure.message.contains("Member 2"))
            #expect(try await service.messages(id).items.count == 2)
        }
    }

    @Test func `is taken where its author saw the other, or says nothing of it`() async throws {
        try await withAnswer { (service, id, _) async throws in
            for basedOn in [nil, 2, 50] as [Int64?] {
                let draft = MessageDraft(clientId: 10 + (basedOn ?? 0), body: "x", basedOn: basedOn)
                #expect(try await service.post(draft, to: id, as: .owner).status == .created)
            }
        }
    }

    @Test func `is taken after one's own, a note, the customer's, and what was taken back`() async throws {
        try await withAnswer { service, id, visitor in
            try await service.send("psst", 8, to: id, as: .owner, kind: .note)
            try await service.send("thanks", 9, to: id, as: visitor)

            let own = try await service.post(MessageDraft(clientId: 10, body: "mine", basedOn: 1), to: id)
            _ = try await service.takeBack(2, in: id)
            _ = try await service.takeBack(5, in: id)
            let other = try await service.post(
                MessageDraft(clientId: 11, body: "x", basedOn: 1), to: id, as: .owner)

            #expect((own.status, other.status) == (.created, .created))
        }
    }

    @Test func `is never refused where it is a note`() async throws {
        try await withAnswer { (service, id, _) async throws in
            let note = MessageDraft(clientId: 8, body: "psst", kind: .note, basedOn: 0)

            #expect(try await service.post(note, to: id, as: .owner).status == .created)
        }
    }

    @Test func `was stored before and is sent again: it gets its first answer`() async throws {
        try await withAnswer { service, id, _ in
            let draft = MessageDraft(clientId: 8, body: "mine", basedOn: 2)
            let first = try await service.post(draft, to: id, as: .owner).decode(Message.self)
            try await service.send("another", 9, to: id)

            let again = try await service.post(draft, to: id, as: .owner)

            #expect(again.status == .ok)
            #expect(try again.decode(Message.self) == first)
        }
    }
}

extension TestAnswer {
    fileprivate func expectNew() {
        #expect(status == .created)
    }
}
