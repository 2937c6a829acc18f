import Synchronization
public import WireModel

/// A clock that stands still until a test moves it.
public final class TestClock: Sendable {
    private let moment: Mutex<Timestamp>

    /// - Parameter start: 21 November 2026, 09:30 UTC unless the test needs another day.
    public init(_ start: Timestamp = Timestamp(milliseconds: 1_795_253_400_000)) {
        moment = Mutex(start)
    }

    public var now: Timestamp { moment.withLock { $0 } }

    public func advance(by duration: Duration) {
        moment.withLock { $0 = $0 + duration }
    }
}
