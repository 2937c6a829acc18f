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
    private static let bulkRounds = 6

    /// One kind of list: what is asked, by whom, and how long it took of the small and of the large.
    private struct Listing {
        var what: String
        var caller: Principal
        var requests: [ConversationQuery]
        var small = Samples()
        var large = Samples()
    }

    func inbox(_ report: inout Report) async throws {
        try await beside(Archive(scale: options.scale * 10, isThin: true)) { small, large in
            try await inbox(small, large, &report)
        }
    }

    func year(_ report: inout Report) async throws {
        try await beside(Archive(scale: options.scale * 10)) { small, large in
            try await inbox(small, large, &report)
            try await searches(small, large, &report)
        }
    }

    /// - Parameter body: Gets a deployment with an archive of this run's scale, and one with `archive`.
    private func beside(_ archive: Archive, _ body: (Deployment, Deployment) async throws -> Void) async throws {
        try await withDeployment { small in
            try await withDeployment { large in
                try await fill(small, Archive(scale: options.scale))
                try await fill(large, archive)
                try await body(small, large)
            }
        }
    }

    private func inbox(_ small: Deployment, _ large: Deployment, _ report: inout Report) async throws {
        let (few, many) = (Clerk(small), Clerk(large))
        defer {
            few.close()
            many.close()
        }
        let first = try await (few.firstList(), many.firstList())
        report.add("first list after a start, 1 × / 10 × conversations", "\(first.0) / \(first.1) ms")
        try await lists(few, many, &report)
        try await counts(few, many, &report)
        try await actions(few, many, &report)
    }

    private func fill(_ deployment: Deployment, _ archive: Archive) async throws {
        await deployment.terminateAll()
        note("  writing \(archive.conversations) conversations with \(archive.messages) messages")
        let begin = nanoseconds()
        try archive.write(into: deployment.folder.path)
        let written = nanoseconds()
        for name in Name.allCases { try deployment.start(name) }
        try await deployment.ready()
        let clerk = Clerk(deployment)
        defer { clerk.close() }
        try await clerk.indexed()
        let seconds = [written - begin, nanoseconds() - written].map { (Double($0) / 1_000_000_000).text() }
        note("  written in \(seconds[0]) s, indexed in \(seconds[1]) s")
    }

    private func lists(_ few: Clerk, _ many: Clerk, _ report: inout Report) async throws {
        var listings = [
            Listing(what: "a view's first page", caller: Self.owner, requests: Self.views),
            Listing(what: "… of somebody who sees little", caller: Self.narrow, requests: Self.views),
            Listing(what: "a filter of two conditions, first page", caller: Self.owner, requests: Self.filters),
            Listing(what: "… of a status and a word", caller: Self.owner, requests: Self.words),
        ]
        for index in listings.indices {
            let requests = listings[index].requests
            for round in 0..<options.comparedRequests / 4 + Self.warmRequests {
                let query = requests[round % requests.count]
                let times = try await (
                    few.time(query, listings[index].caller), many.time(query, listings[index].caller)
                )
                guard round >= Self.warmRequests else { continue }
                listings[index].small.add(times.0)
                listings[index].large.add(times.1)
            }
            let listing = listings[index]
            report.add("\(listing.what), p50 / p99", listing.small.both, must: "p99 20 ms")
            report.add("… at 10 times the conversations", listing.large.both)
            let ratio = listing.large.median / listing.small.median
            report.add("… how many times as long, p50", ratio.text(2), must: "1.5")
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
        var (small, large) = (Samples(), Samples())
        for round in 0..<options.comparedRequests / 8 + Self.warmRequests {
            let times = try await (few.countAfterChange(), many.countAfterChange())
            guard round >= Self.warmRequests else { continue }
            small.add(times.0)
            large.add(times.1)
        }
        report.add("live counts after a change, right each time, p50 / p99", small.both)
        report.add("… at 10 times the conversations", large.both)
        report.add("… how many times as long, p50", (large.median / small.median).text(2), must: "does not grow")
    }

    private func actions(_ few: Clerk, _ many: Clerk, _ report: inout Report) async throws {
        var (small, large) = (Samples(), Samples())
        for round in 0..<Self.bulkRounds {
            let action = BulkAction(round.isMultiple(of: 2) ? .spam : .notSpam)
            small.add(try await few.act(action, page: round / 2))
            large.add(try await many.act(action, page: round / 2))
        }
        func times(_ samples: Samples) -> String {
            "\(samples.median.text()) / \(samples.milliseconds(at: 1).text()) ms"
        }
        report.add(
            "an action on 1,000 conversations, median / worst of \(small.count)", times(small), must: "1,000 ms")
        report.add("… at 10 times the conversations", times(large))
        report.add("… how many times as long, median", (large.median / small.median).text(2), must: "1.5")
    }
}

/// Asks one deployment's conversations.
private final class Clerk {
    private let client: TestClient
    private let owner = Principal.member(1, .owner, workspace: Archive.workspace)
    private var signed: (headers: [Int64: Headers], at: Int64) = ([:], 0)
    private static let signingNanoseconds: Int64 = 20_000_000_000
    private var active: Int?

    init(_ deployment: Deployment) {
        client = TestClient(port: deployment.port(.conversations), on: deployment.loop)
    }

    func close() { client.close() }

    func indexed() async throws {
        try await eventually("everything is in the index", within: .seconds(3600), every: .milliseconds(100)) {
            try await self.client.call(.get, "/metrics").text.contains("majlis_search_behind 0\n")
        }
    }

    func firstList() async throws -> String {
        (Double(try await time(ConversationQuery(view: "active"), owner)) / 1_000_000).text()
    }

    /// Nanoseconds of one list.
    func time(_ query: ConversationQuery, _ caller: Principal) async throws -> Int64 {
        let headers = try headers(of: caller)
        let begin = nanoseconds()
        let answer = try await client.call(.post, "/v1/conversations/query", body: query, headers: headers)
        let time = nanoseconds() - begin
        guard answer.status == .ok else { throw BenchFault("A list failed: \(answer.text)") }
        return time
    }

    /// Closes the conversation that was active last, or opens it again, and counts.
    func countAfterChange() async throws -> Int64 {
        let headers = try headers(of: owner)
        let page = try await client.call(.get, "/v1/conversations?sort=activity&limit=1", headers: headers)
            .decode(Page<Conversation>.self)
        guard let first = page.items.first else { throw BenchFault("There is no conversation.") }
        let path = "/v1/conversations/\(first.id)/status"
        let status: Conversation.Status = first.status == .closed ? .open : .closed
        let answer = try await client.call(.put, path, body: StatusChange(status: status), headers: headers)
        guard answer.status == .ok else { throw BenchFault("A change failed: \(answer.text)") }
        let begin = nanoseconds()
        let counts = try await client.call(.get, "/v1/conversations/counts", headers: headers)
        let time = nanoseconds() - begin
        let now = try counts.decode(Counts.self).active
        if let before = active, now != before + (status == .closed ? -1 : 1) {
            throw BenchFault("The counts are wrong: \(before) before, \(now) after \(status).")
        }
        active = now
        return time
    }

    private struct Counts: Decodable {
        var active: Int
    }

    /// Nanoseconds of an action on a thousand that begin where a page of closed ones does.
    func act(_ action: BulkAction, page: Int) async throws -> Int64 {
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
        let begin = nanoseconds()
        let answer = try await client.call(.post, "/v1/conversations/bulk", body: request, headers: headers)
        let time = nanoseconds() - begin
        let result = try answer.decode(BulkResult.self)
        guard result.failed == 0, result.done == 1000 else { throw BenchFault("An action did \(result.done).") }
        return time
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
