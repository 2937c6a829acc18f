import Glibc
import Synchronization
import Threads

/// Bounds and sizes of a database; the defaults suit a service at rest in about 2 MiB.
public struct DatabaseConfiguration: Sendable {
    /// How many threads may read at once, at least 1. They start when needed.
    public var readers = 2
    /// How many writes may be under way or waiting; past it `write` throws `.busy`.
    public var waitingWritesLimit = 10_000
    /// How many reads may wait; past it `read` throws `.busy`.
    public var waitingReadsLimit = 10_000
    /// How many writes share one commit at most.
    public var groupLimit = 512
    /// The writer's page cache, in KiB.
    public var writerCacheKiB = 4096
    /// Each reader's page cache, in KiB.
    public var readerCacheKiB = 256
    /// How much of the file readers see as memory instead of copying page after page out of the system's. The rows of a
    /// workspace stand where they were written, among everybody's: a list of 50 is 50 pages, more than a cache holds.
    /// Address space, not memory of our own.
    public var readerMapBytes = 4 << 30
    /// With how many pages (of 4 KiB) in the write-ahead log its copying into the file begins.
    public var checkpointPages = 4000
    /// Whether a write is on the disk when it returns. False for what can be made again: after a cut of the power the
    /// latest writes may be gone, all of them from one moment on, and nothing else.
    public var isDurable = true

    /// The defaults.
    public init() {}
}

/// Figures of a database since it was opened.
public struct DatabaseStatistics: Sendable, Equatable {
    /// Writes whose group was committed, those that were undone alone included.
    public var writes: Int
    /// Commits, one fsync each.
    public var commits: Int
    /// Writes accepted and not answered yet.
    public var outstandingWrites: Int
}

/// One SQLite file: many readers, one writer, and writes that share their fsync.
///
/// Reads and writes run as plain synchronous closures on the database's own threads; the calling task is suspended
/// meanwhile and continues on its own executor.
public final class Database: Sendable {
    /// The database's random name: 32 hexadecimal digits, made when the file is, kept in it for good.
    ///
    /// Whoever remembers a position in this database's history remembers the epoch beside it. To give a restored copy
    /// a new one, delete the row `epoch` of `storage_meta` before opening.
    public let epoch: String

    private let writer: Writer
    private let readers: Readers
    private let ending: Ending

    /// A log that has grown past 64 MiB is cut when it begins anew; otherwise it is overwritten, which is the fastest.
    private static let writerSettings = "PRAGMA foreign_keys = ON; PRAGMA journal_size_limit = 67108864"

    /// Opens the file at `path`, making it (for this user only) if there is none, and brings it to the schema of
    /// `migrations`. Blocks meanwhile: call it at start.
    /// - Throws: `.newer` for a file of a newer program, `.unavailable` or `.full` when it cannot be opened or
    ///   written, `.corrupt` when it is no database, and what a failing migration throws.
    public init(
        path: String, migrations: [Migration], configuration: DatabaseConfiguration = DatabaseConfiguration()
    ) throws(StorageFault) {
        try Self.createPrivateFile(path)
        let transaction = try Transaction(path: path, cacheKiB: configuration.writerCacheKiB)
        // A process that was killed in a commit left changes in the log that nobody was told of, and that the disk may
        // not have. Now everybody sees them, and whoever sends them again is told that they are stored.
        try transaction.settle()
        let migrator = Migrator(connection: transaction)
        try migrator.apply(migrations)
        epoch = try migrator.epoch()
        try transaction.execute(Self.writerSettings)
        if !configuration.isDurable { try transaction.execute("PRAGMA synchronous = NORMAL") }

        let cacheKiB = configuration.readerCacheKiB
        let mapBytes = configuration.readerMapBytes
        let readers = Readers(threadLimit: configuration.readers, waitingLimit: configuration.waitingReadsLimit) {
            () throws(StorageFault) in
            let connection = try Connection(path: path, cacheKiB: cacheKiB)
            try connection.execute("PRAGMA query_only = ON; PRAGMA mmap_size = \(mapBytes)")
            return connection
        }
        let checkpoints = Checkpoints(readers: readers, pageLimit: configuration.checkpointPages)
        checkpoints.watch(transaction)
        let writer = Writer(transaction: transaction, configuration: configuration, checkpoints: checkpoints)
        let ending = Ending()
        self.readers = readers
        self.writer = writer
        self.ending = ending
        let thread = Thread(name: "db-writer") {
            writer.run()
            readers.join()
            writer.finish()
            ending.reached()
        }
        ending.follow(thread)
    }

    deinit {
        readers.close()
        writer.close()
        ending.letGo()
    }

    /// Runs `body` on a reader thread; all its queries see the same moment, and every write acknowledged before.
    /// - Throws: What `body` throws, `.busy` when too many reads wait, `.closed` after ``close()``.
    public func read<Output: Sendable>(
        _ body: @escaping @Sendable (Connection) throws -> Output
    ) async throws -> Output {
        try await unsafe withUnsafeThrowingContinuation { continuation in
            readers.submit(unsafe TypedReadJob(body: body, continuation: continuation))
        }
    }

    /// Runs `body` on the writer thread and returns when its changes are on disk.
    ///
    /// What waits while a commit is under way shares the next one. A body that throws is undone alone.
    /// - Throws: What `body` throws, `.full` when the disk refused the commit (then nothing of the group was kept),
    ///   `.busy` when too many writes wait, `.closed` after ``close()``.
    @discardableResult
    public func write<Output: Sendable>(
        _ body: @escaping @Sendable (Transaction) throws -> Output
    ) async throws -> Output {
        try await unsafe withUnsafeThrowingContinuation { continuation in
            writer.submit([unsafe TypedWriteJob(body: body, continuation: continuation)])
        }
    }

    /// Runs each of `bodies`, in order, as ``write(_:)`` runs one, and returns when all of them are on disk or undone.
    ///
    /// They are queued in one piece, so that they share a commit as far as the bound of a group allows. A body that
    /// throws is undone alone.
    /// - Returns: What became of each, in the order of `bodies`.
    public func write<Output: Sendable>(
        each bodies: [@Sendable (Transaction) throws -> Output]
    ) async -> [Result<Output, any Error>] {
        guard !bodies.isEmpty else { return [] }
        return await unsafe withUnsafeContinuation { continuation in
            let outcomes = unsafe Outcomes(of: bodies.count, continuation: continuation)
            writer.submit(bodies.enumerated().map { PartWriteJob(body: $1, place: $0, outcomes: outcomes) })
        }
    }

    /// Whether the latest commit met no trouble with disk or file. Costs no I/O.
    public var isHealthy: Bool { writer.isHealthy }

    /// Figures for the metrics.
    public var statistics: DatabaseStatistics { writer.statistics }

    /// Looks whether the database answers, for a readiness check: reads, and when a commit failed before, writes too,
    /// so that a disk with space again is noticed without anybody's write.
    /// - Throws: The fault that stands in the way.
    public func probe() async throws {
        _ = try await read { try $0.first("SELECT 1") { _ in } }
        guard !isHealthy else { return }
        try await write { transaction in
            try transaction.run(
                "INSERT INTO storage_meta VALUES ('probes', 1) ON CONFLICT DO UPDATE SET value = value + 1")
        }
    }

    /// Accepts no more, finishes what was accepted, copies the write-ahead log into the file and ends the threads.
    /// May be called more than once.
    public func close() async {
        readers.close()
        writer.close()
        await ending.wait()
    }

    /// People's messages are nobody else's business; the log and index files inherit the permissions.
    private static func createPrivateFile(_ path: String) throws(StorageFault) {
        guard path.hasPrefix("/") || path.hasPrefix(".") else {
            throw .programming("The path of a database begins with / or a dot, unlike \"\(path)\".")
        }
        let file = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard file >= 0 else {
            let reason = unsafe String(cString: strerror(errno))
            throw .unavailable("\(path) cannot be opened: \(reason).")
        }
        Glibc.close(file)
    }
}

/// Lets callers of `close` wait for the end of the writer thread.
private final class Ending: Sendable {
    private struct State {
        var thread: Thread?
        var isReached = false
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Mutex(State())

    /// Remembers the thread to join.
    func follow(_ thread: Thread) {
        state.withLock { $0.thread = thread }
    }

    /// Called by the thread as its last act.
    func reached() {
        let waiting = state.withLock { state in
            state.isReached = true
            defer { state.waiting = [] }
            return state.waiting
        }
        for continuation in waiting { continuation.resume() }
    }

    func wait() async {
        await withCheckedContinuation { continuation in
            let isReached = state.withLock { state in
                if !state.isReached { state.waiting.append(continuation) }
                return state.isReached
            }
            if isReached { continuation.resume() }
        }
        state.withLock { $0.thread.take() }?.join()
    }

    /// Nobody will wait.
    func letGo() {
        state.withLock { $0.thread.take() }?.detach()
    }
}
