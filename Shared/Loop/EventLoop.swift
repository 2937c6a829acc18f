import CLinux
import Glibc
import Synchronization
import Threads

/// One thread, many descriptors: waits in epoll, runs callbacks, timers and jobs, then flushes what the turn produced.
///
/// It is a serial executor (actors pinned by ``LoopBound``) and a task executor (handlers) at once, so asynchronous
/// code on the loop never leaves its thread. A turn runs in this order: descriptors, timers, jobs, turn-end hooks.
// Sendable: what another thread may touch is in `inbox` (a Mutex) or immutable; everything else is used by the loop's
// own thread only, which `assertCurrent` checks in debug builds.
@safe public final class EventLoop: SerialExecutor, TaskExecutor, @unchecked Sendable {
    /// Bytes one read can bring: the size of the buffer all connections of the loop share.
    public static let readBufferBytes = 262_144
    /// Handlers run on it, decoders and all. Only the pages touched take memory.
    private static let stackBytes = 4 << 20
    private static let eventsATurn = 512
    private static let jobsATurn = 8_192

    enum Work: Sendable {
        case job(UnownedJob)
        case call(@Sendable () -> Void)
    }

    private struct Inbox {
        var work: [Work] = []
        var isSignalled = false
        var isStopped = false
    }

    public let name: String
    let epoll: Int32
    private let wakeUp: Int32
    private let inbox = Mutex(Inbox())

    // The thread's own.
    private var jobs: [Work] = []
    /// Jobs that ran in this turn, until they are let go; always empty between turns.
    private var spent: [Work] = []
    private var timers = TimerHeap()
    private var turnEnds: [any TurnEnd] = []
    private var isStopping = false
    /// Descriptors closed in this turn: kept until its end, as the batch of events may still point at them.
    var closedThisTurn: [Pollable] = []
    let readBuffer: UnsafeMutableBufferPointer<UInt8>
    var isReceiving = false
    private var instant = LoopInstant.clock()

    /// Makes a loop and starts its thread, which runs until ``stop()``.
    public init(name: String = "loop") {
        self.name = name
        epoll = epoll_create1(Int32(EPOLL_CLOEXEC))
        wakeUp = eventfd(0, Int32(EFD_CLOEXEC | EFD_NONBLOCK))
        precondition(epoll >= 0 && wakeUp >= 0, "no descriptors left for an event loop")
        // Pages are only taken once a read reaches them.
        unsafe readBuffer = .allocate(capacity: Self.readBufferBytes)
        signal(SIGPIPE, SIG_IGN)
        var event = unsafe epoll_event(events: EPOLLIN.rawValue, data: epoll_data_t(u64: 0))
        unsafe epoll_ctl(epoll, EPOLL_CTL_ADD, wakeUp, &event)
        Thread(name: "loop", stackBytes: Self.stackBytes) { self.run() }.detach()
    }

    // Not when the thread ends: somebody may still wake the loop, and the numbers may be another's by then.
    deinit {
        unsafe readBuffer.deallocate()
        close(wakeUp)
        close(epoll)
    }

    /// The loop whose thread this is; nil elsewhere.
    public static var current: EventLoop? {
        guard let pointer = unsafe pthread_getspecific(threadKey) else { return nil }
        return unsafe Unmanaged<EventLoop>.fromOpaque(pointer).takeUnretainedValue()
    }

    // Holds the loop's address in its own thread, without a reference: the thread keeps the loop alive.
    private static let threadKey: pthread_key_t = {
        var key = pthread_key_t()
        unsafe pthread_key_create(&key, nil)
        return key
    }()

    /// Whether the caller runs on this loop's thread.
    public var isCurrent: Bool {
        unsafe pthread_getspecific(Self.threadKey) == Unmanaged.passUnretained(self).toOpaque()
    }

    /// Traps in debug builds when the caller is not on this loop's thread.
    @inlinable public func assertCurrent() {
        assert(isCurrent, "used away from its event loop")
    }

    /// Monotonic time, read once a turn. (loop)
    public var now: LoopInstant {
        assertCurrent()
        return instant
    }

    /// Runs `job` on the loop in its next turn. From any thread; dropped after ``stop()``.
    public func execute(_ job: @escaping @Sendable () -> Void) {
        add(.call(job))
    }

    /// Starts a task that lives on this loop, with everything it awaits that is not isolated elsewhere.
    @discardableResult
    public func spawn<Value: Sendable>(
        _ operation: @escaping @Sendable () async throws -> Value
    ) -> Task<Value, any Error> {
        Task(executorPreference: self) { try await operation() }
    }

    /// Runs `job` once after `delay`, to the millisecond at best. (loop)
    @discardableResult
    public func schedule(after delay: Duration, _ job: @escaping () -> Void) -> LoopTimer {
        schedule(LoopTimer(loop: self, at: LoopInstant.clock() + delay, every: nil, job))
    }

    /// Runs `job` every `period`, first after one period, until the timer is cancelled. (loop)
    @discardableResult
    public func schedule(every period: Duration, _ job: @escaping () -> Void) -> LoopTimer {
        schedule(LoopTimer(loop: self, at: LoopInstant.clock() + period, every: period, job))
    }

    /// Suspends a task for `duration`, on the loop's own clock: what sleeps here needs no other thread to wake up. A
    /// task that is cancelled wakes up at once. From anywhere: who is on it only by an actor is elsewhere in here.
    public func sleep(for duration: Duration) async {
        let nap = Nap()
        await withTaskCancellationHandler {
            await unsafe withUnsafeContinuation { continuation in
                execute { [self] in
                    nap.begin(until: schedule(after: duration) { nap.end() }) { unsafe continuation.resume() }
                }
            }
        } onCancel: {
            execute { nap.end() }
        }
    }

    private func schedule(_ timer: LoopTimer) -> LoopTimer {
        assertCurrent()
        timers.insert(timer)
        return timer
    }

    func insert(_ timer: LoopTimer) {
        timers.insert(timer)
    }

    func takeDueTimer() -> LoopTimer? {
        timers.takeDue(instant)
    }

    func cancel(_ timer: LoopTimer) {
        assertCurrent()
        timers.remove(timer)
    }

    /// Calls `hook` once, at the end of this turn. (loop)
    public func atTurnEnd(_ hook: any TurnEnd) {
        assertCurrent()
        turnEnds.append(hook)
    }

    /// Ends the thread after its current turn. What is still queued never runs. From any thread.
    public func stop() {
        inbox.withLock { $0.isStopped = true }
        wake()
    }

    // MARK: Executor

    public func enqueue(_ job: consuming ExecutorJob) {
        add(.job(UnownedJob(job)))
    }

    public func checkIsolated() {
        precondition(isCurrent, "used away from its event loop")
    }

    public func isIsolatingCurrentContext() -> Bool? {
        isCurrent
    }

    private func add(_ work: Work) {
        if isCurrent {
            jobs.append(work)
            return
        }
        let mustWake = inbox.withLock { inbox in
            guard !inbox.isStopped else { return false }
            inbox.work.append(work)
            defer { inbox.isSignalled = true }
            return !inbox.isSignalled
        }
        if mustWake { wake() }
    }

    private func wake() {
        var one: UInt64 = 1
        unsafe write(wakeUp, &one, 8)
    }

    // MARK: The thread

    private func run() {
        unsafe pthread_setspecific(Self.threadKey, Unmanaged.passUnretained(self).toOpaque())
        let events = UnsafeMutableBufferPointer<epoll_event>.allocate(capacity: Self.eventsATurn)
        while !isStopping {
            unsafe turn(events)
        }
        unsafe events.deallocate()
        pthread_setspecific(Self.threadKey, nil)
    }

    private func turn(_ events: UnsafeMutableBufferPointer<epoll_event>) {
        // The events in the buffer are read before the next wait.
        let patience = jobs.isEmpty ? timers.millisecondsToNext(LoopInstant.clock()) : 0
        let count = unsafe epoll_wait(epoll, events.baseAddress, Int32(events.count), patience)
        instant = LoopInstant.clock()
        for index in 0..<max(0, Int(count)) {
            unsafe dispatch(events[index])
        }
        fireTimers()
        runJobs()
        endTurn()
    }

    private func dispatch(_ event: epoll_event) {
        guard let address = unsafe UnsafeRawPointer(bitPattern: UInt(event.data.u64)) else { return takeInbox() }
        // The registration holds a reference until the descriptor is closed, and after that the turn to its end.
        let pollable = unsafe Unmanaged<Pollable>.fromOpaque(address).takeUnretainedValue()
        if pollable.isRegistered { pollable.ready(Readiness(rawValue: unsafe event.events)) }
    }

    private func takeInbox() {
        var count: UInt64 = 0
        unsafe read(wakeUp, &count, 8)
        var arrived: [Work] = []
        inbox.withLock { inbox in
            swap(&arrived, &inbox.work)
            inbox.isSignalled = false
            isStopping = inbox.isStopped
        }
        if jobs.isEmpty { swap(&jobs, &arrived) } else { jobs.append(contentsOf: arrived) }
    }

    /// Runs what is queued and what that queues in turn, up to a bound, so that descriptors never wait for long.
    private func runJobs() {
        var next = 0
        while next < jobs.count, next < Self.jobsATurn {
            switch jobs[next] {
            case .job(let job):
                unsafe job.runSynchronously(
                    isolatedTo: asUnownedSerialExecutor(), taskExecutor: asUnownedTaskExecutor())
            case .call(let call): call()
            }
            next += 1
        }
        forget(next)
    }

    /// Lets the first `count` jobs go, after they left the queue: what a job held may be released with it, and a
    /// deinitialiser may queue jobs.
    private func forget(_ count: Int) {
        if count == jobs.count {
            swap(&jobs, &spent)
        } else {
            spent += jobs[..<count]
            jobs.removeFirst(count)
        }
        spent.removeAll(keepingCapacity: count <= 1_024)
    }

    private func endTurn() {
        while !turnEnds.isEmpty {
            let hooks = turnEnds
            turnEnds.removeAll()
            for hook in hooks { hook.turnEnded() }
        }
        // What is released here may close more, in its deinitialiser.
        while !closedThisTurn.isEmpty {
            let closed = closedThisTurn
            closedThisTurn = []
            withExtendedLifetime(closed) {}
        }
    }
}

/// A sleep that ends once: with its timer, or when its task is cancelled.
// Sendable: handed to its loop by `execute`, as the first and the last of its calls are: only that thread uses it.
private final class Nap: @unchecked Sendable {
    private var timer: LoopTimer?
    private var wake: (() -> Void)?
    private var isOver = false

    /// Of a task that was cancelled before, the end may come first.
    func begin(until timer: LoopTimer, _ wake: @escaping () -> Void) {
        (self.timer, self.wake) = (timer, wake)
        if isOver { end() }
    }

    func end() {
        isOver = true
        timer?.cancel()
        timer = nil
        let wake = wake
        self.wake = nil
        wake?()
    }
}

/// Something to be told when the loop's turn is over, such as output that waits to leave in one piece.
public protocol TurnEnd: AnyObject {
    func turnEnded()
}
