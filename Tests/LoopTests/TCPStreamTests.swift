import Loop
import Testing

@Suite struct `TCP stream` {
    private let loop = EventLoop()

    /// Listens, and runs `script` on every connection.
    private func serve(_ script: @escaping @Sendable (TCPStream) async throws -> Void) throws -> Int {
        let loop = loop
        let address = try #require(SocketAddress(numeric: "127.0.0.1", port: 0))
        let listener = try Listener(loop: loop, address: address) { descriptor, peer in
            let stream = TCPStream(accepted: descriptor, on: loop)
            loop.spawn {
                try await script(stream)
                stream.close()
            }
        }
        loop.execute { listener.start() }
        return listener.address.port
    }

    private func connect(_ port: Int, host: String = "127.0.0.1") async throws -> TCPStream {
        try await TCPStream.connect(host: host, port: port, timeout: .seconds(20), on: loop)
    }

    @Test func `bytes arrive in order, more than the kernel holds`() async throws {
        let sent = (0..<5_000_000).map { UInt8(truncatingIfNeeded: $0 / 251) }
        let port = try serve { stream in try await stream.write(sent) }
        let stream = try await connect(port)

        var received: [UInt8] = []
        while case let piece = try await stream.read(), !piece.isEmpty { received += piece }

        #expect(received == sent)
        loop.stop()
    }

    @Test func `lines are taken apart, whatever ends them`() async throws {
        let port = try serve { stream in
            try await stream.write([UInt8]("220 hello\r\n250-one\n".utf8))
            try await stream.write([UInt8]("250 two\r\nrest".utf8))
        }
        let stream = try await connect(port, host: "localhost")

        var lines: [String] = []
        while let line = try await stream.readLine() { lines.append(String(decoding: line, as: UTF8.self)) }

        #expect(lines == ["220 hello", "250-one", "250 two"])
        loop.stop()
    }

    @Test func `a line without end is refused`() async throws {
        let port = try serve { stream in
            try await stream.write([UInt8](repeating: 120, count: 100))
            _ = try await stream.read()
        }
        let stream = try await connect(port)

        await #expect(throws: StreamFault.tooLarge) { try await stream.readLine(upTo: 50) }
        loop.stop()
    }

    @Test func `a peer that says nothing is a timeout`() async throws {
        let port = try serve { stream in _ = try await stream.read() }
        let stream = try await connect(port)

        await #expect(throws: StreamFault.timeout) { try await stream.read(timeout: .milliseconds(20)) }
        loop.stop()
    }

    @Test func `a closed port is unreachable, and so is an unknown name`() async throws {
        for host in ["no-such-host.invalid", "127.0.0.1"] {
            let fault = await #expect(throws: StreamFault.self) { try await connect(1, host: host) }
            guard case .unreachable = fault else {
                Issue.record("\(host): \(String(describing: fault))")
                continue
            }
        }
        loop.stop()
    }

    @Test func `closing wakes who waits`() async throws {
        let port = try serve { stream in _ = try await stream.read() }
        let stream = try await connect(port)

        let reading = Task { try await stream.read() }
        stream.close()

        await #expect(throws: StreamFault.closed) { try await reading.value }
        loop.stop()
    }

    @Test(arguments: [("127.0.0.1", "127.0.0.1"), ("::1", "::1"), ("203.0.113.7", "203.0.113.7")])
    func `an address is shown as it is written`(text: String, shown: String) throws {
        let address = try #require(SocketAddress(numeric: text, port: 8_080))

        #expect(address.host == shown)
        #expect(address.port == 8_080)
    }

    @Test func `a name is no numeric address`() {
        #expect(SocketAddress(numeric: "localhost", port: 80) == nil)
        loop.stop()
    }
}
