import HTTP
import Storage
import TestKit
import Testing
import WireModel

@testable import Conversations

@Suite struct `A conversation's title and priority` {
    @Test func `come from the first message, until somebody edits the title`() async throws {
        try await TestService.start(Conversations.self) { service in
            let visitor = Principal.visitor(1, of: try await service.inbox())
            let id = try await service.start(visitor, "أين طلبي؟\nمنذ يومين").conversation.id
            let first = try await service.find(id)

            let answer = try await service.edit(id, ConversationChange(title: " طلب متأخر ", priority: .high))
            try await service.send("Another", 2, to: id, as: visitor)

            #expect((first.title, first.titled) == ("أين طلبي؟ منذ يومين", false))
            #expect(answer.status == .ok)
            let after = try await service.find(id)
            #expect((after.title, after.titled, after.priority) == ("طلب متأخر", true, .high))
            let lines = try await service.changes(id).items
            #expect(lines.map(\.action) == [.prioritised, .titled, .created])
            #expect(lines[0].details == ["from": "normal", "to": "high"])
            #expect(lines[1].details == ["from": "أين طلبي؟ منذ يومين", "to": "طلب متأخر"])
            #expect(lines[0].by == Principal.agent.author)
        }
    }

    @Test func `are told with the conversation, and nothing is when nothing changes`() async throws {
        try await TestService.start(Conversations.self) { service in
            let id = try await service.conversation(of: .visitor(1, of: try await service.inbox()))

            _ = try await service.edit(id, ConversationChange(priority: .urgent))
            _ = try await service.edit(id, ConversationChange(priority: .urgent))

            let events = try await service.events().suffix(3)
            #expect(events.map(\.type) == [.messageCreated, .conversationChanged, .changeRecorded])
            #expect(events.map(\.audience) == [.everyone, .agents, .agents])
            #expect(try events.last?.data(as: Change.self).action == .prioritised)
        }
    }

    @Test(arguments: [
        ("", "required"), (" \u{200B}\n ", "required"), (String(repeating: "ط", count: 121), "tooLong"),
        ("a\0b", "invalid"), ("a" + String(repeating: "\u{301}", count: 2000), "tooLong"),
    ])
    func `refuse a title that is none`(title: String, code: String) async throws {
        try await TestService.start(Conversations.self) { service in
            let id = try await service.conversation(of: .visitor(1, of: try await service.inbox()))

            let answer = try await service.edit(id, ConversationChange(title: title))

            #expect(answer.status == .unprocessableContent)
            #expect(try answer.failure.fields.map(\.code) == [code])
            #expect(try await service.find(id).titled == false)
        }
    }

    @Test func `are changed only where somebody may assign`() async throws {
        try await TestService.start(Conversations.self) { service in
            let id = try await service.conversation(of: .visitor(1, of: try await service.inbox()))

            let light = try await service.edit(id, ConversationChange(title: "x"), as: .member(7, .light))
            let stranger = try await service.edit(
                id, ConversationChange(title: "x"), as: .member(7, .owner, workspace: 2))

            #expect((light.status, light.code) == (.forbidden, "permission.denied"))
            #expect((stranger.status, stranger.code) == (.notFound, "conversation.notFound"))
        }
    }
}

@Suite struct `Tags` {
    @Test func `are put on and taken off, each with its line`() async throws {
        try await TestService.start(Conversations.self) { service in
            let id = try await service.conversation(of: .visitor(1, of: try await service.inbox()))
            let (late, paid) = (try await service.tag("متأخر"), try await service.tag("Paid"))

            let both = try await service.put("tags", of: id, TagsChange(tags: [paid.id, late.id]))
            let one = try await service.put("tags", of: id, TagsChange(tags: [late.id]))

            #expect(try both.decode(Conversation.self).tags == [paid.id, late.id])
            #expect(try one.decode(Conversation.self).tags == [late.id])
            let lines = try await service.changes(id).items
            #expect(lines.map(\.action) == [.untagged, .tagged, .tagged, .created])
            #expect(lines[0].details == ["tag": paid.id.description, "name": "Paid"])
            #expect(lines[1].details == ["tag": late.id.description, "name": "متأخر"])
        }
    }

    @Test func `are made on the fly by those who may, and found however they are spelled`() async throws {
        try await TestService.start(Conversations.self) { service in
            let id = try await service.conversation(of: .visitor(1, of: try await service.inbox()))
            let known = try await service.tag("إلكترونيات")

            let agent = try await service.put("tags", of: id, TagsChange(tags: [], create: ["New"]), as: .filer)
            let found = try await service.put("tags", of: id, TagsChange(tags: [], create: [" الكترونيات "]))
            let made = try await service.put(
                "tags", of: id, TagsChange(tags: [known.id], create: ["New"]), as: .owner)

            #expect((agent.status, agent.code) == (.forbidden, "permission.denied"))
            #expect(try found.decode(Conversation.self).tags == [known.id])
            #expect(try made.decode(Conversation.self).tags.count == 2)
            #expect(try await service.tags().map(\.name).sorted() == ["New", "إلكترونيات"])
        }
    }

    @Test func `are called differently`() async throws {
        try await TestService.start(Conversations.self) { service in
            let first = try await service.tag("مكتبة")
            let other = try await service.tag("Other")

            let same = try await service.call(.post, "/v1/tags", body: TagDraft(name: "مكتبه"), as: .owner)
            let renamed = try await service.call(
                .patch, "/v1/tags/\(other.id)", body: TagChange(name: "مَكتبة"), as: .owner)
            let kept = try await service.call(
                .patch, "/v1/tags/\(first.id)", body: TagChange(name: "مكتبه", colour: "#112233"), as: .owner)

            #expect((same.status, same.code) == (.conflict, "tag.exists"))
            #expect((renamed.status, renamed.code) == (.conflict, "tag.exists"))
            let tag = try kept.decode(WireModel.Tag.self)
            #expect((tag.name, tag.colour) == ("مكتبه", "#112233"))
            #expect(try await service.tags(as: .member(9, .owner, workspace: 2)) == [])
        }
    }

    @Test(arguments: [
        (TagDraft(name: " "), "required"), (TagDraft(name: "ـ"), "required"),
        (TagDraft(name: String(repeating: "a", count: 41)), "tooLong"), (TagDraft(name: "a\u{202E}b"), "invalid"),
        (TagDraft(name: "a", colour: "red"), "colour"),
    ])
    func `refuse what cannot be shown`(draft: TagDraft, code: String) async throws {
        try await TestService.start(Conversations.self) { service in
            let answer = try await service.call(.post, "/v1/tags", body: draft, as: .owner)

            #expect(try answer.failure.fields.map(\.code) == [code])
        }
    }

    @Test func `refuse what is not there and what is too many`() async throws {
        try await TestService.start(Conversations.self) { service in
            let id = try await service.conversation(of: .visitor(1, of: try await service.inbox()))
            let elsewhere = try await service.tag("x", as: .member(9, .owner, workspace: 2))
            let names = (1...31).map { "tag \($0)" }

            let unknown = try await service.put("tags", of: id, TagsChange(tags: [elsewhere.id]), as: .owner)
            let many = try await service.put("tags", of: id, TagsChange(tags: [], create: names), as: .owner)
            let created = try await service.put(
                "tags", of: id, TagsChange(tags: [], create: Array(names.prefix(30))), as: .owner)
            let one = try await service.tag("one more")
            let full = try await service.put(
                "tags", of: id, TagsChange(tags: try created.decode(Conversation.self).tags, create: [one.name]),
                as: .owner)

            #expect((unknown.status, unknown.code) == (.unprocessableContent, "tag.unknown"))
            #expect(try many.failure.fields.map(\.code) == ["tooMany"])
            #expect(try full.failure.fields.map(\.code) == ["tooMany"])
            #expect(try await service.find(id).tags.count == 30)
        }
    }

    @Test func `that are removed come off every conversation, also after a restart`() async throws {
        let folder = TemporaryFolder()
        var ids: [ConversationID] = []
        var gone: TagID?
        try await TestService.start(Conversations.self, folder: folder) { service in
            let inbox = try await service.inbox()
            let (tag, other) = (try await service.tag("Gone"), try await service.tag("Stays"))
            for visitor in 1...3 {
                let id = try await service.conversation(of: .visitor(Int64(visitor), of: inbox))
                _ = try await service.put("tags", of: id, TagsChange(tags: [tag.id, other.id]))
                ids.append(id)
            }
            // As a process that died right after its answer left it.
            try await service.program.conversations.database.write { transaction in
                _ = try transaction.run("UPDATE tags SET removed = 1, folded = NULL WHERE id = ?1", tag.id)
            }
            gone = tag.id
        }
        try await TestService.start(Conversations.self, folder: folder) { [ids] service in
            try await eventually("the tag is off") {
                try await ids.asyncAllSatisfy { try await service.find($0).tags.count == 1 }
            }
            let stays = try #require(try await service.tags().first)
            let removed = try await service.call(.delete, "/v1/tags/\(stays.id)", as: .owner)
            let again = try await service.call(.delete, "/v1/tags/\(stays.id)", as: .owner)

            #expect((removed.status, again.code) == (.noContent, "tag.notFound"))
            #expect(try await service.events().last?.data(as: TagReference.self).tag == stays.id)
            try await eventually("the other one is off") {
                try await ids.asyncAllSatisfy { try await service.find($0).tags.isEmpty }
            }
        }
        #expect(gone != nil)
    }

    /// The rules for names that are the same were others once: no accents, no digits.
    @Test func `are the same by the rules of today, whenever they were made`() async throws {
        try await TestService.start(Conversations.self) { service in
            try await service.program.conversations.database.write { transaction in
                try transaction.run(
                    """
                    INSERT INTO tags (workspace, id, name, folded, colour, created_at)
                    VALUES (1, 700, 'Café ١', 'café ١', '#112233', 0), (1, 701, 'Tür', 'tür', '#112233', 0),
                        (1, 702, 'tur', 'tur', '#112233', 0)
                    """)
            }
            func change(_ id: Int64, _ change: TagChange) async throws -> TestAnswer {
                try await service.call(.patch, "/v1/tags/\(TagID(rawValue: id))", body: change, as: .owner)
            }

            let twin = try await service.call(.post, "/v1/tags", body: TagDraft(name: "cafe 1"), as: .owner)
            let spelled = try await change(701, TagChange(name: "TÜR", colour: "#445566"))
            let renamed = try await change(700, TagChange(name: "Tür"))

            #expect((twin.status, twin.code) == (.conflict, "tag.exists"))
            #expect(try spelled.decode(WireModel.Tag.self).name == "TÜR")
            #expect((renamed.status, renamed.code) == (.conflict, "tag.exists"))
        }
    }

    @Test func `are managed by those who may`() async throws {
        try await TestService.start(Conversations.self) { service in
            let tag = try await service.tag("x")

            let made = try await service.call(.post, "/v1/tags", body: TagDraft(name: "y"), as: .filer)
            let changed = try await service.call(
                .patch, "/v1/tags/\(tag.id)", body: TagChange(name: "y"), as: .filer)
            let removed = try await service.call(.delete, "/v1/tags/\(tag.id)", as: .filer)

            #expect([made, changed, removed].map(\.code) == Array(repeating: "permission.denied", count: 3))
        }
    }
}

extension Principal {
    /// Who files conversations, and makes no tags.
    fileprivate static let filer = Principal.member(
        6,
        Rights(
            role: nil, grants: Grants([.conversationsView: [.all], .conversationsAssign: [.all]]), inboxes: .all))
}

extension [ConversationID] {
    fileprivate func asyncAllSatisfy(_ condition: (ConversationID) async throws -> Bool) async rethrows -> Bool {
        for id in self where try await !condition(id) { return false }
        return true
    }
}

@Suite struct `Spam` {
    @Test func `is marked and unmarked, and its visitor may still write`() async throws {
        try await TestService.start(Conversations.self) { service in
            let visitor = Principal.visitor(1, of: try await service.inbox())
            let id = try await service.conversation(of: visitor)

            let marked = try await service.put("spam", of: id)
            let written = try await service.start(visitor, clientId: 2)
            let unmarked = try await service.delete("spam", of: id)

            #expect(try marked.decode(Conversation.self).isActive == false)
            #expect((written.status, written.conversation.id) == (.created, id))
            #expect(try unmarked.decode(Conversation.self).spam == false)
            #expect(try await service.changes(id).items.map(\.action) == [.notSpam, .spam, .created])
        }
    }
}

@Suite struct `A rating` {
    @Test func `is given by the conversation's own customer, who may change their mind for a day`() async throws {
        try await TestService.start(Conversations.self) { service in
            let inbox = try await service.inbox()
            let visitor = Principal.visitor(1, of: inbox)
            let id = try await service.conversation(of: visitor)
            func rate(_ draft: RatingDraft, as caller: Principal) async throws -> TestAnswer {
                try await service.call(.put, "/v1/widget/conversations/\(id)/rating", body: draft, as: caller)
            }

            let first = try await rate(RatingDraft(score: 2, comment: " بطيء "), as: visitor)
            service.clock.advance(by: .seconds(24 * 3600))
            let second = try await rate(RatingDraft(score: 5, comment: " "), as: visitor)
            let stranger = try await rate(RatingDraft(score: 1), as: .visitor(2, of: inbox))
            service.clock.advance(by: .seconds(1))
            let late = try await rate(RatingDraft(score: 1), as: visitor)

            #expect(try first.decode(WidgetConversation.self).rating?.comment == "بطيء")
            #expect(try second.decode(WidgetConversation.self).rating?.score == 5)
            #expect((stranger.status, stranger.code) == (.notFound, "conversation.notFound"))
            #expect((late.status, late.code) == (.conflict, "rating.final"))
            #expect(try await service.find(id).rating?.comment == nil)
            let lines = try await service.changes(id).items
            #expect(lines.map(\.action) == [.rated, .rated, .created])
            #expect(lines[1].details == ["score": "2", "comment": "بطيء"])
            #expect(lines[0].by.kind == .visitor)
        }
    }

    @Test(arguments: [
        (RatingDraft(score: 0), "score"), (RatingDraft(score: 6), "score"), (RatingDraft(score: .min), "score"),
        (RatingDraft(score: 1, comment: String(repeating: "a", count: 1001)), "comment"),
        (RatingDraft(score: 1, comment: "\0"), "comment"),
    ])
    func `refuses what is none`(draft: RatingDraft, field: String) async throws {
        try await TestService.start(Conversations.self) { service in
            let visitor = Principal.visitor(1, of: try await service.inbox())
            let id = try await service.conversation(of: visitor)

            let answer = try await service.call(
                .put, "/v1/widget/conversations/\(id)/rating", body: draft, as: visitor)

            #expect(try answer.failure.fields.map(\.field) == [field])
        }
    }
}

@Suite struct `The change log` {
    @Test func `is read newest first, in stretches`() async throws {
        try await TestService.start(Conversations.self) { service in
            let id = try await service.conversation(of: .visitor(1, of: try await service.inbox()))
            for priority in [Conversation.Priority.high, .low, .urgent] {
                _ = try await service.edit(id, ConversationChange(priority: priority))
            }

            let first = try await service.changes(id, "?limit=2")
            let second = try await service.changes(id, "?limit=2&cursor=\(first.nextCursor ?? "")")

            #expect((first.items + second.items).map { $0.details["to"] } == ["urgent", "low", "high", nil])
            #expect(second.nextCursor == nil)
            #expect(second.items.last?.sequence == 0)
        }
    }

    @Test func `is for those who see the conversation`() async throws {
        try await TestService.start(Conversations.self) { service in
            let inbox = try await service.inbox()
            let id = try await service.conversation(of: .visitor(1, of: inbox))
            func code(_ query: String, as caller: Principal) async throws -> String {
                try await service.call(.get, "/v1/conversations/\(id)/changes\(query)", as: caller).code
            }

            #expect(try await code("", as: .member(9, .agent, inboxes: .only([]))) == "conversation.notFound")
            #expect(try await code("", as: .member(9, .owner, workspace: 2)) == "conversation.notFound")
            #expect(try await code("", as: .visitor(1, of: inbox)) == "permission.denied")
            #expect(try await code("?cursor=x", as: .agent) == "input.invalid")
            #expect(try await code("?limit=0", as: .agent) == "input.invalid")
        }
    }
}
