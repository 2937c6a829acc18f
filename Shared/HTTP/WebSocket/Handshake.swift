/// The opening handshake of a WebSocket, both sides (RFC 6455, 4).
public enum Handshake {
    /// Whether the request asks for a WebSocket, well or badly; ``accept(_:subprotocol:)`` says which.
    public static func isUpgrade(_ head: RequestHead) -> Bool {
        head.headers.contains(token: "websocket", in: "upgrade")
    }

    /// Checks a client's request.
    /// - Parameter subprotocol: One of ``subprotocols(offered:)``, or nil to choose none.
    /// - Returns: The 101 to send; frames follow it.
    /// - Throws: 426, saying which version is spoken here, for another one; 400 for anything else amiss.
    public static func accept(_ head: RequestHead, subprotocol: String? = nil) throws(HTTPFault) -> ResponseHead {
        let headers = head.headers
        guard head.method == .get, head.minorVersion == 1, isUpgrade(head),
            headers.contains(token: "upgrade", in: "connection")
        else { throw HTTPFault(.badRequest, "A WebSocket opens with a GET that asks to upgrade.") }
        guard !headers.contains("transfer-encoding"), headers["content-length"].map({ $0 == "0" }) ?? true else {
            throw HTTPFault(.badRequest, "A WebSocket opens without a body.")
        }
        guard headers.values(of: "sec-websocket-version") == [version] else {
            throw HTTPFault(
                .upgradeRequired, "The WebSocket version spoken here is 13.",
                headers: ["Sec-WebSocket-Version": version, "Upgrade": "websocket"])
        }
        let keys = headers.values(of: "sec-websocket-key")
        guard keys.count == 1, Base64.isSixteenBytes(keys[0]) else {
            throw HTTPFault(.badRequest, "The WebSocket key is not one of 16 bytes.")
        }
        return response(accept: accept(forKey: keys[0]), subprotocol)
    }

    /// What the client offers, most wanted first.
    public static func subprotocols(offered head: RequestHead) -> [String] {
        head.headers.values(of: "sec-websocket-protocol").flatMap { value in
            value.split(separator: ",").map { item in
                let bytes = Array(item.utf8)
                return String(copying: bytes.span.extracting(trimmed(bytes.span, 0..<bytes.count)))
            }
        }
    }

    /// A client's key.
    /// - Parameter random: 16 bytes (precondition), fresh for each connection.
    public static func key(from random: [UInt8]) -> String {
        precondition(random.count == 16, "A WebSocket key has 16 bytes.")
        return Base64.encode(random)
    }

    /// A client's request. `headers` come after those of the handshake.
    public static func request(
        target: String, host: String, key: String, headers: Headers = Headers()
    ) -> RequestHead {
        var all: Headers = [
            "Host": host, "Upgrade": "websocket", "Connection": "Upgrade", "Sec-WebSocket-Version": version,
            "Sec-WebSocket-Key": key,
        ]
        all.append(contentsOf: headers)
        return RequestHead(method: .get, target: target, headers: all)
    }

    /// Checks a server's answer to a request made with `key` that offered `subprotocols`.
    /// - Throws: 502 unless it is the 101 that this request calls for.
    public static func check(
        _ response: ResponseHead, key: String, subprotocols: [String] = []
    ) throws(HTTPFault) {
        let headers = response.headers
        guard response.status == .switchingProtocols, headers.contains(token: "websocket", in: "upgrade"),
            headers.contains(token: "upgrade", in: "connection"),
            headers.values(of: "sec-websocket-accept") == [accept(forKey: key)]
        else { throw HTTPFault(.badGateway, "The server does not open a WebSocket.") }
        guard !headers.contains("sec-websocket-extensions"),
            headers["sec-websocket-protocol"].map(subprotocols.contains) ?? true
        else { throw HTTPFault(.badGateway, "The server chose what was not offered.") }
    }

    private static let version = "13"

    private static func response(accept: String, _ subprotocol: String?) -> ResponseHead {
        var headers: Headers = ["Upgrade": "websocket", "Connection": "Upgrade", "Sec-WebSocket-Accept": accept]
        if let subprotocol { headers.add("Sec-WebSocket-Protocol", subprotocol) }
        return ResponseHead(status: .switchingProtocols, headers: headers)
    }

    /// What a server answers to a client's key (RFC 6455, 4.2.2, step 5.4).
    public static func accept(forKey key: String) -> String {
        Base64.encode(SHA1.digest(Array(key.utf8) + Array("258EAFA5-E914-47DA-95CA-C5AB0DC85B11".utf8)))
    }
}
