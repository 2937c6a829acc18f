// Writes numbered rows until it is killed, and prints each number once it has been acknowledged.
import Glibc
import Storage
import Synchronization

let migrations = [
    Migration(version: 1, sql: "CREATE TABLE rows (number INTEGER PRIMARY KEY, body TEXT NOT NULL) STRICT")
]
let writersAtOnce = 8

var configuration = DatabaseConfiguration()
// Checkpoints often, so that kills hit them too.
configuration.checkpointPages = 20
let database = try Database(path: CommandLine.arguments[1], migrations: migrations, configuration: configuration)
let last = try await database.read { try $0.first("SELECT coalesce(max(number), 0) FROM rows") { try $0[0] as Int } }
let next = Atomic(last! + 1)

await withThrowingTaskGroup(of: Void.self) { group in
    for _ in 0..<writersAtOnce {
        group.addTask {
            while true {
                let number = next.add(1, ordering: .relaxed).oldValue
                try await database.write { transaction in
                    try transaction.run("INSERT INTO rows VALUES (?1, ?2)", number, "row \(number)")
                }
                let line = Array("\(number)\n".utf8)
                _ = write(1, line, line.count)
            }
        }
    }
}
