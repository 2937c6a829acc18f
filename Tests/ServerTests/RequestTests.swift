import HTTP
import Loop
import Server
import Testing

@Suite struct `Requests over a real socket` {
    @Test func `pipelined requests are answered in order, slow ones first`() async throws {
        let second = Happening<Void>()
        let test = try TestServer { request in
            if request.path == "/1" { await second.value }
            return .text(request.path)
        }
        let stream = try await test.connect()

        try await stream.write("GET /1 HTTP/1.1\r\nHost: h\r\n\r\nGET /2 HTTP/1.1\r\nHost: h\r\n\r\n")
        second.happen()
        try await stream.write("GET /3 HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n")
        let answers = try await stream.readToEnd()

        let bodies = answers.split(separator: "\r\n\r\n").dropFirst().map { $0.prefix(2) }
        #expect(bodies == ["/1", "/2", "/3"])
    }

    @Test func `thousands of requests in one piece are all answered`() async throws {
        let test = try TestServer { _ in Response() }
        let stream = try await test.connect()
        let count = 5_000

        async let sent: Void = stream.write(String(repeating: "GET / HTTP/1.1\r\nHost: h\r\n\r\n", count: count))
        try await sent
        try await stream.write("GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n")

        #expect(try await stream.readToEnd().statuses.count == count + 1)
    }

    @Test func `a chunked body arrives whole and a stream leaves in chunks`() async throws {
        let test = try TestServer { request in
            .stream(type: "text/plain") { writer in
                while let piece = try await request.body.next() { try await writer.write(piece) }
            }
        }

        let answer = try await test.exchange(
            "POST / HTTP/1.1\r\nHost: h\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n"
                + "5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n")

        #expect(answer.contains("Transfer-Encoding: chunked"))
        #expect(answer.afterHead == "b\r\nhello world\r\n0\r\n\r\n")
    }

    @Test(arguments: [
        "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /x HTTP/1.1",
        "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\nContent-Length: 5\r\n\r\nhello",
        "GET / HTTP/1.1\r\nHost: h\r\nBad Name: x\r\n\r\n",
        "GET / HTTP/1.1\r\n\r\n",
        "nonsense\r\n\r\n",
    ])
    func `what could smuggle a request is answered 400 and closed`(text: String) async throws {
        let test = try TestServer { _ in .text("served") }

        let answer = try await test.exchange(text)

        #expect(answer.statuses == ["400"])
        #expect(answer.contains("Connection: close"))
        #expect(answer.contains("X-Content-Type-Options: nosniff"))
    }

    @Test func `requests before a malformed one are served`() async throws {
        let test = try TestServer { _ in Response() }

        let answer = try await test.exchange("GET / HTTP/1.1\r\nHost: h\r\n\r\nnonsense\r\n\r\n")

        #expect(answer.statuses == ["200", "400"])
    }

    @Test func `100 comes only when the handler asks for the body`() async throws {
        let test = try TestServer { request in
            guard request.path == "/wanted" else { return Response(.forbidden) }
            let body = (try? await request.body.collect(upTo: 10)) ?? []
            return .bytes(body, type: "text/plain")
        }
        let head = "HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n"
        let wanted = try await test.connect()

        try await wanted.write("POST /wanted " + head)
        let interim = try await wanted.read(until: "\r\n\r\n")
        try await wanted.write("hello")
        let final = try await wanted.read(until: "hello")
        let refused = try await test.exchange("POST /other " + head)

        #expect(interim == "HTTP/1.1 100 Continue\r\n\r\n")
        #expect(final.statuses == ["200"])
        #expect(refused.statuses == ["403"])
        #expect(refused.contains("Connection: close"))
    }

    @Test func `HEAD has the length of GET and no body`() async throws {
        let test = try TestServer { _ in .text("hello") }

        let answer = try await test.exchange("HEAD / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n")

        #expect(answer.contains("Content-Length: 5"))
        #expect(answer.afterHead.isEmpty)
    }

    @Test func `an HTTP 1_0 client gets a stream that ends with the connection`() async throws {
        let test = try TestServer { _ in
            .stream(type: "text/plain") { writer in try await writer.write([UInt8]("all".utf8)) }
        }

        let answer = try await test.exchange("GET / HTTP/1.0\r\nHost: h\r\n\r\n")

        #expect(!answer.contains("chunked"))
        #expect(answer.afterHead == "all")
    }

    @Test func `an unread body is skipped before the next request`() async throws {
        let test = try TestServer { request in .text(request.path) }

        let answer = try await test.exchange(
            "POST /1 HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\nabc"
                + "GET /2 HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n")

        #expect(answer.statuses == ["200", "200"])
    }

    @Test func `what layers attach travels with the request`() {
        enum Name: RequestKey { typealias Value = String }
        let loop = EventLoop()
        defer { loop.stop() }
        let head = RequestHead(method: .get, target: "/?q=a%20b")
        var request = Request(head: head, peer: "test", body: RequestBody(), loop: loop)

        request[Name.self] = "salam"

        #expect(request[Name.self] == "salam")
        #expect(request.query("q") == "a b")
    }
}
