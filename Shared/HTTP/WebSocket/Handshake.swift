/// The opening handshake of a WebSocket, both sides (RFC 6455, 4).
public enum Handshake {
    /// Whether the request asks for a WebSocket, well or badly; ``accept(_:subprotocol:)`` says which.
    public static func isUpgrade(_ head: RequestHead) -> Bool {
        false
    }

    public static func accept(_ head: RequestHead, subprotocol: String? = nil) throws(HTTPFault) -> ResponseHead {
        throw HTTPFault(.notImplemented, "")
    }

    public static func subprotocols(offered head: RequestHead) -> [String] {
        []
    }

    public static func key(from random: [UInt8]) -> String {
        ""
    }

    public static func request(
        target: String, host: String, key: String, headers: Headers = Headers()
    ) -> RequestHead {
        RequestHead(method: .get, target: target)
    }

    public static func check(_ response: ResponseHead, key: String) throws(HTTPFault) {
    }
}
