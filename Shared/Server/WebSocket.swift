public import HTTP
public import Loop

/// One WebSocket on its loop; every call is for that loop's thread, asserted in debug builds.
///
/// Idle it is this one object: no task, no buffer. What is sent in a turn of the loop leaves at its end in one piece.
// Sendable: confined to its loop as every Pollable.
public final class WebSocket: Connection, @unchecked Sendable {
    /// Output of one turn past this leaves before the turn's end.
    private static let earlySendBytes = 65_536
    /// With this much waiting for the peer nothing is read from it, so that its own messages cannot pile up answers.
    private static let throttleBytes = 65_536
    private static let ping = EncodedFrame(ping: [])

    private enum State: UInt8 {
        case open
        /// Our close frame is out, the peer's answer is awaited.
        case closing
        /// Both have said close: once the output is gone, the connection ends.
        case finishing
        /// The writing side is shut; the peer is to close.
        case lingering
        case closed
    }

    private var handler: (any WebSocketHandler)?
    private var frames: FrameReader
    /// What the kernel did not take.
    private var backlog = ByteQueue()
    /// The turn's first frame; further ones are in the shard's `turnFrames`.
    private var firstOfTurn: [UInt8] = []
    private var nextOfTurn: Int32 = -1
    private var lastOfTurn: Int32 = -1
    private var turnBytes: Int32 = 0
    private var lastHeard: UInt32
    private var deadline: UInt32 = 0
    private var state = State.open
    private var isPinged = false
    private var isBroken = false

    init(shard: Shard) {
        frames = FrameReader(role: .server, messageLimitBytes: shard.limits.webSocket.messageBytes)
        lastHeard = shard.tick
        super.init(shard: shard, descriptor: -1)
    }

    /// - Parameters:
    ///   - waiting: Output that comes first, the handshake last.
    ///   - early: What the peer sent behind its handshake.
    func begin(_ waiting: ByteQueue, _ early: [UInt8], _ accept: (WebSocket) -> any WebSocketHandler) {
        backlog = waiting
        let handler = accept(self)
        self.handler = handler
        markDue()
        handler.opened(self)
        guard !early.isEmpty else { return }
        var early = early
        var input = early.mutableSpan
        consume(&input)
    }

    // MARK: Sending

    /// Whether messages can be sent.
    public var isOpen: Bool { state == .open && !isBroken }

    /// Bytes that the kernel has not taken yet.
    public var pendingBytes: Int { backlog.count + Int(turnBytes) }

    /// Queues a text message, which must be UTF-8.
    /// - Returns: False when it was not queued: too much waits for the peer, or the socket is closing.
    @discardableResult
    public func send(text: [UInt8]) -> Bool {
        send(EncodedFrame(text: text))
    }

    /// As ``send(text:)``.
    @discardableResult
    public func send(binary: [UInt8]) -> Bool {
        send(EncodedFrame(binary: binary))
    }

    /// As ``send(text:)``, for a message that many sockets get: its bytes are shared, not copied.
    @discardableResult
    public func send(_ frame: EncodedFrame) -> Bool {
        loop.assertCurrent()
        guard isOpen else { return false }
        let pending = pendingBytes
        guard pending == 0 || pending + frame.bytes.count <= shard.limits.webSocket.pendingBytes else { return false }
        queue(frame.bytes)
        return true
    }

    /// Starts the close handshake; `closed` follows when the peer has answered or its time is over.
    public func close(_ code: CloseCode, reason: String = "") {
        loop.assertCurrent()
        guard state == .open else { return }
        state = .closing
        deadline = shard.tick + shard.ticks.close
        queue(EncodedFrame(close: code, reason: reason).bytes)
    }

    private func queue(_ bytes: [UInt8]) {
        if turnBytes == 0 {
            firstOfTurn = bytes
            markDue()
        } else {
            append(bytes)
        }
        // At most what may wait for one socket, and a frame.
        turnBytes += Int32(bytes.count)
        if turnBytes > Self.earlySendBytes, !flush() {
            breakOff()
        }
    }

    /// Ends the connection with the turn: the handler must not hear of it in the middle of its own call.
    private func breakOff() {
        isBroken = true
        markDue()
    }

    private func append(_ bytes: [UInt8]) {
        let place = Int32(shard.turnFrames.count)
        shard.turnFrames.append(Shard.TurnFrame(bytes: bytes, next: -1))
        if lastOfTurn < 0 { nextOfTurn = place } else { shard.turnFrames[Int(lastOfTurn)].next = place }
        lastOfTurn = place
    }

    override func sendDue() {
        guard state != .closed else { return }
        let before = backlog.count
        guard !isBroken, flush() else { return lost() }
        // A peer that takes bytes is alive, even when nothing is read from it meanwhile.
        if backlog.count < before { lastHeard = shard.tick }
        if backlog.isEmpty {
            if state == .open { deadline = 0 }
            if state == .finishing { return linger() }
        } else if state == .open, deadline == 0 || backlog.count < before {
            deadline = shard.tick + shard.ticks.stall
        }
        updateInterest()
    }

    /// Offers everything that waits to the kernel in one call.
    /// - Returns: False when the connection has failed.
    private func flush() -> Bool {
        if !backlog.isEmpty {
            moveTurnToBacklog()
            return backlog.flush(to: self)
        }
        guard turnBytes > 0 else { return true }
        let sent: Sent
        if nextOfTurn < 0 {
            sent = transmit(firstOfTurn.span)
            if case .bytes(let taken) = sent { keep(firstOfTurn, from: taken) }
        } else {
            gather()
            let joined = shard.scratch
            sent = transmit(joined.span)
            if case .bytes(let taken) = sent { keep(joined, from: taken) }
        }
        forgetTurn()
        return sent != .failed
    }

    private func keep(_ bytes: [UInt8], from taken: Int) {
        if taken < bytes.count { backlog.append([UInt8](bytes[taken...])) }
    }

    private func gather() {
        shard.scratch.removeAll(keepingCapacity: true)
        shard.scratch += firstOfTurn
        var place = nextOfTurn
        while place >= 0 {
            shard.scratch += shard.turnFrames[Int(place)].bytes
            place = shard.turnFrames[Int(place)].next
        }
    }

    private func moveTurnToBacklog() {
        guard turnBytes > 0 else { return }
        backlog.append(firstOfTurn)
        var place = nextOfTurn
        while place >= 0 {
            backlog.append(shard.turnFrames[Int(place)].bytes)
            place = shard.turnFrames[Int(place)].next
        }
        forgetTurn()
    }

    private func forgetTurn() {
        firstOfTurn = []
        (nextOfTurn, lastOfTurn, turnBytes) = (-1, -1, 0)
    }

    // MARK: Receiving

    public override func ready(_ events: Readiness) {
        if events.contains(.writable) { sendDue() }
        guard state != .closed else { return }
        if events.contains(.readable) { read() } else if !events.isDisjoint(with: .broken) { lost() }
    }

    private func read() {
        let received = receive { consume(&$0) }
        switch received {
        case .bytes:
            lastHeard = shard.tick
            isPinged = false
        case .ended, .failed: lost()
        case .nothingYet: break
        }
    }

    private func consume(_ input: inout MutableSpan<UInt8>) {
        var position = 0
        do throws(FrameFault) {
            while state == .open || state == .closing, let event = try frames.next(&input, at: &position) {
                handle(event, input.span)
            }
        } catch {
            finish(error.code, reason: error.message)
        }
    }

    private func handle(_ event: FrameEvent, _ input: Span<UInt8>) {
        switch event {
        case .text(let payload):
            // After our own close frame only the peer's matters.
            if state == .open { handler?.received(text: payload.bytes(in: input), on: self) }
        case .binary(let payload):
            if state == .open { handler?.received(binary: payload.bytes(in: input), on: self) }
        case .ping(let payload): answer(payload, input)
        case .pong: break
        case .close(let code, _): finish(code)
        }
    }

    private func answer(_ ping: Payload, _ input: Span<UInt8>) {
        guard state == .open else { return }
        // A peer that pings without reading the answers is cut off at the same bound as any slow reader.
        guard pendingBytes <= shard.limits.webSocket.pendingBytes else { return breakOff() }
        var bytes: [UInt8] = []
        FrameWriter.append(.pong, ping, in: input, to: &bytes)
        queue(bytes)
    }

    // MARK: Ending

    /// The last word: the peer's close frame, or ours to a peer that broke the protocol.
    private func finish(_ code: CloseCode, reason: String = "") {
        if state == .open { queue(EncodedFrame(close: code, reason: reason).bytes) }
        state = .finishing
        deadline = shard.tick + shard.ticks.close
        markDue()
        tell(code)
    }

    private func linger() {
        state = .lingering
        endWriting()
        updateInterest()
    }

    private func lost() {
        guard state != .closed else { return }
        state = .closed
        closeDescriptor()
        shard.remove(self)
        backlog.removeAll()
        forgetTurn()
        tell(nil)
    }

    private func tell(_ code: CloseCode?) {
        let handler = handler
        self.handler = nil
        handler?.closed(code, on: self)
    }

    private func updateInterest() {
        guard state != .closed else { return }
        var events: Readiness = backlog.isEmpty ? [] : .writable
        if state != .open || backlog.count <= Self.throttleBytes { events.insert(.readable) }
        want(events)
    }

    override func sweep(_ tick: UInt32) {
        if deadline != 0, tick >= deadline {
            if !backlog.isEmpty { forgetUnsent() }
            return lost()
        }
        guard state == .open, backlog.isEmpty else { return }
        let silence = tick &- lastHeard
        if isPinged {
            if silence >= shard.ticks.ping + shard.ticks.pong { lost() }
        } else if silence >= shard.ticks.ping {
            isPinged = true
            queue(Self.ping.bytes)
        }
    }

    override func leave() {
        close(.goingAway, reason: "The server is leaving.")
    }

    override func cut() {
        lost()
    }
}
