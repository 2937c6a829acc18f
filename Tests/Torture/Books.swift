import HTTP
import TestKit
import WireModel

/// What everybody remembers, compared with what the services tell afterwards.
struct Books: Sendable {
    let people: People
    let mails: MailDesk

    func check(_ report: inout Report) async throws {
        await people.resume(&report)
        let log = people.ledger.all
        await countDeeds(&report)
        await StreamBook(people: people, log: log).check(&report)
        note("The streams are compared.")
        let replay = Replay(log)
        try await ThreadBook(people: people, replay: replay).check(&report)
        note("The threads are compared.")
        try await CountBook(people: people).check(&report)
        note("The counts are compared.")
        try await SummaryBook(people: people, mails: mails, log: log).check(&report)
    }

    private func countDeeds(_ report: inout Report) async {
        var deeds: [String: Int] = [:]
        for pair in people.pairs {
            deeds.merge(await pair.deeds, uniquingKeysWith: +)
            for problem in await pair.problems { report.fault(problem) }
            for leak in await pair.leaks { report.fault(leak, .leaked) }
        }
        for desk in people.desks {
            deeds.merge(await desk.deeds, uniquingKeysWith: +)
            for problem in await desk.problems { report.fault(problem) }
            for leak in await desk.leaks { report.fault(leak, .leaked) }
        }
        for (what, count) in deeds.sorted(by: { $0.key < $1.key }) { report.count("operations: \(what)", count) }
    }
}
