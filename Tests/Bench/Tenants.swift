import HTTP
import TestKit
import WireModel

// "A list in a workspace of 50 among 10,000 workspaces costs what it costs when it is alone (within 10 %)."

extension Benchmark {
    private static let must = "1.10"
    private static let warmRounds = 50
    /// Rounds between two signings: an assertion lasts a minute.
    private static let batchRounds = 100
    /// The workspace that is asked for, alone and among the others.
    private static let workspace: Int64 = 77
    /// How many of the others are asked for in turns.
    private static let visited = 200

    private struct Question {
        var service: Name
        var path: String
        var alone = Samples()
        var among = Samples()
        var others = Samples()
    }

    func tenants(_ report: inout Report) async throws {
        var questions = [
            Question(service: .conversations, path: "/v1/conversations?limit=30"),
            Question(service: .conversations, path: "/v1/conversations/counts"),
            Question(service: .identity, path: "/v1/members"),
            Question(service: .contacts, path: "/v1/contacts"),
        ]
        try await withSeeded(Self.workspace...Self.workspace) { alone in
            try await withSeeded(1...Int64(options.workspaces)) { among in
                try await ask(&questions, alone, among)
            }
        }
        for question in questions {
            report.add("GET \(question.path) at \(question.service.rawValue), alone, p50 / p99", question.alone.both)
            report.add("… among \(options.workspaces) workspaces of 50", question.among.both)
            report.add("… p50 against p50", (question.among.median / question.alone.median).text(2), must: Self.must)
            report.add("… another one of them each time", question.others.both)
        }
    }

    /// Services that were stopped after their first start, filled, and started again.
    private func withSeeded(
        _ workspaces: ClosedRange<Int64>, _ body: (Deployment) async throws -> Void
    ) async throws {
        try await withDeployment { deployment in
            await deployment.terminateAll()
            note("  seeding \(workspaces.count)")
            try Seed(workspaces: workspaces, folder: deployment.folder.path).sow()
            for name in Name.allCases { try deployment.start(name) }
            try await deployment.ready()
            try await body(deployment)
        }
    }

    /// In turns, so that whatever else the machine does concerns all alike.
    private func ask(_ questions: inout [Question], _ alone: Deployment, _ among: Deployment) async throws {
        let (one, many) = (Clients(alone), Clients(among))
        defer {
            one.close()
            many.close()
        }
        var (own, others) = (Headers(), [Headers]())
        for round in 0..<options.comparedRequests + Self.warmRounds {
            if round.isMultiple(of: Self.batchRounds) {
                own = try member(of: Self.workspace)
                others = try (0..<Self.visited).map { _ in try member(of: .random(in: 1...Int64(options.workspaces))) }
            }
            for index in questions.indices {
                let (service, path) = (questions[index].service, questions[index].path)
                // Who is asked first finds the processor's caches cold: that is each in turn.
                var times: [Int64] = []
                for client in round.isMultiple(of: 2) ? [one, many] : [many, one] {
                    times.append(try await time(client[service], path, own))
                }
                if !round.isMultiple(of: 2) { times.reverse() }
                let other = try await time(many[service], path, others[round % others.count])
                guard round >= Self.warmRounds else { continue }
                questions[index].alone.add(times[0])
                questions[index].among.add(times[1])
                questions[index].others.add(other)
            }
        }
    }

    private func member(of workspace: Int64) throws -> Headers {
        try assertion(of: .member(1, .agent, workspace: workspace))
    }
}

/// One connection to each service of a deployment.
private struct Clients {
    private let clients: [Name: TestClient]

    init(_ deployment: Deployment) {
        clients = Dictionary(
            uniqueKeysWithValues: Name.allCases.map { ($0, TestClient(port: deployment.port($0), on: deployment.loop)) }
        )
    }

    subscript(_ service: Name) -> TestClient { clients[service]! }

    func close() {
        for client in clients.values { client.close() }
    }
}
