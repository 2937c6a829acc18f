import HTTP
import JSON
import Server
import ServiceKit
import Storage
import TestKit
import Testing
import WireModel

@Suite struct `Every endpoint` {
    @Test func `knows its own services by their proof`() async throws {
        try await TestService.start(Trouble.self) { trouble in
            let proof = testKey.serviceAssertion(now: trouble.clock.now)
            let assertion = try testKey.assertion(of: .owner, now: trouble.clock.now)
            func ask(_ headers: Headers, _ path: String = "/internal/secret") async throws -> Status {
                try await trouble.call(.get, path, internal: false, headers: headers).status
            }

            #expect(try await ask(["Majlis-Service": proof]) == .ok)
            #expect(try await ask([:]) == .unauthorized)
            #expect(try await ask(["Majlis-Service": ""]) == .unauthorized)
            #expect(try await ask(["Majlis-Service": assertion]) == .unauthorized)
            #expect(try await ask(["Majlis-Principal": assertion]) == .unauthorized)
            #expect(try await ask(["Majlis-Principal": proof]) == .unauthorized)
            #expect(try await ask([:], "/internal/nothing-here") == .unauthorized)
            trouble.clock.advance(by: .seconds(61))
            #expect(try await ask(["Majlis-Service": proof]) == .serviceUnavailable)
        }
    }

    @Test(arguments: [
        "//internal/secret", "/./internal/secret", "/x/../internal/secret", "/%69nternal/secret", "/INTERNAL/secret",
        "/internal%2Fsecret",
    ])
    func `is not led to an internal route by an odd path`(path: String) async throws {
        try await TestService.start(Trouble.self) { trouble in
            let answer = try await trouble.call(.get, path, internal: false)

            #expect(answer.status == .notFound)
            #expect(!answer.text.contains("secret"))
        }
    }

    @Test(
        arguments: [
            ("{", "json.malformed", nil), ("", "json.malformed", nil), ("[]", "json.wrongType", nil),
            (#"{"token":7}"#, "json.wrongType", "token"), ("{}", "json.missingField", "token"),
            (#"{"token":null}"#, "json.wrongType", "token"), (#"{"token":"t","x":1}"#, "json.unknownField", "x"),
            (#"{"token":"t"} x"#, "json.malformed", nil), (#"{"token":"a","token":"b"}"#, "json.malformed", "token"),
            ("\u{FEFF}{}", "json.malformed", nil),
        ] as [(String, String, String?)])
    func `answers a body that it cannot read with the field`(body: String, code: String, field: String?) async throws {
        try await TestService.start(Trouble.self) { trouble in
            let answer = try await trouble.send(.post, "/v1/token", bytes: Array(body.utf8))

            #expect(answer.status == .badRequest)
            #expect(answer.headers["Content-Type"] == "application/problem+json")
            #expect(try answer.failure.code == code)
            #expect(try answer.failure.fields.first?.field == field)
        }
    }

    @Test func `refuses a body of broken text`() async throws {
        try await TestService.start(Trouble.self) { trouble in
            let answer = try await trouble.send(
                .post, "/v1/token", bytes: Array(#"{"token":""#.utf8) + [0xff] + Array(#""}"#.utf8))

            #expect(answer.status == .badRequest)
        }
    }

    @Test func `refuses a body past its bound`() async throws {
        try await TestService.start(Trouble.self) { trouble in
            let frame = #"{"token":""}"#.utf8.count
            let largest = TokenBody(token: String(repeating: "x", count: jsonBodyLimitBytes - frame))
            let tooLarge = TokenBody(token: String(repeating: "x", count: jsonBodyLimitBytes - frame + 1))

            #expect(try await trouble.call(.post, "/v1/token", body: largest).status == .ok)
            let refused = try await trouble.call(.post, "/v1/token", body: tooLarge)

            #expect(refused.status == .contentTooLarge)
            #expect(try refused.failure.code == "body.tooLarge")
        }
    }

    @Test func `says that there is nothing at an unknown address`() async throws {
        try await TestService.start(Trouble.self) { trouble in
            let answer = try await trouble.call(.get, "/v1/nothing")

            #expect(answer.status == .notFound)
            #expect(answer.headers["Content-Type"] == "application/problem+json")
            #expect(try answer.failure.code == "route.notFound")
        }
    }

    @Test func `says which methods an address takes`() async throws {
        try await TestService.start(Trouble.self) { trouble in
            let answer = try await trouble.call(.delete, "/v1/token")

            #expect(answer.status == .methodNotAllowed)
            #expect(answer.headers["Allow"] == "POST")
            #expect(try answer.failure.code == "method.notAllowed")
        }
    }

    @Test func `shows nothing of what went wrong inside`() async throws {
        try await TestService.start(Trouble.self) { trouble in
            for path in ["/v1/fault", "/v1/constraint", "/v1/programming"] {
                let answer = try await trouble.call(.get, path)

                #expect(answer.status == .internalServerError)
                #expect(try answer.failure == Failure(.fault, "fault", "Something went wrong on our side."))
                #expect(!answer.text.contains("password"))
            }
        }
    }

    @Test(arguments: [
        ("full", "storage.full"), ("busy", "storage.busy"), ("closed", "storage.unavailable"),
        ("corrupt", "storage.unavailable"),
    ])
    func `says when to come back while the store cannot answer`(fault: String, code: String) async throws {
        try await TestService.start(Trouble.self) { trouble in
            let answer = try await trouble.call(.get, "/v1/\(fault)")

            #expect(answer.status == .serviceUnavailable)
            #expect(try answer.failure.code == code)
            #expect(Int(try #require(answer.headers["Retry-After"])) == (try answer.failure.retryAfter))
            #expect(!answer.text.contains("password"))
        }
    }

    @Test func `goes on after a fault`() async throws {
        try await TestService.start(Trouble.self) { trouble in
            _ = try await trouble.call(.get, "/v1/fault")

            #expect(try await trouble.call(.get, "/healthz").status == .ok)
        }
    }

    @Test(arguments: ["", "has space", "quote\"", "é", String(repeating: "a", count: 65)])
    func `gives an odd request id back as one of its own`(given: String) async throws {
        try await TestService.start(Trouble.self) { trouble in
            let answer = try await trouble.call(.get, "/healthz", headers: ["Majlis-Request-ID": given])
            let other = try await trouble.call(.get, "/healthz", headers: ["Majlis-Request-ID": given])

            let id = try #require(answer.headers["Majlis-Request-ID"])
            #expect(id != given)
            #expect((1...16).contains(id.count))
            #expect(other.headers["Majlis-Request-ID"] != id)
        }
    }

    @Test func `hands the request id on to the routes, and back with failures`() async throws {
        try await TestService.start(Trouble.self) { trouble in
            let seen = try await trouble.call(.get, "/v1/id", headers: ["Majlis-Request-ID": "abc-1"])
            let failed = try await trouble.call(.get, "/v1/fault", headers: ["Majlis-Request-ID": "abc-2"])
            let refused = try await trouble.call(
                .get, "/internal/x", internal: false, headers: ["Majlis-Request-ID": "abc-3"])

            #expect(seen.text == "abc-1")
            #expect(failed.headers["Majlis-Request-ID"] == "abc-2")
            #expect(refused.headers["Majlis-Request-ID"] == "abc-3")
        }
    }

    @Test func `answers HEAD as GET without a body`() async throws {
        try await TestService.start(Trouble.self) { trouble in
            let answer = try await trouble.call(.head, "/v1/id", headers: ["Majlis-Request-ID": "abc-1"])

            #expect(answer.status == .ok)
            #expect(answer.bytes.isEmpty)
        }
    }
}

@Suite struct `Metrics of a service` {
    @Test func `count requests by their pattern, not by their path`() async throws {
        try await TestService.start(Trouble.self) { trouble in
            for id in 1...3 { _ = try await trouble.call(.get, "/v1/things/\(id)") }
            for id in 1...2 { _ = try await trouble.call(.get, "/v1/unknown/\(id)") }

            let text = try await trouble.call(.get, "/metrics").text

            let name = "majlis_http_request_duration_seconds"
            #expect(text.contains("\(name)_count{method=\"GET\",route=\"/v1/things/:thing\",status=\"200\"} 3\n"))
            #expect(
                text.contains(
                    "\(name)_bucket{method=\"GET\",route=\"/v1/things/:thing\",status=\"200\",le=\"+Inf\"} 3\n"))
            #expect(text.contains("\(name)_count{method=\"GET\",route=\"none\",status=\"404\"} 2\n"))
            #expect(text.contains("# TYPE \(name) histogram\n"))
        }
    }

    @Test func `are not multiplied by whoever invents methods`() async throws {
        try await TestService.start(Trouble.self) { trouble in
            for word in ["BREW", "WHEN", "PROPFIND"] { _ = try await trouble.call(.other(word), "/v1/id") }

            let text = try await trouble.call(.get, "/metrics").text

            #expect(!text.contains("BREW"))
            #expect(text.contains("_count{method=\"other\",route=\"none\",status=\"405\"} 3\n"))
        }
    }

    @Test func `are text that Prometheus reads`() async throws {
        try await TestService.start(Trouble.self) { trouble in
            let answer = try await trouble.call(.get, "/metrics")
            let series = #/[a-z_]+(\{[a-z]+="[^"\n]*"(,[a-z]+="[^"\n]*")*\})? -?[0-9.e+-]+/#

            #expect(answer.headers["Content-Type"] == "text/plain; version=0.0.4; charset=utf-8")
            for line in answer.text.split(separator: "\n") where !line.hasPrefix("# ") {
                #expect(try series.wholeMatch(in: line) != nil, "\(line)")
            }
            #expect(answer.text.contains("\nmajlis_connections 1\n"))
            #expect(answer.text.contains("# TYPE process_resident_memory_bytes gauge\n"))
        }
    }

    @Test func `add up what is counted, each label by itself`() {
        let metrics = Metrics()
        metrics.count("messages_total", labels: "kind=\"note\"", by: 2, help: "Messages stored.")
        metrics.count("messages_total", labels: "kind=\"reply\"")
        metrics.count("messages_total", labels: "kind=\"reply\"")

        let text = metrics.text()

        #expect(
            text.hasPrefix(
                """
                # HELP messages_total Messages stored.
                # TYPE messages_total counter
                messages_total{kind="note"} 2
                messages_total{kind="reply"} 2

                """))
    }
}

/// A service of which every route ends in another kind of trouble.
private struct Trouble: Service {
    let router: Router

    private struct Other: Error, CustomStringConvertible {
        let description = "password=1234"
    }

    init(context: ServiceContext) async throws {
        var router = Router()
        router.get("/internal/secret") { _ in .text("secret") }
        router.post("/v1/token") { try .json(try await $0.decode(TokenBody.self)) }
        router.get("/v1/id") { .text($0.requestID) }
        router.get("/v1/things/:thing") { _ in .text("thing") }
        router.get("/v1/fault") { _ in throw Other() }
        let faults: [(String, StorageFault)] = [
            ("full", .full("password")), ("busy", .busy("password")), ("closed", .closed),
            ("corrupt", .corrupt("password")),
            ("constraint", .constraint(.unique, "password")), ("programming", .programming("password")),
        ]
        for (name, fault) in faults { router.get("/v1/\(name)") { _ in throw fault } }
        self.router = router
    }

    func ready() async throws {}
    func stop() async {}
}
