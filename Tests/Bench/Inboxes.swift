import Glibc
import HTTP
import ServiceKit
import TestKit
import WireModel

// Views, filters, counts and actions on many: over 100,000 conversations, and beside it over ten times as many, each
// request to the one and then to the other. The larger has one message a conversation, but for a year of a busy shop:
// that has ten times the messages too.

extension Benchmark {
    private static let owner = Principal.member(1, .owner, workspace: Archive.workspace)
    /// Sees what is assigned to them or to nobody, in two inboxes.
    private static let narrow = Principal.member(
        2,
        Rights(
            role: nil, grants: Grants([.conversationsView: [.own, .unassigned]]),
            inboxes: .only([InboxID(rawValue: 1), InboxID(rawValue: 2)])), workspace: Archive.workspace)
    private static let warmRequests = 20
    private static let bulkRounds = 40
    private static let startRounds = 10

    /// One kind of list: what is asked, and by whom.
    private struct Listing {
        var what: String
        var caller: Principal
        var requests: [ConversationQuery]
    }

    func inbox(_ report: inout Report) async throws {
        // Ten times as many open ones too, which is more than a team of twenty would ever have.
        let large = Archive(scale: options.scale * 10, newest: 100_000, isThin: true)
        try await beside(large, &report) { small, large, report in
            try await inbox(small, large, &report)
        }
    }

    func year(_ report: inout Report) async throws {
        let large = Archive(scale: options.scale * 10)
        try await beside(large, keeping: options.keep, &report) { small, large, report in
            try await inbox(small, large, &report)
            try await searches(small, large, &report)
        }
    }

    /// - Parameters:
    ///   - kept: Where both stay for another run.
    ///   - body: Gets a deployment with an archive of this run's scale, and one with `archive`.
    private func beside(
        _ archive: Archive, keeping kept: String? = nil, _ report: inout Report,
        _ body: (Deployment, Deployment, inout Report) async throws -> Void
    ) async throws {
        if let kept, mkdir(kept, 0o700) != 0, errno != EEXIST { throw BenchFault("\(kept) cannot be made.") }
        func folder(_ name: String) -> TemporaryFolder? { kept.map { TemporaryFolder(keeping: "\($0)/\(name)") } }
        try await withDeployment(in: folder("small")) { small in
            try await withDeployment(in: folder("large")) { large in
                let costs = [
                    try await fill(small, Archive(scale: options.scale)), try await fill(large, archive),
                ].map { $0.text(1) }
                report.add(
                    "processor time of a message that comes into the search's index anew, 1 × / 10 × conversations",
                    "\(costs[0]) / \(costs[1]) µs")
                try await body(small, large, &report)
            }
        }
    }

    private func inbox(_ small: Deployment, _ large: Deployment, _ report: inout Report) async throws {
        let (few, many) = (Clerk(small), Clerk(large))
        defer {
            few.close()
            many.close()
        }
        try await starts(few, many, &report)
        try await lists(few, many, &report)
        try await counts(few, many, &report)
        try await actions(few, many, &report)
    }

    /// - Returns: Microseconds of processor time of a message until everything is found; hardly any where it was
    ///   before.
    private func fill(_ deployment: Deployment, _ archive: Archive) async throws -> Double {
        await deployment.terminateAll()
        let begin = nanoseconds()
        if deployment.folder.bytes(of: "written") == nil {
            note("  writing \(archive.conversations) conversations with \(archive.messages) messages")
            try archive.write(into: deployment.folder.path)
            _ = deployment.folder.write("", to: "written")
        }
        let written = nanoseconds()
        for name in Name.allCases { try deployment.start(name) }
        try await deployment.ready()
        let clerk = Clerk(deployment)
        defer { clerk.close() }
        try await clerk.indexed()
        let seconds = [written - begin, nanoseconds() - written].map { (Double($0) / 1_000_000_000).text() }
        note("  written in \(seconds[0]) s, indexed in \(seconds[1]) s")
        return Double(deployment.program(.conversations)?.processorTime ?? 0) / Double(archive.messages)
    }

    /// What a list takes that is the first one after a start.
    private func starts(_ few: Clerk, _ many: Clerk, _ report: inout Report) async throws {
        let warm = try await (few.warm(), many.warm())
        report.add(
            "lists read after a start, before somebody asks, 1 × / 10 × conversations",
            "\(milliseconds(warm.0)) / \(milliseconds(warm.1)) ms")
        var comparison = Comparison()
        for _ in 0..<Self.startRounds {
            _ = try await (few.warm(), many.warm())
            comparison.add(try await few.firstList(), try await many.firstList())
        }
        comparison.tell("first list after a start (\(comparison.count) of them)", must: "p99 20 ms", &report)
    }

    private func milliseconds(_ nanoseconds: Int64) -> String { (Double(nanoseconds) / 1_000_000).text() }

    private func lists(_ few: Clerk, _ many: Clerk, _ report: inout Report) async throws {
        let listings = [
            Listing(what: "a view's first page", caller: Self.owner, requests: Self.views),
            Listing(what: "… of somebody who sees little", caller: Self.narrow, requests: Self.views),
            Listing(what: "a filter of two conditions, first page", caller: Self.owner, requests: Self.filters),
            Listing(what: "… of a status and a word", caller: Self.owner, requests: Self.words),
        ]
        for listing in listings {
            var comparison = Comparison()
            for round in 0..<options.comparedRequests / 4 + Self.warmRequests {
                let query = listing.requests[round % listing.requests.count]
                let costs = try await (few.cost(of: query, listing.caller), many.cost(of: query, listing.caller))
                if round >= Self.warmRequests { comparison.add(costs.0, costs.1) }
            }
            comparison.tell(listing.what, must: "p99 20 ms", &report)
        }
    }

    private static let views: [ConversationQuery] = [
        "mine", "unassigned", "following", "mentioned", "active", "snoozed", "closed", "spam",
    ].flatMap { view in SavedView.Sort.allCases.map { ConversationQuery(view: view, sort: $0) } }

    private static let filters: [ConversationQuery] = {
        func ids<Kind>(_ numbers: [Int64], _ kind: Identifier<Kind>.Type) -> [String] {
            numbers.map { Identifier<Kind>(rawValue: $0).description }
        }
        func condition(_ field: String, _ op: String, _ values: [String] = []) -> Filter {
            .condition(.init(field, op, values))
        }
        let pairs: [Filter] = [
            .all([condition("status", "in", ["closed"]), condition("tags", "in", ids([3], TagID.self))]),
            .all([condition("priority", "in", ["urgent"]), condition("tags", "all", ids([4, 9], TagID.self))]),
            .all([
                condition("inbox", "in", ids([6], InboxID.self)), condition("assignee", "in", ids([7], MemberID.self)),
            ]),
            .all([condition("team", "in", ids([2], TeamID.self)), condition("waiting", "before", ["PT4H"])]),
            .all([condition("language", "in", ["en"]), condition("created", "before", ["P500D"])]),
            .all([condition("lastCustomer", "before", ["P90D"]), condition("status", "notIn", ["closed"])]),
            .all([condition("assignee", "in", ["none"]), condition("priority", "in", ["high", "urgent"])]),
            .all([condition("lastTeam", "within", ["P7D"]), condition("verified", "set")]),
            .any([condition("rating", "set"), condition("tags", "in", ids([1], TagID.self))]),
            .all([condition("tags", "unset"), .not(condition("team", "in", ["none"]))]),
        ]
        return pairs.flatMap { filter in SavedView.Sort.allCases.map { ConversationQuery(filter: filter, sort: $0) } }
    }()

    /// Words as people ask for them.
    private static let words: [ConversationQuery] = {
        let texts = Texts()
        var dice = Dice(seed: 12)
        return (0..<40).map { _ in
            let word = texts.query(texts.tongue(&dice), &dice).0
            let status = Filter.condition(.init("status", "in", ["closed"]))
            let text = word.count < 2 ? "order" : word
            return ConversationQuery(filter: .all([status, .condition(.init("text", "contains", [text]))]))
        }
    }()

    /// After each change the counts are asked for, and must be right.
    private func counts(_ few: Clerk, _ many: Clerk, _ report: inout Report) async throws {
        var comparison = Comparison()
        for round in 0..<options.comparedRequests / 8 + Self.warmRequests {
            let costs = try await (few.countAfterChange(), many.countAfterChange())
            if round >= Self.warmRequests { comparison.add(costs.0, costs.1) }
        }
        comparison.tell("live counts after a change, right each time", growth: "does not grow", &report)
    }

    private func actions(_ few: Clerk, _ many: Clerk, _ report: inout Report) async throws {
        var comparison = Comparison()
        for round in 0..<Self.bulkRounds {
            let action = BulkAction(round.isMultiple(of: 2) ? .spam : .notSpam)
            comparison.add(try await few.act(action, page: round / 2), try await many.act(action, page: round / 2))
        }
        comparison.tell("an action on 1,000 conversations (\(comparison.count) of them)", must: "1,000 ms", &report)
    }
}

/// Asks one deployment's conversations.
private final class Clerk {
    private let deployment: Deployment
    private let client: TestClient
    private let owner = Principal.member(1, .owner, workspace: Archive.workspace)
    private var signed: (headers: [Int64: Headers], at: Int64) = ([:], 0)
    private static let signingNanoseconds: Int64 = 20_000_000_000
    private var active: Int?

    init(_ deployment: Deployment) {
        self.deployment = deployment
        client = TestClient(port: deployment.port(.conversations), on: deployment.loop)
    }

    func close() { client.close() }

    func indexed() async throws {
        try await eventually("everything is in the index", within: .seconds(3600), every: .milliseconds(100)) {
            try await self.client.call(.get, "/metrics").text.contains("majlis_search_behind 0\n")
        }
    }

    /// Starts the service anew.
    /// - Returns: Nanoseconds from its first answer until it has read the lists.
    func warm() async throws -> Int64 {
        try await deployment.restart(.conversations)
        let begin = nanoseconds()
        try await eventually("the lists are read", within: .seconds(600), every: .milliseconds(10)) {
            try await self.client.call(.get, "/metrics").text.contains("majlis_lists_warm 1\n")
        }
        return nanoseconds() - begin
    }

    func firstList() async throws -> Cost {
        try await cost(of: ConversationQuery(view: "active"), owner)
    }

    /// Of one list.
    func cost(of query: ConversationQuery, _ caller: Principal) async throws -> Cost {
        let headers = try headers(of: caller)
        let (answer, cost) = try await deployment.cost {
            try await client.call(.post, "/v1/conversations/query", body: query, headers: headers)
        }
        guard answer.status == .ok else { throw BenchFault("A list failed: \(answer.text)") }
        return cost
    }

    /// Closes the conversation that was active last, or opens it again, and counts.
    func countAfterChange() async throws -> Cost {
        let headers = try headers(of: owner)
        let page = try await client.call(.get, "/v1/conversations?sort=activity&limit=1", headers: headers)
            .decode(Page<Conversation>.self)
        guard let first = page.items.first else { throw BenchFault("There is no conversation.") }
        let path = "/v1/conversations/\(first.id)/status"
        let status: Conversation.Status = first.status == .closed ? .open : .closed
        let answer = try await client.call(.put, path, body: StatusChange(status: status), headers: headers)
        guard answer.status == .ok else { throw BenchFault("A change failed: \(answer.text)") }
        let (counts, cost) = try await deployment.cost {
            try await client.call(.get, "/v1/conversations/counts", headers: headers)
        }
        let now = try counts.decode(Counts.self).active
        if let before = active, now != before + (status == .closed ? -1 : 1) {
            throw BenchFault("The counts are wrong: \(before) before, \(now) after \(status).")
        }
        active = now
        return cost
    }

    private struct Counts: Decodable {
        var active: Int
    }

    /// Of an action on a thousand, the page-th newest ones.
    func act(_ action: BulkAction, page: Int) async throws -> Cost {
        let headers = try headers(of: owner)
        var ids: [ConversationID] = []
        var cursor: String?
        for _ in 0..<10 * (page + 1) {
            let query = ConversationQuery(sort: .newest, cursor: cursor, limit: 100)
            let answer = try await client.call(.post, "/v1/conversations/query", body: query, headers: headers)
            let list = try answer.decode(Page<Conversation>.self)
            ids += list.items.map(\.id)
            cursor = list.nextCursor
        }
        let request = BulkRequest(ids: Array(ids.suffix(1000)), action: action)
        let (answer, cost) = try await deployment.cost {
            try await client.call(.post, "/v1/conversations/bulk", body: request, headers: headers)
        }
        let result = try answer.decode(BulkResult.self)
        guard result.failed == 0, result.done == 1000 else { throw BenchFault("An action did \(result.done).") }
        return cost
    }

    /// An assertion lasts a minute.
    private func headers(of caller: Principal) throws -> Headers {
        let now = nanoseconds()
        if now - signed.at > Self.signingNanoseconds { signed = ([:], now) }
        let key = caller.member?.rawValue ?? 0
        if let known = signed.headers[key] { return known }
        let headers: Headers = ["Majlis-Principal": try testKey.assertion(of: caller, now: .now)]
        signed.headers[key] = headers
        return headers
    }
}
