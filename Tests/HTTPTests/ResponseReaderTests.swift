import Testing

@testable import HTTP

@Suite struct `Response reader` {
    @Test func `a response of known length`() {
        let seen = Seen.responses([bytes("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")])

        let head = ResponseHead(status: .ok, headers: ["Content-Length": "2"])
        #expect(seen == [.response(head, .length(2), keepAlive: true), .body(bytes("ok")), .end])
    }

    @Test func `a chunked response`() {
        let seen = Seen.responses([
            bytes("HTTP/1.1 200\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n")
        ])

        #expect(seen.dropFirst() == [.body(bytes("ok")), .end])
    }

    @Test func `a body without a length lasts until the close`() {
        let response = bytes("HTTP/1.0 200 OK\r\n\r\nok")

        #expect(Seen.responses([response], closes: true).dropFirst() == [.body(bytes("ok")), .closed])
    }

    @Test(arguments: [
        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\no", "HTTP/1.1 200 OK\r\nContent-Le",
        "HTTP/1.1 100 Continue\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n",
    ])
    func `a close in mid response is a fault`(response: String) {
        #expect(Seen.responses([bytes(response)], closes: true).refusal == 502)
    }

    @Test func `a close between responses is none`() {
        let seen = Seen.responses([bytes("HTTP/1.1 204 No Content\r\n\r\n")], closes: true)

        #expect(seen.last == .end)
    }

    @Test(arguments: ["204 No Content", "304 Not Modified", "101 Switching Protocols"])
    func `some statuses have no body whatever their headers say`(status: String) {
        let seen = Seen.responses([bytes("HTTP/1.1 \(status)\r\nContent-Length: 9\r\n\r\n")])

        #expect(seen.count == 2 && seen.last == .end)
    }

    @Test func `a response to head has no body`() {
        let one = "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n"
        let seen = Seen.responses([bytes(one + one)], to: .head)

        #expect(seen.count == 4 && seen.last == .end)
    }

    @Test func `informational responses come before the real one`() {
        let seen = Seen.responses([
            bytes("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early\r\nLink: x\r\n\r\nHTTP/1.1 204 None\r\n\r\n")
        ])

        #expect(seen.first == .informational(ResponseHead(status: .continue)))
        #expect(seen.count == 4 && seen.last == .end)
    }

    @Test func `informational responses without end are refused`() {
        let many = String(repeating: "HTTP/1.1 100 Continue\r\n\r\n", count: 20)

        #expect(Seen.responses([bytes(many)]).refusal == 502)
    }

    @Test(arguments: [
        "HTTP/2.0 200 OK", "HTTP/1.1 20 OK", "HTTP/1.1 2000 OK", "HTTP/1.1  200 OK", "HTTP/1.1 099 OK",
        "HTTP/1.1 600 OK", "HTTP/1.1 200 O\rK", "HTTP/1.1 200\tOK", "ICY 200 OK", "HTTP/1.1", "HTTP/1.1 ", "x",
    ])
    func `a status line that is not exactly one`(line: String) {
        for pieces in Pieces.every(bytes("\(line)\r\nContent-Length: 0\r\n\r\n")) {
            #expect(Seen.responses(pieces).refusal == 502)
        }
    }

    @Test(arguments: [
        "Content-Length: 2\r\nContent-Length: 2", "Content-Length: 2\r\nTransfer-Encoding: chunked",
        "Transfer-Encoding: gzip, chunked", "Content-Length: 2, 2", "A : b", " folded",
    ])
    func `framing is read as strictly as that of requests`(lines: String) {
        #expect(Seen.responses([bytes("HTTP/1.1 200 OK\r\n\(lines)\r\n\r\n")]).refusal == 502)
    }

    @Test(arguments: [
        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokHTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 \r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\nA: b\r\n\r\n",
        "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nall that follows\r\n\r\n",
    ])
    func `a stream is read alike however it is cut`(stream: String) {
        let whole = Seen.responses([bytes(stream)])
        for pieces in Pieces.every(bytes(stream)) { #expect(Seen.responses(pieces) == whole) }
    }
}
