import Glibc
import Loop

/// Rooms on a server that sends every message to all of its room, the sender too, and does nothing else: the load for
/// the engine under our gateway and for the bare server it is read against.
// Sendable: all of it belongs to the loop.
final class Fanout: LoadSocketListener, @unchecked Sendable {
    struct Shape {
        var rooms: Int
        var members: Int
        /// Messages of one room under way at once, in the closed loop.
        var window: Int
    }

    private struct Room {
        /// The first of the members; the others follow it.
        var first: Int
        var sent: Int64 = 0
        /// By message under way: how many members have not got it.
        var missing: [Int64: Int] = [:]
    }

    /// Handshakes under way at once.
    private static let opening = 64
    private static let padding = String(repeating: "س", count: 40)
    private static let patience = 100

    private let shape: Shape
    private let loop: EventLoop
    private var sockets: [LoadSocket] = []
    private var rooms: [Room] = []
    /// By member: the number of the last message.
    private var last: [Int64] = []
    private var isRunning = false
    private var failure: BenchFault?
    private(set) var deliveries = 0
    private(set) var times = Samples()
    private(set) var counters = Counters()

    init(_ shape: Shape, port: Int, on loop: EventLoop) async throws {
        self.shape = shape
        self.loop = loop
        let count = shape.rooms * shape.members
        last = [Int64](repeating: 0, count: count)
        rooms = (0..<shape.rooms).map { Room(first: $0 * shape.members) }
        for start in stride(from: 0, to: count, by: Self.opening) {
            let tasks = (start..<min(count, start + Self.opening)).map { tag in
                loop.spawn { [self] in
                    try await LoadSocket.open(
                        port: port, path: "/room/\(tag / shape.members)", tag: tag, listener: self, on: loop)
                }
            }
            for task in tasks { sockets.append(try await task.value) }
        }
    }

    /// As fast as messages arrive: each that all of a room have got is followed by the next.
    /// - Returns: How many deliveries there were and how many seconds they took.
    func flood(seconds: Int) async throws -> (deliveries: Int, seconds: Double) {
        let start = begin()
        isRunning = true
        for room in rooms.indices { for _ in 0..<shape.window { send(room, due: nanoseconds()) } }
        try await Task.sleep(for: .seconds(seconds))
        let result = (deliveries, Double(nanoseconds() - start) / 1_000_000_000)
        isRunning = false
        try await settle()
        return result
    }

    /// So many messages a second over all rooms, whatever becomes of them; timed from the moment each was due.
    func pace(_ rate: Int, seconds: Int) async throws {
        let start = begin()
        await Pace(rate: rate, start: start, loop: loop).run(seconds: seconds) { number, due in
            send(number % rooms.count, due: due)
        }
        try await settle()
    }

    func close() {
        for socket in sockets { socket.close() }
        sockets = []
    }

    private func begin() -> Int64 {
        deliveries = 0
        times = Samples()
        return nanoseconds()
    }

    private func settle() async throws {
        for _ in 0..<Self.patience where rooms.contains(where: { !$0.missing.isEmpty }) {
            try await Task.sleep(for: .milliseconds(50))
        }
        for room in rooms.indices {
            counters.lost += rooms[room].missing.values.reduce(0, +)
            rooms[room].missing = [:]
        }
        if let failure { throw failure }
    }

    private func send(_ room: Int, due: Int64) {
        rooms[room].sent += 1
        let number = rooms[room].sent
        rooms[room].missing[number] = shape.members
        sockets[rooms[room].first].send(Array(#"{"number":\#(number),"due":\#(due),"body":"\#(Self.padding)"}"#.utf8))
    }

    func received(_ text: Span<UInt8>, on socket: LoadSocket) {
        guard let number = text.number(after: #""number":"#), let due = text.number(after: #""due":"#) else { return }
        deliveries += 1
        times.add(nanoseconds() - due)
        counters.count(number, after: last[socket.tag])
        last[socket.tag] = max(number, last[socket.tag])
        let room = socket.tag / shape.members
        guard let left = rooms[room].missing[number] else { return }
        guard left == 1 else {
            rooms[room].missing[number] = left - 1
            return
        }
        rooms[room].missing[number] = nil
        if isRunning { send(room, due: nanoseconds()) }
    }

    func closed(_ socket: LoadSocket) {
        failure = BenchFault("A socket was closed with \(socket.closeReason).")
    }
}
