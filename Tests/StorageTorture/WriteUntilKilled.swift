import Glibc
import Storage
import Synchronization

private let schema = [
    Migration(version: 1, sql: "CREATE TABLE rows (number INTEGER PRIMARY KEY, body TEXT NOT NULL) STRICT")
]
private let writersAtOnce = 8

/// Writes numbered rows until it is killed, and prints each number once it has been acknowledged.
func writeUntilKilled(_ file: String) async throws {
    var configuration = DatabaseConfiguration()
    // Copies the log often, so that kills hit that too.
    configuration.checkpointPages = 20
    let database = try Database(path: file, migrations: schema, configuration: configuration)
    let last = try await database.read {
        try $0.first("SELECT coalesce(max(number), 0) FROM rows") { try $0[0] as Int }
    }
    let numbers = Numbers(after: last ?? 0)
    try await withThrowingTaskGroup(of: Void.self) { group in
        for _ in 0..<writersAtOnce {
            group.addTask { try await writeRows(numbers, to: database) }
        }
        try await group.waitForAll()
    }
}

private func writeRows(_ numbers: Numbers, to database: Database) async throws {
    while true {
        let number = numbers.take()
        try await database.write { transaction in
            try transaction.run("INSERT INTO rows VALUES (?1, ?2)", number, "row \(number)")
        }
        printLine("\(number)")
    }
}

/// At once and unbuffered: the reader must see it even if the next instruction is never run.
func printLine(_ line: String) {
    let bytes = Array("\(line)\n".utf8)
    _ = write(1, bytes, bytes.count)
}

private final class Numbers: Sendable {
    private let next: Atomic<Int>

    init(after last: Int) { next = Atomic(last + 1) }

    func take() -> Int { next.add(1, ordering: .relaxed).oldValue }
}
