import HTTP
import Storage
import TestKit
import Testing
import WireModel

@testable import Conversations

@Suite struct `A canned reply` {
    private static let team = TeamID(rawValue: 4)
    private static let teammate: Principal = {
        var rights = Rights(.agent)
        rights.teams = [team]
        return .member(3, rights)
    }()

    @Test func `is there as it was made, and its maker's own`() async throws {
        try await TestService.start(Conversations.self) { service in
            let bodies = CannedReply.Bodies(ar: "أهلًا {{ contact.name }}", en: "Hello {{contact.name}}")
            let made = try await service.make(" شكر ", title: " Thanks ", bodies: bodies).decode(CannedReply.self)

            #expect((made.shortcut, made.title, made.bodies, made.scope) == ("شكر", "Thanks", bodies, .own))
            #expect(made.createdBy.identity == .member(MemberID(rawValue: 2)))
            #expect(try await service.replies() == [made])
            #expect(try await service.replies(as: .owner, "?all=true").isEmpty)
            let event = try #require(try await service.events(.replyChanged).first)
            #expect((event.audience, event.member) == (.agents, MemberID(rawValue: 2)))
        }
    }

    @Test func `comes before a team's, and a team's before the workspace's`() async throws {
        try await TestService.start(Conversations.self) { service in
            try await service.place("hi", of: Self.team)
            _ = try await service.make("hi", .workspace, as: .owner)
            _ = try await service.make("hi", as: Self.teammate)
            _ = try await service.make("bye", .workspace, as: .owner)

            #expect(try await service.replies(as: Self.teammate).map(\.scope) == [.workspace, .own, .team, .workspace])
            #expect(try await service.replies().map(\.scope) == [.workspace, .workspace])
            #expect(try await service.replies(as: .owner).map(\.scope) == [.workspace, .workspace])
            #expect(try await service.replies(as: .owner, "?all=true").map(\.scope) == [.workspace, .team, .workspace])
            let refused = try await service.call(.get, "/v1/replies?all=true", as: Principal.agent)
            #expect(refused.code == "permission.denied")
        }
    }

    @Test(arguments: ["null", "TRUE", "1", ""])
    func `is not listed for who asks for all of them with a word that is no answer`(all: String) async throws {
        try await TestService.start(Conversations.self) { service in
            let refused = try await service.call(.get, "/v1/replies?all=\(all)", as: Principal.owner)

            #expect((refused.status, refused.code) == (.unprocessableContent, "input.invalid"))
            #expect(try refused.failure.fields.map(\.field) == ["all"])
            #expect(try await service.replies(as: .owner, "?all=false").isEmpty)
        }
    }

    @Test func `has a shortcut that no other of its scope has, however it is typed`() async throws {
        try await TestService.start(Conversations.self) { service in
            _ = try await service.make("Hi")

            let again = try await service.make("hI")

            #expect((again.status, again.code) == (.conflict, "reply.taken"))
            #expect(try again.failure.fields.map(\.field) == ["shortcut"])
            #expect(try await service.make("hi", as: .owner).status == .created)
            #expect(try await service.make("hi", .workspace, as: .owner).status == .created)
            #expect(try await service.make("hi", .workspace, as: .owner).code == "reply.taken")
        }
    }

    @Test(arguments: ["", "a b", "a/b", "{a}", "a.b", String(repeating: "a", count: 33), "\u{202E}a", "😀"])
    func `is called by letters and digits`(shortcut: String) async throws {
        try await TestService.start(Conversations.self) { service in
            let answer = try await service.make(shortcut)

            #expect(answer.status == .unprocessableContent)
            #expect(try answer.failure.fields.map(\.field) == ["shortcut"])
        }
    }

    @Test func `speaks of what can be put in, and of nothing else`() async throws {
        try await TestService.start(Conversations.self) { service in
            let known = CannedReply.variables.map { "{{\($0)}}" }.joined(separator: " ") + " {{ } {not} }"
            #expect(try await service.make("a", bodies: .init(ar: known)).status == .created)
            for unknown in ["{{contact.email}}", "x {{}} y", "{{{contact.name}}}", "{{Contact.name}}"] {
                let answer = try await service.make("b", bodies: .init(ar: "x", en: unknown))

                #expect(answer.status == .unprocessableContent, "\(unknown)")
                #expect(try answer.failure.fields.map(\.field) == ["bodies.en"])
                #expect(try answer.failure.fields.map(\.code) == ["variable"])
            }
        }
    }

    @Test func `has a title, and a text in one language at least, within bounds`() async throws {
        try await TestService.start(Conversations.self) { service in
            let wrong: [(String, CannedReply.Bodies, String)] = [
                (" ", .init(ar: "x"), "title"), (String(repeating: "a", count: 81), .init(ar: "x"), "title"),
                ("t", .init(), "bodies"), ("t", .init(ar: " ", en: "\u{200F}"), "bodies"),
                ("t", .init(en: String(repeating: "a", count: 4001)), "bodies.en"),
                ("t", .init(ar: "a\u{0}"), "bodies.ar"), ("t", .init(ar: "\u{0}", en: "a"), "bodies.ar"),
                ("t", .init(ar: "a", en: String(repeating: " ", count: 4001)), "bodies.en"),
            ]

            for (title, bodies, field) in wrong {
                let answer = try await service.make("a", title: title, bodies: bodies)
                #expect(try answer.failure.fields.map(\.field) == [field])
            }
            #expect(try await service.replies().isEmpty)
        }
    }

    @Test func `is changed and removed by whom it belongs to`() async throws {
        try await TestService.start(Conversations.self) { service in
            let own = try await service.make("a").decode(CannedReply.self)
            let shared = try await service.make("b", .workspace, as: .owner).decode(CannedReply.self)
            let change = CannedReplyChange(shortcut: "C", bodies: .init(en: "Hello"))

            let changed = try await service.call(.patch, "/v1/replies/\(own.id)", body: change, as: Principal.agent)
                .decode(CannedReply.self)

            #expect((changed.shortcut, changed.title, changed.bodies) == ("c", own.title, .init(en: "Hello")))
            let others = try await service.call(.patch, "/v1/replies/\(own.id)", body: change, as: Principal.owner)
            #expect(others.code == "reply.notFound")
            let denied = try await service.call(.delete, "/v1/replies/\(shared.id)", as: Principal.agent)
            #expect(denied.code == "permission.denied")
            let elsewhere = Principal.member(1, .owner, workspace: 2)
            let foreign = try await service.call(.delete, "/v1/replies/\(shared.id)", as: elsewhere)
            #expect(foreign.code == "reply.notFound")
            for (id, caller) in [(own.id, Principal.agent), (shared.id, .owner)] {
                let gone = try await service.call(.delete, "/v1/replies/\(id)", as: caller)
                #expect(gone.status == .noContent)
            }
            #expect(try await service.replies().isEmpty)
            let told = try await service.events(.replyRemoved)
            #expect(try told.map { try $0.data(as: CannedReplyReference.self).reply } == [own.id, shared.id])
            #expect(told.map(\.member) == [MemberID(rawValue: 2), nil])
        }
    }

    @Test func `is made for others only by who manages them, and by no program for itself`() async throws {
        try await TestService.start(Conversations.self) { (service) async throws in
            #expect(try await service.make("a", .workspace).code == "permission.denied")
            #expect(try await service.make("a", .team, team: Self.team).code == "permission.denied")
            #expect(try await service.make("a", as: .key(9)).failure.fields.map(\.field) == ["scope"])
            #expect(try await service.make("a", .team, as: .owner).failure.fields.map(\.field) == ["team"])
            #expect(try await service.make("a", team: Self.team).failure.fields.map(\.field) == ["team"])
            #expect(try await service.make("a", as: .member(5, .light)).code == "permission.denied")
            let visitor = Principal.visitor(1, inbox: InboxID(rawValue: 1))
            #expect(try await service.call(.get, "/v1/replies", as: visitor).code == "permission.denied")
        }
    }

    @Test func `is one of two hundred of one's own, and of a thousand that are shared`() async throws {
        try await TestService.start(Conversations.self) { service in
            try await service.program.conversations.database.write { transaction in
                for (scope, owner, count) in [("own", 2, 200), ("workspace", 0, 1000)] {
                    for number in 1...count {
                        try transaction.run(
                            """
                            INSERT INTO replies (workspace, id, scope, owner, shortcut, title, arabic, english,
                                creator_kind, creator, creator_name, updated_at)
                            VALUES (1, ?1, ?2, ?3, ?4, 't', 'x', NULL, 'member', 1, '', 0)
                            """, number + owner * 10_000, scope, owner, "s\(number)")
                    }
                }
            }

            #expect(try await service.make("a").code == "reply.limit")
            #expect(try await service.make("a", .workspace, as: .owner).code == "reply.limit")
            #expect(try await service.make("a", as: .owner).status == .created)
        }
    }

    @Test func `of a team goes when the team goes`() async throws {
        try await withShop(#"{"name": "small"}"#) { shop in
            let team = try await shop.identity.call(.post, "/v1/teams", body: TeamDraft(name: "Sales"), as: shop.owner)
                .decode(Team.self)
            let made = try await shop.service.make("hi", .team, team: team.id, as: shop.owner)
            #expect(made.status == .created)
            let unknown = try await shop.service.make("hi", .team, team: TeamID(rawValue: 9), as: shop.owner)
            #expect(unknown.code == "team.unknown")

            _ = try await shop.identity.call(.delete, "/v1/teams/\(team.id)", as: shop.owner)

            try await eventually("the reply is gone") {
                try await shop.service.replies(as: shop.owner, "?all=true").isEmpty
            }
        }
    }

    @Test func `of a team reaches the team's members and no others`() async throws {
        try await TestService.start(Conversations.self) { service in
            try await service.place("hi", of: Self.team)

            #expect(try await service.replies(as: Self.teammate).map(\.team) == [Self.team])
            #expect(try await service.replies().isEmpty)
        }
    }
}

extension TestService where Program == Conversations {
    /// A team's reply; only `identity` could say that there is such a team.
    fileprivate func place(_ shortcut: String, of team: TeamID) async throws {
        try await program.conversations.database.write { transaction in
            try transaction.run(
                """
                INSERT INTO replies (workspace, id, scope, owner, shortcut, title, arabic, english, creator_kind,
                    creator, creator_name, updated_at)
                VALUES (1, 500, 'team', ?1, ?2, 't', 'x', NULL, 'member', 1, '', 0)
                """, team, shortcut)
        }
    }
}
