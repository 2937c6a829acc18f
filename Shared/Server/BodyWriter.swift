import HTTP
import Loop

/// The client is gone, or more was written than the response announced.
public enum WriteFault: Error, Sendable, Equatable {
    case closed
    case tooLong
}

/// Writes the body of one response. One writer at a time, from any executor.
// Sendable: all state is touched on the connection's loop only; calls from elsewhere hop there first.
public final class BodyWriter: @unchecked Sendable {
    /// Past this many bytes that the peer has not taken, ``write(_:)`` suspends.
    static let highWaterBytes = 65_536

    private let connection: HTTPConnection
    private let isChunked: Bool
    /// Bytes still to be written; nil when the end is not known before.
    private(set) var remaining: Int?
    private(set) var isOver = false
    private var waiter: CheckedContinuation<Result<Void, WriteFault>, Never>?

    init(_ connection: HTTPConnection, length: Int?, isChunked: Bool) {
        self.connection = connection
        self.isChunked = isChunked
        remaining = length
    }

    /// The client is gone or the server drains: an endless stream should end now. (loop)
    public var isClosed: Bool { isOver || connection.isLeaving }

    /// Queues `bytes`, which leave with the loop's turn; returns when at most 64 KiB wait for the client.
    /// - Throws: `.closed` once the client is gone, `.tooLong` past the length announced.
    public func write(_ bytes: [UInt8]) async throws(WriteFault) {
        let loop = connection.loop
        if loop.isCurrent, let done = accept(bytes) { return try done.get() }
        let isQueued = loop.isCurrent
        let result = await withCheckedContinuation { continuation in
            if isQueued {
                park(continuation)
            } else {
                loop.execute { self.accept(bytes, then: continuation) }
            }
        }
        try result.get()
    }

    private func park(_ continuation: CheckedContinuation<Result<Void, WriteFault>, Never>) {
        connection.loop.assertCurrent()
        waiter = continuation
    }

    private func accept(_ bytes: [UInt8], then continuation: CheckedContinuation<Result<Void, WriteFault>, Never>) {
        if let done = accept(bytes) { continuation.resume(returning: done) } else { park(continuation) }
    }

    /// - Returns: Nil when the caller must wait for ``drained()``.
    private func accept(_ bytes: [UInt8]) -> Result<Void, WriteFault>? {
        guard !isOver else { return .failure(.closed) }
        if let remaining {
            guard bytes.count <= remaining else { return .failure(.tooLong) }
            self.remaining = remaining - bytes.count
        }
        precondition(waiter == nil, "a body has one writer at a time")
        connection.queueBody(bytes, chunked: isChunked)
        guard !isOver else { return .failure(.closed) }
        return connection.waitingBytes <= Self.highWaterBytes ? .success(()) : nil
    }

    // MARK: For the connection, on its loop

    /// The peer has taken enough for the writer to go on.
    func drained() {
        resume(.success(()))
    }

    /// Nothing can be written any more.
    func close() {
        isOver = true
        resume(.failure(.closed))
    }

    private func resume(_ result: Result<Void, WriteFault>) {
        let waiting = waiter
        waiter = nil
        waiting?.resume(returning: result)
    }
}
