/// A message that may not be read on: answer with ``response`` and close, since where it ends is no longer known.
public struct HTTPFault: Error, Sendable, Equatable {
    /// What a server answers; 502 for a faulty response.
    public var status: Status
    /// One sentence, without any of the message's own bytes.
    public var message: String
    /// What the answer must carry besides, such as the version a 426 asks for.
    public var headers: Headers

    public init(_ status: Status, _ message: String, headers: Headers = Headers()) {
        self.status = status
        self.message = message
        self.headers = headers
    }

    /// An answer without a body that ends the connection.
    public var response: ResponseHead {
        var headers = headers
        headers.set("Content-Length", "0")
        headers.set("Connection", "close")
        return ResponseHead(status: status, headers: headers)
    }
}
