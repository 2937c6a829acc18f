import Testing

@testable import HTTP

@Suite struct `WebSocket handshake` {
    /// The request of RFC 6455, 1.3, with `headers` in place of its own of the same names; an empty one is left out.
    private func request(_ changes: [String: String] = [:], method: HTTP.Method = .get) -> RequestHead {
        var headers: Headers = [
            "Host": "server.example.com", "Upgrade": "websocket", "Connection": "Upgrade",
            "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==", "Sec-WebSocket-Version": "13",
        ]
        for (name, value) in changes {
            headers.remove(name)
            if !value.isEmpty { headers.add(name, value) }
        }
        return RequestHead(method: method, target: "/chat", headers: headers)
    }

    private func refusal(_ request: RequestHead) -> HTTPFault? {
        do throws(HTTPFault) {
            _ = try Handshake.accept(request)
            return nil
        } catch {
            return error
        }
    }

    @Test func `the example of RFC 6455, 1_3`() throws {
        let response = try Handshake.accept(request(), subprotocol: "chat")

        #expect(response.status == .switchingProtocols)
        #expect(
            response.headers == [
                "Upgrade": "websocket", "Connection": "Upgrade",
                "Sec-WebSocket-Accept": "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=", "Sec-WebSocket-Protocol": "chat",
            ])
    }

    @Test(arguments: [
        ["Upgrade": "WebSocket"], ["Upgrade": "h2c, websocket"], ["Connection": "keep-alive, upgrade"],
        ["Connection": "UPGRADE"], ["Sec-WebSocket-Protocol": "a, b"], ["Sec-WebSocket-Extensions": "x"],
        ["Content-Length": "0"],
    ])
    func `names are lists in any case`(changes: [String: String]) {
        #expect(refusal(request(changes)) == nil)
    }

    @Test(arguments: [
        ["Upgrade": ""], ["Upgrade": "websockets"], ["Connection": ""], ["Connection": "keep-alive"],
        ["Sec-WebSocket-Key": ""], ["Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ"],
        ["Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZXM="], ["Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZ!=="],
        ["Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==, x"], ["Content-Length": "5"],
        ["Transfer-Encoding": "chunked"],
    ])
    func `a request that is not quite one is 400`(changes: [String: String]) {
        #expect(refusal(request(changes))?.status == .badRequest)
    }

    @Test func `only a GET of HTTP 1_1 upgrades`() {
        var old = request()
        old.minorVersion = 0

        #expect(refusal(old)?.status == .badRequest)
        #expect(refusal(request(method: .post))?.status == .badRequest)
    }

    @Test(arguments: ["", "8", "12", "14", "013", "13, 8", "x"])
    func `another version is told which one is spoken`(version: String) {
        let fault = refusal(request(["Sec-WebSocket-Version": version]))

        #expect(fault?.status == .upgradeRequired)
        #expect(fault?.response.headers["sec-websocket-version"] == "13")
    }

    @Test func `two keys or versions are refused`() {
        var keys = request()
        keys.headers.add("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==")
        var versions = request()
        versions.headers.add("Sec-WebSocket-Version", "13")

        #expect(refusal(keys)?.status == .badRequest)
        #expect(refusal(versions)?.status == .upgradeRequired)
    }

    @Test func `an upgrade is known by its header`() {
        #expect(Handshake.isUpgrade(request()))
        #expect(!Handshake.isUpgrade(request(["Upgrade": ""])))
    }

    @Test func `offered subprotocols come in the client's order`() {
        var offer = request(["Sec-WebSocket-Protocol": "a ,b"])
        offer.headers.add("sec-websocket-protocol", "c")

        #expect(Handshake.subprotocols(offered: offer) == ["a", "b", "c"])
    }

    @Test func `our client's request is accepted by our server, and its answer by our client`() throws {
        let key = Handshake.key(from: Array(0..<16))
        let request = Handshake.request(target: "/s", host: "h", key: key, headers: ["Origin": "http://h"])

        try Handshake.check(Handshake.accept(request), key: key)
    }

    @Test(arguments: [
        ["Upgrade": ""], ["Connection": "close"], ["Sec-WebSocket-Accept": ""],
        ["Sec-WebSocket-Accept": "S3pPLMBiTxaQ9kYGzzhZRbK+xOo="], ["Sec-WebSocket-Extensions": "permessage-deflate"],
        ["Sec-WebSocket-Protocol": "not-offered"],
    ])
    func `a server's answer must be the one to our key`(changes: [String: String]) throws {
        var response = try Handshake.accept(request())
        for (name, value) in changes {
            response.headers.remove(name)
            if !value.isEmpty { response.headers.add(name, value) }
        }

        #expect(throws: HTTPFault.self) {
            try Handshake.check(response, key: "dGhlIHNhbXBsZSBub25jZQ==", subprotocols: ["chat"])
        }
    }

    @Test(arguments: [
        ("", "da39a3ee5e6b4b0d3255bfef95601890afd80709"), ("abc", "a9993e364706816aba3e25717850c26c9cd0d89d"),
        (
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "84983e441c3bd26ebaae4aa1f95129e5e54670f1"
        ),
        (String(repeating: "a", count: 1000), "291e9a6c66994949b57ba5e650361e98fc36b1ba"),
    ])
    func `digests are those of FIPS 180`(text: String, digest: String) {
        let hex = SHA1.digest(bytes(text)).map { byte in
            String(byte >> 4, radix: 16) + String(byte & 15, radix: 16)
        }

        #expect(hex.joined() == digest)
    }

    @Test func `a digest of every padding is whole`() {
        let digests = Set((0..<200).map { SHA1.digest([UInt8](repeating: 1, count: $0)) })

        #expect(digests.count == 200)
        #expect(digests.allSatisfy { $0.count == 20 })
    }

    @Test(arguments: [
        ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
        ("foobar", "Zm9vYmFy"), ("\u{3FF}\u{3FF}", "z7/Pvw=="), ("~~~?", "fn5+Pw=="),
    ])
    func `base64 is that of RFC 4648`(text: String, encoded: String) {
        #expect(Base64.encode(bytes(text)) == encoded)
    }
}
