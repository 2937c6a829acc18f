public import HTTP

/// What an application does with one WebSocket. Every call comes on the socket's loop.
///
/// The server keeps the handler until ``closed(_:on:)``.
public protocol WebSocketHandler: AnyObject {
    /// The handshake is done; what is sent here leaves together with it.
    func opened(_ socket: WebSocket)
    /// A whole message, proved to be UTF-8.
    func received(text: [UInt8], on socket: WebSocket)
    /// A whole message. Unless implemented the socket is closed with 1003.
    func received(binary: [UInt8], on socket: WebSocket)
    /// Comes exactly once, and last.
    /// - Parameter code: What the peer's close frame said (``CloseCode/noStatus`` for none), or why this side gave up
    ///   on the peer; nil when the connection was lost without a word.
    func closed(_ code: CloseCode?, on socket: WebSocket)
}

extension WebSocketHandler {
    public func opened(_ socket: WebSocket) {}

    public func received(binary: [UInt8], on socket: WebSocket) {
        socket.close(.unsupportedData, reason: "Text messages only.")
    }
}
