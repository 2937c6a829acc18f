import CLinux
import Glibc

/// Accepts connections on a loop. Several listeners may share one port (SO_REUSEPORT); the kernel spreads the arrivals.
// Sendable: confined to its loop as every Pollable.
public final class Listener: Pollable, @unchecked Sendable {
    private static let backlog: Int32 = 4_096
    private static let acceptsATurn = 128
    /// How long arrivals wait in the kernel when there is no descriptor even to refuse them with.
    private static let exhaustedPause = Duration.milliseconds(50)

    /// Where it listens; with port 0 asked for, the port that was picked.
    public let address: SocketAddress
    private let accepted: (Int32, SocketAddress) -> Void
    /// Held back so that one connection can still be accepted, and refused, when no descriptor is left.
    private var reserve = unsafe open("/dev/null", O_RDONLY | O_CLOEXEC)

    /// Binds at once, on any thread; nothing is accepted before ``start()``.
    /// - Parameter accepted: Gets each new descriptor, to own, and the peer's address; on the loop.
    public init(
        loop: EventLoop, address wanted: SocketAddress, accepted: @escaping (Int32, SocketAddress) -> Void
    ) throws(StreamFault) {
        let descriptor = try Socket.make(wanted)
        Socket.enable(SO_REUSEADDR, on: descriptor)
        Socket.enable(SO_REUSEPORT, on: descriptor)
        let isBound = unsafe wanted.withPointer { unsafe bind(descriptor, $0, $1) } == 0
        guard isBound, listen(descriptor, Self.backlog) == 0 else {
            let reason = errorText(errno)
            close(descriptor)
            throw .unreachable("cannot listen on \(wanted.host):\(wanted.port): \(reason)")
        }
        var bound = SocketAddress()
        _ = unsafe bound.fill { unsafe getsockname(descriptor, $0, &$1) }
        address = bound
        self.accepted = accepted
        super.init(loop: loop, descriptor: descriptor)
    }

    /// Listeners share ports on purpose (one a loop), so the system would let two deployments share one by mistake, and
    /// spread the arrivals over both.
    /// - Throws: `.unreachable` when somebody listens there already.
    public static func requireVacancy(host: String, port: Int) throws(StreamFault) {
        guard port != 0, let address = SocketAddress(numeric: host, port: port) else { return }
        let descriptor = try Socket.make(address)
        defer { close(descriptor) }
        // Without SO_REUSEPORT a listener is in the way; with SO_REUSEADDR connections that linger are not.
        Socket.enable(SO_REUSEADDR, on: descriptor)
        guard unsafe address.withPointer({ unsafe bind(descriptor, $0, $1) }) == 0 else {
            throw .unreachable("cannot listen on \(host):\(port): \(errorText(errno))")
        }
    }

    /// Begins to accept. (loop)
    public func start() {
        want(.readable)
    }

    /// Stops listening; connections already accepted go on. (loop)
    public func stop() {
        closeDescriptor()
        if reserve >= 0 { close(reserve) }
        reserve = -1
    }

    public override func ready(_ events: Readiness) {
        for _ in 0..<Self.acceptsATurn {
            var peer = SocketAddress()
            let flags = Int32(SOCK_NONBLOCK.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
            let connection = unsafe peer.fill { unsafe accept4(descriptor, $0, &$1, flags) }
            guard connection >= 0 else {
                if errno == EMFILE || errno == ENFILE { refuseOne() }
                return
            }
            Socket.sendAtOnce(connection)
            Socket.boundUnsent(connection)
            accepted(connection, peer)
            if descriptor < 0 { return }
        }
    }

    /// Out of descriptors: without this the waiting connection would wake the loop forever.
    private func refuseOne() {
        if reserve >= 0 { close(reserve) }
        let connection = accept4(descriptor, nil, nil, 0)
        let isExhausted = connection < 0 && (errno == EMFILE || errno == ENFILE)
        if connection >= 0 { close(connection) }
        // Another thread may have been faster; then the next turn tries again.
        reserve = unsafe open("/dev/null", O_RDONLY | O_CLOEXEC)
        if isExhausted { rest() }
    }

    private func rest() {
        want([])
        loop.schedule(after: Self.exhaustedPause) { [weak self] in self?.want(.readable) }
    }
}
