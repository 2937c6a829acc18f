public import HTTP

/// What a handler answers. Framing, `Date` and `Connection` are the server's to add.
public struct Response: Sendable {
    public var status: Status
    public var headers: Headers
    public var body: ResponseBody

    public init(_ status: Status = .ok, headers: Headers = Headers(), body: ResponseBody = .empty) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    public static func bytes(_ bytes: [UInt8], type: String, status: Status = .ok) -> Response {
        Response(status, headers: ["Content-Type": type], body: .bytes(bytes))
    }

    public static func text(_ text: String, status: Status = .ok) -> Response {
        .bytes([UInt8](text.utf8), type: "text/plain; charset=utf-8", status: status)
    }

    /// A body written piece by piece. With `length` it must be exactly that long; without, it is chunked.
    public static func stream(
        type: String, length: Int? = nil, _ produce: @escaping @Sendable (BodyWriter) async throws -> Void
    ) -> Response {
        Response(headers: ["Content-Type": type], body: .stream(length: length, produce))
    }

    /// Makes the connection a WebSocket. `accept` runs on the loop and gives the handler. A request that is no valid
    /// handshake is answered with 400 or 426 instead.
    public static func webSocket(
        subprotocol: String? = nil, _ accept: @escaping @Sendable (WebSocket) -> any WebSocketHandler
    ) -> Response {
        Response(.switchingProtocols, body: .webSocket(subprotocol: subprotocol, accept))
    }

    /// The answer to a message that may not be read on, or that a handler refuses.
    public init(_ fault: HTTPFault) {
        self = .bytes([UInt8]("\(fault.message)\n".utf8), type: "text/plain; charset=utf-8", status: fault.status)
        headers.set("X-Content-Type-Options", "nosniff")
        headers.append(contentsOf: fault.headers)
    }
}

/// The body of a ``Response``.
public enum ResponseBody: Sendable {
    case empty
    case bytes([UInt8])
    /// Runs on the loop after the head was queued. Returning ends the body; throwing breaks the connection off, so that
    /// the client does not take half for the whole.
    case stream(length: Int?, @Sendable (BodyWriter) async throws -> Void)
    case webSocket(subprotocol: String?, @Sendable (WebSocket) -> any WebSocketHandler)

    /// Known length in bytes; nil for what is not known before.
    var length: Int? {
        switch self {
        case .empty: 0
        case .bytes(let bytes): bytes.count
        case .stream(let length, _): length
        case .webSocket: nil
        }
    }
}
