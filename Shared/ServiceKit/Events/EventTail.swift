import Synchronization

/// The newest lines of a log in memory, and those who wait for the next one.
///
/// Written by the store's writer thread after each commit and by loops for ephemeral lines; read by every stream.
/// Bounded by ``countLimit`` lines and ``bytesLimit``: what falls out is in the store, or was ephemeral.
final class EventTail: Sendable {
    struct Entry: Sendable {
        var line: [UInt8]
        /// Nil for an ephemeral line.
        var seq: Int64?
    }

    enum Next: Sendable {
        /// With the position after them.
        case lines([Entry], end: Int)
        case beat
        case behind
        case closed
    }

    static let countLimit = 8192
    static let bytesLimit = 8 << 20
    /// A reader gets at most so many lines at once.
    static let sliceLimit = 512

    private struct State {
        /// The entry at index 0 has the position `first`. Trimmed in halves, so that appending stays cheap.
        var entries: [Entry] = []
        var first = 0
        var bytes = 0
        var head: Int64 = 0
        var closed = false
        var waiters: [CheckedContinuation<Bool, Never>] = []

        var end: Int { first + entries.count }

        mutating func add(_ entry: Entry) {
            entries.append(entry)
            bytes += entry.line.count
            guard entries.count > EventTail.countLimit || bytes > EventTail.bytesLimit, entries.count > 1 else {
                return
            }
            let dropped = entries.count / 2
            bytes -= entries[..<dropped].reduce(0) { $0 + $1.line.count }
            entries.removeFirst(dropped)
            first += dropped
        }
    }

    private let state = Mutex(State())

    func start(at head: Int64) {
        state.withLock { $0.head = head }
    }

    /// The highest number committed.
    var head: Int64 { state.withLock { $0.head } }

    /// The position that the next line will have, and the head at the same moment.
    var end: (position: Int, head: Int64) { state.withLock { ($0.end, $0.head) } }

    func append(_ line: [UInt8], seq: Int64) {
        wake { state in
            state.head = seq
            state.add(Entry(line: line, seq: seq))
        }
    }

    func append(ephemeral lines: [[UInt8]]) {
        wake { state in
            for line in lines { state.add(Entry(line: line, seq: nil)) }
        }
    }

    /// Lets every waiting reader send a heartbeat.
    func beat() {
        let waiters = takeWaiters()
        for waiter in waiters { waiter.resume(returning: false) }
    }

    /// Ends every stream.
    func close() {
        wake { $0.closed = true }
    }

    /// What stands at `position` and after it; waits while there is nothing.
    func next(from position: Int) async -> Next {
        while true {
            if let found = look(from: position) { return found }
            let woken = await withCheckedContinuation { (waiter: CheckedContinuation<Bool, Never>) in
                let enrolled = state.withLock { state in
                    guard state.end <= position, !state.closed else { return false }
                    state.waiters.append(waiter)
                    return true
                }
                if !enrolled { waiter.resume(returning: true) }
            }
            if !woken { return .beat }
        }
    }

    private func look(from position: Int) -> Next? {
        state.withLock { state in
            if state.closed { return .closed }
            guard position >= state.first else { return .behind }
            guard position < state.end else { return nil }
            let start = position - state.first
            let stop = min(start + Self.sliceLimit, state.entries.count)
            return .lines(Array(state.entries[start..<stop]), end: state.first + stop)
        }
    }

    private func wake(_ change: (inout State) -> Void) {
        let waiters = state.withLock { state in
            change(&state)
            defer { state.waiters = [] }
            return state.waiters
        }
        for waiter in waiters { waiter.resume(returning: true) }
    }

    private func takeWaiters() -> [CheckedContinuation<Bool, Never>] {
        state.withLock { state in
            defer { state.waiters = [] }
            return state.waiters
        }
    }
}
