import Glibc
import Threads

@testable import Storage

/// A folder of its own under the system's temporary one; gone with the last reference.
final class TemporaryFolder: Sendable {
    let path: String

    init() {
        var template = Array("/tmp/majlis-storage-XXXXXX".utf8CString)
        path = String(cString: mkdtemp(&template)!)
    }

    deinit {
        for name in ["db", "db-wal", "db-shm"] { unlink("\(path)/\(name)") }
        rmdir(path)
    }

    var file: String { "\(path)/db" }
}

let people = [
    Migration(
        version: 1,
        sql: """
            CREATE TABLE people (
                id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, age INTEGER CHECK (age >= 0)
            ) STRICT;
            CREATE TABLE pets (
                id INTEGER PRIMARY KEY, owner INTEGER NOT NULL REFERENCES people (id),
                sitter INTEGER REFERENCES people (id) DEFERRABLE INITIALLY DEFERRED
            ) STRICT;
            """)
]

/// A database of `people` and `pets` for one test, with the folder it lives in.
struct TemporaryDatabase {
    let folder = TemporaryFolder()
    let database: Database

    init(_ change: (inout DatabaseConfiguration) -> Void = { _ in }) throws {
        var configuration = DatabaseConfiguration()
        change(&configuration)
        database = try Database(path: folder.file, migrations: people, configuration: configuration)
    }

    func names() async throws -> [String] {
        try await database.read { try $0.rows("SELECT name FROM people ORDER BY id") { try $0[0] } }
    }
}

extension Transaction {
    func add(_ name: String) throws(StorageFault) {
        try run("INSERT INTO people (name) VALUES (?1)", name)
    }
}

extension Database {
    /// Keeps the writer thread busy until `release` is raised: what is written meanwhile forms one group.
    func holdWriter(until release: Signal) async {
        await withCheckedContinuation { held in
            Task.immediate {
                try await self.write { _ in
                    held.resume()
                    release.wait()
                }
            }
        }
    }

    /// Starts writes in order, one group of them, and gives their outcomes in the same order.
    func writeGroup(
        _ bodies: [@Sendable (Transaction) throws -> Void]
    ) async -> [Result<Void, any Error>] {
        let release = Signal()
        await holdWriter(until: release)
        let tasks = bodies.map { body in Task.immediate { try await self.write(body) } }
        release.raise()
        var results: [Result<Void, any Error>] = []
        for task in tasks { results.append(await task.result) }
        return results
    }
}

extension Result {
    var fault: StorageFault? {
        guard case .failure(let error) = self else { return nil }
        return error as? StorageFault
    }
}

struct Refusal: Error, Equatable {}
