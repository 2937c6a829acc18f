import Glibc
import Testing

@testable import Storage

/// The program `StorageTorture`, running; see there.
private struct Torturer {
    private let process: pid_t
    private let output: UnsafeMutablePointer<FILE>

    init(_ arguments: String...) throws {
        var ends: [Int32] = [0, 0]
        try #require(pipe(&ends) == 0)
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, ends[1], 1)
        posix_spawn_file_actions_addclose(&actions, ends[0])

        let program = try Self.program()
        var words = ([program] + arguments).map { strdup($0) } + [nil]
        defer { for word in words { free(word) } }
        var process: pid_t = 0
        try #require(posix_spawn(&process, program, &actions, nil, &words, environ) == 0)
        close(ends[1])
        self.process = process
        output = fdopen(ends[0], "r")
    }

    /// Its next line; nil at the end. What a kill cut off in the middle is no line.
    func line() -> String? {
        var buffer = [CChar](repeating: 0, count: 200)
        guard fgets(&buffer, Int32(buffer.count), output) != nil else { return nil }
        let line = String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        return line.last == "\n" ? String(line.dropLast()) : nil
    }

    func kill() { Glibc.kill(process, SIGKILL) }

    /// Waits for its end.
    func end() {
        fclose(output)
        var status: Int32 = 0
        waitpid(process, &status, 0)
    }

    /// It lies beside the program that runs the tests.
    private static func program() throws -> String {
        var buffer = [CChar](repeating: 0, count: 4096)
        let count = readlink("/proc/self/exe", &buffer, buffer.count)
        try #require(count > 0)
        let own = String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
        let beside = own[..<own.lastIndex(of: "/")!] + "/StorageTorture"
        if access(String(beside), X_OK) == 0 { return String(beside) }
        let root = #filePath.components(beforeLast: 3)
        return "\(root)/.build/debug/StorageTorture"
    }
}

extension String {
    fileprivate func components(beforeLast count: Int) -> String {
        split(separator: "/", omittingEmptySubsequences: false).dropLast(count).joined(separator: "/")
    }
}

@Suite struct `A killed process` {
    /// How many lines to read before each kill: at once, in the first checkpoints, after many.
    static let rounds = [1, 7, 40, 100, 333, 1000, 13, 2000]

    @Test func `has lost no write that it acknowledged, and left the file intact`() async throws {
        let folder = TemporaryFolder()
        var acknowledged: Set<Int> = []

        for lines in Self.rounds {
            let process = try Torturer(folder.file, "write")
            for _ in 0..<lines { acknowledged.insert(try #require(process.line().flatMap { Int($0) })) }
            process.kill()
            while let line = process.line() { acknowledged.insert(try #require(Int(line))) }
            process.end()

            try await check(folder, holds: acknowledged)
        }
    }

    private func check(_ folder: TemporaryFolder, holds acknowledged: Set<Int>) async throws {
        let schema = [Migration(version: 1, sql: "never run: the file has it")]
        let database = try Database(path: folder.file, migrations: schema)
        let (stored, verdict) = try await database.read { connection in
            let rows = try connection.rows("SELECT number, body FROM rows") { row in
                let number: Int = try row[0]
                return try row[1] == "row \(number)" ? number : -1
            }
            let verdict: String? = try connection.first("SELECT integrity_check FROM pragma_integrity_check") {
                try $0[0]
            }
            return (rows, verdict)
        }
        await database.close()
        #expect(acknowledged.subtracting(stored) == [])
        #expect(!stored.contains(-1))
        #expect(verdict == "ok")
    }
}

@Suite struct `A commit that the disk refuses` {
    @Test func `fails its whole group, leaves the file intact, and later ones succeed`() throws {
        let folder = TemporaryFolder()
        let process = try Torturer(folder.file, "limit")
        var lines: [String] = []
        while let line = process.line() { lines.append(line) }
        process.end()

        // The disk's refusal is played by a limit on the size of files, which holds for a whole process.
        #expect(
            lines == [
                "before: stored", "group: full full full", "healthy: false", "probe: full", "after: stored",
                "healthy: true", "rows: before after", "integrity: ok",
            ])
    }
}
