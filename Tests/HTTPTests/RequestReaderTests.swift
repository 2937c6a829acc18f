import Testing

@testable import HTTP

@Suite struct `Request reader` {
    @Test func `a request is its head and its end`() {
        let seen = Seen.requests("GET /a?b=c HTTP/1.1\r\nHost: h\r\nAccept:  x \t\r\n\r\n")

        let head = RequestHead(method: .get, target: "/a?b=c", headers: ["host": "h", "ACCEPT": "x"])
        #expect(seen == [.request(head, .none, keepAlive: true, expectsContinue: false), .end])
    }

    @Test func `a body of known length is handed out and ended`() {
        let seen = Seen.requests("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhello")

        #expect(seen.dropFirst() == [.body(bytes("hello")), .end])
    }

    @Test func `chunks are joined, extensions and trailers dropped`() {
        let seen = Seen.requests(
            "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: Chunked\r\n\r\n"
                + "5\r\nhello\r\n00A;name=\"value\"\r\n, chunked!\r\n0;last\r\nX-Sum: 1\r\nEmpty:\r\n\r\n")

        #expect(seen.dropFirst() == [.body(bytes("hello, chunked!")), .end])
    }

    @Test func `an empty chunked body is no body`() {
        let seen = Seen.requests("PUT / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n")

        #expect(seen.dropFirst() == [.end])
    }

    @Test func `the reader leaves the next request where it begins`() throws {
        let first = bytes("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\nok")
        let both = first + bytes("GET /next HTTP/1.1\r\nHost: h\r\n\r\n")
        var reader = RequestReader()
        var position = 0

        while let event = try reader.next(both.span, at: &position), event != .end {}

        #expect(position == first.count)
        #expect(reader.isIdle)
    }

    @Test func `pipelined requests come one after the other`() {
        let one = "GET / HTTP/1.1\r\nHost: h\r\n\r\n"

        #expect(Seen.requests(one + one + one) == Seen.requests(one) + Seen.requests(one) + Seen.requests(one))
    }

    @Test(arguments: [
        ("1.1", "", true), ("1.1", "Connection: close\r\n", false), ("1.1", "Connection: a, Close ,b\r\n", false),
        ("1.1", "Connection: keep-alive\r\n", true), ("1.1", "Connection: x\r\nconnection: close\r\n", false),
        ("1.0", "", false), ("1.0", "Connection: Keep-Alive\r\n", true),
        ("1.0", "Connection: keep-alive, close\r\n", false), ("1.2", "", true),
    ])
    func `the connection stays as version and header say`(version: String, line: String, stays: Bool) throws {
        let seen = Seen.requests("GET / HTTP/\(version)\r\nHost: h\r\n\(line)\r\n")

        guard case .request(_, _, let keepAlive, _) = seen.first else { throw Missing.head }
        #expect(keepAlive == stays)
    }

    @Test(arguments: [
        ("POST / HTTP/1.1\r\nHost: h\r\nExpect: 100-Continue\r\nContent-Length: 1\r\n\r\n", true),
        ("POST / HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nTransfer-Encoding: chunked\r\n\r\n", true),
        ("POST / HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 0\r\n\r\n", false),
        ("POST / HTTP/1.0\r\nExpect: 100-continue\r\nContent-Length: 1\r\n\r\n", false),
    ])
    func `a continue is expected where a body is to come`(request: String, expected: Bool) throws {
        guard case .request(_, _, _, let expects) = Seen.requests(request).first else { throw Missing.head }
        #expect(expects == expected)
    }

    @Test(arguments: [
        ("/", "/", nil, "h"), ("/a%20b", "/a%20b", nil, "h"), ("/a?", "/a", "", "h"), ("/a?b?c", "/a", "b?c", "h"),
        ("http://x.y:8", "/", nil, "x.y:8"), ("http://x.y?q", "/", "q", "x.y"),
        ("HTTPS://x/a/b?q=1", "/a/b", "q=1", "x"), ("//x/y", "//x/y", nil, "h"),
        ("/a?u=http://z/", "/a", "u=http://z/", "h"), ("http://[::1]:80/", "/", nil, "[::1]:80"),
    ])
    func `a target gives path, query and host`(target: String, path: String, query: String?, host: String) throws {
        let seen = Seen.requests("GET \(target) HTTP/1.1\r\nHost: h\r\n\r\n")

        guard case .request(let head, _, _, _) = seen.first else { throw Missing.head }
        #expect(head.path == path)
        #expect(head.query == query)
        #expect(head.host == host)
    }

    @Test func `the query of an absolute target is its own`() {
        let head = RequestHead(method: .get, target: "http://h:1?a=b&c=d/e")

        #expect(head.queryValue("a") == "b")
        #expect(head.queryValue("c") == "d/e")
        #expect(head.path == "/")
        #expect(RequestHead(method: .options, target: "*").path == "*")
    }

    @Test(arguments: ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "get", "X-!#$%", "PROPFIND"])
    func `a method is read as it stands`(name: String) throws {
        let seen = Seen.requests("\(name) / HTTP/1.1\r\nHost: h\r\n\r\n")

        guard case .request(let head, _, _, _) = seen.first else { throw Missing.head }
        #expect(head.method == HTTP.Method(name))
        #expect(head.method.name == name)
    }

    @Test func `an asterisk is for options only`() {
        #expect(Seen.requests("OPTIONS * HTTP/1.1\r\nHost: h\r\n\r\n").count == 2)
        #expect(Seen.requests("GET * HTTP/1.1\r\nHost: h\r\n\r\n").refusal == 400)
    }

    @Test func `one empty line before a request is forgiven`() {
        let request = "GET / HTTP/1.1\r\nHost: h\r\n\r\n"

        #expect(Seen.requests("\r\n" + request) == Seen.requests(request))
        #expect(Seen.requests("\r\n\r\n" + request).refusal == 400)
    }

    @Test func `an idle reader is between requests`() throws {
        let request = bytes("GET / HTTP/1.1\r\nHost: h\r\n\r\n")
        var reader = RequestReader()
        #expect(reader.isIdle)

        for length in 1..<request.count {
            var position = 0
            reader = RequestReader()
            #expect(try reader.next(request.span.extracting(0..<length), at: &position) == nil)
            #expect(!reader.isIdle)
        }
    }

    @Test func `a refused reader stays refused`() {
        var reader = RequestReader()
        let request = bytes("GET / HTTP/1.1\r\nHost: h\r\n\r\n")
        var position = 0
        #expect(throws: HTTPFault.self) { try reader.next(bytes("\n").span, at: &position) }

        position = 0
        #expect(throws: HTTPFault.self) { try reader.next(request.span, at: &position) }
    }

    @Test func `a fault is answered without a body and with a close`() {
        let response = HTTPFault(.targetTooLong, "It is.").response

        #expect(response.status == .targetTooLong)
        #expect(response.headers == ["Content-Length": "0", "Connection": "close"])
    }
}

enum Missing: Error { case head }
