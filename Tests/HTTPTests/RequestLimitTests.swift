import Testing

@testable import HTTP

@Suite struct `Request limits` {
    private let limits: HTTPLimits = {
        var limits = HTTPLimits()
        limits.requestLineBytes = 40
        limits.headerBytes = 60
        limits.headerCount = 4
        limits.bodyBytes = 20
        limits.chunkExtensionBytes = 10
        limits.trailerBytes = 30
        return limits
    }()

    /// The refusal, which must be the same however the request is cut.
    private func refusal(_ request: String) -> Int? {
        let whole = Seen.requests(request, limits: limits)
        for pieces in Pieces.every(bytes(request)) {
            #expect(Seen.requests(pieces, limits: limits) == whole)
        }
        return whole.refusal
    }

    private func get(_ targetBytes: Int) -> String {
        "GET /" + String(repeating: "a", count: targetBytes - 1) + " HTTP/1.1\r\nHost: h\r\n\r\n"
    }

    @Test func `a request line of the limit is read, a longer one is 414`() {
        #expect(refusal(get(40 - 13)) == nil)
        #expect(refusal(get(40 - 13 + 1)) == 414)
        #expect(refusal(String(repeating: "A", count: 50)) == 414)
    }

    @Test func `header lines of the limit are read, longer ones are 431`() {
        let start = "GET / HTTP/1.1\r\nHost: h\r\n"

        #expect(refusal(start + "A: " + String(repeating: "a", count: 60 - 9 - 5) + "\r\n\r\n") == nil)
        #expect(refusal(start + "A: " + String(repeating: "a", count: 60 - 9 - 4) + "\r\n\r\n") == 431)
        #expect(refusal(start + String(repeating: "a", count: 100)) == 431)
    }

    @Test func `one header too many is 431`() {
        let start = "GET / HTTP/1.1\r\nHost: h\r\n"

        #expect(refusal(start + "A: 1\r\nB: 2\r\nC: 3\r\n\r\n") == nil)
        #expect(refusal(start + "A: 1\r\nB: 2\r\nC: 3\r\nD: 4\r\n\r\n") == 431)
    }

    @Test func `a body past the limit is 413, by length or by chunks`() {
        let start = "POST / HTTP/1.1\r\nHost: h\r\n"
        let chunked = start + "Transfer-Encoding: chunked\r\n\r\n"
        let tenBytes = "a\r\n0123456789\r\n"

        #expect(refusal(start + "Content-Length: 20\r\n\r\n") == nil)
        #expect(refusal(start + "Content-Length: 21\r\n\r\n") == 413)
        #expect(refusal(chunked + tenBytes + tenBytes + "0\r\n\r\n") == nil)
        #expect(refusal(chunked + tenBytes + tenBytes + "1\r\nx\r\n0\r\n\r\n") == 413)
        #expect(refusal(chunked + "fffffffffffffff\r\n") == 413)
    }

    @Test func `chunk extensions and trailers are bounded for the whole body`() {
        let chunked = "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n"

        #expect(refusal(chunked + "1;abcd\r\nx\r\n1;efgh\r\ny\r\n0\r\n\r\n") == nil)
        #expect(refusal(chunked + "1;abcd\r\nx\r\n1;efghi\r\ny\r\n0\r\n\r\n") == 400)
        #expect(refusal(chunked + "0\r\nA: " + String(repeating: "a", count: 25) + "\r\n\r\n") == nil)
        #expect(refusal(chunked + "0\r\nA: " + String(repeating: "a", count: 26) + "\r\n\r\n") == 431)
    }

    @Test func `what is held of a cut head is within the limits`() throws {
        var reader = RequestReader(limits: limits)
        let endless = bytes("GET / HTTP/1.1\r\nHost: ")
        var position = 0
        #expect(try reader.next(endless.span, at: &position) == nil)

        var given = 0
        #expect(throws: HTTPFault.self) {
            while given < 1000 {
                position = 0
                _ = try reader.next([97].span, at: &position)
                given += 1
            }
        }
        #expect(given < limits.headerBytes)
    }
}
