/// A job for later. Cancel it on its loop; a timer that has fired or was cancelled holds nothing.
// Sendable: used on its loop's thread only, which `cancel` checks in debug builds.
public final class LoopTimer: @unchecked Sendable {
    private unowned let loop: EventLoop
    fileprivate(set) var deadline: LoopInstant
    fileprivate let period: Duration?
    fileprivate var job: (() -> Void)?
    fileprivate var place = -1

    init(loop: EventLoop, at deadline: LoopInstant, every period: Duration?, _ job: @escaping () -> Void) {
        self.loop = loop
        self.deadline = deadline
        self.period = period
        self.job = job
    }

    /// Takes the timer back; nothing happens when it has fired already. (loop)
    public func cancel() {
        job = nil
        if place >= 0 { loop.cancel(self) }
    }
}

/// Timers ordered by deadline: a binary heap in which each timer knows its place, so that cancelling costs O(log n).
struct TimerHeap {
    private var timers: [LoopTimer] = []

    mutating func insert(_ timer: LoopTimer) {
        timer.place = timers.count
        timers.append(timer)
        rise(timer.place)
    }

    mutating func remove(_ timer: LoopTimer) {
        let place = timer.place
        guard place >= 0 else { return }
        timer.place = -1
        let last = timers.removeLast()
        guard last !== timer else { return }
        put(last, at: place)
        rise(place)
        sink(last.place)
    }

    /// Milliseconds until the next deadline, rounded up; -1 without one.
    func millisecondsToNext(_ now: LoopInstant) -> Int32 {
        guard let next = timers.first else { return -1 }
        let nanoseconds = next.deadline.nanoseconds - now.nanoseconds
        return Int32(clamping: max(0, (nanoseconds + 999_999) / 1_000_000))
    }

    /// Runs everything due at `now`. A job may add and cancel timers.
    mutating func takeDue(_ now: LoopInstant) -> LoopTimer? {
        guard let next = timers.first, next.deadline <= now else { return nil }
        remove(next)
        return next
    }

    private mutating func put(_ timer: LoopTimer, at place: Int) {
        timers[place] = timer
        timer.place = place
    }

    private mutating func rise(_ start: Int) {
        var place = start
        let timer = timers[place]
        while place > 0 {
            let parent = (place - 1) / 2
            guard timer.deadline < timers[parent].deadline else { break }
            put(timers[parent], at: place)
            place = parent
        }
        put(timer, at: place)
    }

    private mutating func sink(_ start: Int) {
        var place = start
        let timer = timers[place]
        while true {
            var child = 2 * place + 1
            guard child < timers.count else { break }
            if child + 1 < timers.count, timers[child + 1].deadline < timers[child].deadline { child += 1 }
            guard timers[child].deadline < timer.deadline else { break }
            put(timers[child], at: place)
            place = child
        }
        put(timer, at: place)
    }
}

extension EventLoop {
    /// Runs every timer that is due. A job may add and cancel timers, so the heap is asked anew each time.
    func fireTimers() {
        while let timer = takeDueTimer() {
            let job = timer.job
            if let period = timer.period, job != nil {
                timer.deadline = LoopInstant.clock() + period
                insert(timer)
            } else {
                timer.job = nil
            }
            job?()
        }
    }
}
