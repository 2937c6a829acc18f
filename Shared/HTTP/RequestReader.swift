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
public struct RequestReader: Sendable {
    public init(limits: HTTPLimits = HTTPLimits()) {
    }

    public var isIdle: Bool { true }

    public mutating func next(_ bytes: Span<UInt8>, at position: inout Int) throws(HTTPFault) -> RequestEvent? {
        nil
    }
}
