import Loop
import TestKit
import WireModel

/// Visitors who have a widget open and say nothing.
// Sendable: all of it belongs to its loop.
final class Idlers: LoadSocketListener, @unchecked Sendable {
    /// Handshakes under way at once.
    private static let window = 64
    /// A page whose gateway is gone tries again after it.
    private static let pause = Duration.milliseconds(100)

    private let deployment: Deployment
    private let loop: EventLoop
    private let room: Room
    private var tokens: [String] = []
    /// By tag.
    private var sockets: [LoadSocket] = []
    private var isComingBack = false

    /// - Parameter loop: One of their own where their work must not stand in others' way.
    init(_ room: Room, in deployment: Deployment, on loop: EventLoop? = nil) {
        self.room = room
        self.deployment = deployment
        self.loop = loop ?? deployment.loop
    }

    /// Those still connected.
    var alive: Int {
        get async { await onLoop { $0.sockets.count { $0.isOpen } } }
    }

    /// Opens sockets until there are `count`.
    /// - Returns: What that took, fetching the tokens not counted.
    @discardableResult
    func open(upTo count: Int) async throws -> (seconds: Double, gatewayTime: Int64) {
        var more: [String] = []
        for _ in await held..<count { more.append(try await room.visitor().grant.token) }
        let start = nanoseconds()
        let before = deployment.program(.gateway)?.processorTime ?? 0
        try await loop.spawn { [self, more] in try await open(more) }.value
        return (
            Double(nanoseconds() - start) / 1_000_000_000, (deployment.program(.gateway)?.processorTime ?? 0) - before
        )
    }

    /// From now on whoever is cut off connects again at once, and again until somebody answers.
    func comeBack() async {
        await onLoop { $0.isComingBack = true }
    }

    func close() async {
        await onLoop { idlers in
            idlers.isComingBack = false
            for socket in idlers.sockets { socket.close() }
            idlers.sockets = []
        }
    }

    func received(_ text: Span<UInt8>, on socket: LoadSocket) {}

    func closed(_ socket: LoadSocket) {
        guard isComingBack else { return }
        let tag = socket.tag
        loop.spawn { [self] in
            while isComingBack {
                if let socket = try? await open(tokens[tag], tag) {
                    sockets[tag] = socket
                    return
                }
                try? await Task.sleep(for: Self.pause)
            }
        }
    }

    private func onLoop<Value: Sendable>(_ body: @escaping @Sendable (Idlers) -> Value) async -> Value {
        await withCheckedContinuation { continuation in
            loop.execute { [self] in continuation.resume(returning: body(self)) }
        }
    }

    private var held: Int {
        get async { await onLoop { $0.tokens.count } }
    }

    private func open(_ more: [String]) async throws {
        for start in stride(from: 0, to: more.count, by: Self.window) {
            let first = tokens.count
            tokens += more[start..<min(start + Self.window, more.count)]
            let tasks = (first..<tokens.count).map { tag in loop.spawn { [self] in try await open(tokens[tag], tag) } }
            for task in tasks { sockets.append(try await task.value) }
        }
    }

    private func open(_ token: String, _ tag: Int) async throws -> LoadSocket {
        try await LoadSocket.open(
            port: deployment.port(.gateway), token: token, tag: tag, listener: self, on: loop)
    }
}
