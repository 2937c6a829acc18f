/// What comes out of a request stream.
public enum RequestEvent: Sendable, Equatable {
    /// A request begins. `expectsContinue`: the client waits for a 100 before it sends the body.
    case head(RequestHead, body: BodyLength, keepAlive: Bool, expectsContinue: Bool)
    /// A piece of the body, never empty: a range of the bytes passed in.
    case body(Range<Int>)
    /// The request is complete; what follows belongs to the next one.
    case end
}

/// Reads HTTP/1.x requests, one after the other, from bytes that may be cut anywhere.
///
/// What another reader could take for something else is refused rather than repaired, since a proxy in front may have
/// read it that other way.
public struct RequestReader: Sendable {
    private enum Stage: Sendable {
        case head
        case body(BodyReader)
        case failed
    }

    private let limits: HTTPLimits
    private var scanner = HeadScanner()
    private var stage = Stage.head

    public init(limits: HTTPLimits = HTTPLimits()) {
        self.limits = limits
    }

    /// Whether the last request is complete and nothing of the next one was seen.
    public var isIdle: Bool {
        if case .head = stage { scanner.isIdle } else { false }
    }

    /// Reads on in `bytes` from `position`, and moves it past what was used.
    /// - Returns: nil when all bytes are used and more are needed. Every head is followed by ``RequestEvent/end``
    ///   sooner or later, which leaves `position` where the next request begins.
    /// - Throws: What to answer before closing; the reader then stays refused.
    public mutating func next(
        _ bytes: Span<UInt8>, at position: inout Int
    ) throws(HTTPFault) -> RequestEvent? {
        do throws(HTTPFault) {
            switch stage {
            case .head: return try nextHead(bytes, at: &position)
            case .body(let body): return try nextPiece(of: body, bytes, at: &position)
            case .failed: throw HTTPFault(.badRequest, "The connection was already refused.")
            }
        } catch {
            stage = .failed
            scanner = HeadScanner()
            throw error
        }
    }

    private mutating func nextHead(
        _ bytes: Span<UInt8>, at position: inout Int
    ) throws(HTTPFault) -> RequestEvent? {
        guard let place = try scanner.next(bytes, at: &position, limits: limits) else { return nil }
        let event: RequestEvent
        switch place {
        case .input(let range): event = try begin(bytes.extracting(range), headerCount: scanner.lines - 1)
        case .held: event = try beginHeld()
        }
        scanner = HeadScanner()
        return event
    }

    private mutating func beginHeld() throws(HTTPFault) -> RequestEvent {
        let held = scanner.held
        return try begin(held.span, headerCount: scanner.lines - 1)
    }

    private mutating func begin(_ bytes: Span<UInt8>, headerCount: Int) throws(HTTPFault) -> RequestEvent {
        let line = try RequestLine(bytes)
        let lines = try HeaderLines(bytes, from: line.end, count: headerCount)
        guard lines.hosts == 1 || (lines.hosts == 0 && line.minorVersion == 0) else {
            throw HTTPFault(.badRequest, "A request names one host.")
        }
        guard !lines.expectsMore else {
            throw HTTPFault(.expectationFailed, "The only expectation met is 100-continue.")
        }
        let length = try lines.bodyLength(minorVersion: line.minorVersion, without: .none)
        stage = .body(try BodyReader(length, limits: limits, limitBytes: limits.bodyBytes))
        let head = RequestHead(
            method: line.method, target: line.target, headers: lines.headers, minorVersion: line.minorVersion)
        return .head(
            head, body: length, keepAlive: lines.keepAlive(minorVersion: line.minorVersion),
            expectsContinue: lines.expectsContinue && line.minorVersion > 0 && length != .none)
    }

    private mutating func nextPiece(
        of body: BodyReader, _ bytes: Span<UInt8>, at position: inout Int
    ) throws(HTTPFault) -> RequestEvent? {
        var body = body
        let piece = try body.next(bytes, at: &position)
        stage = .body(body)
        switch piece {
        case nil: return nil
        case .body(let range): return .body(range)
        case .end:
            stage = .head
            return .end
        }
    }
}
