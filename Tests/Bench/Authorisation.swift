import HTTP
import ServiceKit
import TestKit
import WireModel

// "Authorisation adds at most 20 microseconds to a request at a service and no request to identity on the hot path."

extension Benchmark {
    private static let must = "20 µs"
    private static let hotRequests = 1_000
    /// Requests between two signings: an assertion lasts a minute.
    private static let batchRequests = 100

    /// An agent of eight inboxes and three teams.
    private static let caller = Principal.member(
        2,
        Rights(
            role: .agent, grants: Role.agent.grants ?? Grants(), inboxes: .only((1...8).map { InboxID(rawValue: $0) }),
            teams: (1...3).map { TeamID(rawValue: $0) }))

    /// What a route asks of a principal before it answers.
    private static let mayAnswer: @Sendable (Principal) -> Bool = {
        $0.may(.conversationsReply, on: Place(inbox: InboxID(rawValue: 8), assignee: MemberID(rawValue: 2)))
    }

    func authorisation(_ report: inout Report) async throws {
        try inProcess(&report)
        try await withDeployment { deployment in
            try await overHTTP(deployment, &report)
            try await hotPath(deployment, &report)
        }
    }

    private func inProcess(_ report: inout Report) throws {
        let (now, cache) = (Timestamp.now, AssertionCache(key: testKey))
        let assertion = try testKey.assertion(of: Self.caller, now: now)
        var allowed = 0
        let fresh = try microsecondsEach {
            allowed += try testKey.principal(of: assertion, now: now).0.isTeam ? 1 : 0
        }
        let known = try microsecondsEach {
            allowed += try cache.principal(of: assertion, now: now).isTeam ? 1 : 0
        }
        let rules = microsecondsEach { allowed += Self.mayAnswer(Self.caller) ? 1 : 0 }
        precondition(allowed == options.checks * 3, "The caller may not do what is measured.")
        report.add("an assertion never seen before, checked and read", "\(fresh.text(2)) µs")
        report.add("an assertion seen before, looked up", "\(known.text(2)) µs")
        report.add("the rules for an agent of eight inboxes", "\(rules.text(3)) µs")
        report.add("… all of it, the first time / again", "\((fresh + rules).text(2)) / \((known + rules).text(2)) µs")
    }

    private func microsecondsEach(_ body: () throws -> Void) rethrows -> Double {
        let start = nanoseconds()
        for _ in 0..<options.checks { try body() }
        return Double(nanoseconds() - start) / 1000 / Double(options.checks)
    }

    /// The same handler with and without a caller, in turns on one connection, and a list beside them.
    private func overHTTP(_ deployment: Deployment, _ report: inout Report) async throws {
        let client = TestClient(port: deployment.port(.conversations), on: deployment.loop)
        defer { client.close() }
        var (plain, known, fresh, list) = (Samples(), Samples(), Samples(), Samples())
        var signedAt = Timestamp.now
        for number in 0..<options.comparedRequests {
            if number.isMultiple(of: Self.batchRequests) { signedAt = .now }
            let header = try assertion(of: Self.caller, signedAt)
            var stranger = Self.caller
            stranger.name = "\(number)"
            let unseen = try assertion(of: stranger, signedAt)
            // Each is the first in its turn.
            for step in 0..<4 {
                switch (number + step) % 4 {
                case 0: plain.add(try await time(client, "/healthz", [:]))
                case 1: known.add(try await time(client, "/healthz", header))
                case 2: fresh.add(try await time(client, "/healthz", unseen))
                default: list.add(try await time(client, "/v1/inboxes", header))
                }
            }
        }
        report.add("GET /healthz at conversations without a caller, p50 / p99", plain.both)
        report.add("… with a caller seen before, p50 / p99", known.both)
        report.add("… with a caller never seen before, p50 / p99", fresh.both)
        report.add("GET /v1/inboxes there, authorised, p50 / p99", list.both)
        report.add("… authorisation of a request, p50", added(known, to: plain), must: Self.must)
        report.add("… of a caller's first request in half a minute, p50", added(fresh, to: plain), must: Self.must)
    }

    func assertion(of principal: Principal, _ moment: Timestamp = .now) throws -> Headers {
        ["Majlis-Principal": try testKey.assertion(of: principal, now: moment)]
    }

    /// Nanoseconds of a request that must succeed.
    func time(_ client: TestClient, _ path: String, _ headers: Headers) async throws -> Int64 {
        let start = nanoseconds()
        let answer = try await client.call(.get, path, headers: headers)
        guard answer.status == .ok else { throw BenchFault("\(path): \(answer.status.rawValue) \(answer.text)") }
        return nanoseconds() - start
    }

    private func added(_ with: Samples, to without: Samples) -> String {
        "\(((with.median - without.median) * 1000).text(1)) µs"
    }

    /// What identity is asked while one member reads and writes.
    private func hotPath(_ deployment: Deployment, _ report: inout Report) async throws {
        let room = try await Room.make(in: deployment)
        let seat = try await room.seat()
        let before = try await requests(of: .identity, in: deployment)
        let start = nanoseconds()
        for _ in 0..<Self.hotRequests {
            _ = try await room.owner.call(.get, "conversations?limit=30", expecting: Page<Conversation>.self)
        }
        let page = await LiveClient.team(room.owner, in: seat.conversation)
        for number in 0..<Self.hotRequests { await page.send("\(number) نعم، يصل الطلب قبل نهاية الأسبوع") }
        try await eventually("all is acknowledged") { await page.unacknowledged == 0 }
        let seconds = Double(nanoseconds() - start) / 1_000_000_000
        await page.stop()
        let asked = try await requests(of: .identity, in: deployment) - before
        report.add(
            "identity asked during \(Self.hotRequests) requests and \(Self.hotRequests) messages of one member in "
                + "\(seconds.text(1)) s", "\(asked) times", must: "1 a minute")
    }

    /// How many requests a service has answered, what keeps an eye on it left out.
    private func requests(of name: Name, in deployment: Deployment) async throws -> Int {
        let client = TestClient(port: deployment.port(name), on: deployment.loop)
        defer { client.close() }
        let lines = try await client.call(.get, "/metrics").text.split(separator: "\n")
        let counts = lines.filter { line in
            line.hasPrefix("majlis_http_request_duration_seconds_count{")
                && !["/healthz", "/readyz", "/metrics"].contains { line.contains("route=\"\($0)\"") }
        }
        return counts.reduce(0) { $0 + (Int($1.split(separator: " ").last ?? "") ?? 0) }
    }
}
