import HTTP
import Loop

/// Answering: the part of a connection that runs in the request's task, on the loop.
extension HTTPConnection {
    /// Bodies up to this size are copied behind their head; larger ones are queued as they are.
    private static let joinBytes = 16_384

    /// Queues what the handler answered and, for a stream, runs its producer.
    func respond(_ response: Response) async {
        loop.assertCurrent()
        // The connection may be gone since the handler began.
        guard phase == .open, let exchange else { return }
        switch response.body {
        case .empty, .bytes: finish(exchange, keepAlive: queue(response, for: exchange))
        case .stream(let length, let produce): await stream(response, length, exchange, produce)
        case .webSocket(let subprotocol, let accept): upgrade(exchange, subprotocol, response.headers, accept)
        }
    }

    // MARK: Whole responses

    /// - Returns: Whether the connection may serve another request.
    private func queue(_ response: Response, for exchange: Exchange) -> Bool {
        let keepAlive = mayKeepAlive(exchange, response)
        queue(response, for: exchange, keepAlive: keepAlive)
        return keepAlive
    }

    /// Queues head and body; `exchange` is nil when no request could be read.
    func queue(_ response: Response, for exchange: Exchange?, keepAlive: Bool) {
        let body: [UInt8] = if case .bytes(let bytes) = response.body { bytes } else { [] }
        var bytes = head(response, .length(body.count), exchange, keepAlive: keepAlive)
        let isBodyless = exchange?.request.method == .head || response.status.forbidsBody
        if isBodyless || body.isEmpty {
            queue(bytes)
        } else if body.count <= Self.joinBytes {
            bytes += body
            queue(bytes)
        } else {
            queue(bytes)
            queue(body)
        }
    }

    private func head(
        _ response: Response, _ length: BodyLength, _ exchange: Exchange?, keepAlive: Bool
    ) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(512)
        ResponseWriter.append(
            ResponseHead(status: response.status, headers: response.headers), body: length, keepAlive: keepAlive,
            minorVersion: exchange?.request.head.minorVersion ?? 1, date: shard.date(), to: &bytes)
        return bytes
    }

    private func mayKeepAlive(_ exchange: Exchange, _ response: Response) -> Bool {
        guard exchange.keepsAlive, !shard.isDraining, !isInputOver || isHolding else { return false }
        if response.headers.contains(token: "close", in: "Connection") { return false }
        if exchange.isBodyComplete { return true }
        // A client that still waits for its 100 may send the body or not: nobody could tell what comes next.
        return !exchange.awaitsContinue && exchange.announced ?? 0 <= Self.discardBytes
    }

    private func finish(_ exchange: Exchange, keepAlive: Bool) {
        exchange.isAnswered = true
        exchange.writer = nil
        exchange.task = nil
        served()
        if !keepAlive || shard.isDraining { closeAfterOutput() }
        if exchange.isBodyComplete { self.exchange = nil } else { exchange.body.discard() }
        advance()
    }

    // MARK: Streams

    private func stream(
        _ response: Response, _ length: Int?, _ exchange: Exchange,
        _ produce: @Sendable (BodyWriter) async throws -> Void
    ) async {
        let isChunked = length == nil && exchange.request.head.minorVersion > 0
        let keepAlive = mayKeepAlive(exchange, response) && (length != nil || isChunked)
        let framing: BodyLength = length.map { .length($0) } ?? (isChunked ? .chunked : .untilClose)
        queue(head(response, framing, exchange, keepAlive: keepAlive))
        guard exchange.request.method != .head else { return finish(exchange, keepAlive: keepAlive) }
        let writer = BodyWriter(self, length: length, isChunked: isChunked)
        exchange.writer = writer
        let isWhole: Bool
        do {
            try await produce(writer)
            isWhole = (writer.remaining ?? 0) == 0
        } catch {
            // A server that leaves ends its endless streams by cancelling them: they end in good order.
            isWhole = length == nil && shard.isDraining
        }
        guard phase == .open, self.exchange === exchange else { return writer.close() }
        guard isWhole else { return cut() }
        if isChunked { queueChunkEnd() }
        writer.close()
        finish(exchange, keepAlive: keepAlive)
    }

    private func queueChunkEnd() {
        var bytes: [UInt8] = []
        ChunkWriter.appendEnd(to: &bytes)
        queue(bytes)
    }

    /// A piece of a streamed body. What is much leaves at once, so that the writer learns early when to wait.
    func queueBody(_ bytes: [UInt8], chunked: Bool) {
        guard !bytes.isEmpty else { return }
        if chunked {
            var header: [UInt8] = []
            ChunkWriter.appendHeader(bytes.count, to: &header)
            queue(header)
        }
        queue(bytes)
        if chunked { queue(ChunkWriter.lineEnd) }
        if waitingBytes > BodyWriter.highWaterBytes { sendDue() }
    }

    // MARK: WebSocket

    private func upgrade(
        _ exchange: Exchange, _ subprotocol: String?, _ headers: Headers,
        _ accept: (WebSocket) -> any WebSocketHandler
    ) {
        guard !shard.isDraining else {
            let fault = HTTPFault(.serviceUnavailable, "The server is leaving.", headers: ["Retry-After": "1"])
            return finish(exchange, keepAlive: queue(Response(fault), for: exchange))
        }
        do throws(HTTPFault) {
            var head = try Handshake.accept(exchange.request.head, subprotocol: subprotocol)
            head.headers.append(contentsOf: headers)
            switchProtocols(head, accept)
        } catch {
            finish(exchange, keepAlive: queue(Response(error), for: exchange))
        }
    }

    private func switchProtocols(_ head: ResponseHead, _ accept: (WebSocket) -> any WebSocketHandler) {
        var bytes: [UInt8] = []
        ResponseWriter.append(head, to: &bytes)
        output.append(bytes)
        let socket = WebSocket(shard: shard)
        handOver(to: socket, wanting: .readable)
        shard.replace(self, with: socket)
        let early = takeHeld()
        let waiting = output
        becomeWebSocket()
        socket.begin(waiting, early, accept)
    }
}
