import Synchronization
import Testing

@testable import Storage

/// Reproducible random numbers (SplitMix64).
private struct Dice: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

/// What one write does to a table of counters.
private struct Change: Sendable {
    var steps: [(key: Int, factor: Int, addend: Int)]
    var throwsAfter: Int?

    init(dice: inout Dice) {
        steps = (0..<Int.random(in: 0...4, using: &dice)).map { _ in
            (.random(in: 0..<5, using: &dice), .random(in: 2...3, using: &dice), .random(in: 0...9, using: &dice))
        }
        throwsAfter = Bool.random(using: &dice) ? Int.random(in: 0...steps.count, using: &dice) : nil
    }

    func apply(to transaction: Transaction) throws {
        for (index, step) in steps.enumerated() {
            if index == throwsAfter { throw Refusal() }
            try transaction.run(
                """
                INSERT INTO counters VALUES (?1, ?3)
                ON CONFLICT DO UPDATE SET value = (value * ?2 + ?3) % 1000003
                """, step.key, step.factor, step.addend)
        }
        if throwsAfter == steps.count { throw Refusal() }
    }

    func apply(to counters: inout [Int: Int]) {
        for step in steps {
            counters[step.key] = counters[step.key].map { ($0 * step.factor + step.addend) % 1_000_003 } ?? step.addend
        }
    }
}

/// Notes changes in commit order.
private final class Journal: Sendable {
    private let entries = Mutex<[Change]>([])
    var changes: [Change] { entries.withLock { $0 } }
    func note(_ change: Change) { entries.withLock { $0.append(change) } }
}

@Suite struct `Concurrent writes` {
    private let schema = [
        Migration(version: 1, sql: "CREATE TABLE counters (key INTEGER PRIMARY KEY, value INTEGER NOT NULL) STRICT")
    ]

    @Test(arguments: 1...5 as ClosedRange<UInt64>)
    func `amount to the successful ones in commit order`(seed: UInt64) async throws {
        let folder = TemporaryFolder()
        var configuration = DatabaseConfiguration()
        configuration.groupLimit = Int(seed * 3)
        configuration.checkpointPages = 10
        let database = try Database(path: folder.file, migrations: schema, configuration: configuration)
        let journal = Journal()

        let succeeded = await withTaskGroup(of: Int.self) { group in
            for task in 0..<8 {
                group.addTask { await Self.write(40, seed: seed * 100 + UInt64(task), to: database, noting: journal) }
            }
            return await group.reduce(0, +)
        }

        var expected: [Int: Int] = [:]
        for change in journal.changes { change.apply(to: &expected) }
        let stored = try await database.read {
            try $0.rows("SELECT key, value FROM counters") { row in (try row[0] as Int, try row[1] as Int) }
        }
        #expect(journal.changes.count == succeeded)
        #expect(Dictionary(uniqueKeysWithValues: stored) == expected)
    }

    /// - Returns: How many of `count` random writes were acknowledged.
    private static func write(_ count: Int, seed: UInt64, to database: Database, noting journal: Journal) async -> Int {
        var dice = Dice(state: seed)
        var succeeded = 0
        for _ in 0..<count {
            let change = Change(dice: &dice)
            do {
                try await database.write { transaction in
                    transaction.afterCommit { journal.note(change) }
                    try change.apply(to: transaction)
                }
                succeeded += 1
            } catch {
                #expect(error is Refusal)
            }
        }
        return succeeded
    }
}
