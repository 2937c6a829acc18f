import Loop
import ServiceKit
import Synchronization
import WireModel

/// Works the queue off: a few jobs at a time, each to its end, and again later those that could not be done.
///
/// A job is marked as soon as its mail is somebody else's. A process that dies between the two sends the mail
/// again, with the same Message-ID; nothing is lost.
actor Worker: LoopBound {
    static let concurrencyLimit = 4
    /// How often the clock is looked at.
    static let period = Duration.seconds(1)
    /// What a mail under way may take once the process is told to stop.
    static let stopGrace = Duration.seconds(6)
    private static let storePause = Duration.seconds(2)

    nonisolated let loop: EventLoop
    private nonisolated let depth = Atomic<Int64>(0)

    private let jobs: JobStore
    private let sender: Sender
    private let context: ServiceContext
    private let chance: @Sendable () -> Double
    private var running: [Int64: Task<Void, any Error>] = [:]
    /// Jobs that ended while the store was asked for due ones: its answer may still name them.
    private var justEnded: Set<Int64> = []
    private var nextDue: Timestamp? = Timestamp(milliseconds: 0)
    /// What the clock said last; before the first time anything may have happened to it.
    private var lastSeen = Timestamp(milliseconds: .max)
    private var isLooking = false
    private var mustLookAgain = false
    private var isStopped = false
    private var ticker: LoopTimer?
    private var stopped: CheckedContinuation<Void, Never>?

    /// How many jobs are not done, as last seen.
    nonisolated var waiting: Int64 { depth.load(ordering: .relaxed) }

    /// - Parameter chance: 0 up to 1, for the spread of retries.
    init(jobs: JobStore, sender: Sender, context: ServiceContext, chance: @escaping @Sendable () -> Double) {
        self.jobs = jobs
        self.sender = sender
        self.context = context
        self.chance = chance
        loop = context.loop
    }

    func start() async {
        ticker = loop.schedule(every: Self.period) { [self] in loop.spawn { await self.tick() } }
        await tick()
    }

    /// New jobs were queued.
    func wake() async {
        lastSeen = max(lastSeen, context.now())
        await look()
    }

    /// Looks for jobs when the clock says that one has come due.
    func tick() async {
        let now = context.now()
        let hasGoneBack = now < lastSeen
        lastSeen = now
        if hasGoneBack { await hasten(at: now) }
        if hasGoneBack || nextDue.map({ $0 <= now }) ?? false { await look() }
    }

    private func hasten(at now: Timestamp) async {
        do {
            try await jobs.hasten(at: now)
        } catch {
            // The next tick tries again.
            lastSeen = Timestamp(milliseconds: .max)
            context.log.error("The queue of mails cannot be set to the clock.", ["error": .string("\(error)")])
        }
    }

    /// Begins nothing more, and lets what is under way come to its end for a while.
    func stop() async {
        isStopped = true
        ticker?.cancel()
        guard !running.isEmpty else { return }
        let deadline = loop.schedule(after: Self.stopGrace) { [self] in onLoop { $0.resumeStop() } }
        await withCheckedContinuation { stopped = $0 }
        deadline.cancel()
        for task in running.values { task.cancel() }
    }

    private func look() async {
        mustLookAgain = true
        guard !isLooking else { return }
        isLooking = true
        defer { isLooking = false }
        while mustLookAgain, !isStopped {
            mustLookAgain = false
            await beginDueJobs()
        }
    }

    private func beginDueJobs() async {
        justEnded = []
        do {
            let due = try await jobs.due(at: context.now(), limit: Self.concurrencyLimit + running.count)
            for job in due where running[job.id] == nil && !justEnded.contains(job.id) { begin(job) }
            let outlook = try await jobs.outlook()
            nextDue = outlook.next
            depth.store(outlook.waiting, ordering: .relaxed)
        } catch {
            context.log.error("The queue of mails cannot be read.", ["error": .string("\(error)")])
        }
    }

    private func begin(_ job: MailJob) {
        guard running.count < Self.concurrencyLimit, !isStopped else { return }
        running[job.id] = loop.spawn { [self] in await work(on: job) }
    }

    private func work(on job: MailJob) async {
        let outcome = await sender.attempt(job)
        // What was broken off by the process's end is tried again by the next one.
        if outcome == .sent || !Task.isCancelled { await record(outcome, of: job) }
        running[job.id] = nil
        justEnded.insert(job.id)
        if isStopped, running.isEmpty { resumeStop() }
        if !isStopped { await look() }
    }

    /// Keeps the job to itself until the store has it: a mail that went must not go again because a disk is full.
    private func record(_ outcome: MailOutcome, of job: MailJob) async {
        let isHeld = if case .held = outcome { true } else { false }
        repeat {
            let now = context.now()
            let next = RetryPlan.next(
                attempts: job.attempts + 1, isHeld: isHeld, queuedAt: job.queuedAt, now: now, chance: chance())
            do {
                try await jobs.finish(job, outcome, next: next, now: now)
                // Should the clock have gone back meanwhile, the next tick sees it.
                lastSeen = max(lastSeen, now)
                return tell(outcome, of: job, isOver: next == nil)
            } catch {
                context.log.error("A mail's end cannot be stored.", ["error": .string("\(error)")])
                await loop.sleep(for: Self.storePause)
            }
        } while !Task.isCancelled
    }

    private func tell(_ outcome: MailOutcome, of job: MailJob, isOver: Bool) {
        let (word, reason) =
            switch outcome {
            case .sent: ("sent", "")
            case .skipped(let reason): ("skipped", reason)
            case .limited: ("limited", "limit")
            case .failed(let reason): ("failed", reason)
            case .deferred(let reason), .held(let reason): (isOver ? "failed" : "deferred", reason)
            }
        context.metrics.count(
            "majlis_mails_total", labels: "kind=\"\(job.kind)\",outcome=\"\(word)\"",
            help: "Attempts at mails, by their kind and end.")
        if outcome == .limited {
            context.log.warning(
                "An address has had its fill of mails; one was dropped.",
                ["mail": .string(job.name), "workspace": .string(job.workspace.description)])
        }
        context.log.info(
            "A mail was worked on.",
            [
                "mail": .string(job.name), "workspace": .string(job.workspace.description), "outcome": .string(word),
                "reason": .string(reason), "attempt": .integer(Int64(job.attempts + 1)),
            ])
    }

    private func resumeStop() {
        stopped?.resume()
        stopped = nil
    }
}
