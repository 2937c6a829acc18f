import HTTP
import JSON
import TestKit
import Testing
import WireModel

@testable import Conversations
@testable import Gateway

@Suite struct `A visitor and the team` {
    @Test func `hear each other, each message once and in order`() async throws {
        try await withTalk { talk in
            let (team, customer) = (try await talk.owner.online(), try await talk.visitor.online())

            for number in 0..<20 as Range<Int64> {
                if number % 2 == 0 {
                    try await team.say("\(number)", number + 10, in: talk.conversation)
                } else {
                    try await customer.say("\(number)", number + 10, in: talk.conversation)
                }
            }

            let texts = (0..<20).map { "\($0)" }
            #expect(try await team.messages(20) == texts)
            #expect(try await customer.messages(20) == texts)
            #expect(try await team.eventsSoFar().filter { $0.type == .messageCreated }.isEmpty)
        }
    }

    @Test func `get one message for one name, however often it is sent`() async throws {
        try await withTalk { talk in
            let (team, customer) = (try await talk.owner.online(), try await talk.visitor.online())

            let first = try await customer.say("one", 7, in: talk.conversation)
            let again = try await customer.say("one", 7, in: talk.conversation)
            try await customer.say("two", 8, in: talk.conversation)

            #expect(first == again)
            #expect(try await team.messages(2) == ["one", "two"])
        }
    }

    @Test func `do not share the team's notes`() async throws {
        try await withTalk { talk in
            let (team, customer) = (try await talk.owner.online(), try await talk.visitor.online())

            try await team.say("a secret note", 1, in: talk.conversation, kind: .note)
            _ = try await talk.owner.call(
                .put, "/conversations/\(talk.conversation)/assignee", body: AssigneeChange(member: talk.owner.member))
            try await team.say("an answer", 2, in: talk.conversation)

            #expect(try await team.messages(2) == ["a secret note", "an answer"])
            var heard: [EventLine] = []
            while heard.last?.type != .messageCreated { heard += try await customer.eventsSoFar() }
            #expect(!heard.contains { String(decoding: $0.bytes, as: UTF8.self).contains("secret") })
            #expect(heard.allSatisfy { $0.audience == .everyone })
            await #expect(throws: Failure.forbidden) {
                try await customer.say("x", 3, in: talk.conversation, kind: .note)
            }
        }
    }

    @Test func `see that the other has read, and what became of the conversation`() async throws {
        try await withTalk { talk in
            let (team, customer) = (try await talk.owner.online(), try await talk.visitor.online())
            try await team.say("an answer", 1, in: talk.conversation)

            #expect(
                try await customer.ask("read", #""conversation":"\#(talk.conversation)","sequence":2"#).problem == nil)
            _ = try await talk.owner.call(
                .put, "/conversations/\(talk.conversation)/status", body: StatusChange(status: .closed))

            #expect(
                try await team.event(.conversationRead).data(as: ReadChanged.self)
                    == ReadChanged(by: .visitor, sequence: 2))
            #expect(try await customer.event(.conversationStatus).data(as: StatusChanged.self).status == .closed)
            let late = try await customer.say("one more thing", 9, in: talk.conversation)
            #expect((late.conversation, late.sequence) == (talk.conversation, 3))
        }
    }

    @Test func `see each other typing`() async throws {
        try await withTalk { talk in
            let (team, customer) = (try await talk.owner.online(), try await talk.visitor.online())

            try await customer.type(in: talk.conversation)
            let seen = try await team.event(.typing)
            try await team.type(in: talk.conversation)
            let answer = try await customer.event(.typing) { try $0.data(as: Typing.self).author.kind == .member }

            #expect(
                try seen.data(as: Typing.self)
                    == Typing(author: Author(.visitor(talk.visitor.id), name: ""), active: true))
            #expect((seen.conversation, seen.seq) == (talk.conversation, nil))
            #expect(try answer.data(as: Typing.self).author == Author(.member(talk.owner.member), name: "Owner"))
        }
    }

    @Test func `do not see the team typing a note`() async throws {
        try await withTalk { talk in
            let (team, customer) = (try await talk.owner.online(), try await talk.visitor.online())

            try await team.type(in: talk.conversation, note: true)
            try await team.type(in: talk.conversation, active: true)
            try await team.type(in: talk.conversation, active: false)

            let seen = [try await customer.event(.typing), try await customer.event(.typing)]
            #expect(try seen.map { try $0.data(as: Typing.self).active } == [true, false])
            #expect(try await team.event(.typing).audience == .agents)
        }
    }

    @Test func `hear no typing of whoever may not see the conversation`() async throws {
        try await withTalk { talk in
            let inbox = try await talk.owner.inbox().id
            let stranger = try await VisitorBrowser(talk.house.gateway, inbox: inbox).online()
            let foreigner = try await TeamBrowser.signUp(talk.house.gateway, email: "other@example.com").online()
            let outsider = try await talk.owner.invite("agent@example.com", inboxes: .only([])).online()
            let (team, customer) = (try await talk.owner.online(), try await talk.visitor.online())

            for line in [stranger, foreigner, outsider] {
                try await line.type(in: talk.conversation)
                // Worked off in order: the frame before it was looked at.
                _ = try await line.ask("ping")
            }
            try await customer.type(in: talk.conversation)

            #expect(try await team.event(.typing).data(as: Typing.self).author.identity == .visitor(talk.visitor.id))
        }
    }

    @Test func `are heard only by those who may see the inbox`() async throws {
        try await withTalk { talk in
            let other = try await talk.owner.call(.post, "/inboxes", body: InboxDraft(name: "Support")).decode(
                Inbox.self)
            let outsider = try await talk.owner.invite("agent@example.com", inboxes: .only([other.id])).online()
            let foreigner = try await TeamBrowser.signUp(talk.house.gateway, email: "other@example.com").online()
            let team = try await talk.owner.online()

            _ = try await talk.visitor.call(
                .post, "/conversations/\(talk.conversation)/messages",
                body: MessageDraft(clientId: 5, body: "not for them"))
            let theirs = try await VisitorBrowser(talk.house.gateway, inbox: other.id)
            _ = try await theirs.start("for them")

            #expect(try await team.messages(2) == ["not for them", "for them"])
            #expect(try await outsider.messages(1) == ["for them"])
            #expect(try await foreigner.eventsSoFar().filter { $0.log == .conversations && $0.seq != nil }.isEmpty)
        }
    }

    @Test func `know whether the other is there`() async throws {
        try await withTalk { talk in
            let team = try await talk.owner.online()
            let customer = try await talk.visitor.online()

            #expect(
                try await team.event(.visitorPresence).data(as: VisitorPresence.self)
                    == VisitorPresence(visitor: talk.visitor.id, online: true))
            await customer.close()
            #expect(
                try await team.event(.visitorPresence).data(as: VisitorPresence.self)
                    == VisitorPresence(visitor: talk.visitor.id, online: false))

            let back = try await talk.visitor.online()
            await team.close()
            #expect(try await back.event(.teamPresence).data(as: TeamPresence.self) == TeamPresence(online: false))
            _ = try await talk.owner.online()
            #expect(try await back.event(.teamPresence).data(as: TeamPresence.self) == TeamPresence(online: true))
        }
    }
}

struct Talk {
    let house: House
    let owner: TeamBrowser
    let visitor: VisitorBrowser
    let conversation: ConversationID

    var inside: Inside {
        Inside(
            conversations: house.conversations,
            owner: Principal(
                workspace: owner.session!.workspace.id, subject: .member(owner.member, Rights(.owner)),
                name: "Owner", language: .arabic),
            conversation: conversation)
    }
}

/// The owner's messages as they reach the service without this gateway.
struct Inside: Sendable {
    let conversations: TestService<Conversations>
    let owner: Principal
    let conversation: ConversationID

    func send(_ body: String, _ clientId: Int64) async throws {
        let answer = try await conversations.call(
            .post, "/v1/conversations/\(conversation)/messages", body: MessageDraft(clientId: clientId, body: body),
            as: owner)
        #expect(answer.status == .created)
    }
}

/// An owner and a visitor of their workspace who has written.
func withTalk(gateways: Int = 1, _ body: (Talk) async throws -> Void) async throws {
    try await House.open(gateways: gateways) { house in
        let owner = try await TeamBrowser.signUp(house.gateway)
        let visitor = try await VisitorBrowser(house.gateway, inbox: try await owner.inbox().id)
        let conversation = try await visitor.conversation()
        try await body(Talk(house: house, owner: owner, visitor: visitor, conversation: conversation))
    }
}
