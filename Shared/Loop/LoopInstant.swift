import Glibc

/// A point of monotonic time, in nanoseconds since an arbitrary start.
public struct LoopInstant: Comparable, Hashable, Sendable {
    public var nanoseconds: Int64

    public init(nanoseconds: Int64) {
        self.nanoseconds = nanoseconds
    }

    /// The clock itself; on a loop prefer ``EventLoop/now``, which costs nothing.
    public static func clock() -> LoopInstant {
        var time = timespec()
        unsafe clock_gettime(CLOCK_MONOTONIC, &time)
        return LoopInstant(nanoseconds: Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec))
    }

    public static func < (one: LoopInstant, other: LoopInstant) -> Bool {
        one.nanoseconds < other.nanoseconds
    }

    public static func + (instant: LoopInstant, duration: Duration) -> LoopInstant {
        LoopInstant(nanoseconds: instant.nanoseconds + duration.wholeNanoseconds)
    }

    public static func - (later: LoopInstant, earlier: LoopInstant) -> Duration {
        .nanoseconds(later.nanoseconds - earlier.nanoseconds)
    }
}

extension Duration {
    /// Whole nanoseconds, at most about 146 years.
    public var wholeNanoseconds: Int64 {
        let (seconds, attoseconds) = components
        guard seconds < 4_611_686_018 else { return .max / 2 }
        return seconds * 1_000_000_000 + attoseconds / 1_000_000_000
    }
}
