import HTTP
import Server
import ServiceKit
import TestKit
import Testing
import WireModel

@Suite struct `A service` {
    @Test func `answers whether it is alive and whether it can work`() async throws {
        try await TestService.start(Greeter.self, settings: ["GREETING": ""]) { greeter in
            let alive = try await greeter.call(.get, "/healthz")
            let ready = try await greeter.call(.get, "/readyz")

            #expect(alive.status == .ok)
            #expect(ready.status == .serviceUnavailable)
            #expect(try ready.failure.code == "greeting.missing")
        }
    }

    @Test func `knows on whose behalf a signed request comes`() async throws {
        try await TestService.start(Greeter.self, settings: ["GREETING": "Hello"]) { greeter in
            let known = try await greeter.call(.get, "/v1/greeting", as: .agent)
            let unknown = try await greeter.call(.get, "/v1/greeting")

            #expect(try known.decode([String].self) == ["Hello", "Member 2"])
            #expect(try unknown.failure.code == "session.required")
        }
    }

    @Test func `refuses an assertion that has run out`() async throws {
        try await TestService.start(Greeter.self, settings: ["GREETING": "Hello"]) { greeter in
            let assertion = try testKey.assertion(of: .agent, now: greeter.clock.now)
            greeter.clock.advance(by: .seconds(61))

            let answer = try await greeter.call(.get, "/v1/greeting", headers: ["Majlis-Principal": assertion])

            #expect(answer.status == .serviceUnavailable)
            #expect(try answer.failure.code == "assertion.expired")
        }
    }

    @Test func `lets only services at its internal routes`() async throws {
        try await TestService.start(Greeter.self, settings: ["GREETING": "Hello"]) { greeter in
            let service = try await greeter.call(.get, "/internal/greeting")
            let anybody = try await greeter.call(.get, "/internal/greeting", as: .owner, internal: false)

            #expect(service.status == .ok)
            #expect(try anybody.failure.code == "service.required")
        }
    }

    @Test func `says which field of a request it does not know`() async throws {
        try await TestService.start(Greeter.self, settings: ["GREETING": "Hello"]) { greeter in
            let answer = try await greeter.call(.post, "/v1/echo", body: ["token": "t", "colour": "red"])

            #expect(answer.status == .badRequest)
            #expect(try answer.failure.code == "json.unknownField")
            #expect(try answer.failure.fields.map(\.field) == ["colour"])
        }
    }

    @Test func `gives the caller's request id back`() async throws {
        try await TestService.start(Greeter.self, settings: ["GREETING": "Hello"]) { greeter in
            let answer = try await greeter.call(.get, "/v1/greeting", headers: ["Majlis-Request-ID": "abc-1"])

            #expect(answer.headers["Majlis-Request-ID"] == "abc-1")
        }
    }
}

/// The smallest service that has a setting, a principal and an internal route.
private struct Greeter: Service {
    let router: Router
    private let greeting: String?

    init(context: ServiceContext) async throws {
        let greeting = context.configuration.optional("GREETING")
        self.greeting = greeting
        var router = Router()
        router.get("/v1/greeting") { try .json([greeting ?? "", try $0.principal().name]) }
        router.post("/v1/echo") { try .json(try await $0.decode(TokenBody.self)) }
        router.get("/internal/greeting") { _ in .text(greeting ?? "") }
        self.router = router
    }

    func ready() async throws {
        guard greeting != nil else { throw Failure.unavailable("greeting.missing", "There is no greeting.") }
    }

    func stop() async {}
}
