import HTTP
import ServiceKit
import TestKit
import Testing
import WireModel

@testable import Gateway

/// An inbox that names its pages, and who asks from where.
@Suite struct `A page that shows the widget` {
    private static let shop: Headers = ["Origin": "https://www.shop.example"]
    private static let thief: Headers = ["Origin": "https://thief.example"]

    private func restrict(
        _ house: House, to origins: [String] = ["https://shop.example", "https://*.shop.example"]
    ) async throws -> (TeamBrowser, InboxID) {
        let owner = try await TeamBrowser.signUp(house.gateway)
        let inbox = try await owner.inbox().id
        // Known from before: what is remembered must go at once.
        _ = try await house.gateway.call(.get, "/api/v1/widget/\(inbox)", headers: Self.thief)
        _ = try await owner.call(.patch, "/inboxes/\(inbox)", body: InboxChange(origins: origins))
        try await eventually("the gateway knows the pages") {
            try await house.gateway.call(.get, "/api/v1/widget/\(inbox)", headers: Self.thief).status == .forbidden
        }
        return (owner, inbox)
    }

    @Test func `gets its settings if the inbox names it, and else a refusal that its console can show`() async throws {
        try await House.open { house in
            let (_, inbox) = try await restrict(house)
            let path = "/api/v1/widget/\(inbox)"

            let listed = try await house.gateway.call(.get, path, headers: Self.shop)
            let refused = try await house.gateway.call(.get, path, headers: Self.thief)

            #expect(listed.status == .ok)
            #expect((refused.status, refused.code) == (.forbidden, "origin.refused"))
            for answer in [listed, refused] {
                #expect(answer.headers["Access-Control-Allow-Origin"] == "*")
                #expect(answer.headers["Vary"] == "Origin")
            }
            for origin in [
                "null", "http://shop.example", "https://shop.example.thief.example", "https://shop.example:1",
            ] {
                #expect(try await house.gateway.call(.get, path, headers: ["Origin": origin]).status == .forbidden)
            }
            #expect(try await house.gateway.call(.get, path, headers: ["Origin": house.gateway.address]).status == .ok)
            #expect(try await house.gateway.call(.get, path).status == .ok)
        }
    }

    @Test func `is the only kind that its browser lets frame the widget`() async throws {
        try await House.open { house in
            let owner = try await TeamBrowser.signUp(house.gateway)
            let inbox = try await owner.inbox().id
            func policy(_ query: String) async throws -> String {
                let answer = try await house.gateway.call(
                    .get, "/widget/frame\(query)", headers: ["If-None-Match": "*"])
                #expect((answer.status, answer.headers["Cache-Control"]) == (.ok, "no-store"))
                return answer.headers["Content-Security-Policy"] ?? ""
            }

            let before = try await policy("?inbox=\(inbox)&lang=ar")
            _ = try await owner.call(
                .patch, "/inboxes/\(inbox)",
                body: InboxChange(origins: ["https://shop.example", "http://localhost:3000"]))

            #expect(before.hasSuffix("; frame-ancestors *"))
            try await eventually("the frame's policy names the pages") {
                try await policy("?inbox=\(inbox)&lang=ar").hasSuffix(
                    "; frame-ancestors 'self' https://shop.example http://localhost:3000")
            }
            for query in ["", "?inbox=", "?inbox=inb_0000000000001", "?inbox=inb_1%0A*"] {
                #expect(try await policy(query).hasSuffix("; frame-ancestors 'self'"), "\(query)")
            }
        }
    }

    @Test func `makes no visitors if the inbox does not name it; a program goes on`() async throws {
        try await House.open { house in
            let (_, inbox) = try await restrict(house)
            let path = "/api/v1/widget/\(inbox)/visitor"

            let refused = try await house.gateway.call(.post, path, headers: Self.thief)

            #expect((refused.status, refused.code) == (.forbidden, "origin.refused"))
            for headers in [Self.shop, ["Origin": house.gateway.address], [:]] {
                #expect(try await house.gateway.call(.post, path, headers: headers).status == .created)
            }
        }
    }

    @Test func `opens no socket if the inbox does not name it`() async throws {
        try await House.open { house in
            let (_, inbox) = try await restrict(house)
            let visitor = try await VisitorBrowser(house.gateway, inbox: inbox)

            let thief = Line(try await house.gateway.webSocket("/api/v1/widget/socket", headers: Self.thief))
            let failure = await #expect(throws: Failure.self) { _ = try await thief.hello(token: visitor.token) }

            #expect(failure?.code == "origin.refused")
            #expect(try await thief.untilClosed()?.rawValue == 4403)
            for headers in [Self.shop, ["Origin": house.gateway.address], [:]] {
                let line = Line(try await house.gateway.webSocket("/api/v1/widget/socket", headers: headers))
                _ = try await line.hello(token: visitor.token)
            }
        }
    }
}
