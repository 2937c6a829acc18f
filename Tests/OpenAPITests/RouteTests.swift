import HTTP
import Server
import TestKit
import Testing

@testable import Contacts
@testable import Conversations
@testable import Gateway
@testable import Identity

/// The document against the routers of the real services.
@Suite struct `The document's operations` {
    /// The kit's own, which every service has.
    private static let kit = ["GET /healthz", "GET /readyz", "GET /metrics"]

    @Test func `are the public routes, no more and no less`() async throws {
        let documented = Set(try Document.shared.get().operations.map(\.description))

        let routes = try await Town.start { town in
            Self.public(town.gateway.program.router) + town.services.flatMap { Self.public($0) }
        }

        #expect(documented.subtracting(routes).subtracting(Self.kit).sorted() == [])
        #expect(Set(routes + Self.kit).subtracting(documented).sorted() == [])
    }

    @Test func `of the services are all behind the gateway`() async throws {
        try await Town.start { town in
            for router in town.services {
                for (method, pattern) in router.routes where pattern.hasPrefix("/v1/") {
                    let path = "/api" + pattern.replacing(":", with: "")
                    #expect(town.gateway.program.router.match(method, path) != nil, "\(method.name) \(path)")
                }
            }
        }
    }

    /// The API's routes as the document writes them. What the gateway only passes on (`/x` beside `/x/*`) is for the
    /// services to say.
    private static func `public`(_ router: Router) -> [String] {
        let patterns = Set(router.routes.map(\.pattern))
        return router.routes.compactMap { method, pattern in
            guard !pattern.hasSuffix("/*"), !patterns.contains("\(pattern)/*") else { return nil }
            let path = pattern.hasPrefix("/v1/") ? "/api\(pattern)" : pattern
            guard path.hasPrefix("/api/") else { return nil }
            return "\(method.name) \(path.replacing(/:([a-z]+)/) { "{\($0.1)}" })"
        }
    }
}
