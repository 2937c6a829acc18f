import Testing

@testable import HTTP

/// Requests that one reader takes for one thing and another for something else, each refused however it is cut.
@Suite struct `Request smuggling` {
    private func expectRefused(_ request: String, _ status: Int = 400) {
        for pieces in Pieces.every(bytes(request)) {
            let seen = Seen.requests(pieces)
            #expect(seen.refusal == status)
            #expect(!seen.contains(.end))
        }
    }

    @Test(arguments: [
        "Content-Length: 5\r\nTransfer-Encoding: chunked", "Transfer-Encoding: chunked\r\nContent-Length: 5",
        "Content-Length: 0\r\nTransfer-Encoding: chunked",
        "Content-Length: 5\r\nContent-Length: 5", "Content-Length: 5\r\ncontent-length: 6",
        "Content-Length: 5, 5", "Content-Length: 5,5", "Content-Length: +5", "Content-Length: -5",
        "Content-Length: 1 2", "Content-Length: 0x5", "Content-Length: 5.0",
        "Content-Length: 5e1", "Content-Length: five", "Content-Length:", "Content-Length: ,5",
        "Content-Length: 18446744073709551621", "Content-Length: 9999999999999999999", "Content-Length: \"5\"",
        "Content-Length: ٥", "Content-Length: 5;a",
    ])
    func `a length that is not one number`(lines: String) {
        expectRefused("POST / HTTP/1.1\r\nHost: h\r\n\(lines)\r\n\r\nhello")
    }

    @Test(arguments: [
        "Transfer-Encoding: gzip", "Transfer-Encoding: gzip, chunked", "Transfer-Encoding: chunked, chunked",
        "Transfer-Encoding: chunked, identity", "Transfer-Encoding: identity", "Transfer-Encoding:",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity", "Transfer-Encoding: xchunked",
        "Transfer-Encoding: chunked;q=1", "Transfer-Encoding: \"chunked\"", "Transfer-Encoding: chunked,",
        "Transfer-Encoding: ,chunked", "Transfer-Encoding:\u{0B}chunked", "Transfer-Encoding: chunked\u{0C}",
        "Transfer-Encoding: chun ked", "Transfer-Encoding\u{00A0}: chunked",
    ])
    func `a coding that is not exactly chunked`(lines: String) {
        expectRefused("POST / HTTP/1.1\r\nHost: h\r\n\(lines)\r\n\r\n0\r\n\r\n")
    }

    @Test func `chunks in a request of version 1_0`() {
        expectRefused("POST / HTTP/1.0\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n")
    }

    @Test(arguments: [
        " A: folded", "\tA: folded", "A : b", "A\t: b", ": b", "A", "A b: c", "A(b): c", "\"A\": b", "A\u{00E9}: b",
        "A: b\rc", "A: b\r\r", "A: b\u{00}c", "A: \u{01}", "A: b\u{7F}", "A: b\r\n folded", "A: b\u{1B}[31m", "\r",
        "A\r: b", "A:\rb", "\u{00}: b", "A@: b", "A[1]: b",
    ])
    func `a header line that is not a name and a value`(line: String) {
        expectRefused("GET / HTTP/1.1\r\nHost: h\r\n\(line)\r\n\r\n")
        expectRefused("GET / HTTP/1.1\r\n\(line)\r\nHost: h\r\n\r\n")
    }

    @Test(arguments: [
        "GET / HTTP/1.1\nHost: h\r\n\r\n", "GET / HTTP/1.1\r\nHost: h\n\r\n", "GET / HTTP/1.1\r\nHost: h\r\n\n",
        "GET / HTTP/1.1\r\nHost: h\n\n", "\nGET / HTTP/1.1\r\nHost: h\r\n\r\n", "GET / HTTP/1.1\n\nHost: h\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: h\r\nA: b\nC: d\r\n\r\n", "GET /\n HTTP/1.1\r\nHost: h\r\n\r\n",
    ])
    func `a bare line feed`(request: String) {
        expectRefused(request)
    }

    @Test(arguments: [
        "", "Host: a\r\nHost: a", "Host: a\r\nhost: b", "Host: a, b", "Host: a b", "Host: a/b", "Host: u@a", "Host:",
        "Host: a?b", "Host: a#b", "Host: a\\b", "Host: é", "Host: a\"",
    ])
    func `a host that is not one`(lines: String) {
        expectRefused("GET / HTTP/1.1\r\n\(lines.isEmpty ? "" : lines + "\r\n")\r\n")
    }

    @Test(arguments: [
        "GET  / HTTP/1.1", "GET /  HTTP/1.1", "GET / HTTP/1.1 ", " GET / HTTP/1.1", "GET\t/ HTTP/1.1", "GET / HTTP/1.",
        "GET / HTTP/1.10", "GET / http/1.1", "GET /", "GET", "GET / HTTP/1,1", "GET / HTTP/a.1", "GET a HTTP/1.1",
        "GET ftp://h/ HTTP/1.1", "GET http:// HTTP/1.1", "GET http:///a HTTP/1.1", "GET http://u@h/ HTTP/1.1",
        "GET /a#b HTTP/1.1", "GET /é HTTP/1.1", "GET /\u{7F} HTTP/1.1", "GET /\u{00} HTTP/1.1", "G(T / HTTP/1.1",
        "GET /a b HTTP/1.1", "GET / HTTP/1.1\rX", "GET ? HTTP/1.1", "GET * HTTP/1.1", "GET / HTTP/1.1 x",
        "GET https://h:8 0/ HTTP/1.1", "GET http HTTP/1.1",
    ])
    func `a request line that is not exactly one`(line: String) {
        expectRefused("\(line)\r\nHost: h\r\n\r\n")
    }

    @Test(arguments: [
        "\r\n", ";\r\n", "+5\r\nhello\r\n", "-5\r\nhello\r\n", "0x5\r\nhello\r\n", " 5\r\nhello\r\n",
        "5 \r\nhello\r\n", "5\t;a\r\nhello\r\n", "g\r\n", "5\nhello\r\n", "5\r\nhello\n0\r\n\r\n",
        "5\rhello\r\n", "5\r\nhelloo\r\n", "5\r\nhello0\r\n", "5\r\nhello\r0\r\n", "10000000000000000\r\n",
        "ffffffffffffffff\r\n", "0000000000000005\r\nhello\r\n", "5;a\nb\r\nhello\r\n", "5;a\rb\r\nhello\r\n",
        "5;\u{00}\r\nhello\r\n", "5,5\r\nhello\r\n", "0\n\r\n", "0\r\n\n", "0\r\nA: b\n\r\n", "0\r\n A: b\r\n\r\n",
        "0\r\nA : b\r\n\r\n", "0\r\n: b\r\n\r\n", "0\r\nA\r\n\r\n", "0\r\nA: \u{00}\r\n\r\n", "0\r\nA: b\rc\r\n\r\n",
        "0\r\n\rx", "5\r\nhel\r\nlo",
    ])
    func `a chunk that is not properly framed`(body: String) {
        expectRefused("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n\(body)")
    }

    @Test func `other versions, expectations and methods have their own answers`() {
        expectRefused("GET / HTTP/2.0\r\nHost: h\r\n\r\n", 505)
        expectRefused("GET / HTTP/0.9\r\nHost: h\r\n\r\n", 505)
        expectRefused("PRI * HTTP/2.0\r\n\r\n", 505)
        expectRefused("POST / HTTP/1.1\r\nHost: h\r\nExpect: tea\r\nContent-Length: 1\r\n\r\n", 417)
        expectRefused("CONNECT h:443 HTTP/1.1\r\nHost: h\r\n\r\n", 501)
    }

    @Test func `spaces around a length are not part of it`() {
        let seen = Seen.requests("POST / HTTP/1.1\r\nHost: h\r\nContent-Length:\t 2 \r\n\r\nok")

        #expect(seen.dropFirst() == [.body(bytes("ok")), .end])
    }
}
