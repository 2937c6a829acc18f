import Loop
import TestKit
import WireModel

/// Rooms of many agents' sockets, each with some visitors who write: every message goes to all of them.
// Sendable: all of it belongs to the loop.
final class Crowd: LoadSocketListener, @unchecked Sendable {
    static let agents = 200
    static let writers = 4

    private struct Writer {
        var socket: LoadSocket?
        var conversation: ConversationID
        var clientID: Int64 = 1
        /// How many agents have not got the message under way.
        var missing = 0
    }

    private let deployment: Deployment
    private let ports: [Int]
    private var writers: [Writer] = []
    /// By socket: the last sequence of each writer of its room.
    private var agents: [(socket: LoadSocket?, sequences: [Int64])] = []
    private var isRunning = false
    private var failure: BenchFault?
    private(set) var deliveries = 0
    private(set) var counters = Counters()

    /// - Parameter ports: The gateways', among which the people of each room are spread; the first one unless told.
    init(_ rooms: [Room], in deployment: Deployment, at ports: [Int]? = nil) async throws {
        self.deployment = deployment
        self.ports = ports ?? [deployment.port(.gateway)]
        for (number, room) in rooms.enumerated() { try await add(room, number) }
    }

    /// An agent's tag is their place; a writer's is negative.
    private func add(_ room: Room, _ number: Int) async throws {
        for _ in 0..<Self.writers {
            let seat = try await room.seat()
            writers.append(Writer(conversation: seat.conversation))
            let tag = -writers.count
            writers[writers.count - 1].socket = try await LoadSocket.open(
                port: ports[writers.count % ports.count], token: seat.token, tag: tag, listener: self,
                on: deployment.loop)
        }
        for _ in 0..<Self.agents {
            agents.append((nil, [Int64](repeating: 1, count: Self.writers)))
            agents[agents.count - 1].socket = try await LoadSocket.open(
                port: ports[agents.count % ports.count], cookie: room.owner.cookie, tag: agents.count - 1,
                listener: self, on: deployment.loop)
        }
    }

    /// - Returns: How many deliveries there were and how many seconds they took.
    func run(seconds: Int) async throws -> (deliveries: Int, seconds: Double) {
        let start = nanoseconds()
        deliveries = 0
        isRunning = true
        for index in writers.indices { next(index) }
        try await Task.sleep(for: .seconds(seconds))
        let elapsed = Double(nanoseconds() - start) / 1_000_000_000
        let result = (deliveries, elapsed)
        isRunning = false
        try await settle()
        return result
    }

    /// So many messages a second, whatever becomes of them.
    /// - Returns: How many deliveries there were.
    func pace(_ rate: Int, seconds: Int) async throws -> Int {
        deliveries = 0
        await Pace(rate: rate, start: nanoseconds(), loop: deployment.loop).run(seconds: seconds) { number, _ in
            send(number % writers.count)
        }
        try await settle()
        return deliveries
    }

    private func settle() async throws {
        for _ in 0..<50 where writers.contains(where: { $0.missing > 0 }) {
            try await Task.sleep(for: .milliseconds(100))
        }
        counters.lost += writers.reduce(0) { $0 + $1.missing }
        if let failure { throw failure }
    }

    func close() {
        for agent in agents { agent.socket?.close() }
        for writer in writers { writer.socket?.close() }
    }

    private func next(_ index: Int) {
        if isRunning { send(index) }
    }

    private func send(_ index: Int) {
        writers[index].clientID += 1
        writers[index].missing = Self.agents
        writers[index].socket?.send(
            messageFrame(writers[index].conversation, clientID: writers[index].clientID << 8 | Int64(index)))
    }

    func received(_ text: Span<UInt8>, on socket: LoadSocket) {
        if text.starts(with: #"{"type":"error""#) {
            failure = BenchFault(String(decoding: text.withUnsafeBufferPointer { Array($0) }, as: UTF8.self))
        }
        guard socket.tag >= 0, text.starts(with: #"{"log""#), text.contains(#""type":"message.created""#),
            let clientID = text.number(after: #""clientId":"#), clientID > 1
        else { return }
        deliveries += 1
        let writer = Int(clientID & 255)
        let sequence = text.number(after: #""sequence":"#) ?? 0
        let last = agents[socket.tag].sequences[writer % Self.writers]
        counters.count(sequence, after: last)
        agents[socket.tag].sequences[writer % Self.writers] = max(sequence, last)
        guard clientID >> 8 == writers[writer].clientID else { return }
        writers[writer].missing -= 1
        if writers[writer].missing == 0 { next(writer) }
    }

    func closed(_ socket: LoadSocket) {
        failure = BenchFault("A socket was closed with \(socket.closeReason).")
    }
}
