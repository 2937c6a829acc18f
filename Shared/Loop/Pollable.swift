import CLinux
import Glibc

/// What epoll said about a descriptor.
public struct Readiness: OptionSet, Sendable {
    public let rawValue: UInt32

    public init(rawValue: UInt32) {
        self.rawValue = rawValue
    }

    public static let readable = Readiness(rawValue: EPOLLIN.rawValue)
    public static let writable = Readiness(rawValue: EPOLLOUT.rawValue)
    /// Both directions are over, or the connection failed. Reported whether asked for or not.
    public static let broken = Readiness(rawValue: EPOLLHUP.rawValue | EPOLLERR.rawValue)
}

/// A descriptor that a loop watches. The loop keeps it alive while it is registered.
///
/// The event carries the object's address, so that no lookup is made; an object closed in a turn is freed at its end.
// Sendable: every method runs on the loop's thread, checked in debug builds.
open class Pollable: @unchecked Sendable {
    public final let loop: EventLoop
    public private(set) final var descriptor: Int32
    private final var interest = Readiness()
    final var isRegistered = false

    /// Takes over `descriptor`, which is closed by ``closeDescriptor()``.
    public init(loop: EventLoop, descriptor: Int32) {
        self.loop = loop
        self.descriptor = descriptor
    }

    /// Called when the descriptor is ready. Level-triggered: called again each turn while it stays ready. (loop)
    open func ready(_ events: Readiness) {}

    /// Asks for these events from now on; the first call registers. (loop)
    public final func want(_ events: Readiness) {
        loop.assertCurrent()
        guard descriptor >= 0, events != interest || !isRegistered else { return }
        control(isRegistered ? EPOLL_CTL_MOD : EPOLL_CTL_ADD, events)
        // Balanced when the descriptor is closed or handed over.
        if !isRegistered { _ = unsafe Unmanaged.passRetained(self) }
        isRegistered = true
        interest = events
    }

    /// Gives descriptor and registration to `successor`, which asks for `events`. (loop)
    public final func handOver(to successor: Pollable, wanting events: Readiness) {
        loop.assertCurrent()
        assert(isRegistered && successor.descriptor < 0)
        successor.descriptor = descriptor
        _ = unsafe Unmanaged.passRetained(successor)
        successor.isRegistered = true
        successor.interest = events
        successor.control(EPOLL_CTL_MOD, events)
        forget()
    }

    /// Closes the descriptor and ends the registration; nothing happens the second time. (loop)
    public final func closeDescriptor() {
        loop.assertCurrent()
        guard descriptor >= 0 else { return }
        // Closing alone does not end the registration while a child process that has not reached its exec yet holds a
        // copy.
        if isRegistered { control(EPOLL_CTL_DEL, []) }
        close(descriptor)
        forget()
    }

    private func forget() {
        descriptor = -1
        guard isRegistered else { return }
        isRegistered = false
        // The reference that registration took; the current batch of events may still name this object.
        loop.closedThisTurn.append(unsafe Unmanaged.passUnretained(self).takeRetainedValue())
    }

    private func control(_ operation: Int32, _ events: Readiness) {
        // The address is only used while the registration holds its reference.
        let address = unsafe UInt64(UInt(bitPattern: Unmanaged.passUnretained(self).toOpaque()))
        var event = unsafe epoll_event(events: events.rawValue, data: epoll_data_t(u64: address))
        let result = unsafe epoll_ctl(loop.epoll, operation, descriptor, &event)
        precondition(result == 0, "epoll refused a descriptor")
    }
}
