import Foundation
import HTTP
import Loop
import TestKit
import Testing
import WireModel

/// A deployment that runs already, behind its proxy: `MAJLIS_EDGE=127.0.0.1:80 deploy/test journeys`.
private let edge = ProcessInfo.processInfo.environment["MAJLIS_EDGE"]

extension Journey {
    @Suite(.enabled(if: edge != nil, "MAJLIS_EDGE says where the edge is"))
    struct `Through the edge` {
        /// Enough sockets that several gateways get some of them.
        static let customers = 12

        @Test func `a team and many customers write to each other, whichever gateways they are on`() async throws {
            let loop = EventLoop(name: "edge")
            let parts = try #require(edge).split(separator: ":").map(String.init)
            let client = TestClient(host: parts[0], port: try #require(Int(parts[1])), on: loop)
            let form = SignUp(
                workspaceName: "متجر النخلة", name: "نورة", email: "\(UInt64.random(in: 0...UInt64.max))@palm.example",
                password: "a long password", language: .arabic)
            let owner = try Teammate(
                client: client, answer: try await client.call(.post, "/api/v1/sign-up", body: form))
            let inbox = try #require(try await owner.call(.get, "inboxes", expecting: Page<Inbox>.self).items.first)

            var talks: [Talk] = []
            for _ in 0..<Self.customers { talks.append(try await Talk(with: owner, at: inbox, through: client)) }
            for talk in talks {
                await talk.visitor.send("هل من أحد؟")
                await talk.agent.send("نعم")
            }

            try await eventually("everything is acknowledged") {
                var left = 0
                for talk in talks { left += await talk.visitor.unacknowledged + talk.agent.unacknowledged }
                return left == 0
            }
            for talk in talks {
                try await talk.expectAgreement()
                await talk.stop()
            }
        }

        @Test func `pages come with their policy, and internal routes are not there`() async throws {
            let loop = EventLoop(name: "edge")
            let parts = try #require(edge).split(separator: ":").map(String.init)
            let client = TestClient(host: parts[0], port: try #require(Int(parts[1])), on: loop)

            let page = try await client.call(.get, "/sign-in")
            let loader = try await client.call(.get, "/widget.js")
            let internalRoute = try await client.call(.get, "/internal/events")

            #expect(page.status == .ok)
            #expect(page.headers["Content-Security-Policy"] != nil)
            #expect(loader.status == .ok)
            #expect(internalRoute.status.rawValue >= 400)
        }
    }
}
