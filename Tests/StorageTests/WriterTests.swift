import Synchronization
import Testing

@testable import Storage

@Suite struct `Writes` {
    @Test func `that wait together share one commit`() async throws {
        let temporary = try TemporaryDatabase()
        let database = temporary.database
        try await database.write { try $0.add("before") }
        let before = database.statistics

        let results = await database.writeGroup((0..<100).map { number in { try $0.add("\(number)") } })

        #expect(results.allSatisfy { $0.fault == nil })
        // One for the write that held the writer, one for all that waited.
        #expect(database.statistics.commits - before.commits == 2)
        #expect(database.statistics.writes - before.writes == 101)
        #expect(try await temporary.names().count == 101)
    }

    @Test func `of one group past its bound go into another`() async throws {
        let temporary = try TemporaryDatabase { $0.groupLimit = 10 }

        let results = await temporary.database.writeGroup((0..<25).map { number in { try $0.add("\(number)") } })

        #expect(results.allSatisfy { $0.fault == nil })
        #expect(temporary.database.statistics.commits == 4)
        #expect(try await temporary.names() == (0..<25).map { "\($0)" })
    }

    @Test func `that throw are undone alone`() async throws {
        let temporary = try TemporaryDatabase()

        let results = await temporary.database.writeGroup([
            { try $0.add("first") },
            {
                try $0.add("undone")
                throw Refusal()
            },
            { try $0.add("third") },
            { try $0.add("first") },
            { _ in throw Refusal() },
            { try $0.run("INSERT INTO pets (owner, sitter) VALUES (1, 99)") },
            { try $0.add("last") },
        ])

        let succeeded = results.map { (try? $0.get()) != nil }
        #expect(succeeded == [true, false, true, false, false, false, true])
        #expect(try await temporary.names() == ["first", "third", "last"])
        guard case .constraint(.unique, _) = results[3].fault else { throw Refusal() }
        guard case .constraint(.foreignKey, _) = results[5].fault else { throw Refusal() }
    }

    @Test func `that are awaited together share one commit, and those that throw are undone alone`() async throws {
        let temporary = try TemporaryDatabase()
        let before = temporary.database.statistics

        let names = ["first", "undone", "third"]
        let results = await temporary.database.write(
            each: names.map { name in
                { @Sendable transaction in
                    try transaction.add(name)
                    if name == "undone" { throw Refusal() }
                    return name
                }
            })

        #expect(results.map { try? $0.get() } == ["first", nil, "third"])
        #expect(temporary.database.statistics.commits - before.commits == 1)
        #expect(try await temporary.names() == ["first", "third"])
    }

    @Test func `that are awaited together are accepted or refused together`() async throws {
        let temporary = try TemporaryDatabase { $0.waitingWritesLimit = 2 }
        let bodies = (0..<3).map { number in
            { @Sendable (transaction: Transaction) throws in try transaction.add("\(number)") }
        }

        let refused = await temporary.database.write(each: bodies)
        let accepted = await temporary.database.write(each: Array(bodies.dropLast()))

        #expect(refused.allSatisfy { if case .busy = $0.fault { true } else { false } })
        #expect(accepted.allSatisfy { $0.fault == nil })
        #expect(try await temporary.names() == ["0", "1"])
        #expect(await temporary.database.write(each: [@Sendable (Transaction) throws -> Int]()).isEmpty)
    }

    @Test func `that throw alone leave nothing`() async throws {
        let temporary = try TemporaryDatabase()

        await #expect(throws: Refusal.self) {
            try await temporary.database.write { transaction in
                try transaction.add("undone")
                throw Refusal()
            }
        }

        #expect(try await temporary.names() == [])
        try await temporary.database.write { try $0.add("kept") }
        #expect(try await temporary.names() == ["kept"])
    }

    @Test func `may go on after a constraint refused one statement`() async throws {
        let temporary = try TemporaryDatabase()

        try await temporary.database.write { transaction in
            try transaction.add("once")
            do {
                try transaction.add("once")
            } catch StorageFault.constraint(.unique, _) {
                try transaction.add("twice")
            }
        }

        #expect(try await temporary.names() == ["once", "twice"])
    }

    @Test func `see the earlier ones of their group`() async throws {
        let temporary = try TemporaryDatabase()

        let results = await temporary.database.writeGroup([
            { try $0.add("earlier") },
            { transaction in
                let name = try transaction.first("SELECT name FROM people") { try $0[0] as String }
                try transaction.add("after \(name!)")
            },
        ])

        #expect(results.allSatisfy { $0.fault == nil })
        #expect(try await temporary.names() == ["earlier", "after earlier"])
    }

    @Test func `run their actions after the commit, in order, and only if they succeed`() async throws {
        let temporary = try TemporaryDatabase()
        let seen = Mutex<[Int]>([])

        _ = await temporary.database.writeGroup(
            (0..<20).map { number in
                { transaction in
                    transaction.afterCommit { seen.withLock { $0.append(number) } }
                    try transaction.add("\(number)")
                    if number % 3 == 1 { throw Refusal() }
                }
            })

        #expect(seen.withLock { $0 } == (0..<20).filter { $0 % 3 != 1 })
    }

    @Test func `answer busy when too many wait, and are accepted again later`() async throws {
        let temporary = try TemporaryDatabase { $0.waitingWritesLimit = 3 }

        // The write that holds the writer counts too.
        let results = await temporary.database.writeGroup((0..<4).map { number in { try $0.add("\(number)") } })

        #expect(results.map(\.fault) == [nil, nil, .busy("3 writes are waiting."), .busy("3 writes are waiting.")])
        try await temporary.database.write { try $0.add("later") }
        #expect(try await temporary.names() == ["0", "1", "later"])
    }

    @Test(arguments: [1, 3])
    func `cannot end the transaction they share`(neighbours: Int) async throws {
        let temporary = try TemporaryDatabase()
        var bodies: [@Sendable (Transaction) throws -> Void] = [
            { try $0.run("COMMIT") },
            { try $0.run(" rollback") },
            { try $0.run("PRAGMA synchronous = OFF") },
        ]
        for number in 0..<neighbours { bodies.append { try $0.add("\(number)") } }

        let results = await temporary.database.writeGroup(bodies)

        for result in results[..<3] {
            guard case .programming = result.fault else { throw Refusal() }
        }
        #expect(try await temporary.names().count == neighbours)
    }

    @Test func `that roll back their group by a constraint fail together, and the rest goes on`() async throws {
        let temporary = try TemporaryDatabase()

        let results = await temporary.database.writeGroup([
            { try $0.add("same") },
            { _ = try? $0.run("INSERT OR ROLLBACK INTO people (name) VALUES ('same')") },
            { try $0.add("rest") },
        ])

        guard case .constraint(.unique, _) = results[0].fault else { throw Refusal() }
        guard case .constraint(.unique, _) = results[1].fault else { throw Refusal() }
        #expect(results[2].fault == nil)
        #expect(try await temporary.names() == ["rest"])
    }

    @Test func `say how many rows they changed, and which was inserted`() async throws {
        let temporary = try TemporaryDatabase()

        let figures = try await temporary.database.write { transaction in
            try transaction.run("INSERT INTO people (id, name) VALUES (7, 'a')")
            let id = transaction.lastInsertedRowID
            let one = try transaction.run("INSERT INTO people (name) VALUES ('b')")
            let both = try transaction.run("UPDATE people SET age = ?1", 3)
            let none = try transaction.run("DELETE FROM people WHERE age = ?1", 4)
            return [Int(id), one, both, none, transaction.changes]
        }

        #expect(figures == [7, 1, 2, 0, 0])
    }
}

@Suite struct `A full disk` {
    @Test func `fails the writes that need it, undoes them, and is over when there is space`() async throws {
        let temporary = try TemporaryDatabase()
        let database = temporary.database
        let pages = try await database.write { transaction in
            try transaction.add("before")
            return try transaction.value(of: "PRAGMA page_count") as Int?
        }
        try await database.write { try $0.execute("PRAGMA max_page_count = \(pages! + 2)") }
        let large = String(repeating: "x", count: 100_000)

        let results = await database.writeGroup([{ try $0.add("small") }, { try $0.add(large) }])

        guard case .full = results[1].fault else { throw Refusal() }
        #expect(!database.isHealthy)
        let kept = results[0].fault == nil ? ["before", "small"] : ["before"]
        #expect(try await temporary.names() == kept)

        try await database.write { try $0.execute("PRAGMA max_page_count = 1000000") }
        try await database.probe()
        #expect(database.isHealthy)
        try await database.write { try $0.add(large) }
        #expect(try await temporary.names().count == kept.count + 1)
    }
}
