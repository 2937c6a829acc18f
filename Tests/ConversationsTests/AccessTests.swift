import HTTP
import Server
import ServiceKit
import TestKit
import Testing
import WireModel

@testable import Conversations

@Suite struct `Another workspace` {
    /// Every public route that names a thing, with a body that would be right.
    private static func requests(
        _ inbox: InboxID, _ conversation: ConversationID, _ tag: TagID, _ file: AttachmentID
    )
        -> [String: (path: String, body: (any Encodable)?)]
    {
        let c = "/v1/conversations/\(conversation)"
        let w = "/v1/widget/conversations/\(conversation)"
        return [
            "GET /v1/inboxes/:inbox": ("/v1/inboxes/\(inbox)", nil),
            "PATCH /v1/inboxes/:inbox": ("/v1/inboxes/\(inbox)", InboxChange(name: "Mine")),
            "GET /v1/inboxes/:inbox/secrets": ("/v1/inboxes/\(inbox)/secrets", nil),
            "POST /v1/inboxes/:inbox/secrets": ("/v1/inboxes/\(inbox)/secrets", nil),
            "DELETE /v1/inboxes/:inbox/secrets/:secret": (
                "/v1/inboxes/\(inbox)/secrets/\(VerificationSecretID(rawValue: 1))", nil
            ),
            "POST /v1/conversations/:conversation/merge": ("\(c)/merge", MergeRequest(from: [conversation])),
            "DELETE /v1/conversations/:conversation/merge/:source": ("\(c)/merge/\(conversation)", nil),
            "POST /v1/conversations/:conversation/split": ("\(c)/split", SplitRequest(sequence: 2)),
            "PATCH /v1/views/:view": ("/v1/views/\(ViewID(rawValue: 1))", SavedViewChange(name: "Mine")),
            "DELETE /v1/views/:view": ("/v1/views/\(ViewID(rawValue: 1))", nil),
            "GET /v1/conversations/:conversation": (c, nil),
            "PUT /v1/conversations/:conversation/team": ("\(c)/team", TeamAssignment(team: TeamID(rawValue: 8))),
            "PUT /v1/conversations/:conversation/assignee": (
                "\(c)/assignee", AssigneeChange(member: MemberID(rawValue: 2))
            ),
            "PUT /v1/conversations/:conversation/status": ("\(c)/status", StatusChange(status: .closed)),
            "PUT /v1/conversations/:conversation/read": ("\(c)/read", ReadMark(sequence: 1)),
            "GET /v1/conversations/:conversation/messages": ("\(c)/messages", nil),
            "POST /v1/conversations/:conversation/messages": ("\(c)/messages", MessageDraft(clientId: 9, body: "Mine")),
            "PATCH /v1/conversations/:conversation/messages/:sequence": ("\(c)/messages/1", MessageEdit(body: "Mine")),
            "DELETE /v1/conversations/:conversation/messages/:sequence": ("\(c)/messages/1", nil),
            "GET /v1/conversations/:conversation/draft": ("\(c)/draft", nil),
            "PUT /v1/conversations/:conversation/draft": ("\(c)/draft", ReplyDraftChange(body: "Mine")),
            "DELETE /v1/conversations/:conversation/draft": ("\(c)/draft", nil),
            "PATCH /v1/replies/:reply": ("/v1/replies/\(CannedReplyID(rawValue: 1))", CannedReplyChange(title: "Mine")),
            "DELETE /v1/replies/:reply": ("/v1/replies/\(CannedReplyID(rawValue: 1))", nil),
            "POST /v1/replies/:reply/attachments": (
                "/v1/replies/\(CannedReplyID(rawValue: 1))/attachments?name=a.txt", "text"
            ),
            "DELETE /v1/replies/:reply/attachments/:attachment": (
                "/v1/replies/\(CannedReplyID(rawValue: 1))/attachments/\(file)", nil
            ),
            "PATCH /v1/conversations/:conversation": (c, ConversationChange(title: "Mine")),
            "GET /v1/conversations/:conversation/changes": ("\(c)/changes", nil),
            "PUT /v1/conversations/:conversation/tags": ("\(c)/tags", TagsChange(tags: [], create: ["Mine"])),
            "PUT /v1/conversations/:conversation/followers/:member": ("\(c)/followers/\(MemberID(rawValue: 2))", nil),
            "DELETE /v1/conversations/:conversation/followers/:member": (
                "\(c)/followers/\(MemberID(rawValue: 2))", nil
            ),
            "PUT /v1/conversations/:conversation/snooze": ("\(c)/snooze", Snooze(until: nil)),
            "DELETE /v1/conversations/:conversation/snooze": ("\(c)/snooze", nil),
            "PUT /v1/conversations/:conversation/inbox": ("\(c)/inbox", InboxMove(inbox: inbox)),
            "PUT /v1/conversations/:conversation/spam": ("\(c)/spam", nil),
            "DELETE /v1/conversations/:conversation/spam": ("\(c)/spam", nil),
            "PATCH /v1/tags/:tag": ("/v1/tags/\(tag)", TagChange(name: "Mine")),
            "DELETE /v1/tags/:tag": ("/v1/tags/\(tag)", nil),
            "PUT /v1/widget/conversations/:conversation/rating": ("\(w)/rating", RatingDraft(score: 1)),
            "GET /v1/widget/conversations/:conversation": (w, nil),
            "GET /v1/widget/conversations/:conversation/messages": ("\(w)/messages", nil),
            "POST /v1/widget/conversations/:conversation/messages": (
                "\(w)/messages", MessageDraft(clientId: 9, body: "Mine")
            ),
            "PUT /v1/widget/conversations/:conversation/read": ("\(w)/read", ReadMark(sequence: 1)),
            "POST /v1/conversations/:conversation/attachments": ("\(c)/attachments?name=a.txt", "text"),
            "GET /v1/attachments/:attachment": ("/v1/attachments/\(file)", nil),
            "POST /v1/widget/conversations/:conversation/attachments": ("\(w)/attachments?name=a.txt", "text"),
            "GET /v1/widget/attachments/:attachment": ("/v1/widget/attachments/\(file)", nil),
        ]
    }

    @Test func `finds nothing of this one, at any route`() async throws {
        try await TestService.start(Conversations.self) { service in
            let inbox = try await service.inbox()
            let id = try await service.conversation(of: .visitor(1, of: inbox))
            let tag = try await service.tag("Ours")
            let file = try await service.upload(Samples.pdf, "a.pdf", to: id).file.id
            try await service.send("File", 5, to: id, attachments: [file])
            let before = try await service.find(id)
            let requests = Self.requests(inbox.id, id, tag.id, file)
            let routes = service.program.router.routes.filter {
                $0.pattern.hasPrefix("/v1/") && $0.pattern.contains(":")
            }
            #expect(Set(routes.map { "\($0.method.name) \($0.pattern)" }) == Set(requests.keys))

            for (method, pattern) in routes {
                let request = try #require(requests["\(method.name) \(pattern)"])
                // The same member and visitor numbers, only elsewhere; also with a role that may do everything.
                let callers: [Principal] =
                    pattern.contains("/widget/")
                    ? [.visitor(1, of: inbox, workspace: 2), .visitor(2, of: inbox)]
                    : [.member(2, .owner, workspace: 2), .member(2, .admin, workspace: 2, inboxes: .only([inbox.id]))]
                for caller in callers {
                    let answer = try await service.call(method, request.path, body: request.body, as: caller)
                    #expect(answer.status == .notFound, "\(method.name) \(pattern)")
                }
            }

            #expect(try await service.find(id) == before)
            #expect(try await service.tags() == [tag])
        }
    }

    @Test func `has lists and counts of its own`() async throws {
        try await TestService.start(Conversations.self) { service in
            let inbox = try await service.inbox()
            _ = try await service.conversation(of: .visitor(1, of: inbox))
            let stranger = Principal.member(1, .owner, workspace: 2)

            #expect(try await service.list(as: stranger).items.isEmpty)
            #expect(
                try await service.list("?inbox=\(inbox.id)&contact=\(ContactID(rawValue: 1))", as: stranger).items
                    .isEmpty)
            #expect(
                try await service.standing(as: stranger) == [0, 0, 0, 0])
            #expect(try await service.call(.get, "/v1/inboxes", as: stranger).decode(Page<Inbox>.self).items.isEmpty)
        }
    }

    @Test func `gets no transcript of this one, even of a service`() async throws {
        try await TestService.start(Conversations.self) { service in
            let id = try await service.conversation(of: .visitor(1, of: try await service.inbox()))

            let answer = try await service.call(
                .get, "/internal/workspaces/\(WorkspaceID(rawValue: 2))/conversations/\(id)/transcript")

            #expect(answer.status == .notFound)
        }
    }
}

@Suite struct `An agent of one inbox` {
    @Test func `sees nothing of another`() async throws {
        try await TestService.start(Conversations.self) { service in
            let sales = try await service.inbox("Sales")
            let support = try await service.inbox("Support")
            let mine = try await service.conversation(of: .visitor(1, of: sales))
            let other = try await service.conversation(of: .visitor(2, of: support))
            let agent = Principal.member(3, .agent, inboxes: .only([sales.id]))
            let before = try await service.find(other)

            #expect(try await service.list(as: agent).items.map(\.id) == [mine])
            #expect(try await service.list("?inbox=\(support.id)", as: agent).items.isEmpty)
            #expect(try await service.list("?assignee=none", as: agent).items.map(\.id) == [mine])
            #expect(try await service.list("?contact=\(ContactID(rawValue: 1))", as: agent).items.map(\.id) == [mine])
            #expect(
                try await service.standing(as: agent) == [0, 1, 1, 0])
            #expect(
                try await service.call(.get, "/v1/inboxes", as: agent).decode(Page<Inbox>.self).items.map(\.id) == [
                    sales.id
                ])
            #expect(try await service.call(.get, "/v1/inboxes/\(support.id)", as: agent).status == .notFound)
            #expect(try await service.call(.get, "/v1/conversations/\(other)", as: agent).status == .notFound)
            #expect(try await service.call(.get, "/v1/conversations/\(other)/messages", as: agent).status == .notFound)
            #expect(try await service.send("x", 9, to: other, as: agent).status == .notFound)
            #expect(try await service.send("x", 9, to: other, as: agent, kind: .note).status == .notFound)
            #expect(try await service.assign(nil, other, as: agent).status == .notFound)
            #expect(try await service.assign(MemberID(rawValue: 3), other, as: agent).status == .notFound)
            #expect(try await service.set(.closed, other, as: agent).status == .notFound)
            #expect(try await service.markRead(1, other, as: agent).status == .notFound)
            #expect(try await service.find(other) == before)
        }
    }

    @Test func `with no inbox at all sees nothing`() async throws {
        try await TestService.start(Conversations.self) { service in
            _ = try await service.conversation(of: .visitor(1, of: try await service.inbox()))
            let agent = Principal.member(3, .agent, inboxes: .only([]))

            #expect(try await service.list(as: agent).items.isEmpty)
            #expect(
                try await service.standing(as: agent) == [0, 0, 0, 0])
        }
    }

    @Test func `makes and changes no inbox`() async throws {
        try await TestService.start(Conversations.self) { service in
            let inbox = try await service.inbox()

            let made = try await service.call(.post, "/v1/inboxes", body: InboxDraft(name: "Mine"), as: .agent)
            let changed = try await service.call(
                .patch, "/v1/inboxes/\(inbox.id)", body: InboxChange(name: "Mine"), as: .agent)

            #expect((made.status, made.code) == (.forbidden, "permission.denied"))
            #expect((changed.status, changed.code) == (.forbidden, "permission.denied"))
        }
    }
}

@Suite struct `A visitor` {
    @Test func `sees their own conversations only`() async throws {
        try await TestService.start(Conversations.self) { service in
            let inbox = try await service.inbox()
            let mine = try await service.conversation(of: .visitor(1, of: inbox))
            _ = try await service.conversation(of: .visitor(2, of: inbox))

            let list = try await service.call(.get, "/v1/widget/conversations", as: .visitor(1, of: inbox))

            #expect(try list.decode(Page<WidgetConversation>.self).items.map(\.id) == [mine])
        }
    }

    @Test func `never sees a note, in a list or in an event`() async throws {
        try await TestService.start(Conversations.self) { service in
            let visitor = Principal.visitor(1, of: try await service.inbox())
            let id = try await service.conversation(of: visitor)
            for number in 2...6 as ClosedRange<Int64> {
                try await service.send("\(number)", number, to: id, kind: number % 2 == 0 ? .note : .reply)
            }

            let seen = try await service.messages(id, as: visitor).items
            let paged = try await service.messages(id, "?limit=2", as: visitor)
            let rest = try await service.messages(id, "?limit=2&before=\(paged.nextCursor ?? "")", as: visitor)
            let notes = try await service.events().filter {
                guard $0.type == .messageCreated else { return false }
                return try $0.data(as: MessageCreated.self).message.kind == .note
            }

            #expect(seen.map(\.sequence) == [1, 3, 5])
            #expect(paged.items.map(\.sequence) == [3, 5])
            #expect(rest.items.map(\.sequence) == [1])
            #expect(try await service.messages(id, "?after=1&limit=1", as: visitor).items.map(\.sequence) == [3])
            #expect(notes.count == 3)
            #expect(notes.allSatisfy { $0.audience == .agents })
        }
    }

    @Test func `is told nothing of the team's by a change of status`() async throws {
        try await TestService.start(Conversations.self) { service in
            let visitor = Principal.visitor(1, of: try await service.inbox())
            let id = try await service.conversation(of: visitor)
            try await service.send("a secret note", 2, to: id, kind: .note)
            try await service.set(.inProgress, id)

            let shown = try await service.events().filter { $0.audience == .everyone }

            #expect(shown.map(\.type) == [.messageCreated, .conversationStatus])
            #expect(!shown.contains { String(decoding: $0.bytes, as: UTF8.self).contains("secret") })
        }
    }

    @Test func `writes no note and does nothing of the team's`() async throws {
        try await TestService.start(Conversations.self) { service in
            let visitor = Principal.visitor(1, of: try await service.inbox())
            let id = try await service.conversation(of: visitor)

            #expect(try await service.send("x", 9, to: id, as: visitor, kind: .note).status == .forbidden)
            for (method, path, body) in [
                (Method.get, "/v1/conversations", nil), (.get, "/v1/conversations/\(id)", nil),
                (.get, "/v1/conversations/counts", nil), (.get, "/v1/conversations/\(id)/messages", nil),
                (.put, "/v1/conversations/\(id)/status", StatusChange(status: .closed)), (.get, "/v1/inboxes", nil),
            ] as [(Method, String, (any Encodable)?)] {
                let answer = try await service.call(method, path, body: body, as: visitor)
                #expect((answer.status, answer.code) == (.forbidden, "permission.denied"), "\(path)")
            }
        }
    }

    @Test func `is not somebody of the team, nor is the team a visitor`() async throws {
        try await TestService.start(Conversations.self) { service in
            let answer = try await service.call(.get, "/v1/widget/conversations", as: .owner)
            let nobody = try await service.call(.get, "/v1/widget/conversations")

            #expect(answer.status == .forbidden)
            #expect(nobody.status == .unauthorized)
        }
    }
}
