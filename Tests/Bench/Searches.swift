import Glibc
import HTTP
import TestKit
import WireModel

// "Search, two words, p99: 50 ms" over 1,000,000 messages in 100,000 conversations.

extension Benchmark {
    private static let must = "50 ms"
    private static let warmSearches = 20
    /// Searches between two signings: an assertion lasts a minute.
    private static let batchSearches = 100

    private struct Search {
        var what: String
        var caller: Principal
        var rest = ""
        var must = ""
        var phrase: @Sendable ((String, String)) -> String
    }

    private static let owner = Principal.member(1, .owner, workspace: Archive.workspace)
    /// Sees what is assigned to them, a twentieth of all.
    private static let narrow = Principal.member(
        2, Rights(role: nil, grants: Grants([.conversationsView: [.own]]), inboxes: .all), workspace: Archive.workspace)

    func searches(_ report: inout Report) async throws {
        try await withDeployment { deployment in
            await deployment.terminateAll()
            let archive = Archive(scale: options.scale)
            note("  writing \(archive.messages) messages")
            try archive.write(into: deployment.folder.path)
            let begin = nanoseconds()
            for name in Name.allCases { try deployment.start(name) }
            try await deployment.ready()
            try await indexed(deployment)
            let seconds = Double(nanoseconds() - begin) / 1_000_000_000
            let (messages, of) = (Double(archive.messages).text(), Double(archive.conversations).text())
            report.add("index of \(messages) messages in \(of) conversations made anew", "\(seconds.text(1)) s")
            report.add("… its file beside that of the messages", sizes(in: deployment.folder.path))
            try await search(deployment, &report)
        }
    }

    /// Waits until everything is found.
    private func indexed(_ deployment: Deployment) async throws {
        let client = TestClient(port: deployment.port(.conversations), on: deployment.loop)
        defer { client.close() }
        try await eventually("everything is in the index", within: .seconds(3600), every: .milliseconds(100)) {
            try await client.call(.get, "/metrics").text.contains("majlis_search_behind 0\n")
        }
    }

    private func search(_ deployment: Deployment, _ report: inout Report) async throws {
        for search in Self.searches {
            var (samples, found) = (Samples(), 0)
            try await ask(search, [deployment]) { answers in
                samples.add(answers[0].cost.time)
                found += answers[0].hits > 0 ? 1 : 0
            }
            let share = found * 100 / samples.count
            report.add(
                "search, \(search.what), p50 / p99, \(share) % found something", samples.both, must: search.must)
        }
    }

    /// The same searches of a small archive and of one ten times as large. What is compared is a page of hits with one
    /// of as many: where the small one has too few to fill it, it is done sooner because it says less.
    func searches(_ small: Deployment, _ large: Deployment, _ report: inout Report) async throws {
        for search in Self.searches {
            var (comparison, asked) = (Comparison(), 0)
            try await ask(search, [small, large]) { answers in
                asked += 1
                if answers[0].hits == answers[1].hits { comparison.add(answers[0].cost, answers[1].cost) }
            }
            let what = "search, \(search.what), of \(comparison.count * 100 / asked) % with as many hits"
            comparison.tell(what, of: "messages", must: search.must, &report)
        }
    }

    private static let searches = [
        Search(what: "two words", caller: owner, must: must) { "\($0) \($1) " },
        Search(what: "two words, the second being typed", caller: owner, must: must) { first, second in
            "\(first) \(second.prefix(max(2, second.count - 2)))"
        },
        Search(what: "the first letters of a word", caller: owner) { first, second in
            String((first.count > 1 ? first : "re").prefix(2 + second.count % 2))
        },
        Search(what: "a phrase of two words", caller: owner) { "\"\($0) \($1)\"" },
        Search(
            what: "two words, closed conversations of one inbox", caller: owner,
            rest: "&inbox=\(InboxID(rawValue: 5))&status=closed"
        ) { "\($0) \($1) " },
        Search(what: "two words, by somebody who sees their own", caller: narrow) { "\($0) \($1) " },
    ]

    /// Each of many searches of all `deployments`, one after the other.
    private func ask(
        _ search: Search, _ deployments: [Deployment], _ take: ([(cost: Cost, hits: Int)]) -> Void
    ) async throws {
        let clients = deployments.map { TestClient(port: $0.port(.conversations), on: $0.loop) }
        defer { for client in clients { client.close() } }
        let texts = Texts()
        var dice = Dice(seed: 11)
        var headers = Headers()
        for round in 0..<options.comparedRequests / 4 + Self.warmSearches {
            if round.isMultiple(of: Self.batchSearches) { headers = try assertion(of: search.caller) }
            let words = texts.query(texts.tongue(&dice), &dice)
            let path = "/v1/search?q=\(escaped(search.phrase(words)))\(search.rest)"
            var answers: [(cost: Cost, hits: Int)] = []
            for (deployment, client) in zip(deployments, clients) {
                let (answer, cost) = try await deployment.cost {
                    try await client.send(.get, path, bytes: nil, headers: headers)
                }
                guard answer.status == .ok else { throw BenchFault("A search failed: \(answer.text)") }
                answers.append((cost, try answer.decode(SearchResults.self).items.count))
            }
            if round >= Self.warmSearches { take(answers) }
        }
    }

    private func escaped(_ text: String) -> String {
        text.utf8.map { "%" + ($0 < 16 ? "0" : "") + String($0, radix: 16, uppercase: true) }.joined()
    }

    private func sizes(in folder: String) -> String {
        let sizes = ["search", "conversations"].map { name in
            var facts = stat()
            stat("\(folder)/\(name).sqlite", &facts)
            return (Double(facts.st_size) / 1_048_576).text()
        }
        return sizes.joined(separator: " / ") + " MiB"
    }
}
