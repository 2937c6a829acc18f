import CLinux
import Glibc

/// An outgoing connection on its loop: what clients of any protocol are made of. One reader and one writer at a time.
///
/// Everything is for the loop's thread, from code that stays there: actors bound to the loop, tasks that prefer it.
// Sendable: confined to the loop as every Pollable; asserted in each entry.
public final class StreamConnection: Pollable, @unchecked Sendable {
    private static let inboundLimitBytes = 262_144

    private typealias Waiter = CheckedContinuation<Void, Never>

    private var inbound: [UInt8] = []
    private var outbound = ByteQueue()
    private var isConnecting = true
    /// Whether the kernel has said how the connecting went.
    private var hasAnswered = false
    private var hasEnded = false
    private var fault: StreamFault?
    private var connector: Waiter?
    private var reader: Waiter?
    private var writer: Waiter?
    /// Called once when the peer ends or breaks the connection while nobody reads.
    public var endedWhileIdle: (() -> Void)?

    /// Takes over a connection that a ``Listener`` accepted. (loop)
    public static func accepted(_ descriptor: Int32, on loop: EventLoop) -> StreamConnection {
        let connection = StreamConnection(loop: loop, descriptor: descriptor)
        connection.isConnecting = false
        connection.want(.readable)
        return connection
    }

    /// Connects to the first of `addresses` that answers. (loop)
    /// - Throws: `.unreachable`, or `.timeout` after `timeout` for all of them together.
    public static func open(
        _ addresses: [SocketAddress], timeout: Duration, on loop: EventLoop
    ) async throws(StreamFault) -> StreamConnection {
        let deadline = loop.now + timeout
        var last = StreamFault.unreachable("no address")
        for address in addresses {
            do {
                let connection = StreamConnection(loop: loop, descriptor: try Socket.make(address))
                try await connection.connect(to: address, within: deadline - loop.now)
                return connection
            } catch .unreachable(let reason) {
                last = .unreachable(reason)
            }
        }
        throw last
    }

    private func connect(to address: SocketAddress, within timeout: Duration) async throws(StreamFault) {
        Socket.sendAtOnce(descriptor)
        let result = unsafe address.withPointer { unsafe Glibc.connect(descriptor, $0, $1) }
        if result != 0, errno != EINPROGRESS {
            fail(.unreachable("\(address.host):\(address.port): \(errorText(errno))"))
        } else {
            want(.writable)
            let timer = loop.schedule(after: timeout) { [weak self] in self?.fail(.timeout) }
            await wait(\.connector) { hasAnswered }
            timer.cancel()
        }
        if let fault { throw fault }
        let code = connectionError()
        guard code == 0 else {
            fail(.closed)
            throw .unreachable("\(address.host):\(address.port): \(errorText(code))")
        }
        isConnecting = false
        want(.readable)
    }

    /// Whether the connection still stands and holds nothing unread.
    public var isClean: Bool { fault == nil && !hasEnded && inbound.isEmpty && outbound.isEmpty }

    /// Whether the peer has said something that was not read yet, or has ended. (loop)
    public var hasInput: Bool { !inbound.isEmpty || hasEnded || fault != nil }

    /// Bytes in the order they came, at most `limit`; empty when the peer has ended. (loop)
    public func read(upTo limit: Int) async throws(StreamFault) -> [UInt8] {
        loop.assertCurrent()
        while inbound.isEmpty {
            if let fault { throw fault }
            if hasEnded { return [] }
            await wait(\.reader) { !inbound.isEmpty || hasEnded }
        }
        return take(limit)
    }

    private func take(_ limit: Int) -> [UInt8] {
        var taken: [UInt8] = []
        if inbound.count <= limit {
            swap(&taken, &inbound)
        } else {
            taken = [UInt8](inbound[..<limit])
            inbound.removeFirst(limit)
        }
        updateInterest()
        return taken
    }

    /// Puts bytes back in front, for a reader that took too many. (loop)
    public func unread(_ bytes: [UInt8]) {
        loop.assertCurrent()
        inbound = bytes + inbound
    }

    /// Returns once the kernel has all of `bytes`. (loop)
    public func write(_ bytes: [UInt8]) async throws(StreamFault) {
        loop.assertCurrent()
        if let fault { throw fault }
        outbound.append(bytes)
        flush()
        while !outbound.isEmpty, fault == nil { await wait(\.writer) { outbound.isEmpty } }
        if let fault { throw fault }
    }

    /// Ends the connection at once; whoever waits gets `reason`. (loop)
    public func fail(_ reason: StreamFault) {
        loop.assertCurrent()
        guard fault == nil else { return }
        fault = reason
        inbound = []
        outbound.removeAll()
        closeDescriptor()
        wake(\.connector)
        wake(\.reader)
        wake(\.writer)
        notifyIdle()
    }

    /// Runs `fail(.timeout)` after `duration` unless the timer is cancelled before. (loop)
    public func failing(after duration: Duration) -> LoopTimer {
        loop.schedule(after: duration) { [weak self] in self?.fail(.timeout) }
    }

    // MARK: Waiting

    /// The isolation is named so that the closure below stays where its caller is: the library's function would run a
    /// closure without one on the default pool. Even so the way here may lead through the loop's queue, where another
    /// job ends the connection before the waiter stands: what it waits for is looked at again in the last moment.
    private func wait(
        _ place: ReferenceWritableKeyPath<StreamConnection, Waiter?>, isolation: isolated (any Actor)? = #isolation,
        for condition: () -> Bool
    ) async {
        await withTaskCancellationHandler {
            _ = isolation
            loop.assertCurrent()
            await withCheckedContinuation { continuation in
                loop.assertCurrent()
                guard fault == nil, !condition() else { return continuation.resume() }
                assert(self[keyPath: place] == nil, "one reader and one writer at a time")
                self[keyPath: place] = continuation
            }
        } onCancel: {
            loop.execute { self.fail(.closed) }
        }
    }

    private func wake(_ place: ReferenceWritableKeyPath<StreamConnection, Waiter?>) {
        let waiter = self[keyPath: place]
        self[keyPath: place] = nil
        waiter?.resume()
    }

    private func notifyIdle() {
        let notify = endedWhileIdle
        endedWhileIdle = nil
        notify?()
    }

    // MARK: Events

    public override func ready(_ events: Readiness) {
        if isConnecting {
            hasAnswered = true
            want([])
            return wake(\.connector)
        }
        if events.contains(.writable) { flush() }
        guard descriptor >= 0 else { return }
        if events.contains(.readable) || !events.isDisjoint(with: .broken) { fill() }
    }

    private func fill() {
        let before = inbound.count
        let received = receive { input in inbound.append(input.span) }
        switch received {
        case .bytes: assert(inbound.count > before)
        case .nothingYet: return
        case .ended: hasEnded = true
        case .failed: return fail(.closed)
        }
        updateInterest()
        wake(\.reader)
        if hasEnded { notifyIdle() }
    }

    private func flush() {
        guard outbound.flush(to: self) else { return fail(.closed) }
        updateInterest()
        if outbound.isEmpty { wake(\.writer) }
    }

    private func updateInterest() {
        guard descriptor >= 0, !isConnecting else { return }
        var events: Readiness = []
        if !hasEnded, inbound.count < Self.inboundLimitBytes { events.insert(.readable) }
        if !outbound.isEmpty { events.insert(.writable) }
        want(events)
    }
}
