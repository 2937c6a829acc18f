import HTTP
import Loop

extension HTTPClient {
    /// Sends a request whose body comes piece by piece, each when the server has taken the one before.
    ///
    /// The body begins when the server asks for it: what it refuses by the head alone is never read. An answer before
    /// the body's end ends the body.
    /// - Parameter deadline: For everything up to the server's wish for the body, then for each piece, then for the
    ///   answer's head.
    /// - Throws: ``ClientFault``, and what `body` throws.
    public func send(
        _ request: ClientRequest, streaming body: ClientBody, deadline: Duration
    ) async throws -> ClientResponse {
        let end = LoopInstant.clock() + deadline
        let first = StreamedRequest(
            lease: try await lease(for: request, until: end, fresh: false), limits: limits.http, method: request.method)
        do {
            return try await first.run(request, body, until: end, deadline)
        } catch {
            // The server had closed a kept connection; nothing of the body has left.
            guard first.metDeadEnd, error as? ClientFault == .closed, !Task.isCancelled, !isClosed else { throw error }
        }
        let second = StreamedRequest(
            lease: try await lease(for: request, until: end, fresh: true), limits: limits.http, method: request.method)
        return try await second.run(request, body, until: end, deadline)
    }
}

/// One request with a body that comes piece by piece, on its connection. Used on the client's loop only.
private struct StreamedRequest {
    private let lease: Lease
    private let source: ResponseSource

    init(lease: Lease, limits: HTTPLimits, method: Method) {
        self.lease = lease
        source = ResponseSource(lease: lease, limits: limits, method: method)
    }

    var metDeadEnd: Bool { lease.isReused && !lease.hasAnswered }

    func run(
        _ request: ClientRequest, _ body: ClientBody, until end: LoopInstant, _ deadline: Duration
    ) async throws -> ClientResponse {
        let timer = lease.connection.failing(after: end - LoopInstant.clock())
        let refusal: ResponseHead?
        do {
            // Nobody could tell what the server takes the next bytes for, unless the whole body has left.
            lease.isSpoiled = true
            try await lease.write(request.headBytes(streaming: body))
            refusal = try await source.headOrContinue()
        } catch {
            timer.cancel()
            throw error
        }
        timer.cancel()
        if let refusal { return ClientResponse(refusal, source, end: end) }
        do {
            lease.isSpoiled = try await pour(body, deadline)
        } catch {
            source.abandon()
            throw error
        }
        return try await answer(deadline)
    }

    /// - Returns: Whether the server answered before the body's end.
    private func pour(_ body: ClientBody, _ deadline: Duration) async throws -> Bool {
        var missing = body.length ?? 0
        while let piece = try await body.next() {
            if lease.connection.hasInput { return true }
            missing -= piece.count
            if body.length == nil {
                try await write(chunk(of: piece), deadline)
            } else {
                guard missing >= 0 else { throw ClientFault.malformed }
                try await write(piece, deadline)
            }
        }
        if body.length == nil {
            try await write(lastChunk, deadline)
        } else {
            guard missing == 0 else { throw ClientFault.malformed }
        }
        return false
    }

    private func chunk(of piece: [UInt8]) -> [UInt8] {
        var bytes: [UInt8] = []
        ChunkWriter.append(piece, to: &bytes)
        return bytes
    }

    private var lastChunk: [UInt8] {
        var bytes: [UInt8] = []
        ChunkWriter.appendEnd(to: &bytes)
        return bytes
    }

    private func write(_ bytes: [UInt8], _ timeout: Duration) async throws(ClientFault) {
        let timer = lease.connection.failing(after: timeout)
        defer { timer.cancel() }
        try await lease.write(bytes)
    }

    private func answer(_ deadline: Duration) async throws(ClientFault) -> ClientResponse {
        let timer = lease.connection.failing(after: deadline)
        defer { timer.cancel() }
        return ClientResponse(try await source.head(), source, end: LoopInstant.clock() + deadline)
    }
}
