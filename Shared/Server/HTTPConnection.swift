import HTTP
import Loop

/// A connection that speaks HTTP/1.1: requests are read one at a time and answered in order.
///
/// Reading stops while a request that came early (pipelining) waits, and while a handler does not read its body.
// Sendable: confined to its loop as every Pollable.
final class HTTPConnection: Connection, @unchecked Sendable {
    private static let lingerBytes = 1 << 20
    /// One read, and so what can be held of requests that came early.
    private static let readBytes = 65_536
    /// What a handler left unread of a body is read up to this; past it the connection ends.
    static let discardBytes = 262_144
    private static let bodyStepBytes = 65_536

    enum Phase { case open, lingering, closed }
    /// What the next bytes would be, for the time limits.
    private enum Awaited { case nothing, request, head, body }

    private let peer: String
    private var reader: RequestReader
    /// Bytes that came before the request they belong to could be served.
    private var held: [UInt8] = []
    private var heldStart = 0
    var exchange: Exchange?
    var output = ByteQueue()
    private(set) var phase = Phase.open
    private var isBlocked = false
    private var isAdvancing = false
    /// The peer has ended its side.
    private var hasPeerEnded = false
    /// What the peer sent makes no sense, or came too slowly: nothing further is read as HTTP.
    private var isInputBroken = false
    var closesAfterOutput = false
    private var hasServed = false
    private var awaited = Awaited.nothing
    private var readDeadline: UInt32 = 0
    private var writeDeadline: UInt32 = 0
    private var bodyStep = 0
    private var discarded = 0

    init(shard: Shard, descriptor: Int32, peer: String) {
        self.peer = peer
        reader = RequestReader(limits: shard.limits.http)
        super.init(shard: shard, descriptor: descriptor)
    }

    func start(refused: Bool) {
        want(.readable)
        guard refused else { return updateDeadline() }
        refuse(HTTPFault(.serviceUnavailable, "Too many connections.", headers: ["Retry-After": "5"]))
        sendDue()
        cut()
    }

    // MARK: Reading

    override func ready(_ events: Readiness) {
        if events.contains(.writable) { sendDue() }
        guard phase != .closed else { return }
        if events.contains(.readable) { read() } else if !events.isDisjoint(with: .broken) { cut() }
    }

    private func read() {
        let received = receive(upTo: Self.readBytes) { input in
            if phase == .open { take(input.span) }
        }
        switch received {
        case .bytes(let count) where phase == .lingering:
            discarded += count
            if discarded > Self.lingerBytes { cut() }
        case .bytes: advance()
        case .ended: inputEnded()
        case .failed: cut()
        case .nothingYet: break
        }
    }

    private func take(_ input: Span<UInt8>) {
        var position = 0
        if !isHolding, exchange?.isBodyComplete != true { parse(input, at: &position) }
        if position < input.count, !isInputBroken { held.append(input.extracting(position...)) }
    }

    /// Reads up to the end of one request, or of the input.
    private func parse(_ input: Span<UInt8>, at position: inout Int) {
        do throws(HTTPFault) {
            while let event = try reader.next(input, at: &position) {
                switch event {
                case .head(let head, let body, let keepsAlive, let awaitsContinue):
                    begin(head, body, keepsAlive: keepsAlive, awaitsContinue: awaitsContinue)
                case .body(let range): bodyArrived(input.extracting(range))
                case .end: return bodyEnded()
                }
            }
        } catch {
            isInputBroken = true
            refuse(error)
        }
    }

    private func begin(_ head: RequestHead, _ length: BodyLength, keepsAlive: Bool, awaitsContinue: Bool) {
        let announced: Int? = if case .length(let count) = length { count } else { nil }
        let body = length == .none ? .none : RequestBody(from: self, length: announced)
        let request = Request(head: head, peer: peer, body: body, loop: loop)
        exchange = Exchange(request: request, length: length, keepsAlive: keepsAlive, awaitsContinue: awaitsContinue)
        (bodyStep, discarded) = (0, 0)
    }

    private func bodyArrived(_ piece: Span<UInt8>) {
        guard let exchange else { return }
        exchange.awaitsContinue = false
        exchange.announced = exchange.announced.map { $0 - piece.count }
        bodyStep += piece.count
        if bodyStep >= Self.bodyStepBytes { (bodyStep, awaited) = (0, .nothing) }
        guard exchange.isAnswered else { return exchange.body.append(piece) }
        discarded += piece.count
        if discarded > Self.discardBytes { closeAfterOutput() }
    }

    private func bodyEnded() {
        guard let exchange else { return }
        exchange.isBodyComplete = true
        exchange.body.end()
        if exchange.isAnswered { self.exchange = nil }
    }

    private func inputEnded() {
        hasPeerEnded = true
        // Half a close is no sign that an answer is unwanted, but an endless stream would never notice the other half.
        if phase == .lingering || exchange?.isEndless == true { return cut() }
        if let exchange, !exchange.isBodyComplete {
            exchange.keepsAlive = false
            exchange.body.fail(HTTPFault(.badRequest, "The body ended early."))
        }
        advance()
    }

    /// Nothing further comes, or is looked at.
    var isInputOver: Bool { hasPeerEnded || isInputBroken }

    /// Whether requests that came early wait.
    var isHolding: Bool { heldStart < held.count }

    /// Serves what has been read, as far as it goes: deliver body bytes, start handlers, take up held requests.
    func advance() {
        // A handler that answers at once comes back here: the loop below goes on instead of the stack growing.
        guard !isAdvancing, phase == .open else { return }
        isAdvancing = true
        repeat {
            if exchange == nil { parseHeld() }
            guard let exchange, phase == .open else { break }
            exchange.body.deliver()
            if exchange.isStarted { break }
            start(exchange)
        } while exchange == nil && phase == .open && !closesAfterOutput && isHolding
        isAdvancing = false
        guard phase == .open else { return }
        if isInputOver, exchange == nil || exchange?.isAnswered == true { closeAfterOutput() }
        updateInterest()
        updateDeadline()
    }

    private func parseHeld() {
        guard isHolding, !closesAfterOutput else { return }
        let bytes = held
        parse(bytes.span, at: &heldStart)
        if heldStart == bytes.count || isInputBroken { (held, heldStart) = ([], 0) }
    }

    /// Takes what was read past the current request, for the protocol that comes next.
    func takeHeld() -> [UInt8] {
        defer { (held, heldStart) = ([], 0) }
        return [UInt8](held[heldStart...])
    }

    private func start(_ exchange: Exchange) {
        exchange.isStarted = true
        let handler = shard.handler
        let request = exchange.request
        let task = Task.immediate(executorPreference: loop) { [self] in
            await respond(await handler(request))
        }
        if self.exchange === exchange, !exchange.isAnswered { exchange.task = task }
    }

    /// Answers a message that may not be read on, unless a handler is busy with it: then the handler gets the fault.
    private func refuse(_ fault: HTTPFault) {
        if let exchange, !exchange.isAnswered {
            exchange.keepsAlive = false
            return exchange.body.fail(fault)
        }
        if exchange == nil { queue(Response(fault), for: nil, keepAlive: false) }
        closeAfterOutput()
    }

    // MARK: What the body asks for

    /// Somebody waits for body bytes and there are none.
    func bodyWanted() {
        if let exchange, exchange.awaitsContinue {
            exchange.awaitsContinue = false
            var bytes: [UInt8] = []
            ResponseWriter.appendContinue(to: &bytes)
            queue(bytes)
        }
        bodyTaken()
    }

    /// There is room for more body bytes.
    func bodyTaken() {
        guard phase == .open, !isAdvancing else { return }
        updateInterest()
        updateDeadline()
    }

    // MARK: Writing

    /// Bytes that the kernel has not taken yet.
    var waitingBytes: Int { output.count }

    /// The client is gone, or should be.
    var isLeaving: Bool { phase != .open || shard.isDraining }

    func queue(_ bytes: [UInt8]) {
        output.append(bytes)
        markDue()
    }

    override func sendDue() {
        guard phase != .closed else { return }
        let before = output.count
        guard output.flush(to: self) else { return cut() }
        isBlocked = !output.isEmpty
        if !isBlocked {
            writeDeadline = 0
            if closesAfterOutput { return linger() }
        } else if output.count < before || writeDeadline == 0 {
            writeDeadline = shard.tick + shard.ticks.stall
        }
        if output.count <= BodyWriter.highWaterBytes / 4 { exchange?.writer?.drained() }
        updateInterest()
    }

    private func updateInterest() {
        guard phase != .closed else { return }
        var events: Readiness = isBlocked ? .writable : []
        if !isInputOver, !isPaused { events.insert(.readable) }
        want(events)
    }

    private var isPaused: Bool {
        guard phase == .open else { return false }
        if isHolding { return true }
        guard let exchange else { return false }
        return !exchange.isBodyComplete && !exchange.isAnswered && exchange.body.isFull
    }

    // MARK: Ending

    /// Ends the connection once everything queued is with the peer.
    func closeAfterOutput() {
        closesAfterOutput = true
        markDue()
    }

    /// Says that nothing more comes, and reads on until the peer has closed: closing at once could destroy an answer
    /// that the peer has not read yet.
    private func linger() {
        guard phase == .open else { return }
        guard !hasPeerEnded else { return cut() }
        abandonExchange()
        phase = .lingering
        (held, heldStart, discarded) = ([], 0, 0)
        isInputBroken = false
        readDeadline = shard.tick + shard.ticks.linger
        endWriting()
        updateInterest()
    }

    /// Closes at once; a handler under way is cancelled.
    override func cut() {
        guard phase != .closed else { return }
        phase = .closed
        closeDescriptor()
        shard.remove(self)
        output.removeAll()
        (held, heldStart) = ([], 0)
        abandonExchange()
    }

    private func abandonExchange() {
        guard let exchange else { return }
        self.exchange = nil
        exchange.body.fail(HTTPFault(.badRequest, "The client went away."))
        exchange.body.deliver()
        exchange.writer?.close()
        if !exchange.isAnswered { exchange.task?.cancel() }
    }

    override func leave() {
        guard phase == .open else { return }
        guard let exchange else {
            if reader.isIdle, !isHolding { closeAfterOutput() }
            return
        }
        exchange.keepsAlive = false
        if exchange.isEndless { exchange.task?.cancel() }
    }

    /// The descriptor belongs to the WebSocket now.
    func becomeWebSocket() {
        phase = .closed
        exchange = nil
        output.removeAll()
    }

    // MARK: Time limits

    private func updateDeadline() {
        let now = whatIsAwaited
        guard now != awaited || (now == .request && readDeadline == 0) else { return }
        // The time of a first head has been running since the connection.
        let isRunning = awaited == .request && now == .head && !hasServed
        awaited = now
        guard !isRunning else { return }
        switch now {
        case .nothing: readDeadline = 0
        case .request: readDeadline = shard.tick + (hasServed ? shard.ticks.idle : shard.ticks.header)
        case .head: readDeadline = shard.tick + shard.ticks.header
        case .body: readDeadline = shard.tick + shard.ticks.body
        }
    }

    private var whatIsAwaited: Awaited {
        guard let exchange else { return reader.isIdle ? .request : .head }
        return exchange.isBodyComplete || isPaused || isInputOver ? .nothing : .body
    }

    /// A response is complete: the wait for the next request starts now.
    func served() {
        hasServed = true
        (awaited, readDeadline) = (.nothing, 0)
    }

    override func sweep(_ tick: UInt32) {
        if writeDeadline != 0, tick >= writeDeadline {
            forgetUnsent()
            return cut()
        }
        guard readDeadline != 0, tick >= readDeadline else { return }
        readDeadline = 0
        guard phase == .open else { return cut() }
        switch awaited {
        case .nothing: break
        case .request where hasServed: output.isEmpty ? cut() : closeAfterOutput()
        case .request, .head, .body:
            isInputBroken = true
            refuse(HTTPFault(.requestTimeout, "The request took too long to arrive."))
            advance()
        }
    }
}
