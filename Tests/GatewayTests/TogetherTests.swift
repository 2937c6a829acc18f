import HTTP
import JSON
import TestKit
import Testing
import WireModel

@testable import Gateway

/// Who views a conversation, and members who write one text: the team's own, and nobody else's.
@Suite struct `Members in one conversation` {
    @Test func `see who else views it, until they do not`() async throws {
        try await withTalk { talk in
            let (agent, team) = try await Self.colleagues(of: talk)

            try await agent.line.view(talk.conversation)
            let seen = try await team.event(.viewing)
            try await agent.line.view(talk.conversation, active: false)
            let gone = try await team.event(.viewing)

            #expect(try seen.data(as: Viewing.self) == Viewing(member: agent.member, active: true))
            #expect((seen.conversation, seen.seq, seen.audience) == (talk.conversation, nil, .agents))
            #expect(try gone.data(as: Viewing.self) == Viewing(member: agent.member, active: false))
        }
    }

    @Test func `are gone at once when their page closes, or shows another conversation`() async throws {
        try await withTalk(gateways: 2) { talk in
            let agent = try await talk.owner.invite("agent@example.com", to: talk.house.gateways[1])
            let (page, team) = (try await agent.online(), try await talk.owner.online())
            let other = try await VisitorBrowser(talk.house.gateway, inbox: try await talk.owner.inbox().id)
                .conversation()

            try await page.view(talk.conversation)
            try await page.view(other)
            let heard = [
                try await team.event(.viewing), try await team.event(.viewing), try await team.event(.viewing),
            ]
            await page.close()
            let last = try await team.event(.viewing)

            #expect(heard.map(\.conversation) == [talk.conversation, talk.conversation, other])
            #expect(try heard.map { try $0.data(as: Viewing.self).active } == [true, false, true])
            #expect(last.conversation == other)
            #expect(try last.data(as: Viewing.self) == Viewing(member: agent.member, active: false))
        }
    }

    @Test func `hear what each other's pages say, word for word and without a place in the log`() async throws {
        try await withTalk { talk in
            let (agent, team) = try await Self.colleagues(of: talk)
            let data = #"{"do":"edit","n":7,"deltas":[ {"w":["a"]} ],"text":"أهلًا \u0041"}"#

            try await agent.line.cowrite(data, in: talk.conversation)
            let heard = try await team.event(.cowriting)

            let said = try heard.data(as: Cowriting.self)
            #expect(said.member == agent.member)
            #expect(String(decoding: said.data.bytes, as: UTF8.self) == data)
            #expect((heard.conversation, heard.seq, heard.audience) == (talk.conversation, nil, .agents))
            let answer = try await talk.house.conversations.call(
                .get, "/internal/workspaces/\(talk.owner.session!.workspace.id)/events?after=0")
            #expect(!answer.text.contains("cowriting"))
        }
    }

    @Test func `are neither seen nor heard by customers, nor by those who do not see the conversation`() async throws {
        try await withTalk { talk in
            let (agent, team) = try await Self.colleagues(of: talk)
            let customer = try await talk.visitor.online()
            let outsider = try await talk.owner.invite("outsider@example.com", inboxes: .only([])).online()
            let foreigner = try await TeamBrowser.signUp(talk.house.gateway, email: "other@example.com").online()

            try await agent.line.view(talk.conversation)
            try await agent.line.cowrite(#"{"secret":true}"#, in: talk.conversation)
            _ = try await team.event(.cowriting)
            try await agent.line.say("an answer", 9, in: talk.conversation)

            var heard: [EventLine] = []
            while heard.last?.type != .messageCreated { heard += try await customer.eventsSoFar() }
            for line in [outsider, foreigner] { heard += try await line.eventsSoFar() }
            #expect(heard.allSatisfy { $0.type != .viewing && $0.type != .cowriting })
            #expect(!heard.contains { String(decoding: $0.bytes, as: UTF8.self).contains("secret") })
        }
    }

    @Test func `do not hear of whoever may neither see it nor write in it`() async throws {
        try await withTalk { talk in
            let (agent, team) = try await Self.colleagues(of: talk)
            let outsider = try await talk.owner.invite("outsider@example.com", inboxes: .only([])).online()
            let foreigner = try await TeamBrowser.signUp(talk.house.gateway, email: "other@example.com").online()
            let draft = RoleDraft(name: "Reader", grants: Grants([.conversationsView: [.all]]))
            let role = try await talk.owner.call(.post, "/roles", body: draft).decode(RoleDefinition.self)
            let reader = try await talk.owner.invite("reader@example.com")
            _ = try await talk.owner.call(.patch, "/members/\(reader.member)", body: MemberChange(role: role.id))
            let readers = try await reader.online()

            for line in [try await talk.visitor.online(), outsider, foreigner, readers] {
                try await line.cowrite(#"{"by":"somebody"}"#, in: talk.conversation)
                if line !== readers { try await line.view(talk.conversation) }
                // Worked off in order: the frames before it were looked at.
                _ = try await line.ask("ping")
            }
            try await agent.line.view(talk.conversation)
            try await agent.line.cowrite(#"{"by":"the agent"}"#, in: talk.conversation)

            let (viewing, cowriting) = (try await team.event(.viewing), try await team.event(.cowriting))
            #expect(try viewing.data(as: Viewing.self).member == agent.member)
            #expect(try cowriting.data(as: Cowriting.self).member == agent.member)
        }
    }

    @Test func `are told what a page may not say`() async throws {
        try await withTalk { talk in
            let line = try await talk.owner.online()
            let conversation = #""conversation":"\#(talk.conversation)""#

            let list = try await line.ask("cowriting", #"\#(conversation),"data":[]"#)
            let long = try await line.ask(
                "cowriting", #"\#(conversation),"data":{"x":"\#(String(repeating: "x", count: 25_000))"}"#)
            let bare = try await line.ask("viewing", conversation)

            #expect(list.problem?.code == "json.wrongType")
            #expect(long.problem?.fields.map(\.code) == ["tooLong"])
            #expect(bare.problem?.fields.map(\.field) == ["active"])
            #expect(try await line.ask("ping").problem == nil)
        }
    }

    /// An agent at their page, and the owner's.
    private static func colleagues(
        of talk: Talk
    ) async throws -> (agent: (line: Line, member: MemberID), team: Line) {
        let agent = try await talk.owner.invite("agent@example.com")
        return ((try await agent.online(), agent.member), try await talk.owner.online())
    }
}

extension Line {
    fileprivate func view(_ conversation: ConversationID, active: Bool = true) async throws {
        try await send(#"{"type":"viewing","conversation":"\#(conversation)","active":\#(active)}"#)
    }

    fileprivate func cowrite(_ data: String, in conversation: ConversationID) async throws {
        try await send(#"{"type":"cowriting","conversation":"\#(conversation)","data":\#(data)}"#)
    }
}
