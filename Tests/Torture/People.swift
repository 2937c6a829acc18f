import HTTP
import TestKit
import WireModel

/// Everybody: the firms with their teams, and those who write to them.
struct People: Sendable {
    /// What they all together do in a second: how many they are makes each slower, and the machine no busier.
    private static let deedsPerSecond = 60
    private static let deskPauseMilliseconds = 4000

    let firms: [Firm]
    let pairs: [Pair]
    let desks: [Desk]
    let ledger: Ledger

    /// - Parameter edges: The gateways, one after another of which each page goes to.
    static func gather(_ options: Options, at edges: [TestClient]) async throws -> People {
        let ledger = Ledger()
        var firms: [Firm] = []
        for number in 0..<options.workspaces {
            firms.append(try await Firm.open(number, at: edges, ledger: ledger))
        }
        let pause = options.pairs * 1000 / Self.deedsPerSecond
        let pairs = (0..<options.pairs).map { number in
            Pair(
                number, firm: firms[number % firms.count], edges: edges, ledger: ledger, pauseMilliseconds: pause,
                dice: Dice(seed: options.seed, stream: UInt64(number) + 1))
        }
        let members = firms.flatMap { firm in firm.colleagues.map { (firm, $0) } }
        let desks = members.enumerated().map { number, member in
            Desk(
                member.1, in: member.0, pauseMilliseconds: Self.deskPauseMilliseconds,
                dice: Dice(seed: options.seed, stream: UInt64(options.pairs + number) + 1))
        }
        note("\(firms.count) workspaces, \(members.count) members, \(pairs.count) visitors at a time")
        return People(firms: firms, pairs: pairs, desks: desks, ledger: ledger)
    }

    /// All they do until they are told to finish; then what was said is acknowledged.
    func begin() -> [Task<Void, Never>] {
        pairs.map { pair in Task { await pair.talk() } } + desks.map { desk in Task { await desk.work() } }
    }

    func finish() async {
        for pair in pairs { await pair.finish() }
        for desk in desks { await desk.finish() }
    }

    /// Every page that stands open comes back once more and hears all that it missed.
    func resume(_ report: inout Report) async {
        var pages = firms.flatMap { $0.colleagues.map(\.page) }
        for pair in pairs { pages += await pair.chapters.last?.tabs ?? [] }
        for page in pages { await page.finish() }
        for page in pages {
            do {
                try await eventually("resumed", within: Insistence.patience, every: .milliseconds(20)) {
                    await page.isFinished
                }
            } catch {
                report.fault("\(page.reader.name) cannot come back")
            }
        }
    }

    /// Every page there was.
    var pages: [Tab] {
        get async {
            var pages = firms.flatMap { $0.colleagues.map(\.page) }
            for pair in pairs { pages += await pair.chapters.flatMap(\.tabs) }
            return pages
        }
    }

    /// Everybody closes their pages.
    func leave() async {
        for colleague in firms.flatMap(\.colleagues) { await colleague.page.stop() }
        for pair in pairs {
            for tab in await pair.chapters.last?.tabs ?? [] { await tab.stop() }
        }
    }

    /// Every message that its sender knows to be stored.
    func acknowledged() async -> [Message] {
        var messages: [Message] = []
        for pair in pairs { messages += await pair.acknowledged() }
        return messages
    }
}
