import Synchronization
import Threads

/// The queue of an ``Offload`` is full; try again later.
public struct OffloadFull: Error, Sendable {
    public init() {}
}

/// A few threads for what would block a loop: password hashing, files, name resolution. The queue is bounded.
public final class Offload: Sendable {
    /// Two threads and 1,024 waiting jobs, for the whole process.
    public static let shared = Offload(threads: 2, queueLimit: 1_024)

    private struct Queue {
        var jobs: [@Sendable () -> Void] = []
        var next = 0
        var started = 0

        var waiting: Int { jobs.count - next }

        mutating func take() -> (@Sendable () -> Void)? {
            guard next < jobs.count else { return nil }
            defer {
                next += 1
                if next == jobs.count { (jobs, next) = ([], 0) }
            }
            return jobs[next]
        }
    }

    private let queue = Mutex(Queue())
    private let signal = Signal()
    private let threads: Int
    private let queueLimit: Int

    /// Threads start with the first jobs and then stay: make one of these for the process, not for a request.
    public init(threads: Int, queueLimit: Int) {
        self.threads = threads
        self.queueLimit = queueLimit
    }

    /// Runs `body` on one of the threads, and returns on the caller's executor.
    /// - Throws: ``OffloadFull`` when `queueLimit` jobs wait already; otherwise what `body` throws.
    public func run<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            let isTaken = add { continuation.resume(with: Result { try body() }) }
            if !isTaken { continuation.resume(throwing: OffloadFull()) }
        }
    }

    private func add(_ job: @escaping @Sendable () -> Void) -> Bool {
        let (isTaken, mustStart) = queue.withLock { queue in
            guard queue.waiting < queueLimit else { return (false, false) }
            queue.jobs.append(job)
            guard queue.started < threads else { return (true, false) }
            queue.started += 1
            return (true, true)
        }
        if mustStart { Thread(name: "offload") { self.work() }.detach() }
        if isTaken { signal.raise() }
        return isTaken
    }

    private func work() {
        while true {
            signal.wait()
            queue.withLock { $0.take() }?()
        }
    }
}
