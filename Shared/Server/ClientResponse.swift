public import HTTP
public import Loop

/// A response: its head, and its body as it arrives. Dropping it in the middle closes its connection.
public actor ClientResponse: LoopBound {
    public nonisolated let loop: EventLoop
    public nonisolated let status: Status
    public nonisolated let headers: Headers
    private let source: ResponseSource
    private let end: LoopInstant

    init(_ head: ResponseHead, _ source: ResponseSource, end: LoopInstant) {
        loop = source.loop
        status = head.status
        headers = head.headers
        self.source = source
        self.end = end
    }

    /// The whole body, within the deadline of the request.
    /// - Throws: `.tooLarge` past `limit` bytes; the connection is closed then.
    public func collect(upTo limit: Int) async throws(ClientFault) -> [UInt8] {
        let timer = source.failing(at: end)
        defer { timer?.cancel() }
        var whole: [UInt8] = []
        while let piece = try await source.next() {
            if whole.isEmpty { whole = piece } else { whole += piece }
            guard whole.count <= limit else {
                source.abandon()
                throw .tooLarge
            }
        }
        return whole
    }

    /// The next piece of the body, never empty; nil at its end. Waits as long as it takes.
    public func next() async throws(ClientFault) -> [UInt8]? {
        try await source.next()
    }

    /// As ``next()``, but throws `.timeout` when nothing comes within `timeout`, and closes the connection.
    public func next(timeout: Duration) async throws(ClientFault) -> [UInt8]? {
        let timer = source.failing(at: LoopInstant.clock() + timeout)
        defer { timer?.cancel() }
        return try await source.next()
    }

    /// Closes the connection unless the body has come whole. From any thread; who waits for the body gets `.closed`.
    public nonisolated func cancel() {
        loop.execute { self.onLoop { $0.source.abandon() } }
    }
}
