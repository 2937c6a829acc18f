import Loop
import TestKit
import WireModel

/// Visitors who have a widget open and say nothing.
// Sendable: all of it belongs to the loop.
final class Idlers: LoadSocketListener, @unchecked Sendable {
    /// Handshakes under way at once.
    private static let window = 64

    private let deployment: Deployment
    private let room: Room
    private var sockets: [LoadSocket] = []

    init(_ room: Room, in deployment: Deployment) {
        self.room = room
        self.deployment = deployment
    }

    /// Those still connected.
    var alive: Int { sockets.count { $0.isOpen } }

    /// Opens sockets until there are `count`.
    /// - Returns: What that took, fetching the tokens not counted.
    @discardableResult
    func open(upTo count: Int) async throws -> (seconds: Double, gatewayTime: Int64) {
        var tokens: [String] = []
        for _ in sockets.count..<count { tokens.append(try await room.visitor().grant.token) }
        let start = nanoseconds()
        let before = deployment.program(.gateway)?.processorTime ?? 0
        let loop = deployment.loop
        var position = 0
        while position < tokens.count {
            let slice = tokens[position..<min(position + Self.window, tokens.count)]
            let tasks = slice.map { token in
                loop.spawn { [self] in
                    try await LoadSocket.open(port: deployment.port(.gateway), token: token, listener: self, on: loop)
                }
            }
            for task in tasks { sockets.append(try await task.value) }
            position += slice.count
        }
        return (
            Double(nanoseconds() - start) / 1_000_000_000, (deployment.program(.gateway)?.processorTime ?? 0) - before
        )
    }

    func close() {
        for socket in sockets { socket.close() }
        sockets = []
    }

    func received(_ text: Span<UInt8>, on socket: LoadSocket) {}
    func closed(_ socket: LoadSocket) {}
}
