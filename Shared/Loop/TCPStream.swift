/// A plain byte stream for protocols that are not HTTP, such as SMTP. Closes when the last reference goes.
///
/// A timeout closes the stream, as what the peer meant afterwards could not be told any more.
public actor TCPStream: LoopBound {
    public nonisolated let loop: EventLoop
    private nonisolated let connection: StreamConnection
    private var unread: [UInt8] = []

    private init(_ connection: StreamConnection) {
        self.connection = connection
        loop = connection.loop
    }

    /// Takes over a connection that a ``Listener`` accepted. (loop)
    public init(accepted descriptor: Int32, on loop: EventLoop) {
        self.init(StreamConnection.accepted(descriptor, on: loop))
    }

    deinit {
        close()
    }

    /// Resolves `host` off the loop and connects to the first address that answers.
    /// - Throws: `.unreachable`, or `.timeout` once `timeout` is over.
    public static func connect(
        host: String, port: Int, timeout: Duration, on loop: EventLoop
    ) async throws(StreamFault) -> TCPStream {
        let addresses = try await Resolver.resolve(host: host, port: port)
        let opening = loop.spawn { try await StreamConnection.open(addresses, timeout: timeout, on: loop) }
        let result = await withTaskCancellationHandler {
            await opening.result
        } onCancel: {
            opening.cancel()
        }
        do {
            return TCPStream(try result.get())
        } catch {
            throw (error as? StreamFault) ?? .closed
        }
    }

    /// The next bytes, at most `limit`; empty when the peer has ended.
    public func read(upTo limit: Int = 65_536, timeout: Duration? = nil) async throws(StreamFault) -> [UInt8] {
        if !unread.isEmpty {
            let taken = [UInt8](unread.prefix(limit))
            unread.removeFirst(taken.count)
            return taken
        }
        let timer = timeout.map { connection.failing(after: $0) }
        defer { timer?.cancel() }
        return try await connection.read(upTo: limit)
    }

    /// The next line without its line end (LF or CRLF); nil when the peer has ended.
    /// - Throws: `.tooLarge` when no line end comes within `limit` bytes; the stream is closed then.
    public func readLine(upTo limit: Int = 4_096, timeout: Duration? = nil) async throws(StreamFault) -> [UInt8]? {
        let timer = timeout.map { connection.failing(after: $0) }
        defer { timer?.cancel() }
        var searched = 0
        while true {
            if let end = unread[searched...].firstIndex(of: UInt8(ascii: "\n")) { return takeLine(endingAt: end) }
            searched = unread.count
            guard searched < limit else {
                connection.fail(.tooLarge)
                throw .tooLarge
            }
            let more = try await connection.read(upTo: limit)
            if more.isEmpty { return nil }
            unread += more
        }
    }

    private func takeLine(endingAt end: Int) -> [UInt8] {
        var line = [UInt8](unread[..<end])
        if line.last == UInt8(ascii: "\r") { line.removeLast() }
        unread.removeSubrange(...end)
        return line
    }

    /// Returns once the kernel has all of `bytes`.
    public func write(_ bytes: [UInt8], timeout: Duration? = nil) async throws(StreamFault) {
        let timer = timeout.map { connection.failing(after: $0) }
        defer { timer?.cancel() }
        try await connection.write(bytes)
    }

    /// Closes at once; who waits gets `.closed`. From any thread; nothing happens the second time.
    public nonisolated func close() {
        let connection = connection
        loop.execute { connection.fail(.closed) }
    }
}
