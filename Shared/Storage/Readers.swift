import Synchronization
import Threads

/// One read that waits for a reader thread, or is with it.
// Sendable: made by the caller, then handed over through the pool's lock and touched by one reader thread only.
class ReadJob: @unchecked Sendable {
    func perform(on connection: Connection) { fatalError("abstract") }
    func fail(_ error: any Error) { fatalError("abstract") }
}

// Sendable: as its superclass; what is added goes the same way.
@safe final class TypedReadJob<Output: Sendable>: ReadJob, @unchecked Sendable {
    private let body: @Sendable (Connection) throws -> Output
    private let continuation: UnsafeContinuation<Output, any Error>

    init(
        body: @escaping @Sendable (Connection) throws -> Output, continuation: UnsafeContinuation<Output, any Error>
    ) {
        self.body = body
        unsafe self.continuation = continuation
    }

    override func perform(on connection: Connection) {
        let result = Result { try connection.snapshot(body) }
        unsafe continuation.resume(with: result)
    }

    override func fail(_ error: any Error) { unsafe continuation.resume(throwing: error) }
}

/// The threads that read. They start when they are needed, and the one that slept last wakes first, so that a quiet
/// database keeps one of them warm and the others cost nothing.
// Sendable: `shared` is under its lock, the rest never changes.
final class Readers: @unchecked Sendable {
    private struct Shared {
        var waiting: [ReadJob] = []
        /// Where in `waiting` the queue begins.
        var head = 0
        var asleep: [Reader] = []
        var threads: [Thread] = []
        var isClosed = false

        var count: Int { waiting.count - head }

        mutating func popFirst() -> ReadJob? {
            guard head < waiting.count else { return nil }
            let job = waiting[head]
            head += 1
            if head == waiting.count || head >= 1024 {
                waiting.removeFirst(head)
                head = 0
            }
            return job
        }
    }

    /// A thread's place to sleep: a job is put here before it wakes; none means the end.
    private final class Reader: Sendable {
        let wake = Signal()
        let job = Mutex<ReadJob?>(nil)

        func awaitJob() -> ReadJob? {
            wake.wait()
            return job.withLock { $0.take() }
        }
    }

    private let shared = Mutex(Shared())
    private let threadLimit: Int
    private let waitingLimit: Int
    private let open: @Sendable () throws(StorageFault) -> Connection

    /// - Parameter open: Opens a connection, on the thread that will use it.
    init(
        threadLimit: Int, waitingLimit: Int, open: @escaping @Sendable () throws(StorageFault) -> Connection
    ) {
        self.threadLimit = max(1, threadLimit)
        self.waitingLimit = waitingLimit
        self.open = open
    }

    /// Hands a job to a thread or queues it, or fails it at once.
    /// - Parameter first: Whether it goes before what waits.
    func submit(_ job: ReadJob, first: Bool = false) {
        var fault: StorageFault?
        let reader: Reader? = shared.withLock { shared in
            if shared.isClosed {
                fault = .closed
            } else if let reader = shared.asleep.popLast() ?? startReader(&shared) {
                return reader
            } else if shared.count >= waitingLimit {
                fault = .busy("\(waitingLimit) reads are waiting.")
            } else {
                shared.waiting.insert(job, at: first ? shared.head : shared.waiting.count)
            }
            return nil
        }
        if let fault { job.fail(fault) }
        guard let reader else { return }
        reader.job.withLock { $0 = job }
        reader.wake.raise()
    }

    /// Accepts no more; the threads end when what waits is read.
    func close() {
        let asleep = shared.withLock { shared in
            shared.isClosed = true
            defer { shared.asleep = [] }
            return shared.asleep
        }
        for reader in asleep { reader.wake.raise() }
    }

    /// Waits until all threads have ended, after ``close()``. Blocks.
    func join() {
        for thread in shared.withLock({ $0.threads }) { thread.join() }
    }

    /// One more thread, if there may be one; it sleeps until it is given a job.
    private func startReader(_ shared: inout Shared) -> Reader? {
        guard shared.threads.count < threadLimit else { return nil }
        let reader = Reader()
        shared.threads.append(Thread(name: "db-reader") { [self] in run(reader) })
        return reader
    }

    /// A reader thread's life. Its connection is opened by the first job, and again if that failed.
    private func run(_ reader: Reader) {
        var connection: Connection?
        var next = reader.awaitJob()
        while let job = next {
            do {
                let open = try connection ?? open()
                connection = open
                job.perform(on: open)
            } catch {
                job.fail(error)
            }
            next = nextJob(for: reader)
        }
    }

    private func nextJob(for reader: Reader) -> ReadJob? {
        let (job, isClosed) = shared.withLock { shared -> (ReadJob?, Bool) in
            let job = shared.popFirst()
            if job == nil, !shared.isClosed { shared.asleep.append(reader) }
            return (job, shared.isClosed)
        }
        return job != nil || isClosed ? job : reader.awaitJob()
    }
}
