import HTTP
import TestKit
import Testing
import WireModel

@testable import Conversations

@Suite struct `A view` {
    private static let late = SavedViewDraft(
        name: "Waiting", filter: .condition(.init("status", "in", ["waiting"])), sort: .waiting)

    @Test func `that is saved lists and counts what its filter says`() async throws {
        try await TestService.start(Conversations.self) { service in
            let inbox = try await service.inbox()
            let first = try await service.start(.visitor(1, of: inbox)).conversation.id
            let second = try await service.start(.visitor(2, of: inbox)).conversation.id
            let view = try await service.call(.post, "/v1/views", body: Self.late, as: .agent).decode(SavedView.self)
            #expect(try await service.counts(as: .agent).views == [view.id.description: 0])

            try await service.send("answer", 2, to: second)

            #expect(try await service.list("?view=\(view.id)").items.map(\.id) == [second])
            #expect(try await service.counts(as: .agent).views == [view.id.description: 1])
            try await service.send("answer", 3, to: first)
            #expect(try await service.counts(as: .agent).views == [view.id.description: 2])
            try await service.set(.closed, second)
            #expect(try await service.list("?view=\(view.id)").items.map(\.id) == [first])
            #expect(try await service.counts(as: .agent).views == [view.id.description: 1])
        }
    }

    @Test func `of one's own is nobody else's, and a shared one everybody's`() async throws {
        try await TestService.start(Conversations.self) { service in
            _ = try await service.inbox()
            let other = Principal.member(9, .agent)
            let own = try await service.call(.post, "/v1/views", body: Self.late, as: .agent).decode(SavedView.self)
            var draft = Self.late
            draft.shared = true
            let shared = try await service.call(.post, "/v1/views", body: draft, as: .owner).decode(SavedView.self)

            #expect(try await service.call(.get, "/v1/views", as: other).decode(Page<SavedView>.self).items == [shared])
            #expect(
                try await service.call(.get, "/v1/views", as: .agent).decode(Page<SavedView>.self).items
                    == [own, shared])
            #expect(try await service.call(.get, "/v1/conversations?view=\(own.id)", as: other).code == "view.notFound")
            #expect(try await service.call(.delete, "/v1/views/\(own.id)", as: other).code == "view.notFound")
            #expect(try await service.call(.delete, "/v1/views/\(shared.id)", as: other).code == "permission.denied")
            #expect(try await service.call(.post, "/v1/views", body: draft, as: other).code == "permission.denied")
            let stranger = Principal.member(1, .owner, workspace: 2)
            #expect(
                try await service.call(.get, "/v1/conversations?view=\(shared.id)", as: stranger).status == .notFound)
            let events = try await service.events().filter { $0.type == .viewChanged }
            #expect(events.map(\.member) == [own.owner, nil])
        }
    }

    @Test func `may be changed and removed, and needs a name and a filter that means something`() async throws {
        try await TestService.start(Conversations.self) { service in
            let view = try await service.call(.post, "/v1/views", body: Self.late, as: .agent).decode(SavedView.self)
            let path = "/v1/views/\(view.id)"

            let change = SavedViewChange(name: " Later ", sort: .newest)
            let changed = try await service.call(.patch, path, body: change, as: .agent).decode(SavedView.self)
            #expect(changed.name == "Later")
            #expect(changed.sort == .newest)
            let blank = try await service.call(.patch, path, body: SavedViewChange(name: " \u{200F} "), as: .agent)
            #expect(blank.code == "input.invalid")
            let wrong = SavedViewChange(filter: .condition(.init("status", "in", ["x"])))
            #expect(try await service.call(.patch, path, body: wrong, as: .agent).code == "input.invalid")
            #expect(try await service.call(.delete, path, as: .agent).status == .noContent)
            #expect(try await service.call(.delete, path, as: .agent).code == "view.notFound")
        }
    }

    @Test func `is ordered by who has waited longest, and paged in that order`() async throws {
        try await TestService.start(Conversations.self) { service in
            let inbox = try await service.inbox()
            var ids: [ConversationID] = []
            for number in 1...5 {
                ids.append(try await service.start(.visitor(Int64(number), of: inbox)).conversation.id)
                service.clock.advance(by: .seconds(1))
            }
            try await service.send("answer", 2, to: ids[0])

            let first = try await service.list("?sort=waiting&limit=3")
            let second = try await service.list("?sort=waiting&limit=3&cursor=\(first.nextCursor ?? "")")

            #expect(first.items.map(\.id) == [ids[1], ids[2], ids[3]])
            #expect(second.items.map(\.id) == [ids[4], ids[0]])
            let other = try await service.call(
                .get, "/v1/conversations?sort=newest&cursor=\(first.nextCursor ?? "")", as: .agent)
            #expect(other.code == "input.invalid")
        }
    }

    @Test func `is the same after a restart`() async throws {
        let folder = TemporaryFolder()
        let kept = try await TestService.start(Conversations.self, folder: folder) { service in
            let inbox = try await service.inbox()
            let kept = try await service.start(.visitor(1, of: inbox)).conversation.id
            let gone = try await service.start(.visitor(2, of: inbox)).conversation.id
            try await service.set(.closed, gone)
            #expect(try await service.standing(as: .agent) == [0, 1, 1, 1])
            return kept
        }
        try await TestService.start(Conversations.self, folder: folder) { service in
            let items = try await service.list("?view=active").items
            let standing = try await service.standing(as: .agent)
            #expect(items.map(\.id) == [kept])
            #expect(standing == [0, 1, 1, 1])
        }
    }
}
