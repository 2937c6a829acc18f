import HTTP
import TestKit
import Testing
import WireModel

@testable import Conversations

/// What fuzzing with the document found, held fast.
@Suite struct `The public edge` {
    @Test func `passes on a request whose line names the host before the path`() async throws {
        try await Town.start { town in
            let tour = try Tour(town)
            try await tour.visit("signUp", expecting: 201)
            let cookie = await tour.session

            let answer = try await town.gateway.call(
                .get, "http://chat.example.com/api/v1/members?limit=1", headers: ["Cookie": cookie])

            #expect(answer.status == .ok)
            #expect(try answer.decode(Page<Member>.self).items.count == 1)
        }
    }

    @Test(arguments: ["assignee=%FF", "status=%zz", "%C3=1", "inbox=%"])
    func `refuses a query that cannot be read, instead of passing over it`(query: String) async throws {
        try await Town.start { town in
            let tour = try Tour(town)
            try await tour.visit("signUp", expecting: 201)

            let failure = try await tour.visit("listConversations", query: query, expecting: 400)

            #expect(failure["code"].text == "http.malformed")
        }
    }

    @Test func `reads a null character as what it is`() async throws {
        try await Town.start { town in
            let tour = try Tour(town)
            try await tour.visit("signUp", expecting: 201)

            for query in ["status=open%00", "assignee=me%00", "limit=1%00", "cursor=%00"] {
                try await tour.visit("listConversations", query: query, expecting: 422)
            }
            try await tour.visit("listContacts", query: "query=%00")
            try await tour.visit("getMember", ["member": "%00"], expecting: 404)
        }
    }

    @Test(arguments: [-1, 9_007_199_254_740_992, .min, .max] as [Int64])
    func `refuses a read mark that is no sequence`(sequence: Int64) async throws {
        try await TestService.start(Conversations.self) { conversations in
            let mark = ReadMark(sequence: sequence)
            let path = "/v1/conversations/\(ConversationID(rawValue: 1))/read"

            let failure = try await conversations.call(.put, path, body: mark, as: .owner).failure

            #expect(failure.fields.map(\.code) == ["range"])
        }
    }

    @Test(arguments: [
        ("clientId", Value.number(0), 422), ("body", .text(" "), 422), ("body", .text("a\u{0}"), 422),
        ("body", .text(String(repeating: "a", count: 16_385)), 413),
    ])
    func `names a first message's field by its place in the body`(name: String, value: Value, status: Int) async throws
    {
        try await Town.start { town in
            let tour = try Tour(town)
            let start = try #require(tour.document.requestBody(of: try tour.document.operation("startConversation")))
            try await tour.comeIn()
            let body = start.example.with("message", start.example["message"].with(name, value))

            let failure = try await tour.visit("startConversation", body: body, expecting: status)

            #expect(failure["errors"].items.map { $0["field"].text } == ["message.\(name)"])
        }
    }

    @Test func `says by a problem that a socket's address wants an upgrade`() async throws {
        try await Town.start { town in
            let answer = try await town.gateway.call(.get, "/api/v1/widget/socket")

            #expect(answer.status == .badRequest)
            #expect(try answer.failure.code == "socket.upgrade")
        }
    }
}
