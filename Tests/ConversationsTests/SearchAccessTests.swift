import HTTP
import TestKit
import Testing
import WireModel

@testable import Conversations

/// A search shows what a look at each conversation would show, and nothing else.
@Suite struct `A search's results` {
    private static let me = MemberID(rawValue: 3)

    private static func person(_ scopes: Set<Scope>, _ inboxes: InboxAccess) -> Principal {
        .member(
            me.rawValue,
            Rights(role: nil, grants: Grants([.conversationsView: scopes]), inboxes: inboxes, teams: []))
    }

    @Test func `are those of the conversations that somebody may see`() async throws {
        try await TestService.start(Conversations.self) { service in
            let (sales, other) = (try await service.inbox("Sales"), try await service.inbox("Other"))
            try await service.talk(["order nobody"], 1, in: sales)
            let mine = try await service.talk(["order mine"], 2, in: sales)
            try await service.talk(["order other"], 3, in: other)
            _ = try await service.program.conversations.assign(mine, to: Self.me, for: .owner)
            try await service.indexed("order other")

            let own = Self.person([.own], .only([sales.id]))
            let inbox = Self.person([.inbox], .only([other.id]))
            #expect(try await service.texts("order", as: own) == ["order mine"])
            #expect(try await service.texts("order", as: inbox) == ["order other"])
            #expect(try await service.texts("order", "&inbox=\(sales.id)", as: inbox) == [])
            #expect(
                try await service.texts("order", as: Self.person([.unassigned], .only([sales.id]))) == ["order nobody"])
            #expect(try await service.texts("order", as: Self.person([.all], .only([]))).count == 3)
        }
    }

    @Test func `are the team's, notes and all, and of its own workspace`() async throws {
        try await TestService.start(Conversations.self) { service in
            let inbox = try await service.inbox()
            let id = try await service.talk(["order"], 1, in: inbox)
            try await service.send("order note", 1, to: id, kind: .note)
            try await service.indexed("order note")

            #expect(try await service.ask("order", as: .visitor(1, of: inbox)).status == .forbidden)
            #expect(
                try await service.ask("order", as: .member(9, Rights(.custom(RoleID(rawValue: 1))))).status
                    == .forbidden)
            #expect(try await service.texts("order", as: .member(1, .owner, workspace: 2)) == [])
        }
    }

    @Test func `of another workspace are neither read nor counted`() async throws {
        try await TestService.start(Conversations.self) { service in
            let inbox = try await service.inbox()
            let elsewhere = try await service.inbox(as: .member(1, .owner, workspace: 2))
            try await service.talk(["order here"], 1, in: inbox)
            try await service.start(.visitor(1, of: elsewhere, workspace: 2), "order there")
            try await service.indexed("order here")
            try await eventually("the other workspace is indexed") {
                try await service.texts("order", as: .member(1, .owner, workspace: 2)) == ["order there"]
            }

            #expect(try await service.texts("order") == ["order here"])
        }
    }
}
