import Synchronization
import Threads

#if BREAKABLE
    import Glibc
#endif

/// One write that waits for the writer thread, or is with it.
// Sendable: made by the caller, then handed over through the writer's lock and touched by the writer thread only.
class WriteJob: @unchecked Sendable {
    /// Why the body was undone, once it has run.
    fileprivate var error: (any Error)?
    private var actions: [@Sendable () -> Void] = []
    #if BREAKABLE
        private var isAnswered = false
    #endif

    /// Runs the body; nobody hears of the result before the commit.
    fileprivate final func perform(in transaction: Transaction, alone: Bool) {
        do { actions = try transaction.perform(alone: alone, run) } catch { self.error = error }
    }

    /// Tells the caller, once the group is on disk.
    fileprivate final func answer() {
        #if BREAKABLE
            guard !isAnswered else { return }
            isAnswered = true
        #endif
        if let error { return fail(error) }
        for action in actions { action() }
        succeed()
    }

    fileprivate func run(in transaction: Transaction) throws { fatalError("abstract") }
    fileprivate func succeed() { fatalError("abstract") }
    fileprivate func fail(_ error: any Error) { fatalError("abstract") }
}

// Sendable: as its superclass; what is added goes the same way.
@safe final class TypedWriteJob<Output: Sendable>: WriteJob, @unchecked Sendable {
    private let body: @Sendable (Transaction) throws -> Output
    private let continuation: UnsafeContinuation<Output, any Error>
    private var output: Output?

    init(
        body: @escaping @Sendable (Transaction) throws -> Output, continuation: UnsafeContinuation<Output, any Error>
    ) {
        self.body = body
        unsafe self.continuation = continuation
    }

    fileprivate override func run(in transaction: Transaction) throws { output = try body(transaction) }
    fileprivate override func succeed() { unsafe continuation.resume(returning: output!) }
    fileprivate override func fail(_ error: any Error) { unsafe continuation.resume(throwing: error) }
}

/// One of several writes whose caller waits for all of them.
// Sendable: as its superclass; what is added goes the same way.
final class PartWriteJob<Output: Sendable>: WriteJob, @unchecked Sendable {
    private let body: @Sendable (Transaction) throws -> Output
    private let place: Int
    private let outcomes: Outcomes<Output>
    private var output: Output?

    init(body: @escaping @Sendable (Transaction) throws -> Output, place: Int, outcomes: Outcomes<Output>) {
        self.body = body
        self.place = place
        self.outcomes = outcomes
    }

    fileprivate override func run(in transaction: Transaction) throws { output = try body(transaction) }
    fileprivate override func succeed() { outcomes.settle(place, .success(output!)) }
    fileprivate override func fail(_ error: any Error) { outcomes.settle(place, .failure(error)) }
}

/// Gathers what became of several writes, and resumes their caller with the last.
// Sendable: the writes are accepted or refused together, so that one thread settles all of them.
@safe final class Outcomes<Output: Sendable>: @unchecked Sendable {
    private var settled: [Result<Output, any Error>?]
    private var open: Int
    private let continuation: UnsafeContinuation<[Result<Output, any Error>], Never>

    init(of count: Int, continuation: UnsafeContinuation<[Result<Output, any Error>], Never>) {
        settled = Array(repeating: nil, count: count)
        open = count
        unsafe self.continuation = continuation
    }

    fileprivate func settle(_ place: Int, _ outcome: Result<Output, any Error>) {
        settled[place] = outcome
        open -= 1
        if open == 0 { unsafe continuation.resume(returning: settled.map { $0! }) }
    }
}

/// The one thread that changes the database.
///
/// Whatever waits when a commit has ended goes into the next one: no timer, and one fsync for all of them.
// Sendable: `shared` is under its lock; everything else that changes belongs to the writer thread.
@safe final class Writer: @unchecked Sendable {
    private struct Shared {
        var waiting: [WriteJob] = []
        /// Accepted and not answered yet.
        var outstanding = 0
        var isAsleep = false
        var isClosed = false
    }

    private let shared = Mutex(Shared())
    private let wake = Signal()
    private let healthy = Atomic(true)
    private let commits = Atomic(0)
    private let writes = Atomic(0)
    private let waitingLimit: Int
    private let groupLimit: Int

    private let transaction: Transaction
    private let checkpoints: Checkpoints

    init(transaction: Transaction, configuration: DatabaseConfiguration, checkpoints: Checkpoints) {
        self.transaction = transaction
        self.checkpoints = checkpoints
        waitingLimit = configuration.waitingWritesLimit
        groupLimit = configuration.groupLimit
    }

    /// Whether the last commit met no trouble with disk or file.
    var isHealthy: Bool { healthy.load(ordering: .relaxed) }

    var statistics: DatabaseStatistics {
        DatabaseStatistics(
            writes: writes.load(ordering: .relaxed), commits: commits.load(ordering: .relaxed),
            outstandingWrites: shared.withLock { $0.outstanding })
    }

    /// Queues writes, or fails all of them at once.
    func submit(_ jobs: [WriteJob]) {
        var fault: StorageFault?
        let mustWake = shared.withLock { shared in
            if shared.isClosed {
                fault = .closed
            } else if shared.outstanding + jobs.count > waitingLimit {
                fault = .busy("\(waitingLimit) writes are waiting.")
            } else {
                shared.outstanding += jobs.count
                shared.waiting += jobs
            }
            let mustWake = shared.isAsleep && fault == nil
            if mustWake { shared.isAsleep = false }
            return mustWake
        }
        if let fault {
            for job in jobs { job.fail(fault) }
        }
        if mustWake { wake.raise() }
    }

    /// Accepts no more; the thread ends when what waits is written.
    func close() {
        let mustWake = shared.withLock { shared in
            shared.isClosed = true
            defer { shared.isAsleep = false }
            return shared.isAsleep
        }
        if mustWake { wake.raise() }
    }

    /// The writer thread's life.
    func run() {
        var jobs: [WriteJob] = []
        while nextJobs(&jobs) {
            var start = 0
            while start < jobs.count {
                var group = jobs[start..<min(start + groupLimit, jobs.count)]
                start = group.endIndex
                while !group.isEmpty { group = commit(group) }
                checkpoints.committed(by: transaction)
            }
        }
    }

    /// Copies the whole log into the file and closes it, when nobody else has it open any more.
    func finish() {
        transaction.finish()
    }

    /// Swaps the finished `jobs` for all that wait; sleeps until there is one.
    /// - Returns: `false` when closed and nothing waits.
    private func nextJobs(_ jobs: inout [WriteJob]) -> Bool {
        var finished = jobs.count
        jobs.removeAll(keepingCapacity: jobs.capacity <= groupLimit)
        while true {
            let isClosed = shared.withLock { shared in
                shared.outstanding -= finished
                swap(&shared.waiting, &jobs)
                shared.isAsleep = jobs.isEmpty && !shared.isClosed
                return shared.isClosed
            }
            if !jobs.isEmpty { return true }
            if isClosed { return false }
            finished = 0
            wake.wait()
        }
    }

    /// Writes one group and answers each of its callers, in order, after the fsync.
    /// - Returns: Those not begun when SQLite gave up the transaction; they go into another.
    private func commit(_ group: ArraySlice<WriteJob>) -> ArraySlice<WriteJob> {
        var rest = group
        do throws(StorageFault) {
            try transaction.begin()
            while let job = rest.popFirst() {
                job.perform(in: transaction, alone: group.count == 1)
                if let loss = transaction.loss { throw loss }
            }
            #if BREAKABLE
                if Breakage.chosen == .earlyAcknowledgement {
                    for job in group { job.answer() }
                    // Longer than the answers take to arrive.
                    usleep(2_000)
                }
            #endif
            try transaction.end()
        } catch {
            transaction.rollBack()
            healthy.store(!error.concernsTheFile, ordering: .relaxed)
            // When not even the first was begun, all of them share the fault.
            let failed = rest.count == group.count ? group : group[..<rest.startIndex]
            for job in failed { job.fail(error) }
            return rest.count == group.count ? [] : rest
        }
        noteHealth(after: group)
        commits.add(1, ordering: .relaxed)
        writes.add(group.count, ordering: .relaxed)
        for job in group { job.answer() }
        return []
    }

    private func noteHealth(after group: ArraySlice<WriteJob>) {
        if group.contains(where: { ($0.error as? StorageFault)?.concernsTheFile == true }) {
            healthy.store(false, ordering: .relaxed)
        } else if transaction.hasChanged {
            healthy.store(true, ordering: .relaxed)
        }
    }
}
