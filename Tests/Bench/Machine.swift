import CLinux
import CSQLite
import Glibc
import Loop
import TestKit

/// What this machine reaches at best, measured in the run whose figures stand beside it.
struct Machine {
    /// 64 bytes there and back on the loopback.
    var trip = Samples()
    /// 4 KiB appended and brought to the disk.
    var sync = Samples()
    /// Rows a second that SQLite commits durably, so many in each transaction.
    var alone = 0.0
    var together = 0.0
    /// Of the bare server: processor time to accept a WebSocket.
    var openingMicroseconds = 0.0
    /// What the kernel holds for a connection, both of its ends, which are on this machine.
    var kernelBytes = 0.0
    /// From the bare server's exec to its first answer.
    var startMilliseconds = 0.0

    /// Rows of one transaction where senders wait together.
    static let batch = 64
    private static let starts = 5

    static func measure(_ options: Options, on loop: EventLoop) async throws -> Machine {
        var machine = Machine()
        let folder = TemporaryFolder(in: options.data)
        let count = options.isQuick ? 500 : 3_000
        machine.sync = try Limits.fdatasyncs(count, in: folder.path)
        machine.trip = try Limits.roundTrips(count)
        machine.alone = try Limits.commits(of: 1, count: count, in: folder)
        machine.together = try Limits.commits(of: batch, count: count / 10, in: folder)
        try await machine.measureConnections(options, folder, on: loop)
        return machine
    }

    private mutating func measureConnections(
        _ options: Options, _ folder: TemporaryFolder, on loop: EventLoop
    ) async throws {
        try move(to: String(Benchmark.benchProcessor))
        defer { try? move(to: Benchmark.allProcessors) }
        var starts: [Double] = []
        for turn in 1...Self.starts {
            let (port, begin) = (Ports.free(), nanoseconds())
            let server = try BareServer.start(at: port, in: folder)
            try await isUp(port)
            starts.append(Double(nanoseconds() - begin) / 1_000_000)
            if turn == Self.starts { try await open(options.measuredConnections, server, port, on: loop) }
            server.signal(SIGKILL)
            _ = await server.end()
        }
        startMilliseconds = starts.median
    }

    private mutating func open(_ count: Int, _ server: Program, _ port: Int, on loop: EventLoop) async throws {
        let before = (time: server.processorTime, kernel: Self.kernelMemory)
        let fanout = try await Fanout(Fanout.Shape(rooms: 1, members: count, window: 0), port: port, on: loop)
        openingMicroseconds = Double(server.processorTime - before.time) / Double(count)
        kernelBytes = Double(Self.kernelMemory - before.kernel) / Double(count)
        fanout.close()
    }

    /// Bytes in the kernel's slabs, where sockets and what epoll holds of them live.
    private static var kernelMemory: Int {
        let line = contents(of: "/proc/meminfo").split(separator: "\n").first { $0.hasPrefix("Slab:") }
        return (line?.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0) * 1024
    }

    func tell(_ report: inout Report) {
        report.add("one TCP round trip on the loopback, p50 / p99", "", limit: trip.both)
        report.add("one fdatasync, 4 KiB appended, p50 / p99", "", limit: sync.both)
        report.add("SQLite, durable, one row a transaction", "", limit: "\(alone.text()) rows/s")
        report.add("… \(Self.batch) rows a transaction", "", limit: "\(together.text()) rows/s")
        report.add("a bare epoll server, from exec to its first answer", "", limit: "\(startMilliseconds.text()) ms")
        report.add("… processor time to accept a WebSocket", "", limit: "\(openingMicroseconds.text()) µs")
        report.add("what the kernel holds for a connection, both ends", "", limit: "\(kernelBytes.text()) B")
    }
}

/// Waits until somebody accepts connections on a port of the loopback.
func isUp(_ port: Int) async throws {
    try await eventually("somebody listens on port \(port)", every: .milliseconds(1)) {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        return InternetAddress(127, 0, 0, 1, port: port).withPointer { connect(descriptor, $0, $1) } == 0
    }
}

extension Limits {
    /// Rows a second in a table like that of messages: the journal as our services set it, one writer, nothing else.
    static func commits(of size: Int, count: Int, in folder: TemporaryFolder) throws -> Double {
        var handle: OpaquePointer?
        defer { sqlite3_close_v2(handle) }
        func run(_ text: String) throws {
            guard sqlite3_exec(handle, text, nil, nil, nil) == SQLITE_OK else {
                throw BenchFault("SQLite refuses “\(text)”: \(String(cString: sqlite3_errmsg(handle))).")
            }
        }
        guard sqlite3_open(folder.file("limit-\(size).sqlite"), &handle) == SQLITE_OK else {
            throw BenchFault("No database can be made in \(folder.path).")
        }
        try run("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL")
        try run(
            """
            CREATE TABLE message (room INTEGER, sequence INTEGER, sender INTEGER, name INTEGER, body TEXT, at INTEGER,
                PRIMARY KEY (room, sequence)) WITHOUT ROWID
            """)
        var statement: OpaquePointer?
        defer { sqlite3_finalize(statement) }
        sqlite3_prepare_v2(handle, "INSERT INTO message VALUES (?, ?, 7, ?, ?, 1234567890123)", -1, &statement, nil)
        let body = String(repeating: "x", count: 128)
        let start = nanoseconds()
        for turn in 0..<count {
            try run("BEGIN IMMEDIATE")
            for row in 0..<size {
                sqlite3_bind_int64(statement, 1, Int64(row % 64))
                sqlite3_bind_int64(statement, 2, Int64(turn * size + row))
                sqlite3_bind_int64(statement, 3, Int64(turn * size + row))
                sqlite3_bind_text(statement, 4, body, -1, unsafeBitCast(-1, to: sqlite3_destructor_type.self))
                guard sqlite3_step(statement) == SQLITE_DONE else { throw BenchFault("SQLite does not take a row.") }
                sqlite3_reset(statement)
            }
            try run("COMMIT")
        }
        return Double(count * size) / (Double(nanoseconds() - start) / 1_000_000_000)
    }
}
