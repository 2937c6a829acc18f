import HTTP
import Loop
import Server
import Synchronization
import TestKit
import Testing

@Suite struct `HTTP client` {
    @Test func `a body goes there and back over one connection`() async throws {
        let peak = Mutex(0)
        let count = Happening<HTTPServer>()
        let test = try TestServer { request in
            let connections = await count.value.connections
            peak.withLock { $0 = max($0, connections) }
            return .bytes((try? await request.body.collect(upTo: 1_000_000)) ?? [], type: "text/plain")
        }
        count.happen(test.server)
        let client = HTTPClient(loop: test.loop, limits: .patient)
        let body = [UInt8](repeating: 9, count: 300_000)

        for _ in 0..<20 {
            let response = try await client.send(test.request(.post, "/", body: body), deadline: .seconds(60))
            #expect(try await response.collect(upTo: 300_000) == body)
        }

        #expect(peak.withLock { $0 } == 1)
    }

    @Test func `what has arrived of a body comes in one piece, however small the server wrote`() async throws {
        let written = Gate()
        let test = try TestServer { _ in
            .stream(type: "text/plain") { writer in
                for _ in 0..<300 { try await writer.write([7]) }
                written.open()
            }
        }
        let client = HTTPClient(loop: test.loop, limits: .patient)
        let response = try await client.send(test.request(.get, "/"), deadline: .seconds(60))
        await written.pass()

        var pieces: [[UInt8]] = []
        while let piece = try await response.next() { pieces.append(piece) }

        #expect(pieces.flatMap { $0 } == [UInt8](repeating: 7, count: 300))
        // Not one, as the last of it may still be on its way.
        #expect(pieces.count < 30)
    }

    @Test func `a body past the caller's limit is refused`() async throws {
        let test = try TestServer { _ in .bytes([1, 2, 3], type: "text/plain") }
        let client = HTTPClient(loop: test.loop, limits: .patient)

        let response = try await client.send(test.request(.get, "/"), deadline: .seconds(60))

        await #expect(throws: ClientFault.tooLarge) { try await response.collect(upTo: 2) }
    }

    @Test func `a server that does not answer in time is a timeout`() async throws {
        let test = try TestServer { _ in
            try? await Task.sleep(for: .seconds(600))
            return Response()
        }
        let client = HTTPClient(loop: test.loop, limits: .patient)

        await #expect(throws: ClientFault.timeout) {
            try await client.send(test.request(.get, "/"), deadline: .milliseconds(50))
        }
    }

    @Test func `nobody there is unreachable`() async throws {
        let loop = EventLoop()
        defer { loop.stop() }
        let client = HTTPClient(loop: loop, limits: .patient)
        let port = ReservedPort()

        await #expect(throws: ClientFault.unreachable) {
            try await client.send(
                ClientRequest(.get, host: "127.0.0.1", port: port.number, target: "/"), deadline: .seconds(60))
        }
    }

    @Test func `a kept connection that the server closed is replaced for an idempotent request`() async throws {
        let loop = EventLoop()
        defer { loop.stop() }
        // Answers one request a connection, without saying that it then closes: the second request meets a dead end.
        let served = Mutex(0)
        let server = try await RawServer(on: loop) { stream in
            _ = try await stream.read(until: "\r\n\r\n")
            served.withLock { $0 += 1 }
            try await stream.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
            _ = try await stream.read()
        }
        let client = HTTPClient(loop: loop, limits: .patient)
        let request = ClientRequest(.get, host: "127.0.0.1", port: server.port, target: "/")

        for _ in 0..<3 {
            let response = try await client.send(request, deadline: .seconds(60))
            #expect(try await response.collect(upTo: 10) == [UInt8]("ok".utf8))
        }

        #expect(served.withLock { $0 } == 3)
    }

    @Test func `a request that may not be repeated is not`() async throws {
        let loop = EventLoop()
        defer { loop.stop() }
        let posts = Mutex(0)
        let server = try await RawServer(on: loop) { stream in
            _ = try await stream.read(until: "\r\n\r\n")
            try await stream.write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
            _ = try await stream.read()
            posts.withLock { $0 += 1 }
        }
        let client = HTTPClient(loop: loop, limits: .patient)
        let target = (host: "127.0.0.1", port: server.port)
        let get = ClientRequest(.get, host: target.host, port: target.port, target: "/")
        _ = try await client.send(get, deadline: .seconds(60))

        let post = ClientRequest(.post, host: target.host, port: target.port, target: "/")
        await #expect(throws: ClientFault.closed) { try await client.send(post, deadline: .seconds(60)) }

        #expect(posts.withLock { $0 } == 1)
    }

    @Test func `requests past the connections wait their turn, and past the queue are refused`() async throws {
        var limits = HTTPClientLimits()
        limits.connectionsPerHost = 1
        limits.waiting = 1
        let mayAnswer = Happening<Void>()
        let arrived = Happening<Void>()
        let test = try TestServer { _ in
            arrived.happen()
            await mayAnswer.value
            return Response()
        }
        let client = HTTPClient(loop: test.loop, limits: limits)
        let request = test.request(.get, "/")

        async let first = client.send(request, deadline: .seconds(60)).status
        await arrived.value
        // One of these two waits, whichever comes first; the other finds the queue full, and is the first to end.
        let outcomes = try await withThrowingTaskGroup(of: Status?.self) { group in
            for _ in 0..<2 {
                group.addTask {
                    do {
                        return try await client.send(request, deadline: .seconds(60)).status
                    } catch ClientFault.busy {
                        return nil
                    }
                }
            }
            let refused = try await group.next()
            mayAnswer.happen()
            return [refused, try await group.next()]
        }

        #expect(outcomes == [.some(nil), .ok])
        #expect(try await first == .ok)
    }

    @Test func `a cancelled task gives up its request`() async throws {
        let arrived = Happening<Void>()
        let test = try TestServer { _ in
            arrived.happen()
            try? await Task.sleep(for: .seconds(600))
            return Response()
        }
        let client = HTTPClient(loop: test.loop, limits: .patient)
        let request = test.request(.get, "/")

        let task = Task { try await client.send(request, deadline: .seconds(600)).status }
        await arrived.value
        task.cancel()

        await #expect(throws: ClientFault.closed) { try await task.value }
    }

    @Test(arguments: [
        ("http://h", "h", 80, "/"), ("http://h:81/a?b", "h", 81, "/a?b"), ("http://[::1]:8/", "::1", 8, "/"),
        ("http://h?q#f", "h", 80, "/?q"),
    ])
    func `an address is taken apart`(url: String, host: String, port: Int, target: String) throws {
        let request = try #require(ClientRequest(.get, url: url))

        #expect(request.host == host && request.port == port && request.target == target)
    }

    @Test(arguments: ["https://h", "http://", "http://u@h/", "http://h:0/", "http://h:x/", "http://h/a b"])
    func `what is no address is refused`(url: String) {
        #expect(ClientRequest(.get, url: url) == nil)
    }
}

/// Accepts connections and runs a script on each, to be as unreliable as a test wants.
final class RawServer: Sendable {
    let port: Int

    init(on loop: EventLoop, _ script: @escaping @Sendable (TCPStream) async throws -> Void) async throws {
        let address = try #require(SocketAddress(numeric: "127.0.0.1", port: 0))
        let listener = try Listener(loop: loop, address: address) { descriptor, _ in
            let stream = TCPStream(accepted: descriptor, on: loop)
            loop.spawn {
                try await script(stream)
                stream.close()
            }
        }
        port = listener.address.port
        loop.execute { listener.start() }
    }
}
