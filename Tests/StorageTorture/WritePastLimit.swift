import Glibc
import Storage

private let schema = [Migration(version: 1, sql: "CREATE TABLE rows (name TEXT NOT NULL, body TEXT NOT NULL) STRICT")]

/// Has a commit refused by a limit on the size of files, and prints what became of the writes around it.
func writePastLimit(_ file: String) async throws {
    signal(SIGXFSZ, SIG_IGN)
    let database = try Database(path: file, migrations: schema)
    printLine("before: \(await outcome(of: "before", 10, in: database))")

    let size = logSize(of: file)
    limitFiles(to: size + 10_000)
    let tasks = (0..<3).map { number in Task.immediate { await outcome(of: "lost \(number)", 20_000, in: database) } }
    var outcomes: [String] = []
    for task in tasks { outcomes.append(await task.value) }
    printLine("group: \(outcomes.joined(separator: " "))")
    printLine("healthy: \(database.isHealthy)")
    limitFiles(to: size)
    do { try await database.probe() } catch { printLine("probe: \(name(of: error))") }

    limitFiles(to: .max)
    printLine("after: \(await outcome(of: "after", 20_000, in: database))")
    printLine("healthy: \(database.isHealthy)")
    let names = try await database.read { try $0.rows("SELECT name FROM rows") { try $0[0] as String } }
    printLine("rows: \(names.joined(separator: " "))")
    let verdict = try await database.read {
        try $0.first("SELECT integrity_check FROM pragma_integrity_check") { try $0[0] as String }
    }
    printLine("integrity: \(verdict ?? "none")")
    await database.close()
}

private func outcome(of name: String, _ length: Int, in database: Database) async -> String {
    do {
        try await database.write { transaction in
            try transaction.run("INSERT INTO rows VALUES (?1, ?2)", name, String(repeating: "x", count: length))
        }
        return "stored"
    } catch {
        return StorageTorture.name(of: error)
    }
}

private func name(of error: any Error) -> String {
    if case StorageFault.full = error { "full" } else { "\(error)" }
}

private func limitFiles(to bytes: rlim_t) {
    var limit = rlimit(rlim_cur: bytes, rlim_max: .max)
    setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
}

private func logSize(of file: String) -> rlim_t {
    var status = stat()
    stat("\(file)-wal", &status)
    return rlim_t(status.st_size)
}
