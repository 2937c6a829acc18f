import Testing

@testable import Storage

@Suite struct `Values` {
    enum Mood: String, DatabaseValue { case glad, sad }
    enum Level: Int, DatabaseValue {
        case low = 1
        case high = 2
    }
    struct Moment: DatabaseValue, Equatable {
        var milliseconds: Int64
        func bind(to parameter: Parameter) { milliseconds.bind(to: parameter) }
        static func read(from column: Column) throws(StorageFault) -> Moment {
            Moment(milliseconds: try Int64.read(from: column))
        }
    }

    private func returned<Value: DatabaseValue & Sendable>(_ value: Value) async throws -> Value? {
        let temporary = try TemporaryDatabase()
        return try await temporary.database.read { try $0.first("SELECT ?1", value) { try $0[0] } }
    }

    @Test func `come back as they were given`() async throws {
        #expect(try await returned(Int64.min) == .min)
        #expect(try await returned(Int.max) == .max)
        #expect(try await returned(true) == true)
        #expect(try await returned(-0.5) == -0.5)
        #expect(try await returned("") == "")
        #expect(try await returned("مرحبا\0بكم 👋🏽") == "مرحبا\0بكم 👋🏽")
        #expect(try await returned([UInt8]()) == [])
        #expect(try await returned([0, 255, 7] as [UInt8]) == [0, 255, 7])
        #expect(try await returned(Int64?.none) == .some(nil))
        #expect(try await returned(String?.some("x")) == "x")
        #expect(try await returned(Mood.sad) == .sad)
        #expect(try await returned(Level.high) == .high)
        #expect(try await returned(Moment(milliseconds: 5)) == Moment(milliseconds: 5))
    }

    @Test func `keep an empty text and an empty blob apart from NULL`() async throws {
        let temporary = try TemporaryDatabase()

        let types = try await temporary.database.read {
            try $0.rows("SELECT typeof(?1), typeof(?2), typeof(?3)", "", [UInt8](), Bool?.none) { row in
                [try row[0], try row[1], try row[2]] as [String]
            }
        }

        #expect(types == [["text", "blob", "null"]])
    }

    @Test func `are read as bytes from text, and as a real number from an integer`() async throws {
        let temporary = try TemporaryDatabase()

        let read = try await temporary.database.read {
            try $0.first("SELECT 'ab', 3") { row in (try row[0] as [UInt8], try row[1] as Double) }
        }

        #expect(read?.0 == [97, 98])
        #expect(read?.1 == 3)
    }

    private func fault<Value: DatabaseValue>(reading type: Value.Type, at column: Int = 0, of sql: StaticString)
        async throws -> String?
    {
        let temporary = try TemporaryDatabase()
        let result = await Task {
            try await temporary.database.read { connection in
                _ = try connection.first(sql) { try $0[column] as Value }
            }
        }.result
        guard case .programming(let sentence) = result.fault else { return nil }
        return sentence
    }

    @Test func `of another type are faults that name the column and the SQL`() async throws {
        #expect(
            try await fault(reading: Int64.self, of: "SELECT 'a' AS word")
                == "Column 0 (word) holds text, not an integer. [SELECT 'a' AS word]")
        #expect(
            try await fault(reading: String.self, of: "SELECT NULL AS word")
                == "Column 0 (word) holds NULL, not text. [SELECT NULL AS word]")
        #expect(
            try await fault(reading: Bool.self, of: "SELECT 2 AS flag")
                == "Column 0 (flag) holds an integer, not 0 or 1. [SELECT 2 AS flag]")
        #expect(
            try await fault(reading: Mood.self, of: "SELECT 'angry' AS mood")
                == "Column 0 (mood) holds text, not a known Mood. [SELECT 'angry' AS mood]")
        #expect(try await fault(reading: Int?.self, of: "SELECT 1.5") != nil)
        #expect(try await fault(reading: Double.self, of: "SELECT x'00'") != nil)
        #expect(try await fault(reading: [UInt8].self, of: "SELECT 1") != nil)
    }

    @Test(arguments: [-1, 1, Int.max, Int.min])
    func `of a column that is not there are faults`(column: Int) async throws {
        let sentence = try await fault(reading: Int.self, at: column, of: "SELECT 1")

        #expect(sentence?.hasPrefix("There is no column") == true)
    }

    @Test func `must be as many as the parameters`() async throws {
        let temporary = try TemporaryDatabase()

        for result in await temporary.database.writeGroup([
            { try $0.run("INSERT INTO people (name, age) VALUES (?1, ?2)", "a") },
            { try $0.run("INSERT INTO people (name) VALUES (?1)", "a", 2) },
            { try $0.run("INSERT INTO people (name) VALUES (?1)") },
        ]) {
            guard case .programming(let sentence) = result.fault else { throw Refusal() }
            #expect(sentence.contains(" for ") && sentence.contains("INSERT INTO people"))
        }
        #expect(try await temporary.names() == [])
    }

    @Test func `of an earlier run are forgotten, also when its closure threw`() async throws {
        let temporary = try TemporaryDatabase()
        let database = temporary.database
        try await database.write { try $0.add("a") }

        let count = try await database.write { transaction in
            let ask = { (name: String, refuse: Bool) throws in
                try transaction.rows("SELECT id FROM people WHERE name = ?1", name) { row in
                    if refuse { throw Refusal() }
                    return try row[0] as Int
                }
            }
            #expect(throws: Refusal.self) { try ask("a", true) }
            try transaction.run("DELETE FROM people WHERE name = ?1", "a")
            try transaction.add("b")
            return try ask("b", false).count + ask("a", false).count
        }

        #expect(count == 1)
    }
}

@Suite struct `Statements` {
    @Test func `may run the same SQL within its own rows`() async throws {
        let temporary = try TemporaryDatabase()
        try await temporary.database.write { transaction in
            for name in ["a", "b", "c"] { try transaction.add(name) }
        }

        let pairs = try await temporary.database.read { connection in
            func later(than id: Int, depth: Int) throws -> [String] {
                try connection.rows("SELECT id, name FROM people WHERE id > ?1 ORDER BY id", id) { row in
                    let below = depth == 0 ? [] : try later(than: row[0], depth: depth - 1)
                    return try row[1] + below.joined()
                }
            }
            return try later(than: 0, depth: 2)
        }

        #expect(pairs == ["abcc", "bc", "c"])
    }

    @Test func `are left when nobody wants more of their rows, and begin anew`() async throws {
        let temporary = try TemporaryDatabase()
        try await temporary.database.write { transaction in
            for name in ["a", "b", "c"] { try transaction.add(name) }
        }

        let seen = try await temporary.database.read { connection in
            var seen: [String] = []
            for limit in [2, 5, 9] {
                try connection.each("SELECT name FROM people ORDER BY id") { row in
                    seen.append(try row[0])
                    return seen.count < limit
                }
            }
            return seen
        }

        #expect(seen == ["a", "b", "a", "b", "c", "a", "b", "c"])
    }

    @Test func `are one each, and must be right`() async throws {
        let temporary = try TemporaryDatabase()

        let results = await temporary.database.writeGroup([
            { try $0.run("DELETE FROM people; DELETE FROM pets") },
            { try $0.run("DELETE FROM nothing") },
            { try $0.run("") },
            { try $0.run("-- nothing") },
            { try $0.run("DELETE FROM people;\n") },
        ])

        for result in results[..<4] {
            guard case .programming = result.fault else { throw Refusal() }
        }
        #expect(results[4].fault == nil)
    }

    @Test func `give the rows that they return, and are finished when only the first is asked for`() async throws {
        let temporary = try TemporaryDatabase()

        let first = try await temporary.database.write { transaction in
            for name in ["a", "b", "c"] { try transaction.add(name) }
            return try transaction.first("UPDATE people SET age = 1 RETURNING name") { try $0[0] as String }
        }

        #expect(first == "a")
        let changed = try await temporary.database.read {
            try $0.first("SELECT count(*) FROM people WHERE age = 1") { try $0[0] as Int }
        }
        #expect(changed == 3)
    }

    @Test func `are kept up to a bound, the most recent ones`() throws {
        let folder = TemporaryFolder()
        let connection = try Connection(path: folder.file, cacheKiB: 64)
        let statements = try (["SELECT 1", "SELECT 2", "SELECT 3"] as [StaticString]).map {
            try Statement($0, on: connection.handle)
        }
        var cache = StatementCache(limit: 2)

        for statement in statements {
            cache.keep(statement)
            statement.reset()
        }

        #expect(cache.take(statements[0].sql) == nil)
        #expect(cache.take(statements[2].sql) === statements[2])
        #expect(cache.take(statements[2].sql) == nil)
    }
}
