import HTTP
import Loop
import Server
import Synchronization
import Testing

@Suite struct `Streamed bodies` {
    @Test func `a writer waits for a reader that is slow`() async throws {
        let written = Mutex(0)
        let total = 64 << 20
        let test = try TestServer { _ in
            .stream(type: "text/plain", length: total) { writer in
                for _ in 0..<(total / 65_536) {
                    try await writer.write([UInt8](repeating: 120, count: 65_536))
                    written.withLock { $0 += 65_536 }
                }
            }
        }
        let client = HTTPClient(loop: test.loop, limits: .patient)

        let response = try await client.send(test.request(.get, "/"), deadline: .seconds(60))
        let first = try await response.next()?.count ?? 0
        let ahead = written.withLock { $0 }
        var read = first
        while let piece = try await response.next() { read += piece.count }

        #expect(ahead < total / 2)
        #expect(read == total)
    }

    @Test func `a body is read only as far as its handler takes it`() async throws {
        let mayRead = Happening<Void>()
        let size = 15 << 20
        let test = try TestServer { request in
            await mayRead.value
            return .text("\((try? await request.body.collect(upTo: size).count) ?? -1)")
        }
        let stream = try await test.connect()

        try await stream.write("POST / HTTP/1.1\r\nHost: h\r\nConnection: close\r\nContent-Length: \(size)\r\n\r\n")
        let isSent = Mutex(false)
        let sending = test.loop.spawn {
            try await stream.write([UInt8](repeating: 1, count: size))
            isSent.withLock { $0 = true }
        }
        let wasSentEarly = isSent.withLock { $0 }
        mayRead.happen()
        try await sending.value
        let answer = try await stream.readToEnd()

        #expect(!wasSentEarly)
        #expect(answer.afterHead == "\(size)")
    }

    @Test func `a stream that fails breaks the connection off`() async throws {
        struct Failure: Error {}
        let test = try TestServer { _ in
            .stream(type: "text/plain") { writer in
                try await writer.write([1, 2, 3])
                throw Failure()
            }
        }
        let client = HTTPClient(loop: test.loop, limits: .patient)

        await #expect(throws: ClientFault.closed) {
            let response = try await client.send(test.request(.get, "/"), deadline: .seconds(60))
            _ = try await response.collect(upTo: 100)
        }
    }

    @Test func `more than was announced is refused`() async throws {
        let fault = Happening<WriteFault?>()
        let test = try TestServer { _ in
            .stream(type: "text/plain", length: 2) { writer in
                do throws(WriteFault) {
                    try await writer.write([1, 2, 3])
                    fault.happen(nil)
                } catch {
                    fault.happen(error)
                }
            }
        }
        let stream = try await test.connect()

        try await stream.write("GET / HTTP/1.1\r\nHost: h\r\n\r\n")

        #expect(await fault.value == .tooLong)
    }

    @Test func `an endless stream arrives line by line`() async throws {
        let test = try TestServer { request in
            .stream(type: "application/x-ndjson") { writer in
                while true {
                    try await writer.write([UInt8]("{}\n".utf8))
                    try await Task.sleep(for: .milliseconds(1))
                }
            }
        }
        let client = HTTPClient(loop: test.loop, limits: .patient)

        let response = try await client.send(test.request(.get, "/events"), deadline: .seconds(60))
        var lines = 0
        while lines < 20, let piece = try await response.next(timeout: .seconds(60)) {
            lines += piece.count { $0 == UInt8(ascii: "\n") }
        }
        response.cancel()

        #expect(lines >= 20)
    }

    @Test func `an endless stream is cancelled when its client goes`() async throws {
        let cancelled = Happening<Bool>()
        let test = try TestServer { _ in
            .stream(type: "text/plain") { writer in
                try await writer.write([UInt8]("one\n".utf8))
                try? await Task.sleep(for: .seconds(600))
                cancelled.happen(Task.isCancelled)
            }
        }
        let stream = try await test.connect()
        try await stream.write("GET / HTTP/1.1\r\nHost: h\r\n\r\n")
        _ = try await stream.read(until: "one\n\r\n")

        stream.close()

        #expect(await cancelled.value)
    }
}
