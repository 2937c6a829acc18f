public import HTTP
public import Loop

/// A whole WebSocket message.
public enum SocketMessage: Sendable, Equatable {
    case text([UInt8])
    case binary([UInt8])

    /// The text of a text message; nil for a binary one.
    public var string: String? {
        guard case .text(let bytes) = self else { return nil }
        return String(decoding: bytes, as: UTF8.self)
    }
}

/// The client's side of a WebSocket, for tests and load. One receiver at a time.
public actor WebSocketClient: LoopBound {
    private static let readBytes = 262_144

    public nonisolated let loop: EventLoop
    private let connection: StreamConnection
    private var frames: FrameReader
    private var input: [UInt8] = []
    private var position = 0
    private var hasSentClose = false
    /// What the server's close frame said; nil before it has come.
    public private(set) var closeCode: CloseCode?

    private init(_ connection: StreamConnection, messageBytes: Int) {
        self.connection = connection
        loop = connection.loop
        frames = FrameReader(role: .client, messageLimitBytes: messageBytes)
    }

    deinit {
        let connection = connection
        loop.execute { connection.fail(.closed) }
    }

    /// Connects and upgrades; `timeout` covers both.
    /// - Throws: `.malformed` when the server does not answer with a valid 101.
    public static func connect(
        host: String, port: Int, path: String = "/", headers: Headers = Headers(), on loop: EventLoop,
        timeout: Duration = .seconds(5), messageBytes: Int = 32 << 20
    ) async throws(ClientFault) -> WebSocketClient {
        let task = loop.spawn {
            let addresses = try await Resolver.resolve(host: host, port: port)
            let connection = try await StreamConnection.open(addresses, timeout: timeout, on: loop)
            return WebSocketClient(connection, messageBytes: messageBytes)
        }
        do {
            let client = try await task.value
            try await client.shakeHands("\(host):\(port)", path, headers, timeout)
            return client
        } catch {
            if let fault = error as? StreamFault { throw ClientFault(fault) }
            throw (error as? ClientFault) ?? .closed
        }
    }

    private func shakeHands(
        _ authority: String, _ path: String, _ headers: Headers, _ timeout: Duration
    ) async throws(ClientFault) {
        let timer = connection.failing(after: timeout)
        defer { timer.cancel() }
        var generator = SystemRandomNumberGenerator()
        let key = Handshake.key(from: (0..<16).map { _ in UInt8.random(in: 0...255, using: &generator) })
        let request = Handshake.request(target: path, host: authority, key: key, headers: headers)
        var bytes: [UInt8] = []
        RequestWriter.append(request, body: .none, to: &bytes)
        try await write(bytes)
        try await readHandshake(key)
    }

    private func readHandshake(_ key: String) async throws(ClientFault) {
        var reader = ResponseReader()
        reader.expect(.get)
        while true {
            do throws(HTTPFault) {
                if case .head(let response, body: _, keepAlive: _) = try reader.next(input.span, at: &position) {
                    return try Handshake.check(response, key: key)
                }
            } catch {
                connection.fail(.closed)
                throw .malformed
            }
            guard position < input.count else {
                guard try await fill() else { throw .closed }
                continue
            }
        }
    }

    public func send(text: String) async throws(ClientFault) {
        try await send(text: [UInt8](text.utf8))
    }

    public func send(text: [UInt8]) async throws(ClientFault) {
        try await send(.text, text)
    }

    public func send(binary: [UInt8]) async throws(ClientFault) {
        try await send(.binary, binary)
    }

    /// Sends one frame as it is, for tests of what a server makes of fragments and mistakes.
    public func send(_ opcode: Opcode, _ payload: [UInt8], final: Bool = true) async throws(ClientFault) {
        var bytes: [UInt8] = []
        FrameWriter.append(opcode, payload, final: final, mask: .random(in: 0 ... .max), to: &bytes)
        try await write(bytes)
    }

    /// The next message; nil once the server has closed (``closeCode`` says why) or the connection is gone. Pings are
    /// answered meanwhile.
    public func receive() async throws(ClientFault) -> SocketMessage? {
        while closeCode == nil {
            guard let event = try nextEvent() else {
                guard try await fill() else { return nil }
                continue
            }
            switch event {
            case .text(let payload): return .text(payload.bytes(in: input.span))
            case .binary(let payload): return .binary(payload.bytes(in: input.span))
            case .ping(let payload): try await send(.pong, payload.bytes(in: input.span))
            case .pong: break
            case .close(let code, _): await ended(code)
            }
        }
        return nil
    }

    private func nextEvent() throws(ClientFault) -> FrameEvent? {
        do throws(FrameFault) {
            var span = input.mutableSpan
            return try frames.next(&span, at: &position)
        } catch {
            connection.fail(.closed)
            throw .malformed
        }
    }

    private func ended(_ code: CloseCode) async {
        closeCode = code
        if !hasSentClose { await sendClose(code) }
        connection.fail(.closed)
    }

    private func sendClose(_ code: CloseCode) async {
        hasSentClose = true
        var bytes: [UInt8] = []
        FrameWriter.appendClose(code, mask: .random(in: 0 ... .max), to: &bytes)
        try? await write(bytes)
    }

    /// Sends a close frame and waits up to `timeout` for the server's; messages that still come are dropped.
    public func close(_ code: CloseCode = .normal, timeout: Duration = .seconds(5)) async {
        guard !hasSentClose, closeCode == nil else { return }
        let timer = connection.failing(after: timeout)
        await sendClose(code)
        while let message = try? await receive() { _ = message }
        timer.cancel()
        connection.fail(.closed)
    }

    /// Drops the connection without a word, as a lost network would.
    public func cut() {
        connection.fail(.closed)
    }

    /// - Returns: False when the server has ended the connection.
    private func fill() async throws(ClientFault) -> Bool {
        do throws(StreamFault) {
            input = try await connection.read(upTo: Self.readBytes)
            position = 0
            return !input.isEmpty
        } catch {
            throw ClientFault(error)
        }
    }

    private func write(_ bytes: [UInt8]) async throws(ClientFault) {
        do throws(StreamFault) {
            try await connection.write(bytes)
        } catch {
            throw ClientFault(error)
        }
    }
}
