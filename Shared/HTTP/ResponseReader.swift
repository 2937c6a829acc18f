/// What comes out of a response stream.
public enum ResponseEvent: Sendable, Equatable {
    /// A 1xx response other than 101; the real one follows.
    case informational(ResponseHead)
    case head(ResponseHead, body: BodyLength, keepAlive: Bool)
    /// A piece of the body, never empty: a range of the bytes passed in.
    case body(Range<Int>)
    /// The response is complete; what follows belongs to the next one.
    case end
}

/// Reads HTTP/1.x responses, one after the other, from bytes that may be cut anywhere. As strict as ``RequestReader``.
public struct ResponseReader: Sendable {
    private enum Stage: Sendable {
        case head
        case body(BodyReader)
        case failed
    }

    private let limits: HTTPLimits
    private var scanner = HeadScanner()
    private var stage = Stage.head
    private var answersHead = false
    private var informationals = 0

    public init(limits: HTTPLimits = HTTPLimits()) {
        self.limits = limits
    }

    /// Whether the last response is complete and nothing of the next one was seen.
    public var isIdle: Bool {
        if case .head = stage { scanner.isIdle && informationals == 0 } else { false }
    }

    /// Says which method the next response answers, as one to HEAD has no body. GET is taken for granted.
    public mutating func expect(_ method: Method) {
        answersHead = method == .head
    }

    /// Reads on in `bytes` from `position`, and moves it past what was used.
    /// - Returns: nil when all bytes are used and more are needed.
    /// - Throws: 502; the connection is of no further use.
    public mutating func next(
        _ bytes: Span<UInt8>, at position: inout Int
    ) throws(HTTPFault) -> ResponseEvent? {
        do throws(HTTPFault) {
            switch stage {
            case .head: return try nextHead(bytes, at: &position)
            case .body(let body): return try nextPiece(of: body, bytes, at: &position)
            case .failed: throw HTTPFault(.badGateway, "The connection was already refused.")
            }
        } catch {
            stage = .failed
            scanner = HeadScanner()
            throw HTTPFault(.badGateway, error.message)
        }
    }

    /// Says that the peer has closed.
    /// - Returns: Whether that ends a body without a length; false when no response was under way.
    /// - Throws: 502 when it cuts a response short.
    public mutating func finish() throws(HTTPFault) -> Bool {
        if case .body(.untilClose) = stage {
            complete()
            return true
        }
        guard isIdle else {
            stage = .failed
            throw HTTPFault(.badGateway, "The connection closed within a response.")
        }
        return false
    }

    private mutating func nextHead(
        _ bytes: Span<UInt8>, at position: inout Int
    ) throws(HTTPFault) -> ResponseEvent? {
        guard let place = try scanner.next(bytes, at: &position, limits: limits) else { return nil }
        let event: ResponseEvent
        switch place {
        case .input(let range): event = try begin(bytes.extracting(range), headerCount: scanner.lines - 1)
        case .held: event = try beginHeld()
        }
        scanner = HeadScanner()
        return event
    }

    private mutating func beginHeld() throws(HTTPFault) -> ResponseEvent {
        let held = scanner.held
        return try begin(held.span, headerCount: scanner.lines - 1)
    }

    private mutating func begin(_ bytes: Span<UInt8>, headerCount: Int) throws(HTTPFault) -> ResponseEvent {
        let line = try StatusLine(bytes)
        let lines = try HeaderLines(bytes, from: line.end, count: headerCount)
        let head = ResponseHead(status: line.status, headers: lines.headers, minorVersion: line.minorVersion)
        let announced = try lines.bodyLength(minorVersion: line.minorVersion, without: .untilClose)
        if line.status.isInformational && line.status != .switchingProtocols {
            informationals += 1
            guard informationals <= Self.informationalLimit else {
                throw HTTPFault(.badGateway, "There are too many informational responses.")
            }
            return .informational(head)
        }
        let length = answersHead || line.status.forbidsBody ? .none : announced
        stage = .body(try BodyReader(length, limits: limits, limitBytes: .max))
        return .head(
            head, body: length,
            keepAlive: lines.keepAlive(minorVersion: line.minorVersion) && length != .untilClose)
    }

    private mutating func nextPiece(
        of body: BodyReader, _ bytes: Span<UInt8>, at position: inout Int
    ) throws(HTTPFault) -> ResponseEvent? {
        var body = body
        let piece = try body.next(bytes, at: &position)
        stage = .body(body)
        switch piece {
        case nil: return nil
        case .body(let range): return .body(range)
        case .end:
            complete()
            return .end
        }
    }

    private mutating func complete() {
        stage = .head
        answersHead = false
        informationals = 0
    }

    private static let informationalLimit = 16
}

/// The first line of a response: `HTTP/1.x SP status [SP reason]`.
private struct StatusLine {
    let status: Status
    let minorVersion: Int
    /// Where the line after it begins.
    let end: Int

    init(_ head: Span<UInt8>) throws(HTTPFault) {
        minorVersion = try httpMinorVersion(head, at: 0)
        guard head.count >= 14 && head[8] == Byte.space else { throw .badRequestLine }
        var code = 0
        for index in 9..<12 {
            guard head[index] &- Byte.zero < 10 else { throw .badRequestLine }
            code = code * 10 + Int(head[index] - Byte.zero)
        }
        let reasonEnd = head.indexOfControl(from: 12)
        guard let status = Status(rawValue: code), head[12] == Byte.space || reasonEnd == 12,
            reasonEnd + 1 < head.count, head[reasonEnd] == Byte.carriageReturn,
            head[reasonEnd + 1] == Byte.lineFeed
        else { throw .badRequestLine }
        self.status = status
        end = reasonEnd + 2
    }
}
