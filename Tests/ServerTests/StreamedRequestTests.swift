import HTTP
import Loop
import Server
import Synchronization
import Testing

/// A body in pieces, which counts how many were asked for.
private final class Pieces: Sendable {
    private let left: Mutex<[[UInt8]]>
    private let count = Mutex(0)

    init(_ pieces: [[UInt8]]) {
        left = Mutex(pieces)
    }

    var asked: Int { count.withLock { $0 } }

    func body(length: Int?) -> ClientBody {
        ClientBody(length: length) { [self] in
            count.withLock { $0 += 1 }
            return left.withLock { $0.isEmpty ? nil : $0.removeFirst() }
        }
    }
}

private struct Lost: Error {}

@Suite struct `A request whose body is streamed` {
    private let piece = [UInt8](repeating: 7, count: 100_000)

    @Test(arguments: [true, false])
    func `arrives whole, over one connection, with its length or in chunks`(hasLength: Bool) async throws {
        let peak = Mutex(0)
        let count = Happening<HTTPServer>()
        let test = try TestServer { request in
            let connections = await count.value.connections
            peak.withLock { $0 = max($0, connections) }
            return .bytes((try? await request.body.collect(upTo: 10_000_000)) ?? [], type: "text/plain")
        }
        count.happen(test.server)
        let client = HTTPClient(loop: test.loop, limits: .patient)

        for _ in 0..<5 {
            let pieces = Pieces(Array(repeating: piece, count: 20))
            let response = try await client.send(
                test.request(.post, "/"), streaming: pieces.body(length: hasLength ? 2_000_000 : nil),
                deadline: .seconds(60))
            #expect(try await response.collect(upTo: 10_000_000).count == 2_000_000)
        }

        #expect(peak.withLock { $0 } == 1)
    }

    @Test func `is not asked for its body when its head is refused`() async throws {
        let test = try TestServer { _ in .text("no\n", status: .forbidden) }
        let client = HTTPClient(loop: test.loop, limits: .patient)
        let pieces = Pieces([piece])

        let response = try await client.send(
            test.request(.post, "/"), streaming: pieces.body(length: piece.count), deadline: .seconds(60))

        #expect(response.status == .forbidden)
        #expect(try await response.collect(upTo: 10) == Array("no\n".utf8))
        #expect(pieces.asked == 0)
    }

    @Test func `ends with an answer that comes before the body's end`() async throws {
        let refused = Happening<Void>()
        let test = try TestServer { request in
            _ = try? await request.body.next()
            refused.happen()
            return .text("enough\n", status: .contentTooLarge)
        }
        let client = HTTPClient(loop: test.loop, limits: .patient)
        let first = Mutex(true)
        let piece = piece
        let endless = ClientBody(length: 1 << 40) {
            if !first.withLock({
                let was = $0
                $0 = false
                return was
            }) {
                await refused.value
            }
            return piece
        }

        let response = try await client.send(test.request(.post, "/"), streaming: endless, deadline: .seconds(60))

        #expect(response.status == .contentTooLarge)
        _ = try await response.collect(upTo: 100)
        let next = try await client.send(test.request(.get, "/"), deadline: .seconds(60))
        #expect(next.status == .contentTooLarge)
    }

    @Test func `that breaks off is no body to the server, and its error is the caller's`() async throws {
        let outcome = Happening<Status?>()
        let test = try TestServer { request in
            do throws(HTTPFault) {
                _ = try await request.body.collect(upTo: 10_000_000)
                outcome.happen(nil)
            } catch {
                outcome.happen(error.status)
            }
            return Response()
        }
        let client = HTTPClient(loop: test.loop, limits: .patient)
        let first = Mutex(true)
        let piece = piece
        let body = ClientBody(length: 200_000) {
            guard
                first.withLock({
                    let was = $0
                    $0 = false
                    return was
                })
            else { throw Lost() }
            return piece
        }

        await #expect(throws: Lost.self) {
            try await client.send(test.request(.post, "/"), streaming: body, deadline: .seconds(60))
        }

        #expect(await outcome.value == .badRequest)
    }

    @Test(arguments: [99_999, 100_001])
    func `that is not as long as announced is not taken`(length: Int) async throws {
        let test = try TestServer { request in
            _ = try? await request.body.collect(upTo: 10_000_000)
            return Response()
        }
        let client = HTTPClient(loop: test.loop, limits: .patient)

        await #expect(throws: ClientFault.malformed) {
            try await client.send(
                test.request(.post, "/"), streaming: Pieces([piece]).body(length: length), deadline: .seconds(60))
        }
    }

    @Test func `goes out once more when the server had closed the kept connection`() async throws {
        let loop = EventLoop()
        defer { loop.stop() }
        // Answers one request a connection, without saying that it then closes.
        let server = try await RawServer(on: loop) { stream in
            let head = try await stream.read(until: "\r\n\r\n")
            if head.contains("100-continue") {
                try await stream.write("HTTP/1.1 100 Continue\r\n\r\n")
                _ = try await stream.read(until: "end")
            }
            try await stream.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
            _ = try await stream.read()
        }
        let client = HTTPClient(loop: loop, limits: .patient)
        let target = ClientRequest(.post, host: "127.0.0.1", port: server.port, target: "/")

        for _ in 0..<3 {
            let body = Pieces([Array("the end".utf8)]).body(length: 7)
            let response = try await client.send(target, streaming: body, deadline: .seconds(60))
            #expect(try await response.collect(upTo: 10) == Array("ok".utf8))
        }
    }
}
