import Loop
import TestKit
import WireModel

/// Visitors and agents in pairs, each in a workspace of its own. A pair has one message under way: it is acknowledged
/// and has arrived before the next one is sent.
// Sendable: all of it belongs to the loop.
final class Pairs: LoadSocketListener, @unchecked Sendable {
    private struct Pair {
        var visitor: LoadSocket?
        var agent: LoadSocket?
        var conversation = ConversationID(rawValue: 1)
        var clientID = nanoseconds() / 1000
        /// The last that arrived; 0 before the first.
        var sequence: Int64 = 0
        var sentAt: Int64 = 0
        var isAcknowledged = true
        var hasArrived = true
    }

    /// How long the last messages of a run may take before they count as lost.
    private static let patience = Duration.seconds(10)

    private let deployment: Deployment
    private let port: Int
    private var pairs: [Pair] = []
    private var isRunning = false
    private var target = Int.max
    private var sent = 0
    private var finished: CheckedContinuation<Void, Never>?
    private var failure: BenchFault?
    private(set) var arrivals = Samples()
    private(set) var acknowledgements = Samples()
    private(set) var counters = Counters()

    /// - Parameter port: The gateway's; the deployment's first unless told otherwise.
    init(_ seats: [Seat], in deployment: Deployment, at port: Int? = nil) async throws {
        self.deployment = deployment
        self.port = port ?? deployment.port(.gateway)
        for seat in seats { try await add(seat) }
    }

    private func add(_ seat: Seat) async throws {
        let loop = deployment.loop
        var pair = Pair()
        pair.conversation = seat.conversation
        pair.agent = try await LoadSocket.open(
            port: port, cookie: seat.cookie, tag: pairs.count * 2, listener: self, on: loop)
        pair.visitor = try await LoadSocket.open(
            port: port, token: seat.token, tag: pairs.count * 2 + 1, listener: self, on: loop)
        pairs.append(pair)
    }

    /// Sends `count` messages, or as many as fit into `seconds`.
    /// - Returns: How many seconds it took.
    @discardableResult
    func run(count: Int = .max, seconds: Int = 600) async throws -> Double {
        (arrivals, acknowledgements, sent, target, isRunning) = (Samples(), Samples(), 0, count, true)
        let start = nanoseconds()
        let stop = deployment.loop.schedule(after: .seconds(seconds)) { [self] in
            isRunning = false
            settle()
        }
        let giveUp = deployment.loop.schedule(after: .seconds(seconds) + Self.patience) { [self] in finish() }
        await withCheckedContinuation { continuation in
            finished = continuation
            for index in pairs.indices { next(index) }
        }
        stop.cancel()
        giveUp.cancel()
        if let failure { throw failure }
        return Double(nanoseconds() - start) / 1_000_000_000
    }

    func close() {
        for pair in pairs {
            pair.agent?.close()
            pair.visitor?.close()
        }
    }

    private func next(_ index: Int) {
        guard isRunning, sent < target else { return settle() }
        sent += 1
        pairs[index].clientID += 1
        pairs[index].isAcknowledged = false
        pairs[index].hasArrived = false
        let frame = messageFrame(pairs[index].conversation, clientID: pairs[index].clientID)
        pairs[index].sentAt = nanoseconds()
        pairs[index].visitor?.send(frame)
    }

    /// Ends the run when nothing is under way any more.
    private func settle() {
        if pairs.allSatisfy({ $0.isAcknowledged && $0.hasArrived }) { finish() }
    }

    private func finish() {
        guard let finished else { return }
        self.finished = nil
        isRunning = false
        counters.lost += pairs.count { !$0.hasArrived }
        finished.resume()
    }

    func received(_ text: Span<UInt8>, on socket: LoadSocket) {
        let index = socket.tag / 2
        if text.starts(with: #"{"log""#) {
            guard socket.tag % 2 == 0, text.contains(#""type":"message.created""#) else { return }
            arrived(index, text)
        } else if text.starts(with: #"{"type":"reply""#) {
            acknowledgements.add(nanoseconds() - pairs[index].sentAt)
            pairs[index].isAcknowledged = true
            advance(index)
        } else if text.starts(with: #"{"type":"error""#) {
            failure = BenchFault(String(decoding: text.withUnsafeBufferPointer { Array($0) }, as: UTF8.self))
            finish()
        }
    }

    private func arrived(_ index: Int, _ text: Span<UInt8>) {
        let sequence = text.number(after: #""sequence":"#) ?? 0
        let clientID = text.number(after: #""clientId":"#) ?? 0
        counters.count(sequence, after: pairs[index].sequence)
        pairs[index].sequence = max(sequence, pairs[index].sequence)
        guard clientID == pairs[index].clientID, !pairs[index].hasArrived else { return }
        arrivals.add(nanoseconds() - pairs[index].sentAt)
        pairs[index].hasArrived = true
        advance(index)
    }

    private func advance(_ index: Int) {
        if pairs[index].isAcknowledged, pairs[index].hasArrived { next(index) }
    }

    func closed(_ socket: LoadSocket) {
        failure = BenchFault("A socket was closed with \(socket.closeReason).")
        finish()
    }
}

/// What must never happen to a message.
struct Counters {
    var lost = 0
    var doubled = 0
    var reordered = 0

    /// Counts what the arrival of message `sequence` after message `last` of the same conversation says; 0 before the
    /// first one.
    mutating func count(_ sequence: Int64, after last: Int64) {
        if last == 0 { return }
        if sequence == last {
            doubled += 1
        } else if sequence < last {
            reordered += 1
        } else {
            lost += Int(sequence - last - 1)
        }
    }

    static func + (one: Counters, other: Counters) -> Counters {
        Counters(
            lost: one.lost + other.lost, doubled: one.doubled + other.doubled,
            reordered: one.reordered + other.reordered)
    }
}
