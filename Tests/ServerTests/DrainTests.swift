import HTTP
import Loop
import Server
import Testing

@Suite struct `A server that leaves` {
    @Test func `finishes what is in flight and accepts no more`() async throws {
        let started = Happening<Void>()
        let mayEnd = Happening<Void>()
        let test = try TestServer { _ in
            started.happen()
            await mayEnd.value
            return .text("done")
        }
        let stream = try await test.connect()
        try await stream.write("GET / HTTP/1.1\r\nHost: h\r\n\r\n")
        await started.value

        async let drained: Void = test.server.drain(grace: .seconds(60))
        mayEnd.happen()
        let answer = try await stream.readToEnd()
        stream.close()
        await drained

        #expect(answer.afterHead == "done")
        #expect(test.server.connections == 0)
        await #expect(throws: StreamFault.self) { try await test.connect() }
    }

    @Test func `closes WebSockets with 1001 and idle connections at once`() async throws {
        let test = try TestServer { request in
            Handshake.isUpgrade(request.head) ? .webSocket { _ in Mirror() } : Response()
        }
        let socket = try await test.webSocket()
        let idle = try await test.connect()
        try await idle.write("GET / HTTP/1.1\r\nHost: h\r\n\r\n")
        _ = try await idle.read(until: "\r\n\r\n")

        async let drained: Void = test.server.drain(grace: .seconds(60))
        let message = try await socket.receive()
        let rest = try await idle.readToEnd()
        idle.close()
        await drained

        #expect(message == nil)
        #expect(await socket.closeCode == .goingAway)
        #expect(rest.isEmpty)
    }

    @Test func `ends endless streams in good order`() async throws {
        let test = try TestServer { _ in
            .stream(type: "text/plain") { writer in
                while true {
                    try await writer.write([UInt8]("line\n".utf8))
                    try await Task.sleep(for: .milliseconds(5))
                }
            }
        }
        let client = HTTPClient(loop: test.loop, limits: .patient)
        let response = try await client.send(test.request(.get, "/"), deadline: .seconds(60))
        _ = try await response.next()

        async let drained: Void = test.server.drain(grace: .seconds(60))
        while try await response.next() != nil {}
        await drained

        #expect(test.server.connections == 0)
    }

    @Test func `cuts what is left after the grace`() async throws {
        let test = try TestServer { _ in
            try? await Task.sleep(for: .seconds(600))
            return Response()
        }
        let stream = try await test.connect()
        try await stream.write("GET / HTTP/1.1\r\nHost: h\r\n\r\n")

        await test.server.drain(grace: .milliseconds(50))

        #expect(test.server.connections == 0)
    }
}
