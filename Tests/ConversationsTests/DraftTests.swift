import HTTP
import Storage
import TestKit
import Testing
import WireModel

@testable import Conversations

private func withConversation(
    _ body: (TestService<Conversations>, ConversationID) async throws -> Void
) async throws {
    try await TestService.start(Conversations.self) { service in
        try await body(service, try await service.conversation(of: .visitor(1, of: try await service.inbox())))
    }
}

@Suite struct `A draft` {
    private static let whole = ReplyDraftChange(
        body: "begun\nhere", kind: .note,
        mentions: Mentions(members: [MemberID(rawValue: 1)], teams: [TeamID(rawValue: 4)]))

    @Test func `is kept for its member, whole, until they write another`() async throws {
        try await withConversation { service, id in
            #expect(try await service.draft(in: id) == ReplyDraft(conversation: id))

            let kept = try await service.keep(Self.whole, in: id).decode(ReplyDraft.self)

            #expect(
                kept
                    == ReplyDraft(
                        conversation: id, body: "begun\nhere", kind: .note, mentions: Self.whole.mentions,
                        updatedAt: service.clock.now))
            #expect(try await service.draft(in: id) == kept)
            try await service.keep(ReplyDraftChange(body: "anew"), in: id)
            let anew = try await service.draft(in: id)
            #expect((anew.body, anew.kind, anew.attachments, anew.mentions) == ("anew", .reply, nil, nil))
        }
    }

    @Test func `is nobody else's to read`() async throws {
        try await withConversation { service, id in
            try await service.keep(Self.whole, in: id)

            #expect(try await service.draft(in: id, as: .owner) == ReplyDraft(conversation: id))
            #expect(try await service.drafts(as: .owner).isEmpty)
            let event = try #require(try await service.events(.draftChanged).first)
            #expect((event.audience, event.member) == (.agents, MemberID(rawValue: 2)))
            #expect(event.visitor == nil)
            for outsider in [Principal.key(2), .visitor(2, inbox: InboxID(rawValue: 1))] {
                #expect(try await service.keep(Self.whole, in: id, as: outsider).code == "session.required")
            }
        }
    }

    @Test func `is removed by an empty one, by discarding it, and by sending a message of its kind`() async throws {
        try await withConversation { service, id in
            try await service.keep(ReplyDraftChange(body: "begun"), in: id)
            #expect(try await service.keep(ReplyDraftChange(body: " \n"), in: id).decode(ReplyDraft.self).body == "")
            #expect(try await service.draft(in: id).updatedAt == nil)

            try await service.keep(ReplyDraftChange(body: "begun"), in: id)
            let discarded = try await service.call(.delete, "/v1/conversations/\(id)/draft", as: Principal.agent)
            #expect(discarded.status == .noContent)
            #expect(try await service.draft(in: id).updatedAt == nil)

            try await service.keep(ReplyDraftChange(body: "begun"), in: id)
            try await service.send("a note", 7, to: id, kind: .note)
            #expect(try await service.draft(in: id).body == "begun")
            try await service.send("another's answer", 8, to: id, as: .owner)
            #expect(try await service.draft(in: id).body == "begun")
            try await service.send("begun and ended", 9, to: id)
            #expect(try await service.draft(in: id).updatedAt == nil)

            let told = try await service.events(.draftChanged).map { try $0.data(as: ReplyDraft.self).body }
            #expect(told == ["begun", "", "begun", "", "begun", ""])
        }
    }

    @Test func `stays without text where there are attachments`() async throws {
        try await withConversation { service, id in
            let file = try await service.upload(Samples.pdf, "a.pdf", to: id).file
            try await service.keep(ReplyDraftChange(body: "", attachments: [file.id]), in: id)

            #expect(try await service.draft(in: id).attachments == [file])
            let told = try #require(try await service.events(.draftChanged).last)
            #expect(try told.data(as: ReplyDraft.self).attachments == [file])
        }
    }

    @Test func `names no files but those that its message could`() async throws {
        try await withConversation { service, id in
            let own = try await service.upload(Samples.pdf, "a.pdf", to: id).file
            let others = try await service.upload(Samples.pdf, "b.pdf", to: id, as: .owner).file
            let sent = try await service.upload(Samples.pdf, "c.pdf", to: id).file
            try await service.send("", 1, to: id, attachments: [sent.id])
            let named = [others.id, sent.id, AttachmentID(rawValue: 3)]

            let kept = try await service.keep(ReplyDraftChange(body: "x", attachments: named + [own.id]), in: id)
                .decode(ReplyDraft.self)
            let blank = try await service.keep(ReplyDraftChange(body: "", attachments: named), in: id)
                .decode(ReplyDraft.self)

            #expect((kept.attachments, blank.attachments) == ([own], nil))
            #expect(try await service.drafts().isEmpty)
        }
    }

    @Test func `keeps its files until it is gone or names them no more`() async throws {
        try await withConversation { service, id in
            func upload() async throws -> AttachmentID {
                try await service.upload(Samples.pdf, "a.pdf", to: id).file.id
            }
            func stays(_ file: AttachmentID) async throws -> Bool {
                service.clock.advance(by: .seconds(90_000))
                try await service.program.sweep.sweep()
                return try await service.download(file).status == .ok
            }
            let (first, second, third) = (try await upload(), try await upload(), try await upload())
            try await service.keep(ReplyDraftChange(body: "x", attachments: [first, second, third]), in: id)
            #expect(try await stays(first))

            try await service.keep(ReplyDraftChange(body: "x", attachments: [second, third]), in: id)
            #expect(try await !stays(first))
            #expect(try await stays(second))
            try await service.send("x", 1, to: id, attachments: [third])
            #expect(try await !stays(second))
            #expect(try await stays(third))
            let last = try await upload()
            try await service.keep(ReplyDraftChange(body: "x", attachments: [last]), in: id)
            #expect(try await stays(last))
            _ = try await service.call(.delete, "/v1/conversations/\(id)/draft", as: Principal.agent)
            #expect(try await !stays(last))
        }
    }

    /// A message waits with its sender for a while before it is sent, and its draft is gone already.
    @Test func `leaves its files for a day to the message that it became`() async throws {
        try await withConversation { service, id in
            let file = try await service.upload(Samples.pdf, "a.pdf", to: id).file.id
            try await service.keep(ReplyDraftChange(body: "x", attachments: [file]), in: id)
            service.clock.advance(by: .seconds(200_000))
            try await service.keep(ReplyDraftChange(body: ""), in: id)

            service.clock.advance(by: .seconds(86_000))
            try await service.program.sweep.sweep()

            #expect(try await service.send("x", 1, to: id, attachments: [file]).status == .created)
        }
    }

    @Test func `stands in the list of all with its first words, the newest first`() async throws {
        try await withConversation { service, id in
            let other = try await service.conversation(of: .visitor(2, of: try await service.inbox("Support")))
            try await service.keep(Self.whole, in: id)
            service.clock.advance(by: .seconds(1))
            try await service.keep(ReplyDraftChange(body: String(repeating: "a", count: 500)), in: other)

            let marks = try await service.drafts()

            #expect(marks.map(\.conversation) == [other, id])
            #expect(marks.map(\.body) == [String(repeating: "a", count: 120), "begun here"])
            #expect(marks.map(\.kind) == [.reply, .note])
        }
    }

    @Test func `has bounds`() async throws {
        try await withConversation { (service, id) async throws in
            let files = (1...21).map { AttachmentID(rawValue: $0) }
            let people = (1...51).map { MemberID(rawValue: $0) }
            let wrong: [(ReplyDraftChange, Status)] = [
                (ReplyDraftChange(body: String(repeating: "a", count: 16_385)), .contentTooLarge),
                (ReplyDraftChange(body: "a\u{0}"), .unprocessableContent),
                (ReplyDraftChange(body: "a", attachments: files), .unprocessableContent),
                (ReplyDraftChange(body: "a", attachments: [files[0], files[0]]), .unprocessableContent),
                (ReplyDraftChange(body: "a", mentions: Mentions(members: people)), .unprocessableContent),
            ]

            for (change, status) in wrong { #expect(try await service.keep(change, in: id).status == status) }
            #expect(try await service.drafts().isEmpty)
        }
    }

    @Test func `is one of two hundred at most`() async throws {
        try await withConversation { service, id in
            let member = MemberID(rawValue: 2)
            try await service.program.conversations.database.write { transaction in
                for number in 1...ReplyDraft.countLimit {
                    try transaction.run(
                        """
                        INSERT INTO drafts (workspace, member, conversation, kind, body, attachments, mentioned_members,
                            mentioned_teams, updated_at)
                        VALUES (1, ?1, ?2, 'reply', 'a', '', '', '', 0)
                        """, member, number)
                }
            }

            #expect(try await service.keep(ReplyDraftChange(body: "a"), in: id).code == "draft.limit")
            #expect(try await service.drafts().count == 200)
        }
    }

    @Test func `is in a conversation that its member may see`() async throws {
        try await withConversation { (service, id) async throws in
            let outside = Principal.member(2, .agent, inboxes: .only([]))

            #expect(try await service.keep(Self.whole, in: id, as: outside).code == "conversation.notFound")
            let elsewhere = Principal.member(2, .agent, workspace: 2)
            #expect(try await service.keep(Self.whole, in: id, as: elsewhere).code == "conversation.notFound")
        }
    }
}
