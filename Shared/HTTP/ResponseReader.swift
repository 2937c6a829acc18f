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

/// Reads HTTP/1.x responses, one after the other, from bytes that may be cut anywhere.
public struct ResponseReader: Sendable {
    public init(limits: HTTPLimits = HTTPLimits()) {
    }

    public mutating func expect(_ method: Method) {
    }

    public mutating func next(_ bytes: Span<UInt8>, at position: inout Int) throws(HTTPFault) -> ResponseEvent? {
        nil
    }

    public mutating func finish() throws(HTTPFault) -> Bool {
        false
    }

    public var isIdle: Bool { true }
}
