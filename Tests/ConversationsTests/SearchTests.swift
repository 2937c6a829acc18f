import HTTP
import TestKit
import Testing
import WireModel

@testable import Conversations

extension TestService where Program == Conversations {
    func search(_ query: String, _ rest: String = "", as caller: Principal = .agent) async throws -> SearchResults {
        try await ask(query, rest, as: caller).decode(SearchResults.self)
    }

    func ask(_ query: String, _ rest: String = "", as caller: Principal = .agent) async throws -> TestAnswer {
        let encoded = query.utf8.map { byte -> String in
            let digits = String(byte, radix: 16, uppercase: true)
            return "%" + (digits.count == 1 ? "0" : "") + digits
        }
        return try await call(.get, "/v1/search?q=\(encoded.joined())\(rest)", as: caller)
    }

    /// The bodies and titles that are found.
    func texts(_ query: String, _ rest: String = "", as caller: Principal = .agent) async throws -> [String] {
        try await search(query, rest, as: caller).items.map { $0.message?.body ?? $0.conversation.title }
    }

    /// Waits until the index holds what was said; whatever was said before is in it then, too.
    func indexed(_ body: String) async throws {
        try await eventually("“\(body)” is found") { try await texts("\"\(body)\"", as: .owner).contains(body) }
    }

    /// A conversation in which a visitor says all of this.
    @discardableResult
    func talk(_ bodies: [String], _ visitor: Int64, in inbox: Inbox) async throws -> ConversationID {
        let visitor = Principal.visitor(visitor, of: inbox)
        let id = try await start(visitor, bodies[0]).conversation.id
        for (place, body) in bodies.enumerated().dropFirst() {
            try await send(body, Int64(place + 1), to: id, as: visitor)
        }
        return id
    }
}

@Suite struct `A search` {
    @Test func `finds messages and notes in their spelling, marked, with their neighbours`() async throws {
        try await TestService.start(Conversations.self) { service in
            let id = try await service.talk(["مرحبا", "أريد الفاتورةَ الإلكترونية", "شكرا"], 1, in: service.inbox())
            try await service.send("الفاتوره الالكترونيه عند المحاسب", 1, to: id, kind: .note)
            try await service.indexed("الفاتوره الالكترونيه عند المحاسب")

            let found = try await service.search("إلكتروني فاتورة").items

            #expect(found.map(\.sequence) == [4, 2])
            #expect(found.map(\.message?.kind) == [.note, .reply])
            #expect(found.map(\.before?.body) == ["شكرا", "مرحبا"])
            #expect(found.map(\.after?.body) == [nil, "شكرا"])
            #expect(found.map(\.title) == [nil, nil])
            #expect(found[1].snippet == SearchSnippet(text: "أريد الفاتورةَ الإلكترونية", marks: [[5, 9], [15, 11]]))
            #expect(found.allSatisfy { $0.conversation.id == id })
        }
    }

    @Test func `goes through the newest conversations first, stretch by stretch`() async throws {
        try await TestService.start(Conversations.self) { service in
            let inbox = try await service.inbox()
            for visitor in 1...3 as ClosedRange<Int64> {
                service.clock.advance(by: .seconds(1))
                try await service.talk(["طلب \(visitor)0", "تم", "طلب \(visitor)1"], visitor, in: inbox)
            }
            try await service.indexed("طلب 31")

            var seen: [String] = []
            var cursor = ""
            while true {
                let page = try await service.search("طلب ", "&limit=2\(cursor)")
                seen += page.items.compactMap(\.message?.body)
                guard let next = page.nextCursor else { break }
                cursor = "&cursor=\(next)"
            }
            #expect(seen == ["طلب 31", "طلب 30", "طلب 21", "طلب 20", "طلب 11", "طلب 10"])
        }
    }

    @Test func `is narrowed by what stands beside it`() async throws {
        try await TestService.start(Conversations.self) { service in
            let (sales, other) = (try await service.inbox("Sales"), try await service.inbox("Other"))
            let early = service.clock.now
            let one = try await service.talk(["order one"], 1, in: sales)
            service.clock.advance(by: .seconds(60))
            let late = service.clock.now
            let two = try await service.talk(["order two"], 2, in: other)
            try await service.send("order note", 7, to: two, kind: .note)
            _ = try await service.program.conversations.assign(one, to: MemberID(rawValue: 2), for: .owner)
            try await service.set(.closed, two)
            try await service.indexed("order note")

            #expect(try await service.texts("order", "&inbox=\(sales.id)") == ["order one"])
            #expect(try await service.texts("order", "&status=closed") == ["order note", "order two"])
            #expect(try await service.texts("order", "&status=active") == ["order one"])
            #expect(try await service.texts("order", "&assignee=me") == ["order one"])
            #expect(try await service.texts("order", "&assignee=none") == ["order note", "order two"])
            #expect(try await service.texts("order", "&kind=note") == ["order note"])
            #expect(try await service.texts("order", "&after=\(late)") == ["order note", "order two"])
            #expect(try await service.texts("order", "&after=\(early)&before=\(late)") == ["order one"])
            #expect(try await service.texts("order", "&tag=\(TagID(rawValue: 1))") == [])
        }
    }

    @Test func `tries the other keyboard layout where nothing is found`() async throws {
        try await TestService.start(Conversations.self) { service in
            try await service.talk(["أين الطلب", "the light box"], 1, in: service.inbox())
            try await service.indexed("the light box")

            for (typed, meant, body) in [
                ("'gf", "طلب", "أين الطلب"), ("مهلاف", "light", "the light box"), ("لاخء", "box", "the light box"),
            ] {
                let found = try await service.search(typed)
                #expect(found.rescued == meant)
                #expect(found.items.map(\.message?.body) == [body])
            }
            #expect(try await service.search("box").rescued == nil)
            let nothing = try await service.search("lvpfh")
            #expect(nothing == SearchResults(items: []))
        }
    }

    @Test func `of what cannot be searched says why`() async throws {
        try await TestService.start(Conversations.self) { service in
            let long = String(repeating: "a", count: 10_000)
            for (query, code) in [
                ("", "search.empty"), (" \u{64E} ", "search.empty"), ("\"*\"", "search.empty"),
                ("ا", "search.tooShort"),
                (String(long.prefix(201)), "search.tooLong"),
            ] {
                let answer = try await service.ask(query)
                #expect(answer.status == .badRequest)
                #expect(answer.code == code)
            }
            #expect(try await service.call(.get, "/v1/search?q=\(long)", as: .agent).status.rawValue >= 400)
            #expect(try await service.call(.get, "/v1/search", as: .agent).code == "search.empty")
            for rest in [
                "inbox=x", "status=x", "assignee=x", "kind=x", "after=x", "before=2026", "tag=x", "limit=0", "limit=51",
                "cursor=x", "cursor=MS4wLngu",
            ] {
                let answer = try await service.ask("order", "&\(rest)")
                #expect(answer.code == "input.invalid", "\(rest)")
            }
        }
    }

    @Test(arguments: [
        "order AND NOT delivery", "\"order", "order*", "order OR", "^order", "NEAR(order)", "texts:order", "((",
        "'\"'--",
        "order \u{0}", "entries: {order}", "%_\\order", "\"\"\"\" order", "🎉 order", "-- order; DROP TABLE texts",
    ])
    func `takes what means something to a search engine for text`(query: String) async throws {
        try await TestService.start(Conversations.self) { service in
            try await service.talk(["an order"], 1, in: service.inbox())
            try await service.indexed("an order")

            #expect([.ok, .badRequest].contains(try await service.ask(query).status))
            #expect(try await service.texts("order") == ["an order"])
        }
    }
}
