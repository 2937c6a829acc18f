import Glibc
import HTTP
import Loop
import Server
import TestKit
import Testing

@Suite struct `Limits of a server` {
    private func limits(_ change: (inout ServerLimits) -> Void) -> ServerLimits {
        var limits = ServerLimits()
        change(&limits)
        return limits
    }

    @Test func `a head that never ends is answered 408 and cut off`() async throws {
        let test = try TestServer(limits { $0.headerTime = .milliseconds(80) }) { _ in Response() }
        let stream = try await test.connect()

        // A byte now and then keeps the connection busy, but the limit counts from the first one.
        let dripping = test.loop.spawn {
            while true {
                try await stream.write("G")
                try await Task.sleep(for: .milliseconds(5))
            }
        }
        let answer = try await stream.read(until: "\n")
        dripping.cancel()

        #expect(answer.hasPrefix("HTTP/1.1 408 "))
    }

    @Test func `a connection that says nothing is answered 408 and closed`() async throws {
        let test = try TestServer(limits { $0.headerTime = .milliseconds(80) }) { _ in Response() }

        #expect(try await test.connect().readToEnd().statuses == ["408"])
    }

    @Test func `an idle connection is closed after its answer`() async throws {
        let test = try TestServer(limits { $0.idleTime = .milliseconds(80) }) { _ in Response() }

        #expect(try await test.exchange("GET / HTTP/1.1\r\nHost: h\r\n\r\n").statuses == ["200"])
    }

    @Test func `a body that stops coming is a 408 to its handler`() async throws {
        let test = try TestServer(limits { $0.bodyTime = .milliseconds(80) }) { request in
            do throws(HTTPFault) {
                return .bytes(try await request.body.collect(upTo: 100), type: "text/plain")
            } catch {
                return Response(error)
            }
        }

        let answer = try await test.exchange("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 10\r\n\r\nabc")

        #expect(answer.statuses == ["408"])
    }

    @Test func `a body past the bound is a 413, announced or counted`() async throws {
        let test = try TestServer(limits { $0.http.bodyBytes = 10 }) { request in
            do throws(HTTPFault) {
                return .bytes(try await request.body.collect(upTo: 100), type: "text/plain")
            } catch {
                return Response(error)
            }
        }

        let announced = try await test.exchange("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 11\r\n\r\n")
        let counted = try await test.exchange(
            "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\nb\r\nhello world\r\n0\r\n\r\n")

        #expect(announced.statuses == ["413"])
        #expect(counted.statuses == ["413"])
    }

    @Test func `a large body refused by its handler gets the answer before the connection ends`() async throws {
        let test = try TestServer { request in
            let body = try? await request.body.collect(upTo: 1_000)
            return body == nil ? Response(.contentTooLarge) : Response()
        }
        let stream = try await test.connect()
        let size = 8 << 20

        try await stream.write("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: \(size)\r\n\r\n")
        let sending = test.loop.spawn { try await stream.write([UInt8](repeating: 1, count: 600_000)) }
        let answer = try await stream.read(until: "\r\n\r\n")
        sending.cancel()

        #expect(answer.statuses == ["413"])
    }

    @Test func `a connection too many is refused with 503`() async throws {
        let test = try TestServer(limits { $0.maxConnections = 1 }) { _ in Response() }
        let first = try await test.connect()
        try await first.write("GET / HTTP/1.1\r\nHost: h\r\n\r\n")
        _ = try await first.read(until: "\r\n\r\n")

        let second = try await test.connect()

        #expect(try await second.read(until: "Too many connections.\n").statuses == ["503"])
    }

    @Test func `a client that does not read is cut off`() async throws {
        let fault = Happening<WriteFault>()
        let test = try TestServer(limits { $0.writeStall = .milliseconds(80) }) { _ in
            .stream(type: "text/plain") { writer in
                do throws(WriteFault) {
                    while true { try await writer.write([UInt8](repeating: 120, count: 65_536)) }
                } catch {
                    fault.happen(error)
                }
            }
        }
        let stream = try await test.connect()

        try await stream.write("GET / HTTP/1.1\r\nHost: h\r\n\r\n")

        #expect(await fault.value == .closed)
        _ = stream
    }

    @Test func `a client that does not read costs little, and nothing once it is cut off`() async throws {
        let written = Happening<Int>()
        let test = try TestServer(limits { $0.writeStall = .milliseconds(80) }) { _ in
            .stream(type: "text/plain") { writer in
                var count = 0
                do throws(WriteFault) {
                    while true {
                        try await writer.write([UInt8](repeating: 120, count: 65_536))
                        count += 65_536
                    }
                } catch {
                    written.happen(count)
                }
            }
        }
        let client = try Hanger(port: test.port)

        // What the peer's side takes, what the kernel does, and what waits in the process.
        let bytes = await written.value
        #expect(bytes < 512 << 10)
        #expect(client.readToEnd() == ECONNRESET)
    }
}

/// Asks for a page and reads nothing: a socket that has hardly room for anything itself.
private final class Hanger {
    private static let roomBytes: Int32 = 4096

    private let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)

    init(port: Int) throws {
        var room = Self.roomBytes
        setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &room, socklen_t(MemoryLayout<Int32>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = in_addr_t(0x7f00_0001).bigEndian
        let isConnected = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
        let request = "GET / HTTP/1.1\r\nHost: h\r\n\r\n"
        guard isConnected, send(descriptor, request, request.utf8.count, 0) == request.utf8.count else {
            throw NeverHappened(description: "No connection: \(errno).")
        }
    }

    deinit { close(descriptor) }

    /// Reads what is there.
    /// - Returns: The error it ended with; 0 for a good end.
    func readToEnd() -> Int32 {
        var piece = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = recv(descriptor, &piece, piece.count, 0)
            if count == 0 { return 0 }
            if count < 0 { return errno }
        }
    }
}
