import HTTP
import Loop
import Server

/// A server on a free port with a loop of its own, for the length of a test.
final class TestServer: Sendable {
    let loop = EventLoop(name: "test")
    let server: HTTPServer
    let port: Int

    init(_ limits: ServerLimits = ServerLimits(), _ handler: @escaping Handler) throws {
        server = HTTPServer(loops: [loop], limits: limits, handler: handler)
        port = try server.start(host: "127.0.0.1", port: 0)
    }

    deinit {
        loop.stop()
    }

    /// A bare connection, to say on it whatever a client might.
    func connect() async throws -> TCPStream {
        try await TCPStream.connect(host: "127.0.0.1", port: port, timeout: .seconds(60), on: loop)
    }

    /// Everything the server says to `text` until it closes.
    func exchange(_ text: String) async throws -> String {
        let stream = try await connect()
        try await stream.write(text)
        return try await stream.readToEnd()
    }

    func webSocket(_ path: String = "/") async throws -> WebSocketClient {
        try await WebSocketClient.connect(host: "127.0.0.1", port: port, path: path, on: loop, timeout: .seconds(60))
    }

    func request(_ method: Method, _ target: String, body: [UInt8] = []) -> ClientRequest {
        ClientRequest(method, host: "127.0.0.1", port: port, target: target, body: body)
    }
}

extension TCPStream {
    func write(_ text: String) async throws {
        try await write([UInt8](text.utf8))
    }

    /// Reads to a clean end; a connection that is reset throws.
    func readToEnd() async throws -> String {
        var all: [UInt8] = []
        while case let piece = try await read(timeout: .seconds(60)), !piece.isEmpty { all += piece }
        return String(decoding: all, as: UTF8.self)
    }

    /// Reads until what has come ends with `ending`.
    func read(until ending: String) async throws -> String {
        var all: [UInt8] = []
        while !all.reversed().starts(with: ending.utf8.reversed()) {
            let piece = try await read(timeout: .seconds(60))
            guard !piece.isEmpty else { throw StreamFault.closed }
            all += piece
        }
        return String(decoding: all, as: UTF8.self)
    }
}

extension String {
    /// The status of each response in a text of several.
    var statuses: [String] {
        split(separator: "HTTP/1.1 ").map { String($0.prefix(3)) }.filter { Int($0) != nil }
    }

    /// What follows the first head.
    var afterHead: String {
        let parts = split(separator: "\r\n\r\n", maxSplits: 1, omittingEmptySubsequences: false)
        return parts.count == 2 ? String(parts[1]) : ""
    }
}

extension HTTPClientLimits {
    /// For tests, of which hundreds begin at once: a connection that stands is only seen when its task gets a turn.
    static var patient: HTTPClientLimits {
        var limits = HTTPClientLimits()
        limits.connectTime = .seconds(60)
        return limits
    }
}
