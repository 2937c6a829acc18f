import HTTP
import Loop

/// Reads one response from a leased connection, and gives the connection back at its end.
// Sendable: used on the lease's loop only, from actors and tasks that stay there.
final class ResponseSource: @unchecked Sendable {
    private static let readBytes = 65_536

    let loop: EventLoop
    /// Nil once the response is complete.
    private var lease: Lease?
    private var reader: ResponseReader
    private var input: [UInt8] = []
    private var position = 0
    private var keepsAlive = false
    /// Pieces of the body that came together with the head.
    private var early: [UInt8] = []

    init(lease: Lease, limits: HTTPLimits, method: Method) {
        loop = lease.connection.loop
        self.lease = lease
        reader = ResponseReader(limits: limits)
        reader.expect(method)
    }

    /// The head of the final response. When the whole response came with it, the connection is free already.
    func head() async throws(ClientFault) -> ResponseHead {
        while true {
            if let head = try await headOrContinue() { return head }
        }
    }

    /// As ``head()``; nil when the server asks for the body first.
    func headOrContinue() async throws(ClientFault) -> ResponseHead? {
        while true {
            switch try pull() {
            case .head(let head, body: _, let keepsAlive):
                self.keepsAlive = keepsAlive
                try takeEarly()
                return head
            case .informational(let head): if head.status == .continue { return nil }
            case .body, .end: throw fail(.malformed)
            case nil: if try await !fill() { throw fail(.closed) }
            }
        }
    }

    private func takeEarly() throws(ClientFault) {
        while let event = try pull() {
            switch event {
            case .body(let range): early.append(input.span.extracting(range))
            case .end: return complete()
            case .head, .informational: throw fail(.malformed)
            }
        }
    }

    /// The next piece of the body; nil at its end.
    func next() async throws(ClientFault) -> [UInt8]? {
        if !early.isEmpty {
            defer { early = [] }
            return early
        }
        while lease != nil {
            switch try pull() {
            case .body(let range): return range.count == input.count ? input : try gathered(from: range)
            case .end: complete()
            case .head, .informational: throw fail(.malformed)
            case nil: if try await !fill() { return nil }
            }
        }
        return nil
    }

    /// All that has arrived, in one piece: who takes his time between two pieces must not fall behind because the other
    /// side wrote small ones.
    private func gathered(from first: Range<Int>) throws(ClientFault) -> [UInt8] {
        var piece = [UInt8](input[first])
        while let event = try pull() {
            switch event {
            case .body(let range): piece += input[range]
            case .end:
                complete()
                return piece
            case .head, .informational: throw fail(.malformed)
            }
        }
        return piece
    }

    private func pull() throws(ClientFault) -> ResponseEvent? {
        let input = input
        do throws(HTTPFault) {
            return try reader.next(input.span, at: &position)
        } catch {
            throw fail(.malformed)
        }
    }

    /// Reads on.
    /// - Returns: False when the connection's end is the body's end.
    private func fill() async throws(ClientFault) -> Bool {
        guard let lease else { throw .closed }
        do throws(StreamFault) {
            input = try await lease.connection.read(upTo: Self.readBytes)
            position = 0
        } catch {
            throw fail(ClientFault(error))
        }
        guard input.isEmpty else {
            lease.hasAnswered = true
            return true
        }
        guard (try? reader.finish()) == true else { throw fail(.closed) }
        keepsAlive = false
        complete()
        return false
    }

    private func complete() {
        lease?.end(keep: keepsAlive && position == input.count)
        lease = nil
    }

    private func fail(_ fault: ClientFault) -> ClientFault {
        abandon()
        return fault
    }

    /// Closes the connection unless the response is complete.
    func abandon() {
        lease?.end(keep: false)
        lease = nil
    }

    /// Has the connection fail at `end`, unless the timer is cancelled before.
    func failing(at end: LoopInstant) -> LoopTimer? {
        lease?.connection.failing(after: end - LoopInstant.clock())
    }
}
