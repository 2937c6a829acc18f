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
            CREATE TABLE appended (id INTEGER PRIMARY KEY, number INTEGER NOT NULL, body TEXT NOT NULL) STRICT;
            CREATE TABLE events (sequence INTEGER PRIMARY KEY, workspace INTEGER NOT NULL, body BLOB NOT NULL) STRICT;
            """)
]
private let writesPerRound = 40_000

/// Prints what writes and reads cost, in a closed loop with 1 to 256 tasks at once.
func measure(_ file: String) async throws {
    printLine("before: \(privateKiB()) KiB private")
    let database = try Database(path: file, migrations: schema)
    try await database.write { transaction in
        for id in 0..<1000 { try transaction.run("INSERT INTO conversations VALUES (?1, 0, 0)", id) }
    }
    _ = try await database.read { try $0.first("SELECT count(*) FROM conversations") { try $0[0] as Int } }
    printLine("opened, a write, a read: \(privateKiB()) KiB private")
    printLine("two rows appended by each write; then a message in one of 1,000 conversations, four statements")
    printLine("tasks  writes/s  writes/commit  CPU µs/write (process)  (writer thread)  slowest ms")
    for tasks in [1, 64] { try await measure(tasks, on: database, append) }
    for tasks in [1, 16, 64, 256] { try await measure(tasks, on: database, addMessage) }
    try await measureReads(database)
    printLine("after it all: \(privateKiB()) KiB private")
    await database.close()
}

private typealias Write = @Sendable (_ number: Int, _ task: Int, Transaction) throws -> Void

private func measure(_ tasks: Int, on database: Database, _ write: @escaping Write) async throws {
    let count = tasks == 1 ? writesPerRound / 10 : writesPerRound
    let before = database.statistics
    let writerBefore = try await writerMicroseconds(database)
    let (cpu, wall) = (clockMicroseconds(CLOCK_PROCESS_CPUTIME_ID), clockMicroseconds(CLOCK_MONOTONIC))
    let slowest = try await withThrowingTaskGroup(of: Double.self) { group in
        for task in 0..<tasks { group.addTask { try await repeatWrite(count / tasks, as: task, to: database, write) } }
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

private func repeatWrite(
    _ count: Int, as task: Int, to database: Database, _ write: @escaping Write
) async throws -> Double {
    var slowest = 0.0
    for number in 0..<count {
        let start = clockMicroseconds(CLOCK_MONOTONIC)
        try await database.write { try write(number, task, $0) }
        slowest = max(slowest, clockMicroseconds(CLOCK_MONOTONIC) - start)
    }
    return slowest
}

private let body = String(repeating: "مرحبا ", count: 16)
private let event = [UInt8](repeating: 0x78, count: 300)

@Sendable private func append(number: Int, task: Int, transaction: Transaction) throws {
    try transaction.run("INSERT INTO appended (number, body) VALUES (?1, ?2)", number, body)
    try transaction.run("INSERT INTO events (workspace, body) VALUES (?1, ?2)", 1, event)
}

@Sendable private func addMessage(number: Int, task: Int, transaction: Transaction) throws {
    let conversation = (task * 37 + number) % 1000
    try transaction.run(
        "UPDATE conversations SET last_sequence = last_sequence + 1, updated_at = ?2 WHERE id = ?1",
        conversation, number)
    let sequence: Int? = try transaction.first(
        "SELECT last_sequence FROM conversations WHERE id = ?1", conversation
    ) { try $0[0] }
    try transaction.run(
        "INSERT INTO messages VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        conversation, sequence, number, task, 1_700_000_000_000 + number, body)
    try transaction.run("INSERT INTO events (workspace, body) VALUES (?1, ?2)", 1, event)
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
                    """, number % 1000, rows
                ) { row in
                    (try row[0] as Int, try row[1] as Int, try row[2] as Int, try row[3] as Int, try row[4] as String)
                }.count
            }
            precondition(bodies > 0)
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

/// What the process has written in memory, and nobody else can have.
private func privateKiB() -> Int {
    var buffer = [UInt8](repeating: 0, count: 2000)
    let file = open("/proc/self/smaps_rollup", O_RDONLY)
    defer { close(file) }
    let count = max(0, read(file, &buffer, buffer.count))
    let lines = String(decoding: buffer[..<count], as: UTF8.self).split(separator: "\n")
    return lines.filter { $0.hasPrefix("Private_Dirty:") }.reduce(0) { sum, line in
        sum + (line.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0)
    }
}
