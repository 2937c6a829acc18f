import Glibc
import Synchronization

/// Makes ids that grow with time and never repeat within one process. A service that keeps its ids as primary keys
/// needs no more: a clash with an earlier process would need the clock to go back to the same millisecond and the same
/// 20 random bits, and would be refused by the key.
public final class IdentifierSource: Sendable {
    private let last = Mutex<Int64>(0)
    private let now: @Sendable () -> Timestamp

    public init(now: @escaping @Sendable () -> Timestamp = { Timestamp.now }) {
        self.now = now
    }

    public func next<Kind: IdentifierKind>(_ kind: Kind.Type = Kind.self) -> Identifier<Kind> {
        let milliseconds = max(now().milliseconds - 1_704_067_200_000, 0)  // since 2024
        let candidate = milliseconds << 20 | Int64.random(in: 0..<1 << 20)
        return last.withLock { last in
            last = max(last + 1, candidate)
            return Identifier(rawValue: last)
        }
    }
}

extension Identifier {
    /// 63 random bits, for ids that are made by several processes side by side.
    public static func random() -> Self {
        Identifier(rawValue: Int64.random(in: 1...Int64.max))
    }
}

extension Timestamp {
    /// The system's clock.
    public static var now: Timestamp {
        var time = timespec()
        unsafe clock_gettime(CLOCK_REALTIME, &time)
        return Timestamp(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
    }
}
