import Glibc
import Loop
import TestKit

/// What stands between a process and those who call it: a door of its own, behind which the network is good or bad.
actor Link: LoopBound {
    enum Mode: Sendable {
        case good
        /// Every connection is reset, and every new one.
        case cut
        /// Bytes are taken and go nowhere, in both directions: to either side the other one is silent.
        case silent
        case slow
    }

    private static let pieceBytes = 65_536
    private static let slowPieceBytes = 400
    private static let slowPause = Duration.milliseconds(10)
    private static let connectTime = Duration.seconds(5)

    nonisolated let loop: EventLoop
    /// The door.
    nonisolated let port: Int
    /// How many connections or pieces met a bad network.
    private(set) var hits = 0
    private let target: SocketAddress
    private var mode = Mode.good
    private var listener: Listener?
    private var pairs: [Int: [StreamConnection]] = [:]
    private var next = 0

    init(to target: Int, on loop: EventLoop) {
        self.loop = loop
        port = Ports.free()
        self.target = SocketAddress(numeric: "127.0.0.1", port: target)!
        loop.execute { [self] in onLoop { $0.listen() } }
    }

    func become(_ mode: Mode) {
        // What was swallowed is missed in the middle of a stream.
        if mode == .cut || self.mode == .silent { resetAll() }
        self.mode = mode
    }

    private func resetAll() {
        if mode != .silent { hits += pairs.count }
        for connection in pairs.values.joined() { connection.reset() }
    }

    private func listen() {
        listener = try? Listener(loop: loop, address: SocketAddress(numeric: "127.0.0.1", port: port)!) {
            [weak self] descriptor, _ in
            guard let self else { return _ = close(descriptor) }
            onLoop { $0.accept(descriptor) }
        }
        listener?.start()
    }

    private func accept(_ descriptor: Int32) {
        let near = StreamConnection.accepted(descriptor, on: loop)
        guard mode != .cut else {
            hits += 1
            return near.reset()
        }
        Task { await carry(near) }
    }

    private func carry(_ near: StreamConnection) async {
        guard let far = try? await StreamConnection.open([target], timeout: Self.connectTime, on: loop) else {
            return near.reset()
        }
        next += 1
        let number = next
        pairs[number] = [near, far]
        async let there: Void = pump(from: near, to: far)
        async let back: Void = pump(from: far, to: near)
        _ = await (there, back)
        near.fail(.closed)
        far.fail(.closed)
        pairs[number] = nil
    }

    private func pump(from source: StreamConnection, to sink: StreamConnection) async {
        do {
            while true {
                let bytes = try await source.read(upTo: mode == .slow ? Self.slowPieceBytes : Self.pieceBytes)
                if bytes.isEmpty { return sink.endWriting() }
                if mode != .good { hits += 1 }
                if mode == .slow { await loop.sleep(for: Self.slowPause) }
                if mode != .silent { try await sink.write(bytes) }
            }
        } catch {
            source.reset()
            sink.reset()
        }
    }
}

extension StreamConnection {
    /// Ends it so that the other side's next read or write fails.
    fileprivate func reset() {
        var atOnce = linger(l_onoff: 1, l_linger: 0)
        if descriptor >= 0 {
            setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &atOnce, socklen_t(MemoryLayout<linger>.size))
        }
        fail(.closed)
    }
}
