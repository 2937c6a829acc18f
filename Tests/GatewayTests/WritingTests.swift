import HTTP
import JSON
import TestKit
import Testing
import WireModel

@Suite struct `What was sent` {
    @Test func `changes before everybody's eyes`() async throws {
        try await withTalk { talk in
            let (team, customer) = (try await talk.owner.online(), try await talk.visitor.online())
            try await team.say("an answer", 7, in: talk.conversation)

            _ = try await talk.owner.call(
                .patch, "/conversations/\(talk.conversation)/messages/2", body: MessageEdit(body: "a better one"))
            _ = try await talk.owner.call(.delete, "/conversations/\(talk.conversation)/messages/2")

            for line in [team, customer] {
                let edited = try await line.event(.messageChanged).data(as: Message.self)
                let gone = try await line.event(.messageChanged).data(as: Message.self)
                #expect((edited.sequence, edited.body, gone.body) == (2, "a better one", ""))
                #expect(gone.deletedAt != nil)
            }
        }
    }

    @Test func `as a note changes within the team only`() async throws {
        try await withTalk { talk in
            let (team, customer) = (try await talk.owner.online(), try await talk.visitor.online())
            try await team.say("psst", 7, in: talk.conversation, kind: .note)

            _ = try await talk.owner.call(
                .patch, "/conversations/\(talk.conversation)/messages/2", body: MessageEdit(body: "a secret"))
            _ = try await talk.owner.call(.delete, "/conversations/\(talk.conversation)/messages/2")
            try await team.say("an answer", 8, in: talk.conversation)

            _ = try await team.event(.messageChanged)
            var heard: [EventLine] = []
            while heard.last?.type != .messageCreated { heard += try await customer.eventsSoFar() }
            #expect(!heard.contains { $0.type == .messageChanged })
            #expect(!heard.contains { String(decoding: $0.bytes, as: UTF8.self).contains("secret") })
        }
    }

    @Test func `is not the customer's to change`() async throws {
        try await withTalk { talk in
            let path = "/api/v1/widget/conversations/\(talk.conversation)/messages/1"
            for method in [HTTP.Method.patch, .delete] {
                let answer = try await talk.visitor.call(method, path.replacing("/api/v1/widget", with: ""))
                #expect(answer.status == .notFound)
            }
        }
    }

    @Test func `quotes what is in the conversation, from both sides`() async throws {
        try await withTalk { talk in
            let (team, customer) = (try await talk.owner.online(), try await talk.visitor.online())
            let answer = try await team.say("an answer", 7, in: talk.conversation)

            let fields = #""conversation":"\#(talk.conversation)","clientId":8,"body":"x","quote":"\#(answer.id)""#
            #expect(try await customer.ask("send", fields).problem == nil)

            let seen = try await team.event(.messageCreated) {
                try $0.data(as: MessageCreated.self).message.body == "x"
            }
            let quote = try seen.data(as: MessageCreated.self).message.extras?.quote
            #expect((quote?.message, quote?.body) == (answer.id, "an answer"))
        }
    }

    @Test func `after a colleague's answer is refused on the socket`() async throws {
        try await withTalk { talk in
            let agent = try await talk.owner.invite("agent@example.com")
            let (team, other) = (try await talk.owner.online(), try await agent.online())
            try await team.say("an answer", 7, in: talk.conversation)

            let fields = #""conversation":"\#(talk.conversation)","clientId":8,"body":"mine","basedOn":1"#
            let refused = try await other.ask("send", fields).problem

            #expect(refused?.code == "conversation.answered")
            #expect(refused?.message.contains("Owner") ?? false)
        }
    }
}

@Suite struct `What is being written` {
    @Test func `is heard on its member's own devices only`() async throws {
        try await withTalk { talk in
            let agent = try await talk.owner.invite("agent@example.com")
            let (desk, phone) = (try await talk.owner.online(), try await talk.owner.online())
            let (other, customer) = (try await agent.online(), try await talk.visitor.online())

            let kept = try await talk.owner.call(
                .put, "/conversations/\(talk.conversation)/draft", body: ReplyDraftChange(body: "a secret"))
            #expect(kept.status == .ok)
            try await desk.say("sent", 7, in: talk.conversation)

            for line in [desk, phone] {
                #expect(try await line.event(.draftChanged).data(as: ReplyDraft.self).body == "a secret")
                #expect(try await line.event(.draftChanged).data(as: ReplyDraft.self).body == "")
            }
            for line in [other, customer] {
                var heard: [EventLine] = []
                while heard.last?.type != .messageCreated { heard += try await line.eventsSoFar() }
                #expect(!heard.contains { $0.type == .draftChanged })
            }
        }
    }

    @Test func `is not seen through others' eyes`() async throws {
        try await withTalk { talk in
            let agent = try await talk.owner.invite("agent@example.com")
            _ = try await agent.call(
                .put, "/conversations/\(talk.conversation)/draft", body: ReplyDraftChange(body: "a secret"))

            let answers = [
                try await talk.owner.call(.get, "/conversations/\(talk.conversation)/draft?as=\(agent.member)"),
                try await talk.owner.call(.get, "/drafts?as=\(agent.member)"),
            ]

            #expect(answers[0].status == .forbidden)
            #expect(answers.allSatisfy { !$0.text.contains("secret") })
        }
    }
}

@Suite struct `Canned replies` {
    @Test func `are heard of by those who may use them`() async throws {
        try await withTalk { talk in
            let agent = try await talk.owner.invite("agent@example.com")
            let mate = try await talk.owner.invite("mate@example.com")
            let team = try await talk.owner.call(
                .post, "/teams", body: TeamDraft(name: "Sales", members: [mate.member])
            )
            .decode(Team.self)
            let (lineOfAgent, lineOfMate) = (try await agent.online(), try await mate.online())
            func make(_ name: String, _ scope: CannedReply.Scope, _ team: TeamID?, by member: TeamBrowser) async throws
            {
                let draft = CannedReplyDraft(
                    shortcut: name, title: name, bodies: .init(en: name), scope: scope, team: team)
                #expect(try await member.call(.post, "/replies", body: draft).status == .created)
            }

            try await make("mine", .own, nil, by: agent)
            try await make("ours", .team, team.id, by: talk.owner)
            try await make("all", .workspace, nil, by: talk.owner)

            func heard(_ line: Line) async throws -> [String] {
                var names: [String] = []
                while names.last != "all" {
                    names.append(try await line.event(.replyChanged).data(as: CannedReply.self).shortcut)
                }
                return names
            }
            #expect(try await heard(lineOfAgent) == ["mine", "all"])
            #expect(try await heard(lineOfMate) == ["ours", "all"])
            let list = try await mate.call(.get, "/replies").decode(Page<CannedReply>.self).items
            #expect(list.map(\.shortcut) == ["all", "ours"])
        }
    }
}
