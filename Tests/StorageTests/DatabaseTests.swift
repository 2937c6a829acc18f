import Foundation
import Glibc
import Synchronization
import Testing
import Threads

@testable import Storage

@Suite struct `A database` {
    @Test func `gives back what was written, also after it was opened again`() async throws {
        let folder = TemporaryFolder()
        let first = try Database(path: folder.file, migrations: people)
        try await first.write { try $0.add("ليلى") }
        await first.close()

        let second = try Database(path: folder.file, migrations: people)

        let names = try await second.read { try $0.rows("SELECT name FROM people") { try $0[0] as String } }
        #expect(names == ["ليلى"])
        await second.close()
    }

    @Test func `opened after a crash has what stood in the log on the disk before anybody reads it`() async throws {
        let (crashed, disk) = (TemporaryFolder(), TemporaryFolder())
        let temporary = try TemporaryDatabase()
        try await temporary.database.write { try $0.add("ليلى") }
        for ending in ["", "-wal"] { try copy(temporary.folder.file + ending, to: crashed.file + ending) }

        let opened = try Database(path: crashed.file, migrations: people)

        // Without the log, of which nobody knows whether it ever reached the disk.
        try copy(crashed.file, to: disk.file)
        let copied = try Database(path: disk.file, migrations: people)
        let names = try await copied.read { try $0.rows("SELECT name FROM people") { try $0[0] as String } }
        #expect(names == ["ليلى"])
        await copied.close()
        await opened.close()
    }

    private func copy(_ source: String, to target: String) throws {
        try FileManager.default.copyItem(atPath: source, toPath: target)
    }

    @Test func `keeps its epoch, and no two have the same`() async throws {
        let folder = TemporaryFolder()
        let first = try Database(path: folder.file, migrations: people)
        await first.close()

        let again = try Database(path: folder.file, migrations: people)
        let other = try TemporaryDatabase()

        #expect(again.epoch == first.epoch)
        #expect(other.database.epoch != first.epoch)
        #expect(first.epoch.count == 32)
    }

    /// The close of a connection that failed to open the log takes the log with it, if it takes any.
    @Test func `keeps its log where a start fails after it was opened`() async throws {
        let crashed = TemporaryFolder()
        let temporary = try TemporaryDatabase()
        try await temporary.database.write { try $0.add("ليلى") }
        for ending in ["", "-wal"] { try copy(temporary.folder.file + ending, to: crashed.file + ending) }

        let failed = try Connection(path: crashed.file, cacheKiB: 256)
        let names: Int? = try failed.value(of: "SELECT count(*) FROM people")
        failed.close()

        #expect(names == 1)
        #expect(access("\(crashed.file)-wal", F_OK) == 0)
        let again = try Database(path: crashed.file, migrations: people)
        let count = try await again.read { try $0.first("SELECT count(*) FROM people") { try $0[0] as Int } }
        #expect(count == 1)
    }

    @Test func `is closed once and for all, and finishes what it had accepted`() async throws {
        let temporary = try TemporaryDatabase()
        let release = Signal()
        await temporary.database.holdWriter(until: release)
        let last = Task.immediate { try await temporary.database.write { try $0.add("last") } }
        let closing = Task.immediate { await temporary.database.close() }
        await #expect(throws: StorageFault.closed) { try await temporary.database.write { try $0.add("late") } }

        release.raise()
        try await last.value
        await closing.value
        await temporary.database.close()

        await #expect(throws: StorageFault.closed) { try await temporary.names() }
        #expect(access("\(temporary.folder.file)-wal", F_OK) != 0)
        let again = try Database(path: temporary.folder.file, migrations: people)
        let count = try await again.read { try $0.first("SELECT count(*) FROM people") { try $0[0] as Int } }
        #expect(count == 1)
    }

    @Test func `may be dropped without closing`() async throws {
        let folder = TemporaryFolder()
        do {
            let dropped = try Database(path: folder.file, migrations: people)
            try await dropped.write { try $0.add("kept") }
        }

        let again = try Database(path: folder.file, migrations: people)

        let names = try await again.read { try $0.rows("SELECT name FROM people") { try $0[0] as String } }
        #expect(names == ["kept"])
    }

    @Test func `shows a read one moment, whatever is written meanwhile`() async throws {
        let temporary = try TemporaryDatabase()
        let database = temporary.database
        let looked = Signal()
        let written = Signal()
        let read = Task.immediate {
            try await database.read { connection in
                let count = { try connection.first("SELECT count(*) FROM people") { try $0[0] as Int } }
                let before = try count()
                looked.raise()
                written.wait()
                return (before, try count())
            }
        }
        try await database.write { transaction in
            looked.wait()
            try transaction.add("new")
        }
        written.raise()

        let counts = try await read.value

        #expect(counts.0 == 0 && counts.1 == 0)
        #expect(try await temporary.names() == ["new"])
    }

    @Test func `refuses changes in a read`() async throws {
        let temporary = try TemporaryDatabase()

        let result = await Task {
            try await temporary.database.read { try $0.first("DELETE FROM people RETURNING id") { try $0[0] as Int } }
        }.result

        guard case .programming(let sentence) = result.fault else { throw Refusal() }
        #expect(sentence.contains("DELETE FROM people"))
    }

    @Test func `answers busy when too many reads wait`() async throws {
        let temporary = try TemporaryDatabase {
            $0.readers = 1
            $0.waitingReadsLimit = 2
        }
        let database = temporary.database
        let release = Signal()
        var reads: [Task<Void, any Error>] = []
        await withCheckedContinuation { started in
            reads.append(
                Task.immediate {
                    try await database.read { _ in
                        started.resume()
                        release.wait()
                    }
                })
        }
        for _ in 0..<3 { reads.append(Task.immediate { try await database.read { _ in } }) }

        let refused = await reads[3].result.fault
        release.raise()

        #expect(refused == .busy("2 reads are waiting."))
        for read in reads[..<3] { try await read.value }
    }

    @Test func `serves more readers than it has threads`() async throws {
        let temporary = try TemporaryDatabase()
        try await temporary.database.write { try $0.add("one") }

        let counts = try await withThrowingTaskGroup(of: Int?.self) { group in
            for _ in 0..<500 {
                group.addTask {
                    try await temporary.database.read {
                        try $0.first("SELECT count(*) FROM people") { try $0[0] as Int }
                    }
                }
            }
            return try await group.reduce(into: 0) { $0 += $1 ?? 0 }
        }

        #expect(counts == 500)
    }

    @Test func `is made for its user only`() async throws {
        let temporary = try TemporaryDatabase()
        try await temporary.database.write { try $0.add("secret") }

        for suffix in ["", "-wal", "-shm"] {
            var status = stat()
            #expect(stat(temporary.folder.file + suffix, &status) == 0)
            #expect(status.st_mode & 0o077 == 0)
        }
    }

    @Test func `says which file it cannot open`() throws {
        let fault = #expect(throws: StorageFault.self) {
            try Database(path: "/nowhere/at/all.db", migrations: [])
        }

        #expect(fault == .unavailable("/nowhere/at/all.db cannot be opened: No such file or directory."))
    }

    @Test func `is not taken from a file that is something else`() throws {
        let folder = TemporaryFolder()
        let file = fopen(folder.file, "w")!
        fputs(String(repeating: "not a database ", count: 1000), file)
        fclose(file)

        let fault = #expect(throws: StorageFault.self) { try Database(path: folder.file, migrations: people) }

        guard case .corrupt = fault else { throw Refusal() }
    }

    @Test func `copies its log into the file again and again, so that it stays short`() async throws {
        let temporary = try TemporaryDatabase { $0.checkpointPages = 50 }
        let body = String(repeating: "x", count: 3000)
        for number in 0..<2000 {
            try await temporary.database.write { try $0.add("\(number) \(body)") }
        }

        var status = stat()
        #expect(stat("\(temporary.folder.file)-wal", &status) == 0)

        // The whole of it would be 6,000 pages and more.
        #expect(status.st_size < 1000 * 4096)
        let verdict = try await temporary.database.read {
            try $0.first("SELECT integrity_check FROM pragma_integrity_check") { try $0[0] as String }
        }
        #expect(verdict == "ok")
    }
}
