public import HTTP
import Loop

/// The body of a request, as it arrives. One reader at a time, from any executor.
///
/// The connection reads at most ``aheadBytes`` (and one read more) ahead of whoever reads here.
// Sendable: all state is touched on the connection's loop only; calls from elsewhere hop there first.
public final class RequestBody: @unchecked Sendable {
    /// Past this many bytes unread the connection stops reading.
    static let aheadBytes = 65_536

    /// Bytes that the client has announced; nil where it has not.
    public let length: Int?
    private let loop: EventLoop?
    private var unread: [UInt8] = []
    private var hasEnded: Bool
    private var fault: HTTPFault?
    private var waiter: CheckedContinuation<Result<[UInt8]?, HTTPFault>, Never>?
    /// Set while a connection still feeds this body, and taken back when that is over.
    private var source: HTTPConnection?

    /// The body of requests that have none. Shared, as there is nothing in it to take.
    static let none = RequestBody()

    /// A body that is complete: for tests, and for requests made up inside the process.
    public init(_ bytes: [UInt8] = []) {
        loop = nil
        length = bytes.count
        unread = bytes
        hasEnded = true
    }

    init(from source: HTTPConnection, length: Int?) {
        loop = source.loop
        self.length = length
        self.source = source
        hasEnded = false
    }

    /// The whole body.
    /// - Throws: 413 past `limit` bytes, 400 when the client went away in the middle, 408 when it was too slow, and
    ///   what was wrong with its framing. Answer with the fault's status; the connection closes afterwards.
    public func collect(upTo limit: Int) async throws(HTTPFault) -> [UInt8] {
        guard var whole = try await next() else { return [] }
        while whole.count <= limit, let piece = try await next() { whole += piece }
        guard whole.count <= limit else {
            throw HTTPFault(.contentTooLarge, "The body holds up to \(limit) bytes.")
        }
        return whole
    }

    /// The next piece, never empty; nil at the end.
    /// - Throws: As ``collect(upTo:)``, but for the limit.
    public func next() async throws(HTTPFault) -> [UInt8]? {
        guard let loop else { return takeNow() }
        if loop.isCurrent, let ready = ready() { return try ready.get() }
        let result = await withCheckedContinuation { continuation in
            if loop.isCurrent { wait(continuation) } else { loop.execute { self.wait(continuation) } }
        }
        return try result.get()
    }

    /// A body made in the process has no loop and one reader.
    private func takeNow() -> [UInt8]? {
        guard !unread.isEmpty else { return nil }
        defer { unread = [] }
        return unread
    }

    private func wait(_ continuation: CheckedContinuation<Result<[UInt8]?, HTTPFault>, Never>) {
        if let ready = ready() { return continuation.resume(returning: ready) }
        precondition(waiter == nil, "a body has one reader at a time")
        waiter = continuation
        source?.bodyWanted()
    }

    private func ready() -> Result<[UInt8]?, HTTPFault>? {
        if !unread.isEmpty {
            var taken: [UInt8] = []
            swap(&taken, &unread)
            source?.bodyTaken()
            return .success(taken)
        }
        if let fault { return .failure(fault) }
        return hasEnded ? .success(nil) : nil
    }

    // MARK: For the connection, on its loop

    var isFull: Bool { unread.count >= Self.aheadBytes }

    var isAwaited: Bool { waiter != nil }

    func append(_ bytes: Span<UInt8>) {
        unread.append(bytes)
    }

    func end() {
        // The body of requests without one is shared among loops: it is never written.
        guard !hasEnded else { return }
        hasEnded = true
        source = nil
    }

    func fail(_ fault: HTTPFault) {
        guard !hasEnded, self.fault == nil else { return }
        self.fault = fault
        source = nil
    }

    /// Drops what nobody will read.
    func discard() {
        guard !unread.isEmpty else { return }
        unread = []
    }

    /// Resumes the reader when there is something for it.
    func deliver() {
        guard let waiter, let ready = ready() else { return }
        self.waiter = nil
        waiter.resume(returning: ready)
    }
}
