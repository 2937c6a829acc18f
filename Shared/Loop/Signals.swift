import CLinux
import Glibc
import Synchronization

/// Signals of the process as callbacks on a loop.
public enum Signals {
    private static let writeEnd = Atomic<Int32>(-1)

    /// From now on `handler` runs on `loop` for each of `signals` (such as SIGTERM), which do nothing else any more.
    /// Call it once, early; a later call takes all signals over.
    public static func watch(
        _ signals: [Int32], on loop: EventLoop, _ handler: @escaping @Sendable (Int32) -> Void
    ) {
        var ends: [Int32] = [-1, -1]
        let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        let isMade = unsafe socketpair(AF_UNIX, kind, 0, &ends) == 0
        precondition(isMade, "no descriptors left for signals")
        writeEnd.store(ends[1], ordering: .sequentiallyConsistent)
        let reader = SignalReader(loop: loop, descriptor: ends[0], handler)
        loop.execute { reader.want(.readable) }
        for number in signals {
            signal(number) { Signals.caught($0) }
        }
    }

    /// Runs in the signal's context: only an atomic load and `send`, which are allowed there.
    private static func caught(_ number: Int32) {
        let saved = errno
        var byte = UInt8(truncatingIfNeeded: number)
        unsafe send(writeEnd.load(ordering: .relaxed), &byte, 1, Int32(MSG_NOSIGNAL))
        errno = saved
    }
}

// Sendable: confined to its loop as every Pollable.
private final class SignalReader: Pollable, @unchecked Sendable {
    private let handler: @Sendable (Int32) -> Void

    init(loop: EventLoop, descriptor: Int32, _ handler: @escaping @Sendable (Int32) -> Void) {
        self.handler = handler
        super.init(loop: loop, descriptor: descriptor)
    }

    override func ready(_ events: Readiness) {
        var numbers: [UInt8] = []
        _ = receive { numbers.append($0.span) }
        for number in numbers { handler(Int32(number)) }
    }
}
