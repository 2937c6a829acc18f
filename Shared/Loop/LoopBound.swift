import Synchronization

/// An actor that runs on an event loop's thread.
public protocol LoopBound: Actor {
    nonisolated var loop: EventLoop { get }
}

extension LoopBound {
    public nonisolated var unownedExecutor: UnownedSerialExecutor {
        unsafe loop.asUnownedSerialExecutor()
    }

    /// Runs `body` at once on this actor, for a plain callback that is on its loop already.
    /// Traps when the caller is on another thread.
    public nonisolated func onLoop<Value: Sendable>(_ body: (isolated Self) throws -> Value) rethrows -> Value {
        try assumeIsolated(body)
    }
}

/// Several loops, handed out in turn.
public final class LoopGroup: Sendable {
    public let loops: [EventLoop]
    private let turn = Atomic<Int>(0)

    public init(count: Int, name: String = "loop") {
        precondition(count > 0, "a group has at least one loop")
        loops = (0..<count).map { EventLoop(name: "\(name)-\($0)") }
    }

    public func next() -> EventLoop {
        loops[turn.wrappingAdd(1, ordering: .relaxed).oldValue % loops.count]
    }

    /// Stops every loop; see ``EventLoop/stop()``.
    public func stop() {
        for loop in loops { loop.stop() }
    }
}
