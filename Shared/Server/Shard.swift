import Glibc
import HTTP
import Loop

/// A server's part on one loop: its listener, its connections, and what they share.
// Sendable: confined to its loop; `HTTPServer` reaches it through `execute` only.
final class Shard: TurnEnd, @unchecked Sendable {
    private static let scratchKeptBytes = 262_144

    let loop: EventLoop
    let server: HTTPServer
    let limits: ServerLimits
    let ticks: TickLimits
    /// Ticks since the start, counted while there are connections.
    private(set) var tick: UInt32 = 1
    private(set) var isDraining = false
    private var listener: Listener?
    private var connections: [Connection] = []
    private var dueNow: [Connection] = []
    private var sweeper: LoopTimer?
    private var onEmpty: [() -> Void] = []
    private var dateSeconds: Int64 = 0
    private var dateText: [UInt8] = []
    /// Frames that a socket got in this turn after its first: a linked list a socket, all in one array.
    var turnFrames: [TurnFrame] = []
    /// Where several frames are joined for one send.
    var scratch: [UInt8] = []

    struct TurnFrame {
        var bytes: [UInt8]
        var next: Int32
    }

    init(server: HTTPServer, loop: EventLoop) {
        self.server = server
        self.loop = loop
        limits = server.limits
        ticks = TickLimits(server.limits)
    }

    var handler: Handler { server.handler }

    // MARK: Accepting

    /// Binds at once; accepting starts with the loop's next turn.
    func listen(on address: SocketAddress) throws(StreamFault) -> Int {
        let listener = try Listener(loop: loop, address: address) { [weak self] descriptor, peer in
            if let self { accept(descriptor, peer) } else { close(descriptor) }
        }
        loop.execute { [self] in
            self.listener = listener
            listener.start()
        }
        return listener.address.port
    }

    private func accept(_ descriptor: Int32, _ peer: SocketAddress) {
        let connection = HTTPConnection(shard: self, descriptor: descriptor, peer: peer.host)
        add(connection)
        connection.start(refused: server.count.add(1) > limits.maxConnections)
    }

    private func add(_ connection: Connection) {
        connection.slot = Int32(connections.count)
        connections.append(connection)
        if sweeper == nil { sweeper = loop.schedule(every: ticks.tick) { [weak self] in self?.sweep() } }
    }

    /// A connection has become a WebSocket; it keeps its place.
    func replace(_ old: Connection, with new: Connection) {
        new.slot = old.slot
        connections[Int(old.slot)] = new
        old.slot = -1
    }

    func remove(_ connection: Connection) {
        guard connection.slot >= 0 else { return }
        let slot = Int(connection.slot)
        let last = connections.removeLast()
        if last !== connection {
            connections[slot] = last
            last.slot = Int32(slot)
        }
        connection.slot = -1
        server.count.add(-1)
        if connections.isEmpty { empty() }
    }

    private func empty() {
        connections = []
        sweeper?.cancel()
        sweeper = nil
        let notify = onEmpty
        onEmpty = []
        for call in notify { call() }
    }

    // MARK: Time

    private func sweep() {
        tick += 1
        // Downwards, as a sweep may remove the connection at hand and move the last one into its place.
        for index in stride(from: connections.count - 1, through: 0, by: -1) where index < connections.count {
            connections[index].sweep(tick)
        }
    }

    /// The `Date` header's text, made once a second.
    func date() -> [UInt8] {
        let seconds = Int64(time(nil))
        if seconds != dateSeconds {
            dateSeconds = seconds
            dateText.removeAll(keepingCapacity: true)
            HTTPDate.append(unixSeconds: seconds, to: &dateText)
        }
        return dateText
    }

    // MARK: Output

    func due(_ connection: Connection) {
        if dueNow.isEmpty { loop.atTurnEnd(self) }
        dueNow.append(connection)
    }

    func turnEnded() {
        var next = 0
        // A connection may become due again while others send.
        while next < dueNow.count {
            let connection = dueNow[next]
            connection.isDue = false
            connection.sendDue()
            next += 1
        }
        dueNow.removeAll(keepingCapacity: dueNow.count < 4_096)
        turnFrames.removeAll(keepingCapacity: turnFrames.count < 4_096)
        if scratch.capacity > Self.scratchKeptBytes { scratch = [] }
    }

    // MARK: Leaving

    /// Accepts no more and asks every connection to end; `then` runs once all are gone.
    func drain(then: @escaping () -> Void) {
        isDraining = true
        listener?.stop()
        listener = nil
        for connection in connections { connection.leave() }
        if connections.isEmpty { then() } else { onEmpty.append(then) }
    }

    func cutAll() {
        for connection in connections { connection.cut() }
    }
}
