import HTTP
import Loop
import Server
import Synchronization
import Testing

@Suite struct `Threads` {
    @Test func `a handler stays on its connection's loop through awaits`() async throws {
        let test = try TestServer { request in
            var isOnLoop = [request.loop.isCurrent]
            _ = try? await request.body.collect(upTo: 100)
            isOnLoop.append(request.loop.isCurrent)
            try? await Task.sleep(for: .milliseconds(1))
            isOnLoop.append(request.loop.isCurrent)
            _ = try? await Offload.shared.run { EventLoop.current == nil }
            isOnLoop.append(request.loop.isCurrent)
            return .text(isOnLoop.allSatisfy { $0 } ? "yes" : "no")
        }
        let client = HTTPClient(loop: test.loop, limits: .patient)

        let response = try await client.send(test.request(.post, "/", body: [1]), deadline: .seconds(60))

        #expect(try await response.collect(upTo: 10) == [UInt8]("yes".utf8))
    }

    @Test func `bodies can be read and written away from the loop`() async throws {
        actor Elsewhere {
            func copy(_ body: RequestBody, to writer: BodyWriter) async throws {
                while let piece = try await body.next() { try await writer.write(piece) }
            }
        }
        let elsewhere = Elsewhere()
        let test = try TestServer { request in
            .stream(type: "text/plain") { writer in try await elsewhere.copy(request.body, to: writer) }
        }
        let client = HTTPClient(loop: test.loop, limits: .patient)
        let body = (0..<500_000).map { UInt8(truncatingIfNeeded: $0) }

        let response = try await client.send(test.request(.post, "/", body: body), deadline: .seconds(60))

        #expect(try await response.collect(upTo: 500_000) == body)
    }

    @Test func `several loops share one port`() async throws {
        let group = LoopGroup(count: 2)
        defer { group.stop() }
        let seen = Mutex<Set<ObjectIdentifier>>([])
        let server = HTTPServer(loops: group.loops) { request in
            seen.withLock { _ = $0.insert(ObjectIdentifier(request.loop)) }
            return Response(headers: ["Connection": "close"])
        }
        let port = try server.start(host: "127.0.0.1", port: 0)
        let client = HTTPClient(loop: group.next(), limits: .patient)

        // The kernel spreads connections by their ports; until both loops have had one, there is another try.
        while seen.withLock({ $0.count }) < 2 {
            let request = ClientRequest(.get, host: "127.0.0.1", port: port, target: "/")
            #expect(try await client.send(request, deadline: .seconds(60)).status == .ok)
        }

        #expect(seen.withLock { $0.count } == 2)
    }
}
