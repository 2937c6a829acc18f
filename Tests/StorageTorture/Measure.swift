import Glibc
import Storage

private let schema = [
    Migration(
        version: 1,
        sql: """
            CREATE TABLE conversations (
                id INTEGER PRIMARY KEY, last_sequence INTEGER NOT NULL, updated_at INTEGER NOT NULL) STRICT;
            CREATE TABLE messages (
                conversation INTEGER NOT NULL, sequence INTEGER NOT NULL, client_id INTEGER NOT NULL,
                sender INTEGER NOT NULL, sent_at INTEGER NOT NULL, body TEXT NOT NULL,
                PRIMARY KEY (conversation, sequence)) STRICT, WITHOUT ROWID;
            CREATE TABLE events (sequence INTEGER PRIMARY KEY, workspace INTEGER NOT NULL, body BLOB NOT NULL) STRICT;
            """)
]
private let writesPerRound = 40_000

/// Prints what a chat message costs: three statements a write, closed loop, 1 to 256 tasks at once.
func measure(_ file: String) async throws {
    let database = try Database(path: file, migrations: schema)
    try await database.write { transaction in
        for id in 0..<1000 { try transaction.run("INSERT INTO conversations VALUES (?1, 0, 0)", id) }
    }
    printLine("tasks  writes/s  writes/commit  CPU µs/write (process)  (writer thread)  slowest ms")
    for tasks in [1, 16, 64, 256] { try await measure(tasks, on: database) }
    try await measureReads(database)
    printLine("at rest: \(residentKiB()) KiB resident")
    await database.close()
}

private func measure(_ tasks: Int, on database: Database) async throws {
    let count = tasks == 1 ? writesPerRound / 10 : writesPerRound
    let before = database.statistics
    let writerBefore = try await writerMicroseconds(database)
    let (cpu, wall) = (clockMicroseconds(CLOCK_PROCESS_CPUTIME_ID), clockMicroseconds(CLOCK_MONOTONIC))
    let slowest = try await withThrowingTaskGroup(of: Double.self) { group in
        for task in 0..<tasks { group.addTask { try await writeMessages(count / tasks, as: task, to: database) } }
        return try await group.reduce(0, max)
    }
    let seconds = (clockMicroseconds(CLOCK_MONOTONIC) - wall) / 1e6
    let processMicroseconds = clockMicroseconds(CLOCK_PROCESS_CPUTIME_ID) - cpu
    let writes = Double(database.statistics.writes - before.writes)
    let commits = Double(database.statistics.commits - before.commits)
    let writerMicroseconds = try await writerMicroseconds(database) - writerBefore
    let columns = [
        writes / seconds, writes / commits, processMicroseconds / writes, writerMicroseconds / writes, slowest / 1000,
    ]
    printLine("\(tasks): " + columns.map { "\(($0 * 10).rounded() / 10)" }.joined(separator: "  "))
}

private func writeMessages(_ count: Int, as task: Int, to database: Database) async throws -> Double {
    let body = String(repeating: "مرحبا ", count: 16)
    let event = [UInt8](repeating: 0x78, count: 300)
    var slowest = 0.0
    for number in 0..<count {
        let start = clockMicroseconds(CLOCK_MONOTONIC)
        let conversation = (task * 37 + number) % 1000
        try await database.write { transaction in
            let sequence: Int? = try transaction.first(
                """
                UPDATE conversations SET last_sequence = last_sequence + 1, updated_at = ?2
                WHERE id = ?1 RETURNING last_sequence
                """, conversation, number) { try $0[0] }
            try transaction.run(
                "INSERT INTO messages VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                conversation, sequence, number, task, 1_700_000_000_000 + number, body)
            try transaction.run("INSERT INTO events (workspace, body) VALUES (?1, ?2)", 1, event)
        }
        slowest = max(slowest, clockMicroseconds(CLOCK_MONOTONIC) - start)
    }
    return slowest
}

private func measureReads(_ database: Database) async throws {
    let count = 20_000
    for rows in [1, 50] {
        let cpu = clockMicroseconds(CLOCK_PROCESS_CPUTIME_ID)
        for number in 0..<count {
            let bodies = try await database.read { connection in
                try connection.rows(
                    """
                    SELECT sequence, client_id, sender, sent_at, body FROM messages
                    WHERE conversation = ?1 ORDER BY sequence DESC LIMIT ?2
                    """, number % 1000, rows) { row in
                        (try row[0] as Int, try row[1] as Int, try row[2] as Int, try row[3] as Int, try row[4] as String)
                    }.count
            }
            precondition(bodies == rows)
        }
        let each = (clockMicroseconds(CLOCK_PROCESS_CPUTIME_ID) - cpu) / Double(count)
        printLine("read of \(rows) rows: \((each * 10).rounded() / 10) µs CPU")
    }
}

private func writerMicroseconds(_ database: Database) async throws -> Double {
    try await database.write { _ in clockMicroseconds(CLOCK_THREAD_CPUTIME_ID) }
}

private func clockMicroseconds(_ clock: clockid_t) -> Double {
    var time = timespec()
    clock_gettime(clock, &time)
    return Double(time.tv_sec) * 1e6 + Double(time.tv_nsec) / 1e3
}

private func residentKiB() -> Int {
    var buffer = [UInt8](repeating: 0, count: 100)
    let file = open("/proc/self/statm", O_RDONLY)
    defer { close(file) }
    let count = max(0, read(file, &buffer, buffer.count))
    let words = String(decoding: buffer[..<count], as: UTF8.self).split(separator: " ")
    return (words.count > 1 ? Int(words[1]) ?? 0 : 0) * 4
}
